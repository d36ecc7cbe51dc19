"""Bad input is refused with field, rule and value, and a learner can read the whole message."""

import re

import numpy as np
import pytest

from tpi_edu import Injection, Patient, load_injectates, simulate_relief

NAN, INF = float("nan"), float("inf")
INJECTATES = "dry_needling, saline, procaine, lidocaine, mepivacaine, bupivacaine, ropivacaine"


def refuses(error, message, call):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


INJECTIONS = [
    (
        {"injectate": "novocaine"},
        ValueError,
        f"Injection.injectate must be one of {INJECTATES}; got 'novocaine'.",
    ),
    ({"injectate": None}, ValueError, f"Injection.injectate must be one of {INJECTATES}; got None."),
    ({"day": -1}, ValueError, "Injection.day must be 0 or more days; got -1."),
    ({"day": NAN}, ValueError, "Injection.day must be 0 or more days; got nan."),
    ({"day": INF}, ValueError, "Injection.day must be 0 or more days; got inf."),
    ({"day": "3"}, TypeError, "Injection.day must be a number; got '3'."),
    ({"day": True}, TypeError, "Injection.day must be a number; got True."),
    ({"day": None}, TypeError, "Injection.day must be a number; got None."),
    ({"steroid": "no"}, TypeError, "Injection.steroid must be True or False; got 'no'."),
    ({"vitamin_b12": 1}, TypeError, "Injection.vitamin_b12 must be True or False; got 1."),
    (
        {"injectate": "dry_needling", "steroid": True},
        ValueError,
        "Injection.steroid must be False with dry_needling, which injects nothing; got True.",
    ),
    (
        {"injectate": "dry_needling", "steroid": False, "vitamin_b12": True},
        ValueError,
        "Injection.vitamin_b12 must be False with dry_needling, which injects nothing; got True.",
    ),
]

PATIENTS = [
    ({"baseline_nrs": -0.1}, ValueError, "Patient.baseline_nrs must be between 0 and 10 points; got -0.1."),
    ({"baseline_nrs": 10.5}, ValueError, "Patient.baseline_nrs must be between 0 and 10 points; got 10.5."),
    ({"baseline_nrs": NAN}, ValueError, "Patient.baseline_nrs must be between 0 and 10 points; got nan."),
    ({"baseline_nrs": "7"}, TypeError, "Patient.baseline_nrs must be a number; got '7'."),
    ({"baseline_nrs": True}, TypeError, "Patient.baseline_nrs must be a number; got True."),
    ({"response": -0.1}, ValueError, "Patient.response must be between 0 and 2 times the average; got -0.1."),
    ({"response": 2.1}, ValueError, "Patient.response must be between 0 and 2 times the average; got 2.1."),
    ({"response": NAN}, ValueError, "Patient.response must be between 0 and 2 times the average; got nan."),
    ({"fibromyalgia": "no"}, TypeError, "Patient.fibromyalgia must be True or False; got 'no'."),
]

PLANS = [
    ([], ValueError, "plan must hold at least one Injection; got none."),
    ((), ValueError, "plan must hold at least one Injection; got none."),
    (None, TypeError, "plan must be an Injection or a list of them; got None."),
    ("lidocaine", TypeError, "plan must be an Injection or a list of them; got 'lidocaine'."),
    (["lidocaine"], TypeError, "plan must hold only Injections; got 'lidocaine'."),
    ([Injection(), 28], TypeError, "plan must hold only Injections; got 28."),
]

OPTIONS = [
    ({"story": "myth"}, ValueError, "story must be one of leaflet, trials; got 'myth'."),
    ({"story": None}, ValueError, "story must be one of leaflet, trials; got None."),
    ({"patient": "me"}, TypeError, "patient must be a Patient; got 'me'."),
    ({"patient": 7.5}, TypeError, "patient must be a Patient; got 7.5."),
    ({"patient": {"response": 1}}, TypeError, "patient must be a Patient; got {'response': 1}."),
    ({"steroid_onset_days": 0.9}, ValueError, "steroid_onset_days must be between 1 and 5 days; got 0.9."),
    ({"steroid_onset_days": 5.1}, ValueError, "steroid_onset_days must be between 1 and 5 days; got 5.1."),
    ({"steroid_onset_days": NAN}, ValueError, "steroid_onset_days must be between 1 and 5 days; got nan."),
    ({"steroid_onset_days": "2"}, TypeError, "steroid_onset_days must be a number; got '2'."),
    ({"steroid_fade_days": 13.9}, ValueError, "steroid_fade_days must be between 14 and 60 days; got 13.9."),
    ({"steroid_fade_days": 61}, ValueError, "steroid_fade_days must be between 14 and 60 days; got 61."),
    ({"steroid_fade_days": True}, TypeError, "steroid_fade_days must be a number; got True."),
]

TIMES = [
    ([], ValueError, "times_h must be a list of at least one hour; got []."),
    (5, ValueError, "times_h must be a list of at least one hour; got 5."),
    ([[1, 2], [3, 4]], ValueError, "times_h must be a list of at least one hour; got [[1, 2], [3, 4]]."),
    ([-1, 2], ValueError, "times_h must be 0 or more hours; got -1."),
    ([1, NAN], ValueError, "times_h must be 0 or more hours; got nan."),
    ([1, 3, 2], ValueError, "times_h must be in rising order; got 2 after 3."),
    ("noon", TypeError, "times_h must be numbers of hours; got 'noon'."),
    (["1", "2"], TypeError, "times_h must be numbers of hours; got ['1', '2']."),
    ([True, False], TypeError, "times_h must be numbers of hours; got [True, False]."),
    ([1, None], TypeError, "times_h must be numbers of hours; got [1, None]."),
]

HOURS = [
    (-1, ValueError, "hours must be 0 or more hours; got -1."),
    ([3, NAN], ValueError, "hours must be 0 or more hours; got nan."),
    ([], ValueError, "hours must be a list of at least one hour; got []."),
    ([[1, 2]], ValueError, "hours must be a list of at least one hour; got [[1, 2]]."),
    ("noon", TypeError, "hours must be numbers of hours; got 'noon'."),
    (True, TypeError, "hours must be numbers of hours; got True."),
    (["1"], TypeError, "hours must be numbers of hours; got ['1']."),
]


@pytest.mark.parametrize(("arguments", "error", "message"), INJECTIONS)
def test_a_bad_injection_is_refused(arguments, error, message):
    refuses(error, message, lambda: Injection(**arguments))


@pytest.mark.parametrize(("arguments", "error", "message"), PATIENTS)
def test_a_bad_patient_is_refused(arguments, error, message):
    refuses(error, message, lambda: Patient(**arguments))


@pytest.mark.parametrize(("plan", "error", "message"), PLANS)
def test_a_bad_plan_is_refused(plan, error, message):
    refuses(error, message, lambda: simulate_relief(plan))


@pytest.mark.parametrize(("options", "error", "message"), OPTIONS)
def test_a_bad_option_is_refused(options, error, message):
    refuses(error, message, lambda: simulate_relief(Injection(), **options))


@pytest.mark.parametrize(("times_h", "error", "message"), TIMES)
def test_bad_times_are_refused(times_h, error, message):
    refuses(error, message, lambda: simulate_relief(Injection(), times_h=times_h))


@pytest.mark.parametrize(("hours", "error", "message"), HOURS)
def test_bad_hours_are_refused_when_a_curve_is_asked_for_them(hours, error, message):
    curve = simulate_relief(Injection())
    refuses(error, message, lambda: curve.at(hours=hours))


def test_infinite_times_are_refused_by_name():
    for call in (
        lambda: simulate_relief(Injection(), times_h=[1, INF]),
        lambda: simulate_relief(Injection()).at(hours=INF),
    ):
        with pytest.raises(ValueError, match=r"^(times_h|hours) must be .*; got inf\.$"):
            call()


def test_the_ends_of_every_range_are_allowed():
    for day in (0, 365):
        assert Injection(day=day).day == day
    for baseline, response in ((0, 0), (10, 2)):
        patient = Patient(baseline_nrs=baseline, response=response)
        for onset, fade in ((1, 14), (5, 60)):
            curve = simulate_relief(
                Injection(),
                patient=patient,
                times_h=[0, 0, 1],
                steroid_onset_days=onset,
                steroid_fade_days=fade,
            )
            assert (curve.steroid_onset_days, curve.steroid_fade_days) == (onset, fade)


def test_every_injectate_can_be_given_alone_and_all_but_dry_needling_with_steroid_and_b12():
    for name in load_injectates():
        assert Injection(injectate=name, steroid=False).injectate == name
        if name != "dry_needling":
            assert Injection(injectate=name, steroid=True, vitamin_b12=True).steroid


def test_numpy_numbers_are_numbers():
    assert Injection(day=np.float64(3)).day == 3
    assert Patient(baseline_nrs=np.int64(7)).baseline_nrs == 7
    assert simulate_relief(Injection(), times_h=np.arange(3, dtype=np.uint8)).times_h.tolist() == [0, 1, 2]
    assert type(simulate_relief(Injection()).at(hours=np.float32(1))) is float
