"""The cohort picture shows the cohort's own numbers: lines, people, and of 100 who responds."""

from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from seen import drawn, marks, middles, people, texts

from tpi_edu import Injection
from tpi_edu.figures.cohort import COURSES, GROUPS, TIMES_H, CohortPicture, describe_cohort
from tpi_edu.figures.marks import thinned
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, simulate_cohort

MOST = frozenset(CAUSES) - {"drop_out"}


def arms(causes=MOST):
    options = {"times_h": TIMES_H, "seed": 4}
    injected = simulate_cohort(2000, Injection(), causes=causes, **options)
    return injected, simulate_cohort(2000, Injection(), causes=causes - IN_NO_CONTROL_ARM, **options)


@pytest.mark.parametrize(
    ("causes", "count", "options"),
    [
        (MOST, 1, {}),
        (MOST, 2, {"show": "band", "person": 20}),
        (frozenset(CAUSES), 2, {"least_pct": 90, "person": 190}),
        (frozenset(), 2, {"least_pct": 10, "show": "band", "person": 5}),
        (frozenset({"drug"}), 2, {"least_pct": 75}),
    ],
)
def test_of_100_people_of_an_arm_each_is_drawn_once_in_the_group_that_is_true_of_them(causes, count, options):
    groups = arms(causes)[:count]
    picture = drawn(CohortPicture, *groups, **options)
    found, said = marks(picture), texts(picture)
    assert count == 2 or not [key for key in found if "control" in key or "needed" in key]
    for arm, cohort in zip(("injection", "control"), groups, strict=False):
        counts = people(picture, [f"{arm}-{name}" for name, *_ in GROUPS])
        relief = 1 - cohort.ends_nrs / cohort.starts_nrs
        least = options.get("least_pct", 30) / 100
        assert counts[0] == pytest.approx(100 * np.sum(relief >= least) / cohort.n, abs=1)
        assert counts[2] == pytest.approx(100 - 100 * len(relief) / cohort.n, abs=1)
        assert [said[f"{arm}-{name}"] for name in ("respond", "do-not")] == [
            f"{counts[0]} respond",
            f"{counts[1]} do not",
        ]


def test_the_lines_are_the_means_of_the_arms_and_the_course_of_the_person():
    injected, control = arms()
    picture = drawn(CohortPicture, injected, control, person=20)
    course, end = injected.people_nrs[19], injected.people_ends_nrs[19]
    found = marks(picture)
    for name, pain in (("injection", injected.mean_nrs), ("control", control.mean_nrs), ("person", course)):
        assert found[f"stroke-{name}"].place == pytest.approx(COURSES.points(TIMES_H, pain))
    (axes,), answers = picture.whole_figure().axes, [(0, course[0]), (336, end)]
    assert axes.transData.transform(answers) == pytest.approx(np.array(middles(found["shapes-answers"])))


def test_two_hundred_people_are_one_line_and_give_way_to_the_band():
    injected, _ = arms()
    people, band = (drawn(CohortPicture, injected, show=show) for show in ("people", "band"))
    assert people.frame()[0]["d"].count("M") == 200
    assert "shapes-band" not in marks(people)
    assert "stroke-people" not in marks(band)
    low, *_, high = injected.percentiles_nrs
    edges = np.vstack([COURSES.points(TIMES_H, low), COURSES.points(TIMES_H, high)[::-1]])
    (outline,) = marks(band)["shapes-band"].place
    assert outline.vertices == pytest.approx(thinned(edges).vertices)


def test_the_words_tell_means_responders_and_what_is_assumed():
    injected, control = arms()
    words = describe_cohort(injected, control, least_pct=30, person=20)
    start, end = injected.starts_nrs.mean(), injected.ends_nrs.mean()
    assert words.startswith("Simulated, not measured: 2,000 patients, trials story. At work: they came")
    assert f"Mean pain {start:.1f} → {end:.1f} in two weeks" in words
    assert f"{round(100 * injected.responder_share(30))} have at least 30 % relief" in words
    assert "[kwon_2017]. How the causes share it out is assumed;" in words
    person = f"Patient 20 says {injected.people_nrs[19, 0]:.1f} at the start and"
    assert f"{person} {injected.people_ends_nrs[19]:.1f} two weeks later." in words
    assert "At work: nothing." in describe_cohort(arms(frozenset())[0])


@pytest.mark.parametrize(
    ("causes", "sentence"),
    [
        (MOST, "Number needed to treat: {needed}."),
        (MOST - {"drug"} | {"drop_out"}, "Number needed to treat, of those back: {needed}."),
        (frozenset({"context", "drug", "drop_out"}), "No more respond than in control."),
    ],
)
def test_the_number_needed_tells_whom_it_counts_or_that_no_more_respond_and_who_left(causes, sentence):
    injected, control = arms(causes)
    words, needed = describe_cohort(injected, control), injected.number_needed(control, 30)
    assert sentence.format(needed=ceil(min(needed, 100))) in words
    assert ("Number needed" in words) == ("needed" in sentence)
    away = round(100 - 100 * len(injected.starts_nrs) / injected.n)
    assert (f"{away} did not return and count in no mean." in words) == ("drop_out" in causes)


def test_one_more_responder_of_hundreds_is_none_of_100():
    _, control = arms(frozenset({"context", "drug"}))
    ends = np.array(control.ends_nrs)
    ends[np.argmax(ends)] = 0
    assert "No more respond than in control." in describe_cohort(replace(control, ends_nrs=ends), control)
