"""The sentences quote the curve's own milestones, whole and rounded, and say nothing untrue."""

import re
from itertools import product

import numpy as np
import pytest

from tpi_edu import Injection, Patient, describe_relief, load_injectates, simulate_relief
from tpi_edu.figures.relief import ReliefPicture
from tpi_edu.model.relief import find_milestones

DAY = 24.0
GUESS = "Between hour 2 and day 14 no trial found measured pain: that is a guess."
CURVES = {
    "leaflet": simulate_relief(Injection()),
    "trials": simulate_relief(Injection(), story="trials"),
    "dry needling": simulate_relief(Injection(injectate="dry_needling", steroid=False), story="trials"),
    "no response": simulate_relief(Injection(steroid=False), patient=Patient(response=0)),
    "repeat": simulate_relief([Injection(), Injection(day=28)]),
}
FIRST = (
    "Leaflet story, lidocaine with steroid, average patient: 67 % relief at 15 minutes. "
    "Lowest at 9 hours (18 %), when the block has worn off and soreness is near its peak; "
    "then up to 48 % on day 5 as the steroid acts. "
    "Below 30 %, a change patients notice, from day 24 on."
)
TEXTS = {
    "leaflet": FIRST,
    "trials": (
        "Trials story, lidocaine with steroid, average patient: 73 % relief at 15 minutes. No second peak. "
        f"Below 30 %, a change patients notice, from day 40 on. {GUESS}"
    ),
    "dry needling": (
        "Trials story, dry needling, average patient: 67 % relief at 15 minutes. "
        "Lowest at 10 hours (37 %), when soreness is near its peak; "
        "then up to 55 % on day 4 as soreness fades. "
        f"Below 30 %, a change patients notice, from day 40 on. {GUESS}"
    ),
    "repeat": (
        f"{FIRST} The repeat on day 28 brings 78 %. Below 30 %, a change patients notice, from day 52 on."
    ),
}
OPTIONS = list(
    product(
        ("leaflet", "trials"),
        (
            Patient(),
            Patient(response=0.45),
            Patient(response=0),
            Patient(response=2),
            Patient(fibromyalgia=True),
            Patient(fibromyalgia=True, baseline_nrs=5),
        ),
        (0, 3, 28),
    )
)


def numbers_in(text):
    return [int(number.replace("−", "-")) for number in re.findall(r"−?\d+", text)]


def first_numbers(curve):
    """Return the numbers that the sentences about the first injection must hold."""
    at = curve.milestones
    found = [at.early_pct, 15]
    if at.dip_h is not None:
        found += [at.dip_h, at.dip_pct, at.peak_pct, at.peak_h / DAY]
    return [*found, 30, *([] if at.fade_h is None else [at.fade_h / DAY])]


@pytest.mark.parametrize("name", TEXTS)
def test_the_whole_description(name):
    assert describe_relief(CURVES[name]) == TEXTS[name]


def test_a_patient_without_response_only_gets_sore():
    text = describe_relief(CURVES["no response"])
    assert text.startswith("Leaflet story, lidocaine, no response: 0 % relief at 15 minutes.")
    assert "(−8 %)" in text
    assert "Never up to 30 %, a change patients notice." in text
    assert max(numbers_in(re.sub(r"at 15 minutes|at \d+ hours|on day \d+|30 %", "", text))) == 0


def test_no_steroid_acts_in_a_patient_without_response():
    curve = simulate_relief(Injection(steroid=True), patient=Patient(response=0))
    assert "as the steroid acts" not in describe_relief(curve)


@pytest.mark.parametrize("name", CURVES)
def test_every_number_in_the_description_is_a_milestone_rounded(name):
    curve = CURVES[name]
    expected = first_numbers(curve)
    if len(curve.plan) == 2:
        again = find_milestones(curve, day=curve.plan[1].day)
        assert again.early_pct == pytest.approx(curve.at(hours=28 * DAY + 0.25))
        expected += [28, again.early_pct, 30, again.fade_h / DAY]
    if curve.story == "trials":
        expected += [2, 14]
    assert numbers_in(describe_relief(curve)) == [round(number) for number in expected]


@pytest.mark.parametrize(("story", "patient", "repeat_day"), OPTIONS)
def test_never_up_to_30_percent_is_said_exactly_when_it_is_true(story, patient, repeat_day):
    for injectate in load_injectates():
        days = [0, repeat_day] if repeat_day else [0]
        plan = [Injection(injectate=injectate, steroid=injectate != "dry_needling", day=day) for day in days]
        curve = simulate_relief(plan, patient=patient, story=story)
        first = describe_relief(curve).split("The repeat")[0]
        until = repeat_day * DAY - 0.1 if repeat_day else 84 * DAY
        highest = curve.at(hours=np.geomspace(0.1, until, 2000)).max()
        if abs(highest - 30) > 0.2:
            assert ("Never up to 30 %" in first) == (highest < 30), injectate


def test_the_picture_is_described_by_the_curves_it_shows():
    words = ReliefPicture().draw([CURVES["leaflet"], CURVES["trials"]])
    assert words == f"{TEXTS['leaflet']}\n{TEXTS['trials']}"


def test_what_sets_a_patient_apart_is_said():
    patient = Patient(response=0.45, baseline_nrs=6, fibromyalgia=True)
    text = describe_relief(simulate_relief(Injection(), patient=patient))
    assert text.startswith(
        "Leaflet story, lidocaine with steroid, response × 0.45, starting pain 6, fibromyalgia: 30 % relief"
    )


def test_vitamin_b12_is_said_to_change_no_number():
    text = describe_relief(simulate_relief(Injection(vitamin_b12=True)))
    assert text.startswith("Leaflet story, lidocaine with steroid and vitamin B12, average patient: 67 %")
    assert text.endswith("Vitamin B12 changes no number: no trial that supports it was found.")


def test_only_the_trials_story_admits_a_guess():
    for story in ("leaflet", "trials"):
        text = describe_relief(simulate_relief(Injection(), story=story))
        assert (GUESS in text) == (story == "trials")
