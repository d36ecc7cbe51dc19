"""A prediction is refused or compared by numbers; each belief is named by a rule that can be read."""

import numpy as np
import pytest

from tpi_edu.content.parameters import STORIES
from tpi_edu.content.questions import load_prediction_misses
from tpi_edu.model.prediction import (
    PREDICTION_TIMES_H,
    Prediction,
    Scenario,
    compare_prediction,
    find_misconception,
)

SALINE = Scenario(injectate="saline", steroid=False)
DRY = Scenario(injectate="dry_needling", steroid=False)
SCENARIOS = [
    Scenario(),
    SALINE,
    DRY,
    Scenario(response=0.45),
    Scenario(response=0),
    Scenario(fibromyalgia=True),
    Scenario(repeat_day=28),
    Scenario(injectate="bupivacaine", steroid=False, repeat_day=14),
]


def name(scenario, relief):
    return find_misconception(Prediction(relief_pct=relief), *(scenario.curve(story) for story in STORIES))


def told(scenario, story):
    """Return the line of a story as someone would draw it: whole percents, nothing below 0."""
    expected = scenario.curve(story).at(hours=list(PREDICTION_TIMES_H))
    return tuple(np.clip(np.round(expected), 0, 100).tolist())


@pytest.mark.parametrize(
    ("story", "relief", "worst"), [("leaflet", (70, 60, 60, 30, 40, 40, 0), 2), ("trials", (0,) * 7, 0)]
)
def test_the_difference_is_counted_at_the_seven_times(story, relief, worst):
    curve = Scenario().curve(story)
    expected = curve.at(hours=[0.25, 3, 12, 48, 120, 336, 672])
    miss = compare_prediction(Prediction(relief_pct=relief), curve)
    assert miss.mean_abs_pct == pytest.approx(np.abs(relief - expected).mean())
    found = (miss.largest_h, miss.predicted_pct, miss.expected_pct)
    assert found == (PREDICTION_TIMES_H[worst], relief[worst], pytest.approx(expected[worst]))


FITS = [
    ("only_the_drug", SALINE, (10, 10, 10, 10, 10, 10, 5), (60, 50, 30, 40, 40, 35, 20)),
    ("only_the_drug", DRY, (30, 10, 0, 10, 10, 0, 0), (34, 20, 0, 10, 10, 0, 0)),
    ("no_early_relief", Scenario(), (0, 10, 20, 40, 50, 40, 30), (40, 20, 20, 40, 50, 40, 30)),
    ("steroid_at_once", Scenario(), (60, 30, 60, 60, 60, 40, 30), (60, 30, 40, 60, 60, 40, 30)),
    ("dip_forgotten", Scenario(), (80, 80, 80, 80, 80, 60, 40), (80, 60, 40, 50, 80, 60, 40)),
    ("grows_for_weeks", Scenario(), (70, 30, 20, 30, 40, 50, 60), (70, 30, 20, 30, 40, 40, 40)),
    ("never_fades", Scenario(), (70, 30, 20, 60, 80, 80, 75), (70, 30, 20, 60, 80, 80, 60)),
]


@pytest.mark.parametrize(("key", "scenario", "fires", "does_not"), FITS)
def test_each_belief_is_named_where_its_rule_fits_and_not_otherwise(key, scenario, fires, does_not):
    assert name(scenario, fires) == key
    assert name(scenario, does_not) != key


def test_every_belief_has_its_words_and_no_other():
    assert set(load_prediction_misses()) == {key for key, *_ in FITS}


def test_no_mistake_is_found_in_what_nobody_could_expect():
    assert name(Scenario(steroid=False), (60, 30, 60, 60, 60, 40, 30)) != "steroid_at_once"
    assert name(Scenario(response=0), (0,) * 7) is None


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_who_predicts_a_story_is_told_no_misconception_but_that_it_is_the_drug(scenario):
    assert name(scenario, told(scenario, "trials")) is None
    belief = "only_the_drug" if scenario in (SALINE, DRY) else None
    assert name(scenario, told(scenario, "leaflet")) == belief


def test_a_scenario_has_a_short_name_of_what_is_special():
    special = Scenario(response=0.45, fibromyalgia=True, repeat_day=28)
    assert Scenario().key == "lidocaine+steroid"
    assert DRY.key == "dry_needling"
    assert special.key == "lidocaine+steroid+response=0.45+fibromyalgia+repeat_day=28"
    assert len({scenario.key for scenario in SCENARIOS}) == len(SCENARIOS)
