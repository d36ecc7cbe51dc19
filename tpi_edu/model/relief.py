"""The illustrative relief model: closed form, vectorized over time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from ..content.parameters import STORIES, ReliefParameters, load_relief_parameters
from .checks import require_choice, require_number, require_numbers
from .injection import Injection, Patient, as_plan
from .milestones import DAY_H, WEEK_H, Array, Milestones, find_milestones

COMPONENTS = ("anesthetic", "needle", "context", "steroid", "soreness")
STEROID_ONSET_DAYS = (1.0, 5.0)
STEROID_FADE_DAYS = (14.0, 60.0)
LAST_HOUR = 87_600.0  # ten years: nothing is left of any effect


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReliefCurve:
    """Pain after a plan of injections, and what each component adds to it. Arrays are read-only.

    numbers: those it was reckoned with; they stay when it is asked for other times.
    times_h: hours since day 0, shape (n,). pain_nrs: NRS 0-10, shape (n,). relief_pct: percent of the
    starting pain, shape (n,); negative while soreness outweighs relief, and 0 where there was no pain.
    components_nrs: change in pain (NRS points) by each of COMPONENTS, shape (n,) each; less pain is
    negative, soreness positive, and together they are pain_nrs - baseline.
    """

    plan: tuple[Injection, ...]
    patient: Patient
    story: str
    numbers: ReliefParameters
    times_h: Array
    pain_nrs: Array = field(init=False)
    relief_pct: Array = field(init=False)
    components_nrs: MappingProxyType[str, Array] = field(init=False)

    def __post_init__(self) -> None:
        times, patient, numbers = np.array(self.times_h, dtype=float), self.patient, self.numbers
        effects = [_effects(times - DAY_H * item.day, item, patient, numbers) for item in self.plan]
        combined = reduce(lambda one, other: np.where(abs(other) > abs(one), other, one), effects)
        if combined.ndim > 2:  # where numbers are columns, of k courses: the least and the most of everything
            combined = np.stack([combined.min(axis=1), combined.max(axis=1)], axis=1)
        relief = combined[:4] * patient.response * patient.baseline_nrs / numbers.baseline_nrs.value
        pain, components = _within_scale(relief, combined[4], patient.baseline_nrs)
        drop = patient.baseline_nrs - pain
        relief_pct = 100 * drop / patient.baseline_nrs if patient.baseline_nrs else np.zeros_like(pain)
        found = {"times_h": times, "pain_nrs": pain, "relief_pct": relief_pct, "components_nrs": components}
        for name, array in found.items():
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        named = MappingProxyType(dict(zip(COMPONENTS, components, strict=True)))
        object.__setattr__(self, "components_nrs", named)

    def at(self, *, hours: ArrayLike) -> float | Array:
        """Return the relief in percent at some hours since day 0: a number for a number, else an array."""
        times, where = np.unique(_check_times("hours", hours), return_inverse=True)
        relief = self.resampled(times).relief_pct[where]
        return relief if relief.ndim else float(relief)

    @property
    def milestones(self) -> Milestones:
        """The turning points after the first injection, up to the next day of injection if there is one."""
        return find_milestones(self)

    @property
    def repeat_days(self) -> tuple[float, ...]:
        """The days of injection after the first, each once."""
        return tuple(sorted({item.day for item in self.plan} - {self.plan[0].day}))

    def resampled(self, times_h: Array) -> "ReliefCurve":
        """Return the same course at other times."""
        return replace(self, times_h=times_h)


def simulate_relief(
    injection_or_plan: Injection | Sequence[Injection],
    *,
    patient: Patient | None = None,
    story: str = "leaflet",
    numbers: ReliefParameters | None = None,
    times_h: ArrayLike | None = None,
    steroid_onset_days: float | None = None,
    steroid_fade_days: float | None = None,
) -> ReliefCurve:
    """Return the relief that a story tells of an injection, or of a plan of several.

    With h hours (d days) since an injection and H(x, m, p) = x^p / (m^p + x^p), which rises from 0 to 1
    and is one half at m:

        needle     = n H(h, needle onset) 2^(-d / needle half-life)
        context    = H(h, needle onset) (c 2^(-d / context half-life) + early e^(-d / early fade))
        anesthetic = a H(h, block onset) (1 - H(h, block duration))
        steroid    = s H(d, steroid onset) e^(-(d - steroid onset) / steroid fade)
        soreness   = share x size x H(h, soreness onset) 2^(-h / soreness half-life), scaled to peak at 1
        pain       = baseline - response (baseline / 7.5) (needle + context + anesthetic + steroid) + soreness

    Sizes n, c, early, a, s are NRS points at a starting pain of 7.5; relief scales with the starting pain,
    since percent change holds across baselines [farrar_2001]. Pain stays within 0-10: what would pass an
    end is scaled away. A repeat renews each effect and does not stack on what is left (assumption).
    Perpetuating factors make d run faster where needle and context fade, adjuncts slower (assumption).
    Fibromyalgia, in the trials story only, starts relief at a fraction and lets it rise over days.
    Left out: several points at once, dose, expectation of this patient, why the pain is there.
    Numbers and their sources: relief_parameters.toml, injectates.toml.

    story: "leaflet" or "trials". numbers: the story's, unless given; `replace` some of them to see what they
    do. times_h: rising hours since day 0, at least one; the default suits the figure. steroid_onset_days
    (1-5) and steroid_fade_days (14-60) replace two of the numbers, where a steroid does anything.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """
    plan = as_plan(injection_or_plan)
    patient = Patient() if patient is None else patient
    if not isinstance(patient, Patient):
        raise TypeError(f"patient must be a Patient; got {patient!r}.")
    require_choice("story", story, STORIES)
    numbers = load_relief_parameters()[story] if numbers is None else numbers
    require_numbers("numbers", numbers, ReliefParameters)
    for name, value, (low, high) in (
        ("steroid_onset_days", steroid_onset_days, STEROID_ONSET_DAYS),
        ("steroid_fade_days", steroid_fade_days, STEROID_FADE_DAYS),
    ):
        if value is not None:
            require_number(name, value, low=low, high=high, unit="days")
        if value is not None and numbers.steroid_nrs.value:
            given = replace(getattr(numbers, name), value=float(value), low=low, high=high)
            numbers = replace(numbers, **{name: given})
    course = _course(plan, patient, story, numbers)
    return course if times_h is None else course.resampled(_check_times("times_h", times_h))


@lru_cache(maxsize=64)  # most controls of a figure leave some of its courses as they are
def _course(plan: tuple[Injection, ...], patient: Patient, story: str, n: ReliefParameters) -> ReliefCurve:
    return ReliefCurve(plan=plan, patient=patient, story=story, numbers=n, times_h=default_times_h(plan))


def default_times_h(plan: tuple[Injection, ...]) -> Array:
    """Return hours for eight weeks of course, dense where a curve bends: just after each injection."""
    after = np.concatenate([np.linspace(0, 2, 61), np.geomspace(2, 48, 50)[1:]])
    clocks = [np.linspace(0, 6, 121), np.linspace(6, WEEK_H, 163), np.linspace(WEEK_H, 8 * WEEK_H, 148)]
    times = np.unique(np.concatenate(clocks + [after + DAY_H * item.day for item in plan]))
    return times[times <= 8 * WEEK_H]


def _effects(hours: Array, injection: Injection, patient: Patient, n: ReliefParameters) -> Array:
    """Return the effects of one injection in the order of COMPONENTS, NRS points: shape (5, n), (5, k, n)."""
    power = n.onset_power.value
    hours = np.maximum(hours, 0.0)
    days = hours / DAY_H
    start = _hill(hours, n.needle_onset_min.value / 60, power)
    fading = days * (n.perpetuating_factor.value if patient.perpetuating else 1.0)
    fading = fading * (n.adjuncts_factor.value if patient.adjuncts else 1.0)
    needle = n.needle_nrs.value * start * 2 ** (-fading / n.needle_half_life_days.value)
    lasting = n.context_nrs.value * 2 ** (-fading / n.context_half_life_days.value)
    context = start * (lasting + n.early_nrs.value * np.exp(-days / n.early_fade_days.value))
    effects = np.zeros((len(COMPONENTS), *context.shape))
    facts = injection.content
    if facts.block_onset_min and facts.block_duration_h:  # an anesthetic
        block = _hill(hours, facts.block_onset_min.value / 60, power)
        worn_off = _hill(hours, facts.block_duration_h.value, n.offset_power.value)
        effects[0] = n.anesthetic_nrs.value * block * (1 - worn_off)
    if injection.steroid:
        onset = n.steroid_onset_days.value
        rise = _hill(days, onset, n.steroid_power.value)
        effects[3] = n.steroid_nrs.value * rise * np.exp(-(days - onset) / n.steroid_fade_days.value)
    shape = n.soreness_onset_h.value, n.soreness_half_life_h.value, power
    part_of_peak = _soreness(hours, *shape) / _soreness_peak(*shape)
    effects[1], effects[2] = needle, context
    effects[4] = facts.soreness_share.value * facts.soreness_peak_nrs.value * part_of_peak
    if patient.fibromyalgia:
        early = n.fibromyalgia_early_factor.value
        effects[:4] *= early + (1 - early) * _hill(days, n.fibromyalgia_delay_days.value, power)
        effects[4] *= n.fibromyalgia_soreness_factor.value
    return effects


def _hill(x: Array, midpoint: float, power: float) -> Array:
    """Return x^p / (midpoint^p + x^p): 0 at 0, one half at the midpoint, then 1."""
    scaled = (x / midpoint) ** power
    return scaled / (1 + scaled)


def _soreness(hours: Array, onset: float, half_life: float, power: float) -> Array:
    return _hill(hours, onset, power) * 2 ** (-hours / half_life)


@cache
def _soreness_peak(onset: float, half_life: float, power: float) -> float:
    """Return the highest value of the soreness shape; it has no closed form."""
    return float(np.max(_soreness(np.linspace(0, 10 * onset, 5001), onset, half_life, power)))


def _within_scale(relief: Array, soreness: Array, baseline: float) -> tuple[Array, Array]:
    """Return pain within 0-10 and the components, scaled so that they still add up to its change."""
    total = relief.sum(axis=0)
    allowed = np.minimum(total, baseline + soreness)
    relief = relief * np.divide(allowed, total, out=np.ones_like(total), where=total > 0)
    soreness = np.minimum(soreness, 10 - baseline + allowed)
    pain = np.clip(baseline - allowed + soreness, 0, 10)
    return pain, np.concatenate([-relief, soreness[None]])


def _check_times(field: str, times: ArrayLike) -> Array:
    """Return times as a new float array, or say what is wrong with what the caller gave."""
    is_axis = field == "times_h"  # `hours` to look up may be one number, or in any order
    try:
        array = np.array(times)
    except ValueError:  # rows of different length
        array = np.array("")
    if array.size and array.dtype.kind not in "iuf":
        raise TypeError(f"{field} must be numbers of hours; got {times!r}.")
    array = array.astype(float)
    if array.ndim > 1 or array.ndim < is_axis or array.size == 0:
        raise ValueError(f"{field} must be a list of at least one hour; got {times!r}.")
    outside = array[~((array >= 0) & (array <= LAST_HOUR))]
    if outside.size:
        rule = f"at most {LAST_HOUR:g} hours" if outside[0] > 0 else "0 or more hours"
        raise ValueError(f"{field} must be {rule}; got {outside[0]:g}.")
    if is_axis and (falls := np.flatnonzero(np.diff(array) < 0)).size:
        before, after = array[falls[0] : falls[0] + 2]
        raise ValueError(f"{field} must be in rising order; got {after:g} after {before:g}.")
    return array
