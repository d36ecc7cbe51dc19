"""A number of the model can be varied by argument: it moves what it stands for, and stays with the curve."""

from dataclasses import fields, replace

import numpy as np
import pytest

from tpi_edu import Injection, Patient, may_repeat, simulate_cohort, simulate_relief
from tpi_edu.content.parameters import (
    CohortParameters,
    ReliefParameters,
    load_cohort_parameters,
    load_relief_parameters,
)
from tpi_edu.model.milestones import find_milestones
from tpi_edu.model.relief import COMPONENTS

EVERYBODY = Patient(fibromyalgia=True, perpetuating=True, adjuncts=True, response=0.5)
PLAN = [Injection(), Injection(injectate="bupivacaine", day=28)]
TIMES_H = np.linspace(0, 1344, 200)
# components: the numbers that move them; those of fibromyalgia and the powers move most
MOVES = {
    "context": "context_nrs context_half_life_days early_nrs early_fade_days",
    "needle": "needle_nrs needle_half_life_days",
    "needle context": "needle_onset_min perpetuating_factor adjuncts_factor",
    "anesthetic": "anesthetic_nrs offset_power",
    "steroid": "steroid_nrs steroid_onset_days steroid_fade_days steroid_power",
    "soreness": "soreness_onset_h soreness_half_life_h fibromyalgia_soreness_factor",
    "anesthetic needle context steroid": "baseline_nrs fibromyalgia_early_factor fibromyalgia_delay_days",
    "anesthetic needle context soreness": "onset_power",
    "": "important_relief_pct",
}
MOVED = {name: parts.split() for parts, names in MOVES.items() for name in names.split()}


def varied(numbers, **values):
    changed = {name: replace(getattr(numbers, name), value=v, low=v, high=v) for name, v in values.items()}
    return replace(numbers, **changed)


# the steroid's size is 0 there, and all else of it moves nothing
TRIALS = varied(load_relief_parameters()["trials"], steroid_nrs=1.0)


@pytest.mark.parametrize("name", [field.name for field in fields(ReliefParameters)])
def test_a_varied_number_moves_the_components_it_stands_for_and_no_other(name):
    patient = replace(EVERYBODY, fibromyalgia="onset" not in name)
    options = {"patient": patient, "story": "trials", "times_h": TIMES_H}
    before, after = (
        simulate_relief(PLAN, numbers=numbers, **options).components_nrs
        for numbers in (TRIALS, varied(TRIALS, **{name: 1.1 * getattr(TRIALS, name).value}))
    )
    assert [part for part in COMPONENTS if not np.array_equal(before[part], after[part])] == MOVED[name]


def test_a_curve_keeps_its_numbers_at_other_times_and_in_its_milestones():
    curve = simulate_relief(PLAN, numbers=TRIALS, story="trials", steroid_onset_days=4)
    plain = simulate_relief(PLAN, story="trials")
    again = curve.resampled(np.array([168.0]))
    assert again.numbers is curve.numbers
    assert again.relief_pct[0] == curve.at(hours=168) > plain.at(hours=168) + 5
    assert again.milestones == curve.milestones != plain.milestones
    stricter = simulate_relief(PLAN[0], numbers=varied(TRIALS, important_relief_pct=40.0), story="trials")
    assert stricter.at(hours=find_milestones(stricter).fade_h) == pytest.approx(40, abs=0.1)


def test_the_arguments_for_the_steroid_change_those_numbers_of_the_ones_given():
    by_number = simulate_relief(PLAN, numbers=varied(TRIALS, steroid_onset_days=4.0, steroid_fade_days=20.0))
    by_argument = simulate_relief(PLAN, numbers=TRIALS, steroid_onset_days=4, steroid_fade_days=20)
    assert np.array_equal(by_number.pain_nrs, by_argument.pain_nrs)
    assert not np.array_equal(by_number.pain_nrs, simulate_relief(PLAN, numbers=TRIALS).pain_nrs)


def test_a_harm_is_not_undone_by_a_repeat_that_is_still_to_come():
    harmful = varied(TRIALS, steroid_nrs=-0.2)
    once, twice = (simulate_relief(plan, numbers=harmful, times_h=[300.0]) for plan in (PLAN[0], PLAN))
    assert once.components_nrs["steroid"][0] > 0.1
    assert twice.pain_nrs == once.pain_nrs


def test_a_rule_of_repeats_is_read_from_the_numbers_of_the_curve():
    plan = [Injection(steroid=False), Injection(steroid=False, day=60)]
    for numbers, allowed in ((TRIALS, False), (varied(TRIALS, context_nrs=6.0), True)):
        curve = simulate_relief(plan, story="trials", numbers=numbers)
        assert may_repeat(curve, "half_for_six_weeks").allowed is allowed


def followed(**options):
    return simulate_cohort(2000, Injection(), times_h=[0, 336], **options)


def test_a_cohort_is_of_the_typical_curve_whose_numbers_are_given():
    given = None, load_relief_parameters()["trials"], varied(TRIALS, steroid_nrs=2.0)
    usual, same, stronger = (followed(relief_numbers=numbers) for numbers in given)
    assert np.array_equal(usual.ends_nrs, same.ends_nrs)
    assert np.array_equal(usual.starts_nrs, stronger.starts_nrs)
    assert stronger.mean_nrs[1] < usual.mean_nrs[1] - 0.8


def test_who_drops_out_goes_by_the_relief_that_matters_in_the_numbers_given():
    given = TRIALS, varied(TRIALS, important_relief_pct=60.0)
    usual, strict = (followed(causes={"context", "drop_out"}, relief_numbers=numbers) for numbers in given)
    assert len(strict.starts_nrs) < len(usual.starts_nrs) - 100


@pytest.mark.parametrize("name", [field.name for field in fields(CohortParameters)])
def test_a_varied_number_of_the_cohort_changes_it(name):
    numbers = load_cohort_parameters()["trials"]
    other = varied(numbers, **{name: 0.9 * getattr(numbers, name).value})
    causes = {"regression", "natural_course", "context", "needle", "drop_out"}
    causes = None if name == "start_nrs" else causes
    one, two = (followed(numbers=n, causes=causes) for n in (numbers, other))
    arrays = ("starts_nrs", "ends_nrs", "mean_nrs")
    same = all(np.array_equal(getattr(one, array), getattr(two, array)) for array in arrays)
    assert same == (name == "end_nrs")  # published, and compared with elsewhere
