"""What cards have in common that show what a learner did before: the record, read and followed."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import ipywidgets

from ..model.quiz import CONFIDENCES, Answer
from ..record import Data, Record, open_record
from .card import Card


class KeptCard(Card):
    """A card with a view of what the record holds, which does `_begin` anew whenever the record does."""

    def __init__(self, view: ipywidgets.Widget, *above: ipywidgets.Widget) -> None:
        self.view, self._record = view, open_record()
        super().__init__([*above, view])
        self.add_class("tpi-explorer")
        self._begin()
        self._record.watch(self._begin)


def read_latest(
    record: Record, kind: str, versions: Mapping[str, str], read: Callable[[str, Data], Any]
) -> dict[str, Any]:
    """Return for each key what `read` makes of the data of the last event of a kind that it can read.

    versions: the present wording of each key; what was done under another one is left out.
    """
    latest = {}
    for event in record.events(kind):
        if versions.get(event.key) == event.version:
            with suppress(KeyError, TypeError, ValueError):
                latest[event.key] = read(event.key, event.data)
    return latest


def read_answers(record: Record) -> list[Answer]:
    """Return every answer in the record, from decks and reviews, that this version can understand."""
    answers = []
    for event in record.events():
        is_right, confidence = event.data.get("is_right"), event.data.get("confidence")
        if event.kind in ("answer", "review") and isinstance(is_right, bool) and confidence in CONFIDENCES:
            answers.append(Answer(key=event.key, at=event.at, is_right=is_right, confidence=confidence))
    return answers
