"""Fit the trials story to what was measured after one session; the command `tpi-edu-calibrate` stores it.

Only the sizes in FITTED follow from the data. How fast relief fades does not: the half-life stays an
assumption, and only its range over which the points are met as well is found.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from ..content.parameters import ReliefParameters, load_relief_parameters
from .injection import Injection
from .measured import MeasuredPoint, kind_of, measured_points
from .milestones import Array
from .relief import ReliefCurve, simulate_relief

FITTED = ("early_nrs", "context_nrs")  # what soon goes, and what lasts
NUMBERS = ("context_half_life_days", *FITTED)
HALF_LIVES_DAYS = np.geomspace(7, 365, 41)  # that are tried
PATIENT_SD_PCT = 27.0  # between patients of an arm: 2 points of a starting pain of 7.5 (assumption)
# in which sizes can go without meeting the points worse: one, the other, or both together
DIRECTIONS = np.array([(1, 0), (0, 1), (1, 1)])
WHAT = (("lidocaine", False), ("lidocaine", True), ("saline", False), ("dry_needling", False))
FILE = "relief_parameters.toml"
Range = tuple[float, ...]  # a number, and the ends between which the points are met as well


class Fit(NamedTuple):
    """Sizes (NRS points), their covariance, and the misfit: the sum of weighted squares of residuals."""

    sizes: Array
    covariance: Array
    misfit: float


def fitted_points() -> tuple[MeasuredPoint, ...]:
    """Return the points of one session into a muscle, without those of people with fibromyalgia."""
    points = (point for point in measured_points() if point.can_stand_alone)
    return tuple(point for point in points if "fibromyalgia" not in point.arm.population)


def fit(points: Sequence[MeasuredPoint], half_life_days: float, study_sd_pct: float) -> Fit:
    """Return the sizes of FITTED whose curve misses some points least: weighted least squares.

    relief (% of the starting pain) = a + b early + c context, with a, b, c of each point from
    `simulate_relief` for its kind of injection. Weight: 1 / (study_sd_pct^2 + PATIENT_SD_PCT^2 / patients),
    for studies differ by more than chance within them, so that the largest must not decide alone.
    """
    none, early, context = (_relief(points, (half_life_days, *sizes)) for sizes in ((0, 0), (1, 0), (0, 1)))
    design = np.column_stack([early - none, context - none])
    patients = np.array([point.arm.patients for point in points])
    weights = 1 / (study_sd_pct**2 + PATIENT_SD_PCT**2 / patients)
    measured = np.array([point.relief_pct for point in points])
    covariance = np.asarray(np.linalg.inv(design.T * weights @ design), dtype=float)
    sizes: Array = covariance @ (design.T * weights) @ (measured - none)
    residuals = measured - none - design @ sizes
    return Fit(sizes, covariance, float(weights @ residuals**2))


@cache
def study_sd_pct() -> float:
    """Return how far values of studies lie apart (SD, % of the starting pain): it explains the misfit."""
    points, low, high = fitted_points(), 0.0, 100.0
    while high - low > 0.01:
        middle = (low + high) / 2
        is_more = fit(points, _half_life_days(), middle).misfit > len(points) - len(FITTED)
        low, high = (middle, high) if is_more else (low, middle)
    return low


@cache
def as_good() -> Array:
    """Return sets of NUMBERS that meet the points as well as the best, shape (n, 3), by half-life.

    As well: the misfit is at most 1 above the least, which is one standard error.
    """
    fits = [fit(fitted_points(), half_life, study_sd_pct()) for half_life in HALF_LIVES_DAYS]
    worst = min(each.misfit for each in fits) + 1
    rows = []
    for half_life, each in zip(HALF_LIVES_DAYS, fits, strict=True):
        if each.misfit <= worst:
            steps = DIRECTIONS @ each.covariance
            steps *= np.sqrt((worst - each.misfit) / np.sum(steps * DIRECTIONS, axis=1))[:, None]
            sizes = np.maximum([*(each.sizes + steps), *(each.sizes - steps)], 0)
            rows.append(np.column_stack([np.full(len(sizes), half_life), sizes]))
    return np.vstack(rows)


@cache
def fitted_numbers(half_life_days: float) -> ReliefParameters:
    """Return the numbers of the trials story with another half-life of what lasts, and sizes fitted to it."""
    trials = load_relief_parameters()["trials"]
    is_stored = half_life_days == _half_life_days()
    return trials if is_stored else _varied(trials, _best(fitted_points(), half_life_days))


def calibrate() -> dict[str, Range]:
    """Return the sizes fitted at the assumed half-life, and each number's range that is as good."""
    values = _best(fitted_points(), _half_life_days())
    columns = zip(NUMBERS, values, as_good().min(axis=0), as_good().max(axis=0), strict=True)
    return {name: tuple(round(float(number), 2) for number in numbers) for name, *numbers in columns}


def leave_one_out() -> dict[str, Array]:
    """Return how far each value of a trial lies above the line fitted without it, % of the starting pain."""
    points, apart = fitted_points(), {}
    for trial in dict.fromkeys(point.arm.trial for point in points):
        own = [point for point in points if point.arm.trial == trial]
        rest = [point for point in points if point.arm.trial != trial]
        line = _relief(own, _best(rest, _half_life_days()))
        apart[trial] = np.array([point.relief_pct for point in own]) - line
    return apart


@lru_cache(maxsize=8)  # a band, its name and words of one picture ask for the same one
def relief_range(curve: ReliefCurve) -> Array:
    """Return lowest and highest relief (%), shape (2, n), at its times of all courses that are as good."""
    low, high = replace(curve, numbers=replace(curve.numbers, **_ends())).relief_pct
    return np.array([np.minimum(low, curve.relief_pct), np.maximum(high, curve.relief_pct)])


def store(found: Mapping[str, Range]) -> None:
    """Write the fitted sizes into the file of the numbers, where they stand under [trials]."""
    file = files("tpi_edu.content").joinpath(FILE)
    shared, trials = file.read_text(encoding="utf-8").split("[trials]\n")
    for name in FITTED:
        numbers = "value = {}, low = {}, high = {},".format(*found[name])
        trials = re.sub(rf"^({name} = {{ )value = .*? high = \S+,", rf"\g<1>{numbers}", trials, flags=re.M)
    with open(str(file), "w", encoding="utf-8", newline="\n") as out:  # noqa: PTH123 (a Traversable has no newline)
        out.write(f"{shared}[trials]\n{trials}")


def _half_life_days() -> float:
    return load_relief_parameters()["trials"].context_half_life_days.value


def _best(points: Sequence[MeasuredPoint], half_life_days: float) -> Array:
    """Return the values of NUMBERS with a half-life that meet some points best."""
    return np.append(half_life_days, fit(points, half_life_days, study_sd_pct()).sizes)


@cache
def _ends() -> dict[str, Any]:
    """Return columns of some of the sets that are as good; all others widen a range by under 1 %."""
    sets = as_good().reshape(-1, 2, len(DIRECTIONS), len(NUMBERS))
    some = sets[np.linspace(0, len(sets) - 1, 5).astype(int), :, 1:].reshape(-1, len(NUMBERS))
    return {name: SimpleNamespace(value=some[:, [n]]) for n, name in enumerate(NUMBERS)}


def _varied(numbers: ReliefParameters, values: Iterable[float]) -> ReliefParameters:
    """Return numbers with other values of NUMBERS."""
    pairs = zip(NUMBERS, map(float, values), strict=True)
    changed = {name: replace(getattr(numbers, name), value=v, low=v, high=v) for name, v in pairs}
    return replace(numbers, **changed)


def _relief(points: Sequence[MeasuredPoint], values: Iterable[float]) -> Array:
    """Return the relief (%) that values of NUMBERS give for the injection and the time of each point."""
    numbers, hours = _varied(load_relief_parameters()["trials"], values), [point.hours for point in points]
    given = (Injection(injectate=injectate, steroid=steroid) for injectate, steroid in WHAT)
    curves = (simulate_relief(injection, story="trials", numbers=numbers) for injection in given)
    relief = {kind_of(curve.plan[0]): np.asarray(curve.at(hours=hours)) for curve in curves}
    return np.array([relief[point.arm.kind][n] for n, point in enumerate(points)])


def main() -> None:
    """Fit, store and print: the command `tpi-edu-calibrate`."""
    ranges = calibrate()
    store(ranges)
    print(f"{len(fitted_points())} values; they scatter by {study_sd_pct():.0f} % of the starting pain (SD)")
    for name, (value, low, high) in ranges.items():
        print(f"{name}: {value:g}; within one standard error {low:g} to {high:g}")
    for trial, apart in leave_one_out().items():
        misses = ", ".join(f"{value:+.0f}" for value in apart)
        print(f"{trial}: mean {apart.mean():+.0f} % from the line fitted without it ({misses})")
