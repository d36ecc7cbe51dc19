"""Each rule allows and refuses the session it was published to allow and refuse, and says why."""

import pytest

from tpi_edu import Injection, Patient, may_repeat, simulate_relief
from tpi_edu.content.published import load_repeat_rules

SORE, HALF, YEAR, STOP = load_repeat_rules()


def plan(*days):
    return [Injection(injectate="saline", steroid=False, day=day) for day in days]


def judge(rule, days, response=1.0):
    patient = Patient(response=response, adjuncts=True)  # else half of the pain never goes for six weeks
    return may_repeat(simulate_relief(plan(*days), story="trials", patient=patient), rule)


def sore(days):
    return f"{days} since the session before; soreness usually takes 3-4 days to go."


def half(days):
    asked = "42 are asked for, and a gain in function, which is not modeled."
    return f"Relief was 50 % or more for {days} after the session before; {asked}"


def year(count):
    return f"It is session {count} in 365 days; 3 are allowed."


def stop(failed):
    return f"{failed} sessions before left under 30 % relief after two weeks; the rule stops at 2-3."


@pytest.mark.parametrize(
    ("rule", "days", "response", "allowed", "why"),
    [
        (SORE, (0, 1), 1, False, sore("1 day")),
        (SORE, (0, 3), 1, False, sore("3 days")),
        (SORE, (0, 4), 1, True, sore("4 days")),
        (HALF, (0, 60), 2, True, half("42 days")),
        (HALF, (0, 42), 2, True, half("42 days")),
        (HALF, (0, 41), 2, False, half("41 days so far")),
        (HALF, (0, 60), 1.3, False, half("23 days")),
        (HALF, (0, 60), 0.45, False, half("0 days")),
        (YEAR, (0, 90, 180), 1, True, year(3)),
        (YEAR, (0, 90, 180, 364), 1, False, year(4)),
        (YEAR, (0, 90, 180, 365), 1, True, year(3)),
        (YEAR, (100, 0, 0, 0), 1, True, year(2)),  # several injections of one day are one session
        (STOP, (0, 21), 0.45, True, stop("1 of 1")),
        (STOP, (0, 21, 42), 0.45, False, stop("2 of 2")),
        (STOP, (0, 7, 14), 0.45, False, stop("2 of 2")),
        (STOP, (0, 7, 14), 0.6, False, stop("2 of 2")),  # the first failed, had the second not followed
        (STOP, (0, 21, 42), 1, True, stop("0 of 2")),
    ],
)
def test_a_rule_allows_or_refuses_the_last_session_and_says_why(rule, days, response, allowed, why):
    verdict = judge(rule, days, response)
    assert (verdict.allowed, verdict.why) == (allowed, why)


@pytest.mark.parametrize("rule", load_repeat_rules())
def test_a_first_session_breaks_no_rule_and_a_plan_is_the_average_patients_in_the_trials_story(rule):
    first = may_repeat(Injection(), rule)
    assert (first.allowed, first.why) == (True, "It is the first session.")
    assert may_repeat(plan(0, 60), rule) == judge(rule, (0, 60))


@pytest.mark.parametrize(("first", "second", "lasted"), [(True, False, "0 days"), (False, True, "20 days")])
def test_half_for_six_weeks_is_read_after_the_session_before_not_after_the_first(first, second, lasted):
    sessions = zip((first, second, True), (0, 60, 120), strict=True)
    plan = [Injection(injectate="saline", steroid=steroid, day=day) for steroid, day in sessions]
    curve = simulate_relief(plan, story="leaflet", patient=Patient(response=1.5))
    assert may_repeat(curve, HALF).why == half(lasted)
