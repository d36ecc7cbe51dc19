"""A predicted line is drawn where it was set, hides every story until it is drawn with them, and says so."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.text import Text

from tpi_edu.content.questions import load_prediction_misses
from tpi_edu.figures.clocks import PANELS
from tpi_edu.figures.prediction import (
    SHORT_NAMES,
    TIME_NAMES,
    PredictionPicture,
    describe_prediction,
    say_scenario,
)
from tpi_edu.model.prediction import PREDICTION_TIMES_H, Prediction, Scenario, compare_prediction

STORIES = ("leaflet", "trials")
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


def curves(scenario):
    return [scenario.curve(story) for story in STORIES]


def drawn(relief, scenario=None):
    picture = PredictionPicture()
    picture.draw_prediction(Prediction(relief_pct=relief), curves(scenario) if scenario else ())
    return picture


def points(d):
    """Return the points of each part of a path, y upward."""
    parts = [np.array(part.split(), dtype=float).reshape(-1, 2) for part in d.split("M")[1:]]
    return [part * (1, -1) + (0, 408) for part in parts]


def handle_places():
    panels = [next(panel for panel in PANELS if hours < panel.end_h) for hours in PREDICTION_TIMES_H]
    return [panel.x(hours) for panel, hours in zip(panels, PREDICTION_TIMES_H, strict=True)]


@pytest.mark.parametrize("relief", LINES)
def test_the_line_goes_straight_from_zero_through_the_seven_points(relief):
    picture = drawn(relief)
    lines = points(picture.frame()["prediction"]["d"])
    assert len(lines) == 3
    assert lines[0][0] == pytest.approx((PANELS[0].left, picture.y(0)), abs=0.1)
    places = list(zip(handle_places(), picture.y(np.array(relief, dtype=float)), strict=True))
    for line, panel, inside in zip(lines, PANELS, (places[:2], places[2:5], places[5:]), strict=True):
        assert line[0, 0] == pytest.approx(panel.left, abs=0.1)
        for x, y in inside:
            steps = np.linspace(0, len(line) - 1, 20_001)
            dense = [np.interp(steps, np.arange(len(line)), line[:, axis]) for axis in (0, 1)]
            assert np.hypot(dense[0] - x, dense[1] - y).min() < 0.15
    assert lines[-1][-1] == pytest.approx(places[-1], abs=0.1)
    for before, after in pairwise(lines):
        assert before[-1, 1] == pytest.approx(after[0, 1], abs=0.11)  # the same height across a gap


def test_between_panels_the_line_keeps_its_slope():
    lines = points(drawn((0, 100, 0, 0, 0, 0, 0)).frame()["prediction"]["d"])
    slopes = [np.divide(*(line[b] - line[a])[::-1]) for line, a, b in ((lines[0], -2, -1), (lines[1], 0, 1))]
    assert slopes[0] == pytest.approx(slopes[1], rel=0.02)


@pytest.mark.parametrize("relief", LINES)
def test_a_point_of_the_figure_becomes_the_nearest_time_and_its_relief(relief):
    picture = drawn(relief)
    for index, x in enumerate(handle_places()):
        y = 408 - picture.y(relief[index])
        assert picture.value_at(x + 6, y) == (index, relief[index])
    assert picture.value_at(-50, 900) == (0, 0)
    assert picture.value_at(9000, -50) == (6, 100)


@pytest.mark.parametrize("relief", LINES)
def test_before_the_stories_are_given_nothing_of_them_is_there(relief):
    picture = drawn(relief)
    frame, svg = picture.frame(), picture.svg()
    assert set(frame) <= {"guides", "prediction", "handles", "text-prediction", "text-important"} | {
        f"text-{kind}-{n}" for kind in ("time", "value") for n in range(7)
    }
    shown = svg + str(frame) + picture.description
    for word in ("leaflet", "trial", "Roldan", "dip", "band", "guess", "measured", "soreness", "block"):
        assert word not in shown
    assert picture.description == describe_prediction(Prediction(relief_pct=relief))
    assert picture.description.count(" %") == 7


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.key)
@pytest.mark.parametrize("relief", LINES)
def test_the_prediction_stays_where_it_was_when_the_stories_come(relief, scenario):
    before = drawn(relief)
    after = PredictionPicture()
    after.draw_prediction(Prediction(relief_pct=relief))
    background = after.background
    after.draw_prediction(Prediction(relief_pct=relief), curves(scenario))
    assert after.background != background
    for name in ("prediction", "handles"):
        assert after.frame()[name] == before.frame()[name]
    assert "d" in after.frame()["measured"]
    assert {"d"} == set(after.frame()["line-0-0"]) == set(after.frame()["line-1-0"])
    assert after.live["line-0-0"].is_dashed()
    assert not after.live["line-1-0"].is_dashed()
    fresh = drawn(relief, scenario)
    assert after.frame() == fresh.frame()


@pytest.mark.parametrize("scenario", [None, *SCENARIOS], ids=lambda s: s.key if s else "before")
def test_labels_neither_overlap_nor_stick_out_and_the_prediction_is_named(scenario):
    collisions, outside, unnamed = [], [], []
    for relief in LINES:
        picture = drawn(relief, scenario)
        renderer = picture.figure.canvas.get_renderer()
        labels = {
            name: artist.get_window_extent(renderer)
            for name, artist in picture.live.items()
            if isinstance(artist, Text) and artist.get_visible()
        }
        collisions += [
            (relief, a, b) for (a, box), (b, other) in combinations(labels.items(), 2) if box.overlaps(other)
        ]
        outside += [n for n, box in labels.items() if box.x0 < 0 or box.x1 > 792 or box.y1 > 408]
        wanted = {"text-prediction"} | (
            {"text-name-0", "text-name-1"} if scenario else {f"text-time-{n}" for n in range(7)}
        )
        if scenario and scenario.response == 0:  # both stories are one line at zero
            wanted.remove("text-name-1")
        unnamed += [(relief, name) for name in wanted - set(labels)]
    assert (collisions, outside, unnamed) == ([], [], [])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.key)
@pytest.mark.parametrize("relief", LINES)
def test_the_words_say_the_numbers_of_the_model(relief, scenario):
    prediction = Prediction(relief_pct=relief)
    words = describe_prediction(prediction, curves(scenario)).split("\n")
    for line, curve in zip(words[1:3], curves(scenario), strict=True):
        miss = compare_prediction(prediction, curve)
        when = TIME_NAMES[PREDICTION_TIMES_H.index(miss.largest_h)]
        expected = f"{round(miss.expected_pct)} %".replace("-", "−")
        assert line.startswith(f"{curve.story.capitalize()} story: {round(miss.mean_abs_pct)} percentage")
        assert line.endswith(
            f"furthest off at {when}: you said {round(miss.predicted_pct)} %, "
            f"the {curve.story} story says {expected}."
        )
    assert words[-1].endswith("there the trials story is a guess.")


def test_the_misconception_that_fits_is_named_with_its_source():
    words = describe_prediction(Prediction(relief_pct=(80,) * 5 + (60, 40)), curves(Scenario()))
    miss = load_prediction_misses()["dip_forgotten"]
    assert f'"{miss.belief}" {miss.correction} [{", ".join(miss.sources)}]' in words


def test_a_scenario_in_words():
    assert say_scenario(Scenario()) == "Lidocaine with steroid, average patient"
    assert say_scenario(SCENARIOS[1]) == "Dry needling, average patient"
    assert say_scenario(Scenario(response=0)) == "Lidocaine with steroid, no response"
    assert say_scenario(Scenario(repeat_day=21)).endswith(", repeated on day 21")
    assert say_scenario(Scenario(repeat_day=28)).endswith("just before the repeat)")


def test_every_time_has_a_name():
    assert len(TIME_NAMES) == len(SHORT_NAMES) == len(PREDICTION_TIMES_H) == 7
