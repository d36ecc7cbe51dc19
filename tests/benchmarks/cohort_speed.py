"""Measure a cohort beside a loop over single patients: `python tests/benchmarks/cohort_speed.py`.

Both take turns in one run. The loop only calls `simulate_relief`; the cohort also draws the patients and
sums them up. Then the memory of a cohort of a million.
"""

import resource
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from memory_and_import import verdict

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


def main() -> None:
    """Print the times side by side, and the memory."""
    cohort()
    times = [(seconds(cohort), seconds(loop)) for _ in range(ROUNDS)]
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    before = peak_mb()
    cohort(MILLION)
    print(f"{PATIENTS:,} patients x {len(TIMES_H)} times, medians of {ROUNDS} turns")
    print(f"cohort {ours:.3f} s; {verdict(ours < LIMIT_S)}: < {LIMIT_S:g} s")
    print(f"loop {theirs / ours:.0f} x as long; {verdict(theirs >= RATIO * ours)}: >= {RATIO} x")
    more = peak_mb() - before
    print(f"{MILLION:,} patients: {more:.0f} MB more; {verdict(more < LIMIT_MB)}: < {LIMIT_MB} MB")


if __name__ == "__main__":
    main()
