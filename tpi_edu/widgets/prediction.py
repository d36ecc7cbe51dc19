"""Predict first, then see: the learner draws a line of relief and commits to it."""

from contextlib import suppress
from dataclasses import asdict
from html import escape
from typing import Any

import ipywidgets

from ..content.relief_parameters import STORIES
from ..figures.prediction import TIME_NAMES, PredictionPicture, say_scenario
from ..model.prediction import Prediction, Scenario, find_misconception
from ..model.relief import ReliefCurve
from ..record import open_record
from .explorer import Explorer

START_PCT = 50  # a flat line in the middle suggests no answer
LEAST_MOVED = 3  # points that must be moved before a commit
KIND = "prediction"
SCENARIOS = (
    Scenario(),
    Scenario(injectate="saline", steroid=False),
    Scenario(injectate="dry_needling", steroid=False),
    Scenario(response=0.45),
    Scenario(fibromyalgia=True),
)


class PredictionLab(Explorer):
    """A line of relief to draw by dragging or with sliders, and after *Commit* both stories over it.

    The arguments say what is injected into whom, as in `ReliefExplorer`; steroid is left out of dry needling
    unless given. *Try another* goes on to the next of SCENARIOS. record: what has `add` and `events` of
    `tpi_edu.record`, which is used if none is given; a prediction found there is shown again.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    held = (*Explorer.held, "_sliders", "_why", "_note", "_commit_button", "_again_button")

    def __init__(
        self,
        *,
        injectate: str = "lidocaine",
        steroid: bool | None = None,
        response: float = 1.0,
        fibromyalgia: bool = False,
        repeat_day: float = 0,
        record: Any = None,
    ) -> None:
        self.scenario = Scenario(
            injectate=injectate,
            steroid=injectate != "dry_needling" if steroid is None else steroid,
            response=response,
            fibromyalgia=fibromyalgia,
            repeat_day=repeat_day,
        )
        self._record = open_record() if record is None else record
        self.picture = PredictionPicture()
        self._sliders = [
            ipywidgets.IntSlider(description=f"{name} (%)", min=0, max=100, value=START_PCT)
            for name in TIME_NAMES
        ]
        self._why = ipywidgets.Textarea(description="Why? (one sentence)", continuous_update=False)
        self._commit_button = ipywidgets.Button(description="Commit", tooltip="Fix your line, then see")
        self._again_button = ipywidgets.Button(description="Try another", tooltip="Start a new prediction")
        self._note = ipywidgets.HTML()
        self._moved: set[int] = set()
        self.committed: Prediction | None = None
        self._restore()
        buttons = ipywidgets.HBox([self._commit_button, self._again_button])
        super().__init__(task=self._task_words(), aside=[*self._sliders, self._why, buttons, self._note])
        self.view.draggable = self.committed is None
        for slider in self._sliders:
            slider.observe(self._move, "value")
        self._commit_button.on_click(self._commit)
        self._again_button.on_click(self._try_another)

    @property
    def prediction(self) -> Prediction:
        """The committed prediction, or what the sliders say so far."""
        return self.committed or Prediction(relief_pct=tuple(slider.value for slider in self._sliders))

    def draw(self) -> None:
        """Draw the prediction; the stories with it only after the commit."""
        is_open = self.committed is None
        self.picture.draw_prediction(self.prediction, () if is_open else self._curves())
        to_go = max(LEAST_MOVED - len(self._moved), 0)
        for widget in (*self._sliders, self._why):
            widget.disabled = not is_open
        self._why.layout.display = self._commit_button.layout.display = None if is_open else "none"
        self._again_button.layout.display = "none" if is_open else None
        self._commit_button.disabled = to_go > 0
        if is_open:
            points = "1 more point" if to_go == 1 else f"{to_go} more points"
            self._note.value = f"Move {points}, then commit." if to_go else "Ready to commit."
            self.picture.description += f"\n{self._note.value}"
        else:
            why = escape(self._why.value.strip())
            self._note.value = f"<b>Why you expected this</b><br>{why}" if why else ""

    def _curves(self) -> list[ReliefCurve]:
        return [self.scenario.curve(story) for story in STORIES]

    def _task_words(self) -> str:
        return (
            f"{say_scenario(self.scenario)}: draw the relief you expect. "
            "Drag the seven points or use the sliders, then commit; until then nothing is shown."
        )

    def drag(self, x: float, y: float) -> None:
        """Move the point nearest to the pointer, as its slider would."""
        if self.committed is None:
            index, relief = self.picture.value_at(x, y)
            self._sliders[index].value = relief

    def _move(self, change: dict[str, Any]) -> None:
        with self._lock:
            index = self._sliders.index(change["owner"])
            if self.committed:  # a message that was under way
                change["owner"].value = self.committed.relief_pct[index]
            elif not self._is_held:
                self._moved.add(index)
                self.update()

    def _commit(self, _button: ipywidgets.Button) -> None:
        with self._lock:
            if self.committed or len(self._moved) < LEAST_MOVED:
                return
            prediction = self.prediction
            data = {
                "relief_pct": list(prediction.relief_pct),
                "why": self._why.value.strip(),
                "scenario": asdict(self.scenario),
                "misconception": find_misconception(prediction, *self._curves()),
            }
            self._record.add(KIND, self.scenario.key, data)  # what is shown as committed is kept
            with self.one_update():
                self.committed = prediction
                self.view.draggable = False
            self._again_button.focus()  # the one that had the focus is hidden now

    def _try_another(self, _button: ipywidgets.Button) -> None:
        """Start a new prediction in a new picture, which has nothing of the old one in it."""
        with self.one_update():
            at = SCENARIOS.index(self.scenario) + 1 if self.scenario in SCENARIOS else 0
            self.scenario = SCENARIOS[at % len(SCENARIOS)]
            self.committed = None
            self._moved.clear()
            self._why.value = ""
            for slider in self._sliders:
                slider.value = START_PCT
            self.picture = self.view.picture = PredictionPicture()
            self.ask(self._task_words())
            self.view.draggable = True

    def _restore(self) -> None:
        """Show again the latest prediction on record for this scenario, unless it cannot be read."""
        found = [event.data for event in self._record.events(KIND) if event.key == self.scenario.key]
        with suppress(IndexError, KeyError, TypeError, ValueError, AttributeError):
            self.committed = Prediction(relief_pct=found[-1]["relief_pct"])
            for slider, relief in zip(self._sliders, self.committed.relief_pct, strict=True):
                slider.value = round(relief)
            self._why.value = str(found[-1].get("why", ""))
