"""Predict first, then see: the learner draws a line of relief and commits to it."""

from dataclasses import asdict
from inspect import signature
from typing import Any, cast

import ipywidgets
from markupsafe import Markup

from ..content.parameters import STORIES
from ..figures.prediction import TIME_NAMES, PredictionPicture, say_scenario
from ..model.prediction import Prediction, Scenario, find_misconception
from ..model.relief import ReliefCurve
from ..record import open_record
from .card import read_latest
from .controls import State, Whole
from .explorer import Explorer

START_PCT = 50  # a flat line in the middle suggests no answer
LEAST_MOVED = 3  # points that must be moved before a commit
KIND = "prediction"
SCENARIOS: tuple[State, ...] = (  # what differs from injecting an average patient once
    {},
    {"injectate": "saline", "steroid": False},
    {"injectate": "dry_needling", "steroid": False},
    {"response": 0.45},
    {"fibromyalgia": True},
)
POINTS = tuple(
    Whole(f"relief_{n}", f"{name} (%)", START_PCT, high=100, unit="%") for n, name in enumerate(TIME_NAMES)
)


class PredictionLab(Explorer):
    """A line of relief to draw by dragging or with sliders, and after *Commit* both stories over it.

    injectate, steroid, response, fibromyalgia, repeat_day: what is injected into whom, as in `Scenario`, but
    dry needling goes without a steroid unless it is given. *Try another* goes on to the next of SCENARIOS. A
    prediction found on record is shown again.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    picture: PredictionPicture
    picture_type, controls, has_reset = PredictionPicture, POINTS, False
    __signature__ = signature(Scenario)

    def __init__(self, **given: Any) -> None:
        given.setdefault("steroid", given.get("injectate") != "dry_needling")
        self._record = open_record()
        super().__init__(memory=_begin(Scenario(**given)))
        self._show_kept()
        self._record.watch(self._show_kept)

    @property
    def scenario(self) -> Scenario:
        """What is injected into whom."""
        return cast(Scenario, self.memory["scenario"])

    @property
    def committed(self) -> Prediction | None:
        """The prediction that can no longer be changed."""
        return cast(Prediction | None, self.memory["committed"])

    def draw(self, **points: int) -> str:
        """Draw the prediction; the stories with it only after the commit."""
        is_open, to_go = self.committed is None, max(LEAST_MOVED - len(self.memory["moved"]), 0)
        self.touch = "drag" if is_open else ""
        for widget in (*self.inputs.values(), self._why):
            widget.disabled = not is_open
        self._why.layout.display = self._commit_button.layout.display = None if is_open else "none"
        self._again_button.layout.display = "none" if is_open else None
        self._commit_button.disabled = to_go > 0
        self.ask(
            f"{say_scenario(self.scenario)}: draw the relief you expect. "
            "Drag the seven points or use the sliders, then commit; until then nothing is shown."
        )
        if not is_open:
            why = self.memory["why"]
            self.write(aside=Markup("<b>Why you expected this</b><br>{}").format(why) if why else "")
            return self.picture.draw(self.committed, self._curves())
        more = "1 more point" if to_go == 1 else f"{to_go} more points"
        note = f"Move {more}, then commit." if to_go else "Ready to commit."
        self.write(aside=note)
        return f"{self.picture.draw(Prediction(relief_pct=tuple(points.values())))}\n{note}"

    def make_aside(self) -> list[ipywidgets.Widget]:
        """Return the reason and the buttons."""
        self._why = ipywidgets.Textarea(description="Why? (one sentence)")
        self._commit_button = ipywidgets.Button(description="Commit", tooltip="Fix your line, then see")
        self._again_button = ipywidgets.Button(description="Try another", tooltip="Start a new prediction")
        self._commit_button.on_click(self._commit)
        self._again_button.on_click(self._try_another)
        return [self._why, ipywidgets.HBox([self._commit_button, self._again_button])]

    def point(self, x: float, y: float) -> None:
        """Move the point nearest to the pointer, as its slider would."""
        if self.committed is None:
            index, relief = self.picture.value_at(x, y)
            name = POINTS[index].name
            if self.inputs[name].value != relief:
                self.inputs[name].value = relief
                self.changed(name)

    def changed(self, name: str) -> None:
        """Note which points were moved; after the commit none is (a message may have been under way)."""
        if self.committed:
            self._settle(_points(self.memory))
        else:
            self.memory["moved"] = sorted({*self.memory["moved"], name})

    def _curves(self) -> list[ReliefCurve]:
        return [self.scenario.curve(story) for story in STORIES]

    def _commit(self, _button: ipywidgets.Button) -> None:
        with self.one_update():
            if self.committed or len(self.memory["moved"]) < LEAST_MOVED:
                return
            prediction, why = Prediction(relief_pct=tuple(self.state().values())), self._why.value.strip()
            data = {
                "relief_pct": list(prediction.relief_pct),
                "why": why,
                "scenario": asdict(self.scenario),
                "misconception": find_misconception(prediction, *self._curves()),
            }
            self._record.add(KIND, self.scenario.key, data)  # what is shown as committed is kept
            self.memory |= {"committed": prediction, "why": why}
        self._again_button.focus()  # the one that had the focus is hidden now, this one shown

    def _try_another(self, _button: ipywidgets.Button) -> None:
        """Start a new prediction; a second click has nothing to start."""
        with self.one_update():
            if self.committed:
                known = [Scenario(**what) for what in SCENARIOS]
                at = known.index(self.scenario) + 1 if self.scenario in known else 0
                self._show(_begin(known[at % len(known)]))

    def _show_kept(self) -> None:
        """Show the latest prediction on record for the scenario, or an untouched line."""

        def read(_key: str, data: State) -> State:
            return _begin(self.scenario, Prediction(relief_pct=data["relief_pct"]), str(data.get("why", "")))

        with self.one_update():
            key = self.scenario.key
            self._show(read_latest(self._record, KIND, {key: ""}, read).get(key) or _begin(self.scenario))

    def _show(self, memory: State) -> None:
        self.memory, self._why.value = memory, ""
        self._settle(_points(memory))


def _begin(scenario: Scenario, committed: Prediction | None = None, why: str = "") -> State:
    return {"scenario": scenario, "committed": committed, "moved": [], "why": why}


def _points(memory: State) -> State:
    relief = memory["committed"].relief_pct if memory["committed"] else [START_PCT] * len(POINTS)
    return {point.name: round(pct) for point, pct in zip(POINTS, relief, strict=True)}
