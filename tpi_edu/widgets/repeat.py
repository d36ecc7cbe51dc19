"""Repeat or stop: a course of up to three sessions beside the published rules."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from ..content.parameters import STORIES
from ..content.published import load_repeat_rules
from ..figures.relief import ReliefPicture
from ..model.injection import Injection, Patient
from ..model.relief import simulate_relief
from ..model.repeat import Verdict, may_repeat, until
from .controls import Choice, Flag, Whole, named
from .explorer import Explorer
from .relief import RESPONSE
from .views import join

ALONE = "No session after the first is planned."
SAID = {True: "✓ Allows it.", False: "✗ Does not allow it."}


class RepeatExplorer(Explorer):
    """Controls for the days of a second and a third session beside the relief figure and what rules say.

    perpetuating, adjuncts: as in `Patient`. Each session is lidocaine without a steroid.
    """

    picture_type, task = ReliefPicture, "repeat_rules"
    controls = (
        Whole("second_day", "Second session on day (0: none)", 14, low=0, high=55, unit="days (0: none)"),
        Whole("third_day", "Third session on day (0: none)", 0, low=0, high=55, unit="days (0: none)"),
        RESPONSE,
        Flag("perpetuating", "posture and stress left alone", False),
        Flag("adjuncts", "stretching, exercise, posture work", False),
        Choice("story", "Story", "trials", options=named(STORIES), buttons=True),
    )

    def draw(self, second_day: int, third_day: int, story: str, **patient: Any) -> str:
        """Simulate a plan, draw it and ask every rule about each session after the first."""
        plan = [Injection(steroid=False, day=day) for day in sorted({0.0, second_day, third_day})]
        self.curve = simulate_relief(plan, patient=Patient(**patient), story=story)
        days, rules = self.curve.repeat_days, load_repeat_rules()
        verdicts = {rule: [may_repeat(until(self.curve, day), rule) for day in days] for rule in rules}
        self.beside = [
            f"{rules[rule].label}, session {number}: {SAID[verdict.allowed]} {verdict.why}"
            for rule, found in verdicts.items()
            for number, verdict in enumerate(found, start=2)
        ]
        self.write(below=_tabulate(days, verdicts) if days else Markup("<p>{}</p>").format(ALONE))
        counts = [
            f"session {number} on day {day:g}: {sum(each.allowed for each in found)} of "
            f"{len(rules)} rules allow it"
            for number, (day, *found) in enumerate(zip(days, *verdicts.values(), strict=True), start=2)
        ]
        count = f"{'; '.join(counts).capitalize()}." if counts else ALONE
        return f"{self.picture.draw([self.curve])}\n{count}"


def _tabulate(days: Sequence[float], verdicts: dict[str, list[Verdict]]) -> Markup:
    """Return a table of the rules, one column for each session after the first."""
    row = '<tr><th scope="row">{0.label}<br><small>{0.says} [{0.source}, {0.grade}]</small></th>{1}</tr>'
    rows = (
        (facts, join("<td><b>{}</b> {}</td>", ((SAID[v.allowed], v.why) for v in verdicts[rule])))
        for rule, facts in load_repeat_rules().items()
    )
    heads = join('<th scope="col">Session {}, day {:g}</th>', enumerate(days, start=2))
    return Markup(
        '<table><thead><tr><th scope="col">Rule, as published</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
        "<p>Rules of payment say what is paid for; they vary and change.</p>"
    ).format(heads, join(row, rows))
