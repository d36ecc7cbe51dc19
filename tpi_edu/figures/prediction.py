"""A predicted line of relief: drawn before anything is known, then with both stories over it."""

from collections.abc import Sequence
from itertools import cycle, pairwise

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from ..content.questions import load_prediction_misses
from ..model.milestones import DAY_H
from ..model.prediction import (
    PREDICTION_TIMES_H,
    Prediction,
    Scenario,
    compare_prediction,
    find_misconception,
)
from ..model.relief import ReliefCurve
from .clocks import BOTTOM, PANELS, TOP, WHOLE, panel_at, set_panel_title
from .labels import LabelPlacer, Places, along_line, text_width
from .live import ring
from .relief import NOT_MEASURED, ReliefPicture
from .relief_words import STORY_NAMES, UNMEASURED_WORDS
from .style import GRID, MUTED, PAPER, PREDICTION, PREDICTION_STYLE, SMALL_SIZE, TEXT_SIZE
from .words import say_injection, say_patient, say_pct

TIME_NAMES = ("15 minutes", "3 hours", "12 hours", "2 days", "5 days", "2 weeks", "4 weeks")
SHORT_NAMES = ("15 min", "3 h", "12 h", "2 days", "5 days", "2 weeks", "4 weeks")
NAME = "your prediction"
NAMES_PCT = -8.0  # the names of the times stand below zero, where no prediction goes
HANDLE = 6.5

Array = NDArray[np.float64]


class PredictionPicture(ReliefPicture):
    """The relief figure with a predicted line; nothing of a story is in it until it is drawn with curves."""

    def __init__(self) -> None:
        super().__init__(stories=())
        self._set_titles([panel.unit.capitalize() for panel in PANELS])
        self.add_live_shape("guides", fc="none", ec=GRID, lw=1.0)
        self.add_live_shape("prediction", fc="none", ec=PREDICTION, lw=2.6, ls=PREDICTION_STYLE)
        self.add_live_shape("handles", fc=PAPER, ec=PREDICTION, lw=2.2)
        self.add_live_text("text-prediction", color=PREDICTION, weight="bold")
        for index in range(len(PREDICTION_TIMES_H)):
            self.add_live_text(f"text-time-{index}", size=SMALL_SIZE, color=MUTED)
            self.add_live_text(f"text-value-{index}", color=PREDICTION, weight="bold")

    def draw_prediction(self, prediction: Prediction, curves: Sequence[ReliefCurve] = ()) -> None:
        """Move every live artist to show the prediction, and the leaflet's and the trials' curve if given."""
        self._prediction = prediction
        if curves and not self.stories:
            self.add_course(tuple(curve.story for curve in curves))
            self._set_titles([panel.title for panel in PANELS])
        if curves:
            self.draw(curves, components=False, measured=True)
        else:
            self.placer = LabelPlacer(self.width, self.height)
            self._avoid_lines({})
            self._name_lines({})
        self._move_prediction()
        self.description = describe_prediction(prediction, curves)

    def value_at(self, x: float, y: float) -> tuple[int, int]:
        """Return the index of the nearest time and the relief (whole %) at a point of the SVG, y downward."""
        index = int(np.argmin(np.abs(_handle_x() - x)))
        part = (self.height - y - BOTTOM) / (TOP - BOTTOM)
        return index, round(min(max(self.floor_pct + part * (100 - self.floor_pct), 0), 100))

    def _set_titles(self, titles: list[str]) -> None:
        for axes, title in zip(self.axes, titles, strict=True):
            set_panel_title(axes, title)

    def _handles(self) -> Array:
        return np.column_stack([_handle_x(), self.y(np.array(self._prediction.relief_pct, dtype=float))])

    def _lines(self) -> list[Array]:
        """Return the points of the line in each panel: straight in the figure, as if there were no gaps."""
        gaps = np.cumsum([0.0, *(after.left - panel.right for panel, after in pairwise(PANELS))])
        corners = np.vstack([(PANELS[0].left, self.y(0)), self._handles()])
        shift = np.array([0.0, *(gaps[PANELS.index(panel_at(hours))] for hours in PREDICTION_TIMES_H)])
        lines = []
        for panel, gap in zip(PANELS, gaps, strict=True):
            end = min(panel.right, corners[-1, 0])
            inside = (corners[:, 0] > panel.left) & (corners[:, 0] < end)
            x = np.array([panel.left, *corners[inside, 0], end])
            lines.append(np.column_stack([x, np.interp(x - gap, corners[:, 0] - shift, corners[:, 1])]))
        return lines

    def _move_prediction(self) -> None:
        self.set_shape("prediction", [Path(line) for line in self._lines()])
        self.set_shape("handles", [ring(x, y, HANDLE) for x, y in self._handles()])
        guides = [Path([(x, self.y(pct)) for pct in (0, 100)]) for x in _handle_x()]
        self.set_shape("guides", [] if self.stories else guides)

    def _avoid_lines(self, shown: dict[int, ReliefCurve]) -> None:
        super()._avoid_lines(shown)
        for line in self._lines():
            self.placer.avoid_line(line)
        for x, y in self._handles():
            self.placer.avoid_box((x, y), 2 * HANDLE + 2, 2 * HANDLE + 2)
        below = self.y(NAMES_PCT)
        for index, (x, words) in enumerate(zip(_handle_x(), SHORT_NAMES, strict=True)):
            at = max(x, PANELS[0].left + text_width(words, SMALL_SIZE) / 2 + 2)
            self.put(f"text-time-{index}", words, [(at, below), (at, below - 18)], WHOLE)
        self.placer.avoid_box(((WHOLE[0] + WHOLE[2]) / 2, below), WHOLE[2] - WHOLE[0], SMALL_SIZE)

    def _along(self, curve: ReliefCurve | None, words: str, order: tuple[int, ...]) -> Places:
        """Return places along a curve; here "not measured" stands among the days or nowhere."""
        return super()._along(curve, words, (1,) if words == NOT_MEASURED else order)

    def _name_lines(self, shown: dict[int, ReliefCurve]) -> None:
        lines, width = self._lines(), text_width(NAME, TEXT_SIZE, "bold")
        end, height = lines[-1][-1]
        places = [(end + HANDLE + 6 + width / 2, height + side) for side in (0, 10, -10, 20, -20)]
        places += [
            (x, y + side * away)
            for away in (0, 10, 20)
            for panel in (1, 0)
            for (x, y), side in zip(along_line(lines[panel], width), cycle((1, -1)), strict=False)
        ]
        self.put("text-prediction", NAME, places, WHOLE)
        if shown:
            super()._name_lines(shown)
        else:
            self._name_level()
        for index, (x, y) in enumerate(self._handles()):
            words = say_pct(self._prediction.relief_pct[index])
            side = text_width(words, TEXT_SIZE, "bold") / 2 + HANDLE + 5
            places = [(x, y + 18), (x + side, y + 13), (x, y - 18), (x + side, y - 13), (x - side, y + 13)]
            self.put(f"text-value-{index}", words, [] if shown else places, WHOLE)


def say_scenario(scenario: Scenario) -> str:
    """Return who is injected with what: "Lidocaine with steroid, average patient"."""
    curve = scenario.curve("leaflet")
    words = f"{say_injection(curve.plan[0])}, {say_patient(curve.patient)}"
    if scenario.repeat_day:
        words += f", repeated on day {scenario.repeat_day:g}"
    if scenario.repeat_day * DAY_H in PREDICTION_TIMES_H:
        words += " (that day's point is just before the repeat)"
    return words[0].upper() + words[1:]


def describe_prediction(prediction: Prediction, curves: Sequence[ReliefCurve] = ()) -> str:
    """Return the prediction in words and, where curves are given, how far it is from each and why."""
    points = (f"{name} {say_pct(pct)}" for name, pct in zip(TIME_NAMES, prediction.relief_pct, strict=True))
    sentences = [f"Your prediction: {', '.join(points)}."]
    if not curves:
        return sentences[0]
    for curve in curves:
        miss, story = compare_prediction(prediction, curve), STORY_NAMES[curve.story]
        when = TIME_NAMES[PREDICTION_TIMES_H.index(miss.largest_h)]
        sentences.append(
            f"{story.capitalize()}: {round(miss.mean_abs_pct)} percentage points off on average; "
            f"furthest off at {when}: you said {say_pct(miss.predicted_pct)}, "
            f"the {story} says {say_pct(miss.expected_pct)}."
        )
    if key := find_misconception(prediction, *curves):
        miss = load_prediction_misses()[key]
        sentences.append(
            f'A belief that draws such a line: "{miss.belief}" {miss.correction} [{", ".join(miss.sources)}]'
        )
    return "\n".join([*sentences, UNMEASURED_WORDS.format("", "there the trials story is")])


def _handle_x() -> Array:
    return np.array([panel_at(hours).x(hours) for hours in PREDICTION_TIMES_H])
