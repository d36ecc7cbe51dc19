"""Runs in the notebook of test_picture_is_true.py: beside each card, what a fresh one of its state shows."""

import json
from copy import deepcopy
from unittest import mock

import ipywidgets

import tpi_edu
from tpi_edu.content.questions import load_questions
from tpi_edu.model.quiz import CONFIDENCES, LEAST_ANSWERS
from tpi_edu.record import open_record
from tpi_edu.widgets.card import Card
from tpi_edu.widgets.explorer import Explorer
from tpi_edu.widgets.views import LiveFigure


def cards_with_figures() -> list[str]:
    """Return the names of all cards of the package that have a figure."""
    found = [getattr(tpi_edu, name) for name in tpi_edu.__all__]
    cards = [each for each in found if isinstance(each, type) and issubclass(each, Card)]
    return [each.__name__ for each in cards if issubclass(each, Explorer) or each is tpi_edu.ProgressPanel]


def figures(card: ipywidgets.Widget) -> list[LiveFigure]:
    """Return the figures on a card."""
    inner = [view for child in getattr(card, "children", ()) for view in figures(child)]
    return [card] if isinstance(card, LiveFigure) else inner


def rebuild(card: Card) -> Card:
    """Return a new card in the state of another."""
    fresh = type(card)()
    if isinstance(card, Explorer):
        fresh.memory = deepcopy(card.memory)
        fresh.set_state(card.state())
    return fresh


def fill_record() -> None:
    """Answer enough questions for the calibration figure to be shown."""
    for n, key in enumerate(list(load_questions())[:LEAST_ANSWERS]):
        confidence = CONFIDENCES[n % len(CONFIDENCES)]
        open_record().add("answer", key, {"response": [0], "confidence": confidence, "is_right": n % 3 > 0})


class Probe(ipywidgets.VBox):
    """A card, and below it, at the press of a button, the figure of a fresh card in the same state."""

    def __init__(self, name: str) -> None:
        fill_record()
        self.card, self.asked = getattr(tpi_edu, name)(), 0
        self.button, self.answer = (
            ipywidgets.Button(description="probe"),
            ipywidgets.Label("{}", layout={"display": "none"}),
        )
        self.box = ipywidgets.VBox()
        self.button.on_click(self.ask)
        for widget, word in ((self.button, "button"), (self.answer, "answer"), (self.box, "box")):
            widget.add_class(f"probe-{word}")
        super().__init__([self.card, self.button, self.answer, self.box])

    def ask(self, _button: object) -> None:
        """Show a fresh card's figure; say which state it has."""
        card = self.card
        with card._lock, mock.patch.object(ipywidgets.Widget, "open"):  # the browser needs no control of it
            fresh = rebuild(card)
            state = [card.state(), card.memory] if isinstance(card, Explorer) else [card.words()]
        self.asked += 1
        views = figures(fresh)
        for view in views:
            view.layout.open()
            view.open()
        before, self.box.children = self.box.children, views
        for view in before:
            view.close()
        marks = [
            [item.get("text", item.get("d")) for item in view.frame if not item["under"]] for view in views
        ]
        answer = {"asked": self.asked, "state": repr(state), "words": [view.description for view in views]}
        self.answer.value = json.dumps(answer | {"marks": marks})
