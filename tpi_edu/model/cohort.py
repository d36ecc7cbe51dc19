"""Many simulated patients: how far they differ, who responds, and why a group of them improves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import inf, log
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..content.parameters import CohortParameters, ReliefParameters, load_cohort_parameters
from .checks import require_choice, require_number, require_numbers
from .injection import Injection
from .milestones import DAY_H, Array
from .relief import LAST_HOUR, ReliefCurve, simulate_relief

# cause: the components of the relief curve it stands for
COMPONENTS = {"context": ("context",), "needle": ("needle",), "drug": ("anesthetic", "steroid")}
CAUSES = ("regression", "natural_course", *COMPONENTS, "drop_out")
IN_NO_CONTROL_ARM = {"needle", "drug"}  # what a control arm goes without
PERCENTILES = (5, 25, 50, 75, 95)
SPEEDS = [NormalDist().inv_cdf((n + 0.5) / 16) for n in range(16)]  # equally likely, in standard deviations
KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """What became of n simulated patients; pain is NRS 0-10, arrays are read-only.

    starts_nrs, ends_nrs: what each patient says on the day of coming and two weeks later, without those who
    do not come back. Over times_h: mean_nrs; percentiles_nrs, a row for each of PERCENTILES; people_nrs, one
    for each of up to 200 patients who come back, whose answers two weeks later are people_ends_nrs.
    """

    n: int
    story: str
    causes: frozenset[str]
    starts_nrs: Array
    ends_nrs: Array
    times_h: Array
    mean_nrs: Array
    percentiles_nrs: Array
    people_nrs: Array
    people_ends_nrs: Array

    def responder_share(self, least_pct: float = 30) -> float:
        """Return the share of patients with at least this relief (percent) at two weeks."""
        require_number("least_pct", least_pct, low=0, high=100, unit="%")
        return float(np.mean(100 * (1 - self.ends_nrs / self.starts_nrs) >= least_pct))

    def number_needed(self, control: "Cohort", least_pct: float = 30) -> float:
        """Return how many to treat for one more responder: 1 / (share - control's share), or infinity."""
        gain = self.responder_share(least_pct) - control.responder_share(least_pct)
        return 1 / gain if gain > 0 else inf


def simulate_cohort(
    n: int,
    injection_or_plan: Injection | Sequence[Injection],
    *,
    story: str = "trials",
    numbers: CohortParameters | None = None,
    relief_numbers: ReliefParameters | None = None,
    seed: int = 0,
    causes: Collection[str] | None = None,
    times_h: ArrayLike | None = None,
) -> Cohort:
    """Return what becomes of n patients (100 or more) who differ from the typical relief curve of a story.

    Typical value, variability between patients and residual, as in pharmacometrics. With R, S the typical
    relief and soreness (`simulate_relief`), t days since the first injection, N(s) a normal draw around 0:

        usual    = mean + N(between patients);  spell = N(day to day);  the start is usual + spell
        response = (responder or non-responder factor) x e^N(spread), divided by its mean
        course   = usual + spell e^(-t / spell days) + sore S(t / clock)
                   - usual / 7.5 (response R(t / clock) + natural (1 - 2^(-t / natural half-life)))
        answer   = course + N(day to day), at two weeks

    clock, sore: log-normal; only the share who get sore have soreness. Pain stays within 0-10, so the mean
    lies above the typical curve where that takes many to 0.

    causes=None: the relief curve as it is. Given causes, only those act, and the curve's context is taken
    apart: "regression" (patients come on a bad day: usual pain is lower than the start), "natural_course",
    "context" (expectation and care); also "needle", "drug", "drop_out" (some who gain little do not return).
    A control arm is the same patients (same seed) with causes but IN_NO_CONTROL_ARM. Courses are never all
    in memory. numbers: how patients differ, unless given those of the story in cohort_parameters.toml
    [kwon_2017]; relief_numbers: as `simulate_relief` takes them.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """
    require_number("n", n, low=100, high=inf, unit="patients", whole=True)
    require_number("seed", seed, low=0, high=inf, unit="(a whole number)", whole=True)
    for cause in causes or ():
        require_choice("causes", cause, CAUSES)
    curve = simulate_relief(injection_or_plan, story=story, numbers=relief_numbers, times_h=times_h)
    numbers = load_cohort_parameters()[story] if numbers is None else numbers
    require_numbers("numbers", numbers, CohortParameters)
    both = (curve.numbers, numbers)  # no name stands in both
    p = SimpleNamespace(**{name: getattr(part, name).value for part in both for name in part.__slots__})
    active = frozenset(COMPONENTS if causes is None else causes)
    sizes = {name: 1.0 for cause in COMPONENTS if cause in active for name in COMPONENTS[cause]}
    if causes is not None and "context" in sizes:
        sizes["context"] = p.context_pct / 100
    asked_h = np.array([(curve.plan[0].day + p.assess_days) * DAY_H])
    shapes, asked = (_shapes(c, p, sizes) for c in (curve, curve.resampled(asked_h)))

    n, rng = int(n), np.random.default_rng(int(seed))
    people, clocks = _draw_people(n, rng, curve, p, active), np.arange(n) * len(SPEEDS) // n
    starts, course = people[:, 0] + people[:, 1], np.einsum("np,np->n", people, asked[clocks, 0])
    ends = (course.clip(0, 10) + p.day_sd_nrs * rng.standard_normal(n)).clip(0, 10)
    if "drop_out" in active:
        gains_little = ends > starts * (1 - p.important_relief_pct / 100)
        back = ~gains_little | (rng.random(n) >= p.leave_share)
        people, clocks, starts, ends = people[back], clocks[back], starts[back], ends[back]
    some = slice(None, None, -(-len(starts) // KEPT))
    mean, percentiles, courses = _follow(people, clocks, shapes, some)
    arrays = {
        "starts_nrs": starts,
        "ends_nrs": ends,
        "mean_nrs": mean,
        "percentiles_nrs": percentiles.T,
        "people_nrs": courses.T,
        "people_ends_nrs": ends[some],
    }
    for array in arrays.values():
        array.flags.writeable = False
    return Cohort(n=n, story=story, causes=active, times_h=curve.times_h, **arrays)


def _shapes(curve: ReliefCurve, p: SimpleNamespace, sizes: dict[str, float]) -> Array:
    """Return what a patient's numbers multiply over time, by clock: shape (clocks, t, 5)."""
    days = np.maximum(curve.times_h / DAY_H - curve.plan[0].day, 0)
    same = np.ones_like(days), np.exp(-days / p.bad_spell_days), 2 ** (-days / p.natural_half_life_days) - 1
    shapes = []
    for speed in SPEEDS:
        clock = p.clock_spread_factor**speed
        plan = tuple(replace(item, day=item.day / clock) for item in curve.plan)
        own = replace(curve, plan=plan, times_h=np.minimum(curve.times_h / clock, LAST_HOUR))
        relief = sum((size * own.components_nrs[name] for name, size in sizes.items()), np.zeros_like(days))
        soreness = own.components_nrs["soreness"] * ("needle" in sizes)
        shapes.append(np.column_stack([*same, relief, soreness]))
    return np.array(shapes, dtype=np.float32)


def _draw_people(
    n: int, rng: np.random.Generator, curve: ReliefCurve, p: SimpleNamespace, active: frozenset[str]
) -> Array:
    """Return each patient's numbers in the order of the shapes, shape (n, 5)."""
    z_usual, z_spell = rng.standard_normal((2, 3 * n))  # candidates: not all of them come that day
    mean, least = (
        (p.usual_nrs, p.bad_day_nrs) if "regression" in active else (p.start_nrs, 2 * p.start_nrs - 10)
    )
    usual, spell = mean + p.usual_sd_nrs * z_usual, p.day_sd_nrs * z_spell
    comes = np.resize(np.flatnonzero((usual + spell >= least) & (usual + spell <= 10)), n)
    usual, spell = usual[comes], spell[comes]
    z_response, z_natural, z_sore = rng.standard_normal((3, n))
    responds, gets_sore = rng.random((2, n))
    mean = p.responder_share * p.responder_factor + (1 - p.responder_share) * p.non_responder_factor
    response = np.where(responds < p.responder_share, p.responder_factor, p.non_responder_factor) / mean
    response *= _log_normal(p.response_spread_factor, z_response)
    natural = (p.natural_nrs + p.natural_sd_nrs * z_natural) * ("natural_course" in active)
    sore_share = curve.plan[0].content.soreness_share.value
    sore = (gets_sore < sore_share) / sore_share * _log_normal(p.soreness_spread_factor, z_sore)
    scale = usual / p.baseline_nrs
    return np.column_stack([usual, spell, scale * natural, scale * response, sore])


def _log_normal(factor: float, z: Array) -> Array:
    """Return factor^z, divided by its mean."""
    return np.exp(log(factor) * z - log(factor) ** 2 / 2)


def _follow(people: Array, clocks: NDArray[np.int_], shapes: Array, some: slice) -> tuple[Array, ...]:
    """Return the mean, percentiles and some courses over time of people who are sorted by clock."""
    ranks = np.rint(np.array(PERCENTILES) / 100 * ((len(people) - 1) // 2)).astype(int)
    groups = np.split(people.astype(np.float32), np.searchsorted(clocks, range(1, len(SPEEDS))))
    found = []
    for now in shapes.swapaxes(0, 1):
        at = np.concatenate([group @ shape for group, shape in zip(groups, now, strict=True)]).clip(0, 10)
        ranked = np.sort(at[::2])[ranks]  # every other patient is enough for percentiles
        found.append((at.mean(dtype=float), ranked, at[some]))
    return tuple(np.array(part) for part in zip(*found, strict=True))
