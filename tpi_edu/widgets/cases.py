"""A virtual patient to decide on, step by step."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from ..content.cases import Choice, Node, load_cases
from ..content.sources import load_sources
from ..model.cases import Walk
from ..model.checks import require_choice
from ..record import open_record
from .card import Card

HERE = Path(__file__).parent
KIND = "checkpoint"  # of the record's events
OUTCOMES = {
    "completed": "The care is completed.",
    "stopped": "It ends without an injection, or without a further one.",
    "harm": "The patient came to harm.",
}
ASK = "Your decision"


class CaseView(anywidget.AnyWidget):
    """The story in the browser: shows the page, sends choices."""

    _esm = (HERE / "cases.js").read_text()
    _css = (HERE / "card.css").read_text() + (HERE / "cases.css").read_text()
    page = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)


class CaseCard(Card, ipywidgets.VBox):
    """A virtual patient of cases.toml: the story so far, and choices whose consequence comes next.

    What to think of each choice, taken or not, is said at the end, with what to remember and the sources.
    record: what has `add` and `events` of `tpi_edu.record`, which is used if none is given; a walk found
    there is shown again. Raises `ValueError` for an unknown key.
    """

    def __init__(self, key: str, *, record: Any = None) -> None:
        require_choice("CaseCard.key", key, tuple(load_cases()))
        self._key, self.case = key, load_cases()[key]
        self._record = open_record() if record is None else record
        self.walk = self._read_walk()
        self.view = CaseView()
        self.view.on_msg(self._receive)
        super().__init__([self.view])
        self.add_class("tpi-explorer")
        self._show()

    def choose(self, number: int) -> None:
        """Take a choice of the present moment, counted from 0, and keep that in the record."""
        self._go(self.walk.choose(number))

    def again(self) -> None:
        """Go back to the start."""
        self._go(Walk(case=self.case))

    def words(self) -> str:
        """Return the story so far, then the choices or the debrief, as plain text."""
        lines = [self.case.title]
        for node, choice in self._steps():
            lines.append(f"{node.when} ({node.stage}): {node.text}")
            lines += [f"You: {choice.text}"] if choice else []
        node = self.walk.node
        if not node.ending:
            return "\n".join([*lines, ASK, *(f"- {choice.text}" for choice in node.choices)])
        lines += [OUTCOMES[node.ending], self.case.reflect]
        for past, taken in self._steps()[:-1]:
            lines.append(f"{past.when}:")
            lines += [
                f"- {_kind(choice, taken)}: {choice.text} {choice.feedback} [{', '.join(choice.sources)}]"
                for choice in past.choices
            ]
        return "\n".join([*lines, *(f"Remember: {text}" for text in self.case.remember)])

    def _go(self, walk: Walk) -> None:
        data = {"taken": list(walk.taken), "ending": walk.node.ending}
        self._record.add(KIND, self._key, data, version=self.case.version)
        self.walk = walk
        self._show()

    def _receive(self, _view: CaseView, content: dict[str, Any], _buffers: list[bytes]) -> None:
        if content.get("again"):
            self.again()
        elif content.get("step") == len(self.walk.taken):
            self.choose(content.get("choice"))

    def _read_walk(self) -> Walk:
        """Return the latest walk on record through this wording of the case, or its start."""
        for event in reversed(self._record.events(KIND)):
            if (event.key, event.version) == (self._key, self.case.version):
                try:
                    return Walk(case=self.case, taken=tuple(event.data["taken"]))
                except (KeyError, TypeError, ValueError):
                    break
        return Walk(case=self.case)

    def _steps(self) -> list[tuple[Node, Choice | None]]:
        """Return each node met with the choice taken there; none yet at the last."""
        met = self.walk.met()
        taken = [node.choices[number] for node, number in zip(met, self.walk.taken, strict=False)]
        return list(zip(met, [*taken, None], strict=True))

    def _show(self) -> None:
        node = self.walk.node
        story = "".join(_moment(*step) for step in self._steps())
        page = f'<p class="tpi-title">{escape(self.case.title)}</p><ol class="tpi-story">{story}</ol>'
        if node.ending:
            page += self._debrief(node)
        else:
            buttons = (
                f'<button type="button" data-choice="{number}">{escape(choice.text)}</button>'
                for number, choice in enumerate(node.choices)
            )
            group = f'<div class="tpi-choices" role="group" aria-label="{ASK}"><b>{ASK}</b>'
            page += f"{group}{''.join(buttons)}</div>"
        if self.walk.taken:
            page += '<button type="button" class="tpi-again" data-again>Back to the start</button>'
        with self.view.hold_sync():
            self.view.step, self.view.page = len(self.walk.taken), page

    def _debrief(self, node: Node) -> str:
        ways = "".join(
            f"<p><b>{escape(past.when)}</b></p><ul class='tpi-ways'>"
            f"{''.join(_way(choice, taken) for choice in past.choices)}</ul>"
            for past, taken in self._steps()[:-1]
        )
        remember = "".join(f"<li>{escape(text)}</li>" for text in self.case.remember)
        found = {key: load_sources()[key] for key in self.case.sources}
        sources = "".join(
            f"<li><code>{key}</code> ({source.grade}) {escape(source.citation)}</li>"
            for key, source in found.items()
        )
        return (
            '<div class="tpi-debrief" role="group" aria-label="Debrief">'
            f"<p><b>{OUTCOMES[node.ending]}</b></p>"
            f'<p class="tpi-part">Before you read on</p><p>{escape(self.case.reflect)}</p>'
            f'<p class="tpi-part">Your way, and the ways not taken</p>{ways}'
            f'<p class="tpi-part">To remember</p><ul class="tpi-remember">{remember}</ul>'
            f"<details><summary>Sources</summary><ul class='tpi-small'>{sources}</ul></details></div>"
        )


def _moment(node: Node, choice: Choice | None) -> str:
    now = "" if choice else ' class="tpi-now" tabindex="-1" aria-current="step"'
    you = f'<p class="tpi-you"><b>You:</b> {escape(choice.text)}</p>' if choice else ""
    when = f'<p class="tpi-when"><b>{escape(node.when)}</b> · {node.stage}</p>'
    return f"<li{now}>{when}<p>{escape(node.text)}</p>{you}</li>"


def _kind(choice: Choice, taken: Choice | None) -> str:
    return f"{choice.kind}, your choice" if choice is taken else choice.kind


def _way(choice: Choice, taken: Choice | None) -> str:
    mine = ' class="tpi-taken"' if choice is taken else ""
    kind = choice.kind.capitalize() + (" (yours)" if mine else "")
    keys = f'<span class="tpi-small">[{", ".join(choice.sources)}]</span>'
    return (
        f'<li{mine}><span class="tpi-kind">{kind}</span>'
        f"<span><b>{escape(choice.text)}</b><br>{escape(choice.feedback)} {keys}</span></li>"
    )
