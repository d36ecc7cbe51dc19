"""The cohort picture shows the cohort's own numbers: lines, people, and of 100 who responds."""

from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from seen import marks, middles, texts

from tpi_edu import Injection
from tpi_edu.figures.cohort import COURSES, GROUPS, TIMES_H, CohortPicture, describe_cohort
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, simulate_cohort

MOST = frozenset(CAUSES) - {"drop_out"}
STATES = [  # causes, with control arm, rest
    (MOST, False, {}),
    (MOST, True, {"show": "band", "person": 20}),
    (frozenset(CAUSES), True, {"least_pct": 90, "person": 190}),
    (frozenset(), True, {"least_pct": 10, "show": "band", "person": 5}),
    (frozenset({"drug"}), True, {"least_pct": 75}),
]


def arms(causes, control=True):
    options = {"times_h": TIMES_H, "seed": 4}
    injected = simulate_cohort(2000, Injection(), causes=causes, **options)
    without = simulate_cohort(2000, Injection(), causes=causes - IN_NO_CONTROL_ARM, **options)
    return injected, without if control else None


def drawn(causes=MOST, control=False, options=None):
    picture, groups = CohortPicture(), arms(causes, control)
    picture.draw(*groups, **(options or {}))
    return picture, groups


@pytest.mark.parametrize(("causes", "control", "options"), STATES)
def test_of_100_people_each_is_drawn_once_in_the_group_that_is_true_of_them(causes, control, options):
    picture, groups = drawn(causes, control, options)
    found = marks(picture)
    for arm, cohort in zip(("injection", "control"), groups, strict=True):
        shapes = [found.get(f"shapes-{arm}-{group.replace(' ', '-')}") for group in GROUPS]
        people = [middles(each)[:-1] if each else [] for each in shapes]  # the last stands in the key
        counts = [len(group) for group in people]
        assert len({tuple(np.round(at, 1)) for group in people for at in group}) == (100 if cohort else 0)
        if cohort:
            relief = 1 - cohort.ends_nrs / cohort.starts_nrs
            least = options.get("least_pct", 30) / 100
            assert counts[0] == pytest.approx(100 * np.sum(relief >= least) / cohort.n, abs=1)
            assert counts[2] == pytest.approx(100 - 100 * len(relief) / cohort.n, abs=1)
            assert texts(picture)[f"{arm}-respond"] == f"{counts[0]} respond"
            assert texts(picture)[f"{arm}-do-not"] == f"{counts[1]} do not"


def test_the_groups_differ_in_shape_or_fill_as_well_as_in_color():
    found = marks(drawn(*STATES[2])[0])
    respond, less, away = (found[f"shapes-injection-{name}"] for name in ("respond", "do-not", "not-back"))
    assert respond.look.fill != less.look.fill
    assert len(less.place[0]) != len(away.place[0])


def test_the_lines_are_the_means_of_the_arms_and_the_course_of_the_person():
    picture, (injected, control) = drawn(MOST, True, {"person": 20})
    course, end = injected.people_nrs[19], injected.people_ends_nrs[19]
    found = marks(picture)
    for name, pain in (("injection", injected.mean_nrs), ("control", control.mean_nrs), ("person", course)):
        assert found[f"stroke-{name}"].place == pytest.approx(COURSES.points(TIMES_H, pain))
    (axes,), answers = picture.whole_figure().axes, [(0, course[0]), (336, end)]
    assert axes.transData.transform(answers) == pytest.approx(np.array(middles(found["shapes-answers"])))


def test_two_hundred_people_are_one_line_and_give_way_to_the_band():
    picture, (injected, _) = drawn()
    assert picture.frame()[0]["d"].count("M") == 200
    assert "shapes-band" not in marks(picture)
    picture.draw(injected, show="band")
    assert "stroke-people" not in marks(picture)
    low, *_, high = injected.percentiles_nrs
    edges = np.vstack([COURSES.points(TIMES_H, low), COURSES.points(TIMES_H, high)[::-1]])
    (band,) = marks(picture)["shapes-band"].place
    found = [int(np.abs(edges - corner).sum(axis=1).argmin()) for corner in band.vertices]
    assert edges[found] == pytest.approx(band.vertices)
    assert found == sorted(found)  # there and back
    assert len(found) > len(edges) - 4  # without corners on straight ways


def test_without_a_control_arm_nothing_of_it_is_shown():
    shown = marks(drawn()[0])
    assert [key for key in shown if "control" in key or "needed" in key] == []


def test_the_words_tell_means_responders_number_needed_and_what_is_assumed():
    injected, control = arms(MOST)
    words = describe_cohort(injected, control, least_pct=30, person=20)
    start, end = injected.starts_nrs.mean(), injected.ends_nrs.mean()
    assert words.startswith("Simulated, not measured: 2,000 patients, trials story. At work: they came")
    assert f"Mean pain {start:.1f} → {end:.1f} in two weeks" in words
    assert f"{round(100 * injected.responder_share(30))} have at least 30 % relief" in words
    assert f"Number needed to treat: {ceil(injected.number_needed(control, 30))}." in words
    assert "[kwon_2017]. How the causes share it out is assumed;" in words
    assert f"Patient 20 says {injected.people_nrs[19, 0]:.1f} at the start" in words


def test_the_number_needed_says_when_it_counts_only_those_who_came_back():
    injected, control = arms(frozenset({"regression", "context", "needle", "drop_out"}))
    needed = ceil(injected.number_needed(control, 30))
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
