"""Each rule allows and refuses the session it was published to allow and refuse, and says why."""

import re
from dataclasses import replace

import pytest

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.content.published import load_repeat_rules
from tpi_edu.model.repeat import may_repeat


def plan(*days):
    return [Injection(injectate="saline", steroid=False, day=day) for day in days]


def judge(rule, *days, response=1.0, story="trials"):
    curve = simulate_relief(plan(*days), story=story, patient=Patient(response=response))
    return may_repeat(curve, rule)


@pytest.mark.parametrize("rule", load_repeat_rules())
def test_a_first_session_breaks_no_rule(rule):
    verdict = may_repeat(Injection(), rule)
    assert verdict.allowed is True
    assert verdict.why == "It is the first session."


@pytest.mark.parametrize(("day", "allowed"), [(1, False), (3, False), (4, True), (30, True)])
def test_soreness_must_have_gone(day, allowed):
    verdict = judge("soreness_gone", 0, day)
    assert verdict.allowed is allowed
    assert verdict.why.startswith(f"{day} day")
    assert "3-4 days" in verdict.why


@pytest.mark.parametrize(
    ("day", "response", "allowed", "why"),
    [
        (60, 2.0, True, "for 42 days after"),
        (42, 2.0, True, "for 42 days after"),
        (41, 2.0, False, "for 41 days so far"),
        (60, 1.0, False, "for 10 days after"),
        (60, 0.45, False, "for 0 days after"),
    ],
)
def test_half_of_the_pain_must_have_been_gone_for_six_weeks(day, response, allowed, why):
    verdict = judge("half_for_six_weeks", 0, day, response=response)
    assert verdict.allowed is allowed
    assert why in verdict.why
    assert "function" in verdict.why


def test_half_for_six_weeks_is_read_after_the_session_before_not_after_the_first():
    steroid, saline = Injection(day=0), Injection(injectate="saline", steroid=False, day=60)
    saline_first = [replace(saline, day=0), replace(steroid, day=60)]
    patient = Patient(response=1.5)
    lasted = []
    for before in ([steroid, saline], saline_first):
        curve = simulate_relief([*before, Injection(day=120)], story="leaflet", patient=patient)
        lasted.append(int(re.search(r"for (\d+) day", may_repeat(curve, "half_for_six_weeks").why)[1]))
    assert lasted[0] < lasted[1] - 7


@pytest.mark.parametrize(
    ("days", "allowed", "count"),
    [((0, 90, 180), True, 3), ((0, 90, 180, 364), False, 4), ((0, 90, 180, 365), True, 3)],
)
def test_three_sessions_fit_in_any_twelve_months(days, allowed, count):
    verdict = judge("three_a_year", *days)
    assert verdict.allowed is allowed
    assert verdict.why == f"It is session {count} in 365 days; 3 are allowed."


@pytest.mark.parametrize(
    ("days", "response", "allowed", "failed"),
    [
        ((0, 21), 0.45, True, 1),
        ((0, 21, 42), 0.45, False, 2),
        ((0, 7, 14), 0.45, False, 2),
        ((0, 21, 42), 1, True, 0),
    ],
)
def test_two_failures_are_the_end(days, response, allowed, failed):
    verdict = judge("stop_after_failures", *days, response=response)
    assert verdict.allowed is allowed
    assert verdict.why.startswith(f"{failed} of {len(days) - 1} sessions before left under 30 % relief")


def test_a_session_fails_as_if_none_had_followed():
    at_two_weeks = simulate_relief(plan(0), story="trials", patient=Patient(response=0.6)).at(hours=336)
    repeated = simulate_relief(plan(0, 7), story="trials", patient=Patient(response=0.6)).at(hours=336)
    assert at_two_weeks < 30 < repeated
    assert judge("stop_after_failures", 0, 7, 14, response=0.6).why.startswith("2 of 2")


def test_several_injections_of_one_day_are_one_session_and_order_does_not_matter():
    twice = may_repeat([*plan(100, 0, 0, 0), *plan(0)], "three_a_year")
    assert twice.why == "It is session 2 in 365 days; 3 are allowed."


def test_a_plan_is_the_average_patients_in_the_trials_story():
    for rule in load_repeat_rules():
        assert may_repeat(plan(0, 60), rule) == judge(rule, 0, 60)


def test_the_patient_of_a_curve_counts():
    assert judge("stop_after_failures", 0, 21, 42, response=0.45) != judge("stop_after_failures", 0, 21, 42)
