"""A predicted line is drawn where it was set, hides every story until it is drawn with them, and says so."""

from itertools import pairwise

import numpy as np
import pytest
from seen import drawn, marks, middles, texts

from tpi_edu.content.questions import load_prediction_misses
from tpi_edu.figures.clocks import CLOCKS, clock_at
from tpi_edu.figures.prediction import TIME_NAMES, PredictionPicture, describe_prediction, say_scenario
from tpi_edu.figures.relief_words import say_unseen
from tpi_edu.model.measured import kind_of
from tpi_edu.model.prediction import PREDICTION_TIMES_H, Prediction, Scenario, compare_prediction

LINES = [
    (50,) * 7,
    (0,) * 7,
    (100,) * 7,
    (80, 75, 60, 60, 70, 60, 70),
    (67, 25, 18, 30, 48, 39, 27),
    (73, 64, 55, 56, 55, 47, 37),
    (0, 100, 0, 100, 0, 100, 0),
]
SCENARIOS = [
    Scenario(),
    Scenario(injectate="dry_needling", steroid=False),
    Scenario(response=0),
    Scenario(repeat_day=28),
]
X = [float(clock_at(CLOCKS, hours).x(hours)) for hours in PREDICTION_TIMES_H]
each_line = pytest.mark.parametrize("relief", LINES)
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.key)


def curves(scenario):
    return [scenario.curve(story) for story in ("leaflet", "trials")]


@each_line
def test_the_line_goes_straight_from_zero_through_the_seven_points_which_can_be_pressed(relief):
    picture = drawn(PredictionPicture, Prediction(relief_pct=relief))
    handles = list(zip(X, CLOCKS[0].y(relief).tolist(), strict=True))
    lines = marks(picture)["shapes-prediction"].place
    assert middles(marks(picture)["shapes-handles"]) == pytest.approx(np.array(handles))
    assert lines[0][0] == pytest.approx((CLOCKS[0].box[0], float(CLOCKS[0].y(0))))
    assert lines[-1][-1] == pytest.approx(handles[-1])
    for line, clock in zip(lines, CLOCKS, strict=True):
        assert line[0, 0] == clock.box[0]
        for x, y in handles:
            if clock.box[0] <= x <= clock.box[2]:
                assert np.interp(x, *line.T) == pytest.approx(y)
    for before, after in pairwise(lines):  # the same height and slope across a gap
        assert before[-1, 1] == pytest.approx(after[0, 1])
        (wide, high), (wide_after, high_after) = before[-1] - before[-2], after[1] - after[0]
        assert high * wide_after == pytest.approx(high_after * wide)
    for index, (x, y) in enumerate(handles):
        assert picture.value_at(x + 6, picture.size[1] - y) == (index, relief[index])
    assert picture.value_at(-50, 900) == (0, 0)
    assert picture.value_at(9000, -50) == (6, 100)


@each_line
def test_before_the_stories_are_given_nothing_of_them_is_there(relief):
    prediction = Prediction(relief_pct=relief)
    picture = drawn(PredictionPicture, prediction)
    names, values = ({f"{kind}-{n}" for n in range(7)} for kind in ("time", "value"))
    assert {"prediction"} | names <= texts(picture).keys() <= {"prediction", "important"} | names | values
    kept = {"shapes-guides", "shapes-prediction", "shapes-handles"}
    assert {key for key in marks(picture) if not key.startswith("words-")} == kept
    points = (f"{name} {pct} %" for name, pct in zip(TIME_NAMES, relief, strict=True))
    assert describe_prediction(prediction) == f"Your prediction: {', '.join(points)}."


@each_scenario
@each_line
def test_the_prediction_stays_where_it_was_when_the_stories_come_under_their_names(relief, scenario):
    prediction = Prediction(relief_pct=relief)
    before = drawn(PredictionPicture, prediction)
    after = drawn(PredictionPicture, prediction, curves(scenario))
    shown = marks(after)
    assert after.ground != before.ground
    if after.ground[0] == before.ground[0]:
        for key in ("shapes-prediction", "shapes-handles"):
            assert shown[key].element(408) == marks(before)[key].element(408)
    assert any(key.startswith("shapes-measured-") for key in shown)
    names = {"name-0", "name-1"} if scenario.response else {"name-0"}  # both stories are one line at zero
    assert {"prediction"} | names <= texts(after).keys()


@each_scenario
@each_line
def test_the_words_say_the_numbers_of_the_model(relief, scenario):
    prediction = Prediction(relief_pct=relief)
    words = PredictionPicture().draw(prediction, curves(scenario)).split("\n")
    for line, curve in zip(words[1:3], curves(scenario), strict=True):
        miss = compare_prediction(prediction, curve)
        when = TIME_NAMES[PREDICTION_TIMES_H.index(miss.largest_h)]
        expected = f"{round(miss.expected_pct)} %".replace("-", "−")
        assert line == (
            f"{curve.story.capitalize()} story: {round(miss.mean_abs_pct)} percentage points off on average; "
            f"furthest off at {when}: you said {round(miss.predicted_pct)} %, "
            f"the {curve.story} story says {expected}."
        )
    first = curves(scenario)[0].plan[0]
    assert words[-2:] == [
        f"Points: what was measured ({kind_of(first)}), each in its own patients.",
        say_unseen(first, after_repeat=scenario.repeat_day > 0),
    ]


def test_the_misconception_that_fits_is_named_with_its_source():
    words = describe_prediction(Prediction(relief_pct=(80,) * 5 + (60, 40)), curves(Scenario()))
    miss = load_prediction_misses()["dip_forgotten"]
    assert f'"{miss.belief}" {miss.correction} [{", ".join(miss.sources)}]' in words


def test_a_scenario_in_words():
    usual = "Lidocaine with steroid, average patient"
    assert [say_scenario(scenario) for scenario in (*SCENARIOS, Scenario(repeat_day=21))] == [
        usual,
        "Dry needling, average patient",
        "Lidocaine with steroid, no response",
        f"{usual}, repeated on day 28 (that day's point is just before the repeat)",
        f"{usual}, repeated on day 21",
    ]
