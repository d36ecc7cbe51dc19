"""Numbers that prose copies from a lab are what the lab shows now."""

import math
import re
from collections import Counter
from functools import partial
from statistics import NormalDist
from typing import get_args

import pytest
from shipped import walks
from stored_form import NOTEBOOKS, PATHS, prose, read

from tpi_edu import (
    CohortExplorer,
    Injection,
    NeedleLab,
    ReliefExplorer,
    RepeatExplorer,
    simulate_relief,
)
from tpi_edu.content.atlas import load_muscles
from tpi_edu.content.measurements import load_measurements, load_unseen
from tpi_edu.content.published import load_pooled
from tpi_edu.content.questions import family_of, load_cases, load_questions
from tpi_edu.content.schema import Grade
from tpi_edu.model.calibrate import (
    HALF_LIVES_DAYS,
    as_good,
    fit,
    fitted_points,
    leave_one_out,
    relief_range,
    study_sd_pct,
)
from tpi_edu.model.measured import stretches
from tpi_edu.widgets.relief import OFFERED_DAYS

FIRST = prose(NOTEBOOKS / "01_trigger_points.ipynb")
TEXT = prose(NOTEBOOKS / "04_who_benefits.ipynb")
# rows of its tables: a lab, what is set in it, and what is copied from its words
COHORT = CohortExplorer, r"Mean pain 7\.1 → (\d\.\d)"
REPEAT = partial(RepeatExplorer, second_day=43, response=1.5), r"Relief was 50 % or more for (\d+) days"
UNTREATED = "regression", "natural_course", "context"
ROWS = {
    "the drug": (*COHORT, {"causes": ("drug",)}),
    "time passed": (*COHORT, {"causes": ("natural_course",)}),
    "they came on a bad day": (*COHORT, {"causes": ("regression",)}),
    "the needle itself": (*COHORT, {"causes": ("needle",)}),
    "expectation and care": (*COHORT, {"causes": ("context",)}),
    "bad day, time, expectation, needle": (*COHORT, {"causes": (*UNTREATED, "needle")}),
    "bad day, time, expectation": (*COHORT, {"causes": UNTREATED}),
    "left alone": (*REPEAT, {"perpetuating": True}),
    "neither box": (*REPEAT, {}),
    "stretching, exercise, posture work": (*REPEAT, {"adjuncts": True}),
}


def shown(explorer, pattern):
    """Return the number that an explorer's words show."""
    return re.search(pattern, explorer.words())[1]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_a_table_is_what_the_lab_shows(row):
    lab, pattern, start = ROWS[row]
    assert f"| {row} | {shown(lab(**start), pattern)} |" in TEXT


def test_responders_depend_on_the_bar_as_told():
    counts = [shown(CohortExplorer(least_pct=least), r"Of 100, (\d+) have") for least in (30, 50, 55)]
    assert "{} of 100 respond at 30 %, {} at 50 %, {} at 55 %".format(*counts) in TEXT


def test_the_number_needed_depends_on_the_bar_as_told():
    labs = {least: CohortExplorer(control=True, least_pct=least) for least in (10, 30, 50)}
    needed = {least: shown(lab, r"Number needed to treat: (\d+)") for least, lab in labs.items()}
    of_control = shown(labs[30], r"(\d+) of 100\. Number needed")
    assert f"**{of_control} of 100 respond without any injection**" in TEXT
    assert f"a number needed to treat of {needed[30]}" in TEXT
    assert f"the number goes from {needed[10]} to {needed[50]}" in TEXT


def test_the_rules_need_the_response_that_is_told():
    told = float(re.search(r"a response of \*\*([\d.]+) times", TEXT)[1])
    on_day_43 = partial(RepeatExplorer, second_day=43)
    assert "4 of 4 rules allow" in on_day_43(response=told, adjuncts=True).words()
    assert "3 of 4 rules allow" in on_day_43(response=told - 0.05, adjuncts=True).words()
    assert "3 of 4 rules allow" in on_day_43(response=2).words()


def test_the_grades_of_the_charts_are_those_of_the_content():
    grades = Counter(muscle.referral.grade for muscle in load_muscles().values())
    assert set(grades) == {"textbook", "opinion"}
    told = f"we graded {grades['textbook']} `textbook` and {grades['opinion']} `opinion`"
    assert f"Of the {grades.total()}, {told}" in FIRST
    cohorts = [key for key, muscle in load_muscles().items() if "kwon_2017" in muscle.referral.text]
    assert cohorts == ["infraspinatus"]


@pytest.mark.parametrize(
    "words",
    [
        "44 people [ballyns_2011] | 0.57 ± 0.20 cm² | 0.36 ± 0.16 cm²",
        "**studies conflict**",
        "in 30 people with fibromyalgia most of the 18 sites **were** trigger points [ge_2010]",
        "blinded trial of 68 women",
        "agree that a trigger point is **there**",
        "may still put the needle in different places",
    ],
)
def test_what_was_corrected_stays_corrected(words):
    assert words in FIRST


def test_the_distances_to_the_pleura_are_those_of_the_lab():
    text = prose(NOTEBOOKS / "02_the_injection.ipynb")
    flat = NeedleLab(guidance="ultrasound", angle_deg=30, entry_mm=-26, advance_mm=30)
    assert f"the pleura is {flat.path.pleura_least_mm:.1f} mm away at a full breath in" in text
    slips = {
        angle: NeedleLab(guidance="ultrasound", angle_deg=angle, entry_mm=entry, advance_mm=advance)
        for angle, entry, advance in ((90, 0, 20), (30, -26, 35))
    }
    left = {angle: f"{lab.path.pleura_least_mm:.1f} mm" for angle, lab in slips.items()}
    assert f"straight down {left[90]} are left, at 30° {left[30]}" in text


WORDS = {5: "five", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 14: "fourteen"}
WORDS |= {16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_questions_counted_in_words_are_those_of_the_notebook(path):
    asked = [question for question in load_questions().values() if question.notebook == path.stem]
    cards = sum(cell.source.count('QuestionCard("') for cell in read(path).cells)
    section = prose(path).lower().partition("## check yourself")[2]
    for words, number in {
        r"(\w+) questions[.,]": len(asked),
        r"(\w+) of them marked \*safety\*": sum(question.must_pass for question in asked),
        r"the (\w+) that you answered above": cards,
    }.items():
        assert set(re.findall(words, section)) <= {WORDS.get(number)}


def test_the_counts_of_the_cases_are_those_of_the_content():
    path = NOTEBOOKS / "06_clinical_cases.ipynb"
    text = prose(path)
    keys = re.findall(r"CaseCard\(.\"(\w+)", path.read_text(encoding="utf-8"))
    cases = [load_cases()[key] for key in keys]
    decisions = [node for case in cases for node in case.nodes if node.choices]
    choices = [choice for node in decisions for choice in node.choices]
    dangerous = sum(choice.kind == "dangerous" for choice in choices)
    ways = [(case, steps) for case in cases for steps in walks(case)]
    lucky = [
        steps
        for _, steps in ways
        if steps[-1][0].ending == "completed" and "costly" in [choice.kind for _, choice in steps if choice]
    ]
    harmful = {case.title for case, steps in ways if steps[-1][0].ending == "harm"}
    varied = sum(len(family_of(key)) - 1 for key in keys)
    count = WORDS[len(cases)]
    assert (
        f"{count.capitalize()} patients, {len(decisions)} decisions, {len(choices)} choices. "
        f"We marked {dangerous} of" in text
    )
    assert f"How many of the {dangerous} are" in text
    assert f"**8 of the {dangerous}** [this_course]" in text
    assert f"The other {dangerous - 8}:" in text
    assert f"{len(lucky)} of the {len(ways)} ways lead to completed care although" in text
    assert f"At each of the {len(decisions)} decisions" in text
    assert f"{WORDS[len(harmful)].capitalize()} of these {count} stories can end in harm" in text
    assert f"{WORDS[varied].capitalize()} patients wait behind that button" in text


@pytest.mark.parametrize("stretch", stretches(), ids=lambda each: each.name)
def test_the_table_of_what_was_measured_is_that_of_the_content(stretch):
    cells = [stretch.name]
    for is_other in (False, True):
        points = [point for point in stretch.points if (point.arm.kind == "other care") == is_other]
        arms = {point.key: point.arm for point in points}
        found = sorted(point.relief_pct for point in points)
        span = dict.fromkeys(f"{pct:.0f}".replace("-", "−") for pct in (found[0], found[-1])) if found else ()
        groups = f"{len(arms)} group{'s' * (len(arms) > 1)}, {sum(a.patients for a in arms.values())} people"
        cells.append(f"{groups}: {' to '.join(span)} %" if found else "none seen")
    assert f"| {' | '.join(cells)} |" in prose(NOTEBOOKS / "03_relief_curve.ipynb")


def test_single_numbers_from_studies_are_those_of_the_content():
    relief = {key: arm.relief_pct for key, arm in load_measurements().items()}
    montenegro = [relief[f"montenegro_2015_{arm}"] for arm in ("lidocaine", "compression")]
    told = {
        "{:.0f} % lower after lidocaine with a steroid and {:.0f} % lower with nothing": [
            relief[f"saeidian_2014_{arm}"][0] for arm in ("steroid", "untreated")
        ],
        "| less pain | {:.0f} % | {:.0f} % |": [
            relief["jeon_2012_injection"][0],
            relief["suputtitada_2022_lidocaine"][1],
        ],
        "{:.0f} % less, the average": relief["padberg_2007_saline"],
        "297 people, {:.0f} % at two weeks": relief["kwon_2017"],
        "lidocaine {:.0f} and saline {:.0f} %": [
            relief[f"nitecka_buchta_2018_{arm}"][0] for arm in ("lidocaine", "saline")
        ],
        "drugs {:.0f} and saline {:.0f} %": [
            relief[f"roldan_2020_{arm}"][-1] for arm in ("steroid", "saline")
        ],
        "had {:.0f}, {:.0f} and {:.0f} % less pain 1, 4 and 12 weeks": montenegro[0],
        "hand pressure gave {:.0f}, {:.0f} and {:.0f} %": [math.floor(pct + 0.5) for pct in montenegro[1]],
    }
    text = prose(NOTEBOOKS / "03_relief_curve.ipynb")
    for words, numbers in told.items():
        assert words.format(*numbers) in text


def is_outside(point):
    """Return whether a point lies outside of the range of the curve of such an injection."""
    names = {"saline or water": "saline", "dry needle": "dry_needling"}
    injection = Injection(
        injectate=names.get(point.arm.kind, "lidocaine"), steroid=point.arm.kind == "with steroid"
    )
    low, high = relief_range(simulate_relief(injection, story="trials", times_h=[point.hours]))
    return not low[0] <= point.relief_pct <= high[0]


def test_what_single_studies_do_to_the_fit_is_as_told():
    text = prose(NOTEBOOKS / "03_relief_curve.ipynb")
    sure = [point for point in fitted_points() if (point.arm.trial, point.hours) != ("Kocak 2019", 1)]
    early = [fit(points, 56, study_sd_pct()).sizes[0] for points in (fitted_points(), sure)]
    assert "without it what soon goes shrinks from {:.1f} to {:.1f} points".format(*early) in text
    rest = [point for point in fitted_points() if point.arm.trial != "Ay 2010"]
    misfits = [fit(rest, days, study_sd_pct()).misfit for days in HALF_LIVES_DAYS]
    assert "rests on one study [ay_2010]; without it a week would do" in text
    assert misfits[0] <= min(misfits) + 1
    assert HALF_LIVES_DAYS[0] == 7


def test_how_far_the_line_moves_is_what_the_fit_says():
    days = [
        ReliefExplorer(story="trials", half_life_days=n).curve.milestones.fade_h / 24 for n in (23, 365, 56)
    ]
    apart = {trial: misses.mean() for trial, misses in leave_one_out().items()}
    farthest = min(misses.min() for misses in leave_one_out().values())
    trials = {point.arm.trial for point in fitted_points()}
    outside = sum(map(is_outside, fitted_points()))
    text = prose(NOTEBOOKS / "03_relief_curve.ipynb")
    for words in (
        "With 23 days the line is below 30 % from day {:.0f} on, with a year from day {:.0f} on; with our 56 "
        "days (`assumption`) from day {:.0f} on".format(*days),
        f"{len(fitted_points())} values of {len(trials)} studies",
        f"about {study_sd_pct():.0f} % of the starting pain around the line",
        f"up to {-min(apart.values()):.0f} % of the starting pain below the line of the others (saline",
        f"or {max(apart.values()):.0f} % above [saeidian_2014]",
        f"farthest off, {-farthest:.0f} % below",
        f"{outside} of the {len(fitted_points())} values lie outside it",
    ):
        assert words in text
    least, most = as_good()[:, 0].min(), as_good()[:, 0].max()
    assert least <= min(OFFERED_DAYS) <= max(OFFERED_DAYS) <= most + 1e-9
    assert (min(apart, key=apart.get), max(apart, key=apart.get)) == (
        "Masseter plasma trial 2019",
        "Saeidian 2014",
    )


def test_every_grade_is_explained_where_the_course_begins():
    text = prose(NOTEBOOKS / "00_start_here.ipynb")
    assert [grade for grade in get_args(Grade) if f"`{grade}`" not in text] == []


def test_what_is_computed_from_pooled_estimates_is_told_so():
    text = prose(NOTEBOOKS / "05_what_the_evidence_says.ipynb")
    pooled = {key: estimate.difference_nrs for key, estimate in load_pooled().items()}
    tough, shift = pooled["needling_or_placebo_2009"], -pooled["anesthetic_or_placebo"].value
    printed = [-10 * mm for mm in (tough.high, tough.low, tough.value)]
    assert "benefit of 14.9 (-5.81 to 33.99) millimeters" in text
    assert printed == pytest.approx([-5.81, 33.99, 14.9], abs=0.05)
    assert f"(-5.81 + 33.99) / 2 = **{(-5.81 + 33.99) / 2:.2f}**" in text
    more = 100 * (2 * NormalDist().cdf(shift / 2 / 2.5) - 1)  # most that a shift moves over any bar
    assert f"up to {more:.0f} more of 100 pass any bar" in text


@pytest.mark.parametrize("stem", ["03_relief_curve", "04_who_benefits", "05_what_the_evidence_says"])
def test_the_emergency_trial_is_told_with_the_time_at_which_saline_was_lower(stem):
    before_discharge = [load_measurements()[f"roldan_2020_{arm}"].values[1] for arm in ("saline", "steroid")]
    assert before_discharge == [1.52, 1.76]
    text = prose(NOTEBOOKS / f"{stem}.ipynb")
    assert re.search("before discharge.{1,40}(1.52.{1,40}1.76|1.76.{1,40}1.52)", text)


def test_the_dose_of_steroid_in_the_emergency_trial_is_what_its_mix_gives():
    text = prose(NOTEBOOKS / "03_relief_curve.ipynb")
    assert "1 mL of a mix of 10 mL of lidocaine and triamcinolone 40 mg/mL" in text
    assert f"if 1 mL, each got about {40 * 1 / (10 + 1):.1f} mg (computed)" in text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("yanuck_2020", "3.01"),
        ("hasuo_2025", "70.8"),
        ("karadas_2013", "27 people"),
        ("affaitati_2011", "day 30"),
    ],
)
def test_what_favors_the_injection_is_told_where_patients_are_chosen(key, words):
    seen = next(study for study in load_unseen().values() if study.source == key)
    assert words in f"{seen.arms} {seen.finding}"
    told = [line for line in TEXT.splitlines() if f"[{key}]" in line]
    assert any(words in line for line in told)
