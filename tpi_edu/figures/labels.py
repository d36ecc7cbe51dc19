"""Direct labels that do not collide: each takes the first free one of the places it may stand."""

from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

from .style import FONT

Array = NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # left, bottom, right, top
Marker = tuple[float, float, int]  # x, y, number of the line it stands on
PADDING = 2.5  # figure units kept free around a label
STEP = 4.0  # figure units between the points that stand for a line


@lru_cache(maxsize=512)
def text_width(words: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in figure units."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width)


class LabelPlacer:
    """Places labels one after the other, away from lines, from each other, and inside their bounds.

    Everything is in figure units. Rows of `candidates` are centers in order of preference, shape (k, 2).
    """

    def __init__(self) -> None:
        self._points = np.empty((0, 2))
        self._lines = np.empty(0, dtype=int)
        self._boxes = np.empty((0, 4))

    def avoid_line(self, points: Array, *, line: int = -1) -> None:
        """Keep labels off a line through points, shape (n, 2); parts of one line share its number."""
        points = points[np.all(np.isfinite(points), axis=1)]
        if len(points) < 2:
            return
        length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        at = np.arange(0.0, length[-1] + STEP, STEP)
        dense = np.column_stack([np.interp(at, length, points[:, i]) for i in (0, 1)])
        self._points = np.vstack([self._points, dense])
        self._lines = np.append(self._lines, np.full(len(dense), line))

    def avoid_box(self, center: tuple[float, float], width: float, height: float) -> None:
        """Keep labels off a box around a center."""
        self._boxes = np.vstack([self._boxes, _boxes(np.array([center]), width, height)])

    def place(
        self, width: float, height: float, candidates: Array, bounds: Bounds, *, marker: Marker | None = None
    ) -> Array | None:
        """Return the center of the first free place for a label and keep it free from now on, or None.

        A label of a `marker` (its x, y and line) also takes no place with another line in between.
        """
        if len(candidates) == 0:
            return None
        boxes = _boxes(candidates, width + 2 * PADDING, height + 2 * PADDING)
        left, bottom, right, top = bounds
        free = (boxes[:, 0] >= left) & (boxes[:, 1] >= bottom) & (boxes[:, 2] <= right) & (boxes[:, 3] <= top)
        x, y = self._points.T
        on_line = (boxes[:, :1] < x) & (x < boxes[:, 2:3]) & (boxes[:, 1:2] < y) & (y < boxes[:, 3:])
        free &= ~on_line.any(axis=1)
        taken = self._boxes[None]
        apart = (
            (boxes[:, None, 2] <= taken[..., 0])
            | (taken[..., 2] <= boxes[:, None, 0])
            | (boxes[:, None, 3] <= taken[..., 1])
            | (taken[..., 3] <= boxes[:, None, 1])
        )
        free &= apart.all(axis=1)
        for best in np.flatnonzero(free):
            if marker is None or not self._is_cut_off(candidates[best], marker):
                self._boxes = np.vstack([self._boxes, boxes[best]])
                return candidates[best]
        return None

    def _is_cut_off(self, center: Array, marker: Marker) -> bool:
        x, y, line = marker
        between = np.linspace((x, y), center, 24)
        others = self._points[(self._lines >= 0) & (self._lines != line)]
        return bool(np.any(np.abs(between[:, None] - others).max(axis=2) < STEP))


def _boxes(centers: Array, width: float, height: float) -> Array:
    half = np.array([width, height]) / 2
    return np.hstack([centers - half, centers + half])
