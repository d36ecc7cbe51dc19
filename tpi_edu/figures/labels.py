"""Direct labels that do not collide: each takes the first free one of the places it may stand.

Everything is in figure units. A place is the center (x, y) of a label; places come in order of preference.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

from .style import FONT, PLAIN, TEXT_SIZE, Look

Array = NDArray[np.float64]
Place = tuple[float, float]
Places = list[Place]
Bounds = tuple[float, float, float, float]  # left, bottom, right, top
PADDING = 2.5  # kept free around a label
CELL = 2.0  # size of the cells that lines are entered in
NOTHING, LINE, BARRIER = 0, 1, 2
REACHES = (11, 18, 27, 38, 55, 75)  # from a marker to the near edge of its label


@lru_cache(maxsize=512)
def text_width(words: str, look: Look = PLAIN) -> float:
    """Return the width of one line of text."""
    font = FontProperties(family=FONT, size=look.size, weight="bold" if look.bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width)


class LabelPlacer:
    """Places labels one after the other, away from lines, from each other, and inside their bounds."""

    def __init__(self, width: float, height: float) -> None:
        self._boxes: list[Bounds] = []
        self._line_at = np.full((int(width / CELL) + 2, int(height / CELL) + 2), NOTHING, dtype=np.int8)

    def avoid_line(self, points: Array, *, is_barrier: bool = False) -> None:
        """Keep labels off a line through points, shape (n, 2); barriers also part labels from markers."""
        points = points[np.all(np.isfinite(points), axis=1)]
        if len(points) > 1:
            self._line_at[tuple(self._cells(_dense(points)))] = BARRIER if is_barrier else LINE

    def avoid_box(self, center: tuple[float, float], width: float, height: float) -> None:
        """Keep labels off a box around a center."""
        self._boxes.append(_box(center, width, height))

    def avoid_all(self, other: "LabelPlacer") -> None:
        """Keep labels off all that another one, which is no larger, keeps them off."""
        self._boxes += other._boxes
        wide, high = other._line_at.shape
        np.copyto(self._line_at[:wide, :high], other._line_at, where=other._line_at != NOTHING)

    def place(
        self,
        width: float,
        height: float,
        places: Iterable[Place],
        bounds: Bounds,
        *,
        marker: tuple[float, float] | None = None,
    ) -> Array | None:
        """Return the first free place for a label and keep it free from now on, or None.

        A label of a marker also takes no place with a barrier in between.
        """
        taken = self._boxes
        for center in places:  # one by one: most labels find one among the first
            box = left, bottom, right, top = _box(center, width + 2 * PADDING, height + 2 * PADDING)
            columns, rows = [slice(int(box[n] / CELL), int(box[n + 2] / CELL) + 1) for n in (0, 1)]
            if (
                (left >= bounds[0] and bottom >= bounds[1] and right <= bounds[2] and top <= bounds[3])
                and not np.count_nonzero(self._line_at[columns, rows])
                and not any(x0 < right and left < x1 and y0 < top and bottom < y1 for x0, y0, x1, y1 in taken)
                and not (marker and self._is_cut_off(center, marker))
            ):
                taken.append(box)
                return np.array(center)
        return None

    def _cells(self, points: Array) -> NDArray[np.intp]:
        return np.asarray(np.clip((points / CELL).astype(int), 0, np.array(self._line_at.shape) - 1).T)

    def _is_cut_off(self, center: tuple[float, float], marker: tuple[float, float]) -> bool:
        columns, rows = self._cells(_dense(np.array([marker, center])))
        return BARRIER in self._line_at[np.clip(columns + np.array([[-1], [0], [1]]), 0, None), rows]


def _dense(points: Array) -> Array:
    """Return points no further apart than a cell along the line through some points."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.arange(0.0, length[-1] + CELL, CELL)
    return np.column_stack([np.interp(at, length, points[:, i]) for i in (0, 1)])


def _box(center: tuple[float, float], width: float, height: float) -> Bounds:
    x, y = center
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def around(x: float, y: float, width: float) -> Iterator[Place]:
    """Yield places around a marker, nearest first, right before left and above before below."""
    beside = [(side, dy) for side in (1, -1) for dy in (0.4, -0.4, 1, -1)]
    over = [(dx, dy) for dx in (0, 0.2, -0.2, 0.4, -0.4, 0.6, -0.6, 0.8, -0.8) for dy in (1, -1)]
    for reach in REACHES:
        for dx, dy in beside + over:
            yield x + dx * (width / 2 + reach), y + dy * (TEXT_SIZE / 2 + reach)


def along_line(points: Array, width: float) -> Places:
    """Return places just above and below a line through points, from its right end."""
    x, y = points.T
    centers = np.linspace(x.max() - width / 2 - 4, x.min() + width / 2 + 4, 9)
    near = np.abs(x - centers[:, None]) <= width / 2 + 3
    above, below = np.where(near, y, -np.inf).max(axis=1) + 12, np.where(near, y, np.inf).min(axis=1) - 12
    beside = zip(centers.tolist(), above.tolist(), below.tolist(), strict=True)
    return [(at, height) for at, *heights in beside for height in heights if np.isfinite(height)]


def inside_band(x: Array, low: Array, high: Array, width: float) -> list[tuple[float, float, float]]:
    """Return (room to spare, x, y) of places inside a band that is high enough for a line of text."""
    if np.max(high - low) <= TEXT_SIZE + 2:
        return []
    centers = np.linspace(x.min() + width / 2 + 3, x.max() - width / 2 - 3, 11)
    near = np.abs(x - centers[:, None]) <= width / 2 + 2
    bottom = np.where(near, low, -np.inf).max(axis=1)
    top = np.where(near, high, np.inf).min(axis=1)
    return [
        (room, at, (above + below) / 2 + part * room)
        for at, below, above in zip(centers.tolist(), bottom.tolist(), top.tolist(), strict=True)
        if 0 < (room := above - below - TEXT_SIZE - 2) < np.inf
        for part in (0, -0.45, 0.45)
    ]


def beside_band(x: Array, low: Array, high: Array, width: float) -> Places:
    """Return places next to a band too thin to hold its name: below its peak, then right of it."""
    size = high - low
    peak = int(np.argmax(size))
    if size[peak] < 8:
        return []
    half_gone = np.flatnonzero((np.arange(x.size) > peak) & (size < size[peak] / 2))
    end = x[half_gone[0]] if half_gone.size else x[-1]
    center = np.clip(x[peak], x[0] + width / 2 + 4, x[-1] - width / 2 - 4)
    return [
        (center, low[peak] - 12),
        *((end + width / 2 + 8, low[peak] + size[peak] * part) for part in (0.6, 0.8, 0.4)),
    ]
