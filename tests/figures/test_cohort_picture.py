"""The cohort picture shows the cohort's own numbers: lines, people, and of 100 who responds."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text
from tpi_edu.figures.pictograph import place_people

from tpi_edu import Injection
from tpi_edu.figures.cohort import GROUPS, TIMES_H, CohortPicture, describe_cohort
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, simulate_cohort

MOST = frozenset(CAUSES) - {"drop_out"}
STATES = [  # causes, with control arm, rest
    (MOST, False, {}),
    (MOST, True, {"show": "band", "person": 20}),
    (frozenset(CAUSES), True, {"least_pct": 90, "person": 200}),
    (frozenset(), True, {"least_pct": 10, "show": "band", "person": 5}),
    (frozenset({"drug"}), True, {"least_pct": 75}),
]


def arms(causes, control=True):
    options = {"times_h": TIMES_H, "seed": 4}
    injected = simulate_cohort(2000, Injection(), causes=causes, **options)
    without = simulate_cohort(2000, Injection(), causes=causes - IN_NO_CONTROL_ARM, **options)
    return injected, without if control else None


def drawn(causes, control, options):
    picture, groups = CohortPicture(), arms(causes, control)
    picture.draw(*groups, **options)
    return picture, groups


def count_markers(picture, name):
    """Return how many people a shape shows; one more marker stands in the key."""
    attributes = picture.frame()[name]
    strokes = 2 if name.endswith("not back") else 1
    return attributes["d"].count("M") // strokes - 1 if "d" in attributes else 0


@pytest.mark.parametrize(("causes", "control", "options"), STATES)
def test_of_100_people_each_is_drawn_once_in_the_group_that_is_true_of_them(causes, control, options):
    picture, groups = drawn(causes, control, options)
    for arm, cohort in zip(("injection", "control"), groups, strict=True):
        counts = [count_markers(picture, f"{arm}-{group}") for group in GROUPS]
        assert sum(counts) == (100 if cohort else 0)
        if cohort:
            relief = 1 - cohort.ends_nrs / cohort.starts_nrs
            least = options.get("least_pct", 30) / 100
            assert counts[0] == pytest.approx(100 * np.sum(relief >= least) / cohort.n, abs=1)
            assert counts[2] == pytest.approx(100 - 100 * len(relief) / cohort.n, abs=1)
            assert picture.live[f"text-{arm}-respond"].get_text() == f"{counts[0]} respond"


def test_people_stand_in_ten_rows_of_ten_without_gaps():
    shapes = [shape for shape, _ in GROUPS.values()]
    people = place_people(list(zip(shapes, (33, 0, 67), strict=True)), 10, 200, cell=20, radius=5)
    corners = [
        path.vertices.reshape(count, -1, 2) for path, count in zip(people, (33, 0, 67), strict=True) if count
    ]
    centers = np.vstack([(part.min(axis=1) + part.max(axis=1)) / 2 for part in corners])
    assert centers == pytest.approx(
        np.array([(10 + 20 * (n % 10), 200 - 20 * (n // 10)) for n in range(100)]), abs=0.1
    )


def test_the_groups_differ_in_shape_or_fill_as_well_as_in_color():
    picture, _ = drawn(*STATES[2])
    fills = [picture.live[f"injection-{group}"].get_facecolor() for group in ("respond", "do not")]
    assert fills[0] != fills[1]
    corners = [
        picture.frame()[f"injection-{g}"]["d"].split("M")[1].count(" ") for g in ("do not", "not back")
    ]
    assert corners[0] != corners[1]


def test_the_lines_are_the_means_of_the_arms_and_the_course_of_the_person():
    picture, (injected, control) = drawn(MOST, True, {"person": 20})
    for name, pain in (
        ("injection", injected.mean_nrs),
        ("control", control.mean_nrs),
        ("person", injected.people_nrs[19]),
    ):
        x, y = picture.live[f"line-{name}"].get_data()
        assert np.array_equal(x, TIMES_H)
        assert np.array_equal(y, pain)
    start, end = (picture.live["answers"].get_path().vertices * 72).reshape(2, -1, 2).mean(axis=1)
    to_figure = picture.figure.axes[0].transData.transform
    assert start == pytest.approx(to_figure((0, injected.people_nrs[19, 0])), abs=0.6)
    assert end == pytest.approx(to_figure((336, injected.people_ends_nrs[19])), abs=0.6)


def test_two_hundred_people_are_one_path_and_give_way_to_the_band():
    picture, (injected, _) = drawn(MOST, False, {})
    assert picture.frame()["line-people"]["d"].count("M") == 200
    assert picture.frame()["band"] == picture.frame()["text-band"] == {"display": "none"}
    picture.draw(injected, show="band")
    assert picture.frame()["line-people"] == {"display": "none"}
    low, *_, high = injected.percentiles_nrs
    corners = picture.live["band"].get_xy()
    assert corners[: len(TIMES_H), 1] == pytest.approx(low)
    assert corners[len(TIMES_H) : -1, 1] == pytest.approx(high[::-1])


def test_without_a_control_arm_nothing_of_it_is_shown():
    picture, _ = drawn(MOST, False, {})
    shown = [name for name, value in picture.frame().items() if value != {"display": "none"}]
    assert [name for name in shown if "control" in name or "needed" in name] == []


@pytest.mark.parametrize(("causes", "control", "options"), STATES)
def test_no_words_overlap_or_stick_out(causes, control, options):
    picture, _ = drawn(causes, control, options)
    picture.figure.canvas.draw()
    renderer = picture.figure.canvas.get_renderer()
    texts = [text for text in picture.figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = {id(text): text.get_window_extent(renderer) for text in texts}
    names = {id(text): text.get_text() for text in texts}
    overlaps = [(names[a], names[b]) for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])]
    assert overlaps == []
    outside = [names[n] for n, b in boxes.items() if b.x0 < 0 or b.x1 > 860 or b.y0 < 0 or b.y1 > 420]
    assert outside == []


def test_the_words_tell_means_responders_number_needed_and_what_is_assumed():
    injected, control = arms(MOST)
    words = describe_cohort(injected, control, least_pct=30, person=20)
    start, end = injected.starts_nrs.mean(), injected.ends_nrs.mean()
    assert words.startswith(
        "Simulated, not measured: 2,000 patients, trials story. At work: they came on a bad"
    )
    assert f"Mean pain {start:.1f} → {end:.1f} in two weeks" in words
    assert f"{round(100 * injected.responder_share(30))} have at least 30 % relief" in words
    needed = int(np.ceil(injected.number_needed(control, 30)))
    assert f"Number needed to treat: {needed}." in words
    assert "[kwon_2017]" in words
    assert "is assumed" in words
    assert f"Patient 20 says {injected.people_nrs[19, 0]:.1f} at the start" in words


def test_the_number_needed_says_when_it_counts_only_those_who_came_back():
    injected, control = arms(frozenset({"regression", "context", "needle", "drop_out"}))
    needed = int(np.ceil(injected.number_needed(control, 30)))
    assert f"Number needed to treat, of those back: {needed}." in describe_cohort(injected, control)


def test_where_no_more_respond_no_number_needed_is_printed_and_those_who_left_are_told():
    injected, control = arms(frozenset({"context", "drug", "drop_out"}))
    words = describe_cohort(injected, control)
    assert "No more respond than in control." in words
    assert "Number needed" not in words
    ends = np.array(control.ends_nrs)
    ends[np.argmax(ends)] = 0  # one more responder of hundreds is none of 100
    assert "No more respond than in control." in describe_cohort(replace(control, ends_nrs=ends), control)
    away = round(100 - 100 * len(injected.starts_nrs) / injected.n)
    assert f"{away} did not return and count in no mean." in words
    assert "At work: nothing." in describe_cohort(arms(frozenset())[0])
