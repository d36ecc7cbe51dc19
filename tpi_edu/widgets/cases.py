"""A virtual patient to decide on, step by step."""

import re
from collections.abc import Callable
from functools import partial
from itertools import starmap
from random import Random

from markupsafe import Markup

from ..content.published import load_sources
from ..content.questions import Choice, Node, family_of, load_cases, version_of
from ..model.checks import require_choice
from ..record import Data
from .card import KeptCard, read_latest
from .views import PageView, button, join

KIND = "checkpoint"  # of the record's events
OUTCOMES = {
    "completed": "The care is completed.",
    "stopped": "It ends without an injection, or without a further one.",
    "harm": "The patient came to harm.",
}
ASK = "Your decision"


class CaseCard(KeptCard):
    """A virtual patient of cases.toml: the story so far, and choices whose consequence comes next.

    What to think of each choice, taken or not, is said at the end, with what to remember and the sources.
    *Another patient* shows one of its family, in whom a detail is different; `random` draws whom. The walk
    last taken on record is shown again. Raises `ValueError` for an unknown key.
    """

    def __init__(self, key: str) -> None:
        require_choice("CaseCard.key", key, tuple(load_cases()))
        self._key, self.random = key, Random()
        super().__init__(PageView(self._lock).add_class("tpi-case"))

    def words(self) -> str:
        """Return the page as plain text: a line for each paragraph, item and button."""
        page = re.sub("(?=<(?:li|button)[ >])", "\n- ", str(self.view.page).replace("</p>", "\n"))
        lines = (Markup(line.replace("<", " <")).striptags() for line in page.splitlines())
        return "\n".join(filter(None, lines))

    def _go(self, key: str, *taken: int) -> None:
        """Show a story with other choices taken, none at the start, and keep them in the record."""
        case = load_cases()[key]
        data = {"taken": taken, "ending": case.steps(taken)[-1][0].ending}
        self._record.add(KIND, key, data, version=version_of(case))
        self._show(key, taken)

    def _begin(self) -> None:
        """Show where the learner is by the record, else the start."""
        with self._lock:
            versions = {key: version_of(load_cases()[key]) for key in family_of(self._key)}
            found = read_latest(self._record, KIND, versions, _read)
            self._show(*[(self._key, ()), *found.items()][-1])

    def _show(self, key: str, taken: tuple[int, ...]) -> None:
        self.case = load_cases()[key]
        self.steps = self.case.steps(taken)
        node = self.steps[-1][0]
        acts: dict[str, Callable[[], object]] = {"again": partial(self._go, key)}
        page = Markup('<p class="tpi-title">{}</p>').format(self.case.title)
        page += Markup('<ol class="tpi-story">{}</ol>').format(join("{}", starmap(_moment, self.steps)))
        if node.ending:
            page += self._debrief(OUTCOMES[node.ending])
        else:
            group = '<div class="tpi-choices" role="group" aria-label="{0}"><b>{0}</b>{1}</div>'
            names = [f"{node.key} {number}" for number in range(len(node.choices))]
            acts |= {name: partial(self._go, key, *taken, number) for number, name in enumerate(names)}
            buttons = (button(choice.text, name) for choice, name in zip(node.choices, names, strict=True))
            page += Markup(group).format(ASK, join("{}", buttons))
        if taken:
            page += button("Back to the start", "again")
        if others := [name for name in family_of(key) if name != key]:
            acts["another"] = lambda: self._go(self.random.choice(others))
            page += button("Another patient", "another")
        self.view.show(page, acts)

    def _debrief(self, outcome: str) -> Markup:
        ways = (
            (past.when, join("{}", (_way(choice, taken) for choice in past.choices)))
            for past, taken in self.steps[:-1]
        )
        found = ((key, load_sources()[key]) for key in self.case.sources)
        return Markup(
            '<div class="tpi-debrief" role="group" aria-label="Debrief"><p><b>{}</b></p>'
            '<p class="tpi-part">Before you read on</p><p>{}</p>'
            '<p class="tpi-part">Your way, and the ways not taken</p>{}'
            '<p class="tpi-part">To remember</p><ul class="tpi-remember">{}</ul>'
            '<details><summary>Sources</summary><ul class="tpi-small">{}</ul></details></div>'
        ).format(
            outcome,
            self.case.reflect,
            join('<p><b>{}</b></p><ul class="tpi-ways">{}</ul>', ways),
            join("<li>{}</li>", self.case.remember),
            join("<li><code>{0}</code> ({1.grade}) {1.citation}</li>", found),
        )


def _read(key: str, data: Data) -> tuple[int, ...]:
    load_cases()[key].steps(data["taken"])  # refuses what is no story
    return tuple(data["taken"])


def _moment(node: Node, choice: Choice | None) -> Markup:
    now = "" if choice else Markup(' class="tpi-now" tabindex="-1" aria-current="step"')
    you = Markup('<p class="tpi-you"><b>You:</b> {}</p>').format(choice.text) if choice else ""
    when = Markup('<p class="tpi-when"><b>{}</b> · {}</p>').format(node.when, node.stage)
    return Markup("<li{}>{}<p>{}</p>{}</li>").format(now, when, node.text, you)


def _way(choice: Choice, taken: Choice | None) -> Markup:
    mine, yours = (Markup(' class="tpi-taken"'), " (yours)") if choice is taken else ("", "")
    return Markup(
        '<li{}><span class="tpi-kind">{}{}</span>'
        '<span><b>{}</b><br>{} <span class="tpi-small">[{}]</span></span></li>'
    ).format(mine, choice.kind.capitalize(), yours, choice.text, choice.feedback, ", ".join(choice.sources))
