"""Whether published rules would allow the last session of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from ..content.published import load_repeat_rules
from .checks import require_choice
from .injection import Injection
from .milestones import DAY_H, Array
from .relief import ReliefCurve, simulate_relief


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a rule allows a session, and why in words."""

    allowed: bool
    why: str


def may_repeat(
    curve_or_plan: ReliefCurve | Injection | Sequence[Injection], rule: str, *, day: float = inf
) -> Verdict:
    """Return whether a rule of repeat_rules.toml allows the last session up to a day, given those before it.

    "soreness_gone": 4 days since the session before [alvarez_rockwell_2002]. "half_for_six_weeks": relief was
    50 % or more six weeks after it [payer_policy_2024]. "three_a_year": at most 3 sessions in any 365 days
    [payer_policy_2024]. "stop_after_failures": fewer than 2 sessions before failed [alvarez_rockwell_2002],
    that is, left under 30 % relief two weeks later [this_course]. What a session does is read as if none had
    followed it. A plan is that of the average patient in the trials story; a first session breaks no rule.
    Left out: function, and what this patient feels. Raises `ValueError` for an unknown rule.
    """
    require_choice("rule", rule, tuple(load_repeat_rules()))
    curve = curve_or_plan
    if not isinstance(curve, ReliefCurve):
        curve = simulate_relief(curve, story="trials")
    facts = load_repeat_rules()[rule]
    *before, last = dict.fromkeys(item.day for item in curve.plan if item.day <= day)
    if not before:
        return Verdict(allowed=True, why="It is the first session.")
    gap = last - before[-1]
    match rule:
        case "soreness_gone":
            allowed = gap >= facts.days
            why = f"{_say_days(gap)} since the session before; soreness usually takes 3-4 days to go."
        case "half_for_six_weeks":
            days = np.arange(min(gap, facts.days) + 1)
            enough = days[_relief_after(curve, before[-1], days) >= facts.relief_pct]
            lasted = enough[-1] if enough.size else 0
            allowed = lasted >= facts.days
            so_far = " so far" if lasted == days[-1] and not allowed else ""
            why = (
                f"Relief was {facts.relief_pct:g} % or more for {_say_days(lasted)}{so_far} after the "
                f"session before; {facts.days:g} are asked for, and a gain in function, which is not modeled."
            )
        case "three_a_year":
            count = 1 + sum(day > last - facts.days for day in before)
            allowed = count <= facts.most
            why = f"It is session {count} in {facts.days:g} days; {facts.most} are allowed."
        case "stop_after_failures":
            failed = sum(_relief_after(curve, day, [facts.days])[0] < facts.relief_pct for day in before)
            allowed = failed < facts.most
            why = (
                f"{failed} of {len(before)} sessions before left under {facts.relief_pct:g} % relief after "
                "two weeks; the rule stops at 2-3."
            )
    return Verdict(allowed=bool(allowed), why=why)


def _relief_after(curve: ReliefCurve, day: float, days: Sequence[float] | Array) -> Array:
    """Return relief some days after a session, as if none had followed it."""
    plan = tuple(item for item in curve.plan if item.day <= day)
    return replace(curve, plan=plan, times_h=DAY_H * (day + np.asarray(days))).relief_pct


def _say_days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:g} days"
