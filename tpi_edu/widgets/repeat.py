"""Repeat or stop: a course of up to three sessions beside the published rules."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from ..content.parameters import STORIES
from ..content.published import load_repeat_rules
from ..figures.relief import ReliefPicture
from ..model.injection import Injection, Patient
from ..model.relief import ReliefCurve, simulate_relief
from ..model.repeat import Verdict, may_repeat
from .controls import Choice, Flag, Whole, named
from .explorer import Explorer
from .relief import RESPONSE
from .views import join

ALONE = "No session after the first is planned."


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
        self._verdicts = {
            rule: [may_repeat(_until(self.curve, day), rule) for day in self.curve.repeat_days]
            for rule in load_repeat_rules()
        }
        self.write(below=self._write_rules())
        return f"{self.picture.draw([self.curve])}\n{self._count_rules()}"

    def add_words(self) -> Iterable[str]:
        """Return what each rule says of each session."""
        return (
            f"{load_repeat_rules()[rule].label}, session {session}: {_say(verdict)} {verdict.why}"
            for rule, verdicts in self._verdicts.items()
            for session, verdict in enumerate(verdicts, start=2)
        )

    def _count_rules(self) -> str:
        parts = [
            f"session {n} on day {day:g}: {sum(v[n - 2].allowed for v in self._verdicts.values())} of "
            f"{len(self._verdicts)} rules allow it"
            for n, day in enumerate(self.curve.repeat_days, start=2)
        ]
        return f"{'; '.join(parts).capitalize()}." if parts else ALONE

    def _write_rules(self) -> Markup:
        """Return a table of the rules, one column for each session after the first."""
        days = self.curve.repeat_days
        if not days:
            return Markup("<p>{}</p>").format(ALONE)
        row = '<tr><th scope="row">{0.label}<br><small>{0.says} [{0.source}, {0.grade}]</small></th>{1}</tr>'
        rows = (
            (facts, join("<td><b>{}</b> {}</td>", ((_say(v), v.why) for v in self._verdicts[rule])))
            for rule, facts in load_repeat_rules().items()
        )
        heads = join('<th scope="col">Session {}, day {:g}</th>', enumerate(days, start=2))
        return Markup(
            '<table><thead><tr><th scope="col">Rule, as published</th>{}</tr></thead>'
            "<tbody>{}</tbody></table>"
            "<p>Rules of payment say what is paid for; they vary and change.</p>"
        ).format(heads, join(row, rows))


def _until(curve: ReliefCurve, day: float) -> ReliefCurve:
    """Return the same patient's course with the sessions up to a day only."""
    return replace(curve, plan=tuple(item for item in curve.plan if item.day <= day))


def _say(verdict: Verdict) -> str:
    return "✓ Allows it." if verdict.allowed else "✗ Does not allow it."
