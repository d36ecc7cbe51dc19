"""Runs in the notebook of test_picture_is_true.py: beside an explorer, a fresh one of the same state."""

import json
from unittest import mock

import ipywidgets
from states import same_anew

import tpi_edu


class Probe(ipywidgets.VBox):
    """An explorer, and below it, at the press of a button, the figure of a fresh one in the same state."""

    def __init__(self, name: str) -> None:
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
        """Show a fresh explorer's figure; say which state it has."""
        card = self.card
        with card._lock, mock.patch.object(ipywidgets.Widget, "open"):  # the browser needs no control of it
            view, state = same_anew(card).view, repr([card.state(), card.memory])
        self.asked += 1
        view.layout.open()
        view.open()
        before, self.box.children = self.box.children, [view]
        for old in before:
            old.close()
        marks = [item.get("text", item.get("d")) for item in view.frame if not item["under"]]
        answer = {"asked": self.asked, "state": state, "words": view.description, "marks": marks}
        self.answer.value = json.dumps(answer)
