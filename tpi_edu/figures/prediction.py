"""A predicted line of relief: drawn before anything is known, then with both stories over it."""

from collections.abc import Iterator

import numpy as np

from ..content.questions import load_prediction_misses
from ..model.measured import Chosen, kind_of
from ..model.milestones import DAY_H
from ..model.prediction import (
    PREDICTION_TIMES_H,
    Prediction,
    Scenario,
    compare_prediction,
    find_misconception,
)
from .clocks import CLOCKS, FLOOR_PCT, SIZE, WHOLE, clock_at
from .labels import Array, text_width
from .marks import Mark, Shapes, Words
from .relief import CoursePicture, Curves, find_floor
from .relief_words import STORY_NAMES, say_injection, say_patient, say_pct, say_unseen
from .shapes import ring
from .style import GRID, PAPER, PREDICTION, PREDICTION_STYLE, SMALL_MUTED, SMALL_SIZE, Look

TIME_NAMES = ("15 minutes", "3 hours", "12 hours", "2 days", "5 days", "2 weeks", "4 weeks")
SHORT_NAMES = ("15 min", "3 h", "12 h", "2 days", "5 days", "2 weeks", "4 weeks")
NAME = "your prediction"
NAMES_PCT = -8.0  # the names of the times stand below zero, where no prediction goes
HANDLE = 6.5
YOURS = Look(line=PREDICTION, width=2.6, dashes=PREDICTION_STYLE, ink=PREDICTION, bold=True)
HANDLES, GUIDES = Look(fill=PAPER, line=PREDICTION, width=2.2), Look(line=GRID, width=1.0)
HANDLES_X = np.array([float(c.x(h)) for h in PREDICTION_TIMES_H if (c := clock_at(CLOCKS, h))])
EDGES_X = np.array([clock.box[::2] for clock in CLOCKS])
CLOSED_X = EDGES_X - np.cumsum([0, *(EDGES_X[1:, 0] - EDGES_X[:-1, 1])])[:, None]  # without the gaps


def say_scenario(scenario: Scenario) -> str:
    """Return who is injected with what: "Lidocaine with steroid, average patient"."""
    curve = scenario.curve("leaflet")
    words = f"{say_injection(curve.plan[0])}, {say_patient(curve.patient)}"
    if scenario.repeat_day:
        words += f", repeated on day {scenario.repeat_day:g}"
    if scenario.repeat_day * DAY_H in PREDICTION_TIMES_H:
        words += " (that day's point is just before the repeat)"
    return words[0].upper() + words[1:]


def describe_prediction(prediction: Prediction, curves: Curves = ()) -> str:
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
        held = load_prediction_misses()[key]
        sentences.append(
            f'A belief that draws such a line: "{held.belief}" {held.correction} [{", ".join(held.sources)}]'
        )
    first = curves[0]
    seen = f"Points: what was measured ({kind_of(first.plan[0])}), each in its own patients."
    unseen = say_unseen(first.plan[0], after_repeat=bool(first.repeat_days))
    return "\n".join([*sentences, seen, unseen])


class PredictionPicture(CoursePicture):
    """A predicted line on the clocks; nothing of a story is in it until it is drawn with curves."""

    describe = staticmethod(describe_prediction)

    def background(self, _prediction: Prediction, curves: Curves = ()) -> tuple[float, bool]:
        """Return the floor of the relief axis, and whether the titles may tell of a story."""
        return find_floor(curves), bool(curves)

    def moving(self, prediction: Prediction, curves: Curves = ()) -> Iterator[Mark]:
        """Yield the prediction over the curves, if given."""
        handles = np.column_stack([HANDLES_X, self.clocks[0].y(prediction.relief_pct)])
        lines = self._lines(handles)
        self.avoid_curves(curves)
        for line in lines:
            self.placer.avoid_line(line)
        for x, y in handles:
            self.placer.avoid_box((x, y), 2 * HANDLE + 2, 2 * HANDLE + 2)
        yield from self._name_times()
        if curves:
            yield from self.course(curves, measured=Chosen(group=kind_of(curves[0].plan[0])))
        else:
            guides = [c.points(h, (0, 100)) for h in PREDICTION_TIMES_H if (c := clock_at(CLOCKS, h))]
            yield Shapes("guides", guides, GUIDES, under=True)
        yield Shapes("prediction", lines, YOURS)
        yield Shapes("handles", [ring(x, y, HANDLE) for x, y in handles], HANDLES)
        yield from self._name(lines)
        yield from self.names(curves)
        for index, (x, y) in enumerate(handles if not curves else ()):
            words = say_pct(prediction.relief_pct[index])
            side = text_width(words, YOURS) / 2 + HANDLE + 5
            places = [(x, y + 18), (x + side, y + 13), (x, y - 18), (x + side, y - 13), (x - side, y + 13)]
            yield from self.label(f"value-{index}", words, places, YOURS)

    def value_at(self, x: float, y: float) -> tuple[int, int]:
        """Return the index of the nearest time and the relief (whole %) at a point of the SVG, y downward."""
        index = int(np.argmin(np.abs(HANDLES_X - x)))
        _, bottom, _, top = CLOCKS[0].box
        part = (SIZE[1] - y - bottom) / (top - bottom)
        return index, round(min(max(FLOOR_PCT + part * (100 - FLOOR_PCT), 0), 100))

    def _lines(self, handles: Array) -> list[Array]:
        """Return the points of the line in each clock: straight in the figure, as if there were no gaps."""
        start = EDGES_X[0, 0], float(self.clocks[0].y(0))
        corners_x, corners_y = np.vstack([start, handles]).T
        closed_x = np.interp(corners_x, EDGES_X.ravel(), CLOSED_X.ravel())
        lines = []
        for edges, closed in zip(np.minimum(EDGES_X, corners_x[-1]), CLOSED_X, strict=True):
            x = np.unique(np.clip(corners_x, *edges))
            y = np.interp(x - edges[0] + closed[0], closed_x, corners_y)
            lines.append(np.column_stack([x, y]))
        return lines

    def _name_times(self) -> Iterator[Words]:
        """Yield the names of the seven times, and keep their height free."""
        below = float(self.clocks[0].y(NAMES_PCT))
        for index, (x, words) in enumerate(zip(HANDLES_X, SHORT_NAMES, strict=True)):
            at = max(x, CLOCKS[0].box[0] + text_width(words, SMALL_MUTED) / 2 + 2)
            yield from self.label(f"time-{index}", words, [(at, below), (at, below - 18)], SMALL_MUTED)
        self.placer.avoid_box(((WHOLE[0] + WHOLE[2]) / 2, below), WHOLE[2] - WHOLE[0], SMALL_SIZE)

    def _name(self, lines: list[Array]) -> list[Words]:
        """Return the name of the line, at its end or along it."""
        side = HANDLE + 6 + text_width(NAME, YOURS) / 2
        (*_, (x, y)), levels = lines[-1], (0, 10, -10, 20, -20)
        beside = self.label("prediction", NAME, [(x + side, y + up) for up in levels], YOURS)
        return beside or self.along(
            "prediction", NAME, [lines[n] + (0, up) for up in levels for n in (1, 0)], YOURS
        )
