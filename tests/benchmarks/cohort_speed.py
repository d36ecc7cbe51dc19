"""Measure a cohort beside a loop over single patients: `python tests/benchmarks/cohort_speed.py`.

Both take turns in one run. The loop only calls `simulate_relief`; the cohort also draws the patients and
sums them up. Then the memory of a cohort of a million.
"""

import resource
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.model.cohort import simulate_cohort

PATIENTS, TIMES_H = 10_000, np.linspace(0, 1344, 500)
LIMIT_S, RATIO, ROUNDS = 1.0, 50, 7
MILLION, LIMIT_MB = 1_000_000, 200


def seconds(run: Callable[[], object]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def loop() -> None:
    """Simulate as many patients one by one."""
    for n in range(PATIENTS):
        patient = Patient(baseline_nrs=7.11, response=2 * n / PATIENTS)
        simulate_relief(Injection(), patient=patient, story="trials", times_h=TIMES_H)


def cohort(n: int = PATIENTS) -> None:
    """Simulate them as a cohort."""
    simulate_cohort(n, Injection(), times_h=TIMES_H)


def peak_mb() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(words: str, *, holds: bool) -> None:
    """Print a result and whether it is what was asked for."""
    print(f"{words}: {'holds' if holds else 'does NOT hold'}")


def main() -> None:
    """Print the times side by side, and the memory."""
    cohort()
    times = [(seconds(cohort), seconds(loop)) for _ in range(ROUNDS)]
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    print(f"{PATIENTS:,} patients x {len(TIMES_H)} times, medians of {ROUNDS} turns")
    say(f"cohort {ours:.3f} s; < {LIMIT_S:g} s", holds=ours < LIMIT_S)
    say(f"loop {theirs:.2f} s, {theirs / ours:.0f} x as long; >= {RATIO} x", holds=theirs >= RATIO * ours)
    before = peak_mb()
    took, more = seconds(lambda: cohort(MILLION)), peak_mb() - before
    say(f"{MILLION:,} patients: {took:.1f} s, {more:.0f} MB more; < {LIMIT_MB} MB", holds=more < LIMIT_MB)


if __name__ == "__main__":
    main()
