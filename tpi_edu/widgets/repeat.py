"""Repeat or stop: a course of up to three sessions beside the published rules."""

from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets

from ..content.relief_parameters import STORIES
from ..content.repeat_rules import load_repeat_rules
from ..figures.relief import ReliefPicture
from ..model.checks import require_choice
from ..model.injection import Injection, Patient
from ..model.relief import ReliefCurve, simulate_relief
from ..model.repeat import Verdict, may_repeat
from .explorer import Explorer, slider

UNITS = {
    "second_day": "days (0: no second session)",
    "third_day": "days (0: no third session)",
    "response": "times the average",
}
ALONE = "No session after the first is planned."


class RepeatExplorer(Explorer):
    """Controls for the days of a second and a third session beside the relief figure and what rules say.

    Every argument sets a starting state and *Reset* returns to it. second_day, third_day: 1-55, 0 for none.
    perpetuating, adjuncts: as in `Patient`. task: a key of tasks.toml. Each session is lidocaine without a
    steroid. Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    held = (*Explorer.held, "_verdicts", "_rules", "curve")

    def __init__(
        self,
        *,
        story: str = "trials",
        second_day: int = 14,
        third_day: int = 0,
        response: float = 1.0,
        perpetuating: bool = False,
        adjuncts: bool = False,
        task: str = "repeat_rules",
    ) -> None:
        require_choice("RepeatExplorer.story", story, STORIES)
        start = {
            "second_day": second_day,
            "third_day": third_day,
            "response": response,
            "perpetuating": perpetuating,
            "adjuncts": adjuncts,
            "story": story,
        }
        self._simulate(start)  # refuses what the controls would quietly repair
        self.picture = ReliefPicture(STORIES)
        self._rules = ipywidgets.HTML()
        self.start(_make_controls(), start, UNITS)
        super().__init__(tuple(self.controls), task=self.read_task(task), below=[self._rules])

    def draw(self) -> None:
        """Simulate the present plan, draw it and ask every rule about each session after the first."""
        state = self.state()
        self.curve = self._simulate(state)
        self.picture.draw([self.curve if story == state["story"] else None for story in STORIES])
        self._verdicts = {
            rule: [may_repeat(_until(self.curve, day), rule) for day in self.curve.repeat_days]
            for rule in load_repeat_rules()
        }
        self._rules.value = self._write_rules()
        self.picture.description += f"\n{self._count_rules()}"

    def words(self) -> str:
        """Return what the figure shows and what each rule says of each session."""
        if not self.picture:
            return super().words()
        lines = [
            f"{load_repeat_rules()[rule].label}, session {session}: {_say(verdict)} {verdict.why}"
            for rule, verdicts in self._verdicts.items()
            for session, verdict in enumerate(verdicts, start=2)
        ]
        return "\n".join([self.picture.description, *lines])

    @staticmethod
    def _simulate(state: dict[str, Any]) -> ReliefCurve:
        days = sorted({0.0, state["second_day"], state["third_day"]})
        patient = {name: state[name] for name in ("response", "perpetuating", "adjuncts")}
        plan = [Injection(steroid=False, day=day) for day in days]
        return simulate_relief(plan, patient=Patient(**patient), story=state["story"])

    def _count_rules(self) -> str:
        days = self.curve.repeat_days
        parts = [
            f"session {n} on day {day:g}: {sum(v[n - 2].allowed for v in self._verdicts.values())} of "
            f"{len(self._verdicts)} rules allow it"
            for n, day in enumerate(days, start=2)
        ]
        return f"{'; '.join(parts).capitalize()}." if parts else ALONE

    def _write_rules(self) -> str:
        """Return a table of the rules, one column for each session after the first."""
        days = self.curve.repeat_days
        if not days:
            return f"<p>{ALONE}</p>"
        heads = "".join(
            f'<th scope="col">Session {n}, day {day:g}</th>' for n, day in enumerate(days, start=2)
        )
        rows = "".join(
            f'<tr><th scope="row">{escape(facts.label)}<br><small>{escape(facts.says)} '
            f"[{facts.source}, {facts.grade}]</small></th>"
            + "".join(f"<td><b>{_say(v)}</b> {escape(v.why)}</td>" for v in self._verdicts[rule])
            + "</tr>"
            for rule, facts in load_repeat_rules().items()
        )
        return (
            f'<table><thead><tr><th scope="col">Rule, as published</th>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
            "<p>Rules of payment say what is paid for; they vary and change.</p>"
        )


def _until(curve: ReliefCurve, day: float) -> ReliefCurve:
    """Return the same patient's course with the sessions up to a day only."""
    return replace(curve, plan=tuple(item for item in curve.plan if item.day <= day))


def _say(verdict: Verdict) -> str:
    return "✓ Allows it." if verdict.allowed else "✗ Does not allow it."


def _make_controls() -> dict[str, ipywidgets.Widget]:
    """Return one control per part of the state, by its name."""
    return {
        "second_day": ipywidgets.IntSlider(description="Second session on day (0: none)", min=0, max=55),
        "third_day": ipywidgets.IntSlider(description="Third session on day (0: none)", min=0, max=55),
        "response": slider("Response (× average)", 0.0, 2.0, 0.05),
        "perpetuating": ipywidgets.Checkbox(description="posture and stress left alone", indent=False),
        "adjuncts": ipywidgets.Checkbox(description="stretching, exercise, posture work", indent=False),
        "story": ipywidgets.ToggleButtons(
            description="Story", options=[(story.capitalize(), story) for story in STORIES]
        ),
    }
