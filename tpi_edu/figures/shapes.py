"""Shapes that pictures share: markers, boxes, and the line from a marker to its label."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike

from .labels import Array
from .marks import Words

Marker = Callable[..., Path]  # x, y, radius
CORNERS = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
HANDLE = 4 / 3 * np.tan(np.pi / 8)  # of a Bezier curve that is nearly a quarter of a circle
QUARTER = np.array([(1, HANDLE), (HANDLE, 1), (0, 1)])
TURN = np.array([(0, 1), (-1, 0)])  # a quarter to the left, for rows
CIRCLE = np.vstack([(1, 0), *(QUARTER @ np.linalg.matrix_power(TURN, n) for n in range(4))])
ROUND = [Path.MOVETO, *[Path.CURVE4] * 12]
DIAMOND = np.array([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]) * 1.3
STROKES = np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)]) * 0.6
ARM = np.array([(0.5, 0), (1, 0.5), (0.5, 1)])  # of a saltire with thick arms
CROSS = np.vstack([*(ARM @ np.linalg.matrix_power(TURN, n) for n in range(4)), ARM[:1]])
RADIUS = 4.2


def _marker(outline: Array, codes: ArrayLike | None = None) -> Marker:
    """Return what makes markers of an outline around (0, 0), at x and y and of a radius."""
    return lambda x, y, radius=RADIUS: Path(outline * radius + (x, y), codes)


ring = _marker(CIRCLE, ROUND)
square = _marker(CORNERS)
diamond = _marker(DIAMOND)
saltire = _marker(STROKES, [Path.MOVETO, Path.LINETO] * 2)  # two strokes that cross
cross = _marker(CROSS)


def ellipse(x: float, y: float, half_wide: float, half_high: float) -> Path:
    """Return an ellipse around a center."""
    return Path(CIRCLE * (half_wide, half_high) + (x, y), ROUND)


def box(left: float, bottom: float, right: float, top: float) -> Path:
    """Return a rectangle."""
    return Path([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])


def rounded_box(left: float, bottom: float, right: float, top: float, radius: float) -> Path:
    """Return a rectangle with round corners."""
    half = np.array([right - left, top - bottom]) / 2 - radius
    centers = np.roll(CORNERS[:4], -2, axis=0) * half + ((left + right) / 2, (bottom + top) / 2)
    arcs = [np.vstack([(1, 0), QUARTER]) @ np.linalg.matrix_power(TURN, n) for n in range(4)]
    points = np.array(arcs) * radius + centers[:, None]
    codes = [Path.LINETO, *[Path.CURVE4] * 3] * 4
    return Path(np.vstack([*points, points[0, :1]]), [Path.MOVETO, *codes[1:], Path.LINETO])


def arrow_head(tip: ArrayLike, way: ArrayLike, length: float = 13.0) -> Path:
    """Return a head that points along a way of any length, its tip at a point."""
    tip, way = np.asarray(tip, dtype=float), np.asarray(way, dtype=float)
    back = way / np.hypot(*way) * length
    side = np.array([-back[1], back[0]]) / 2
    return Path(np.array([tip, tip - back + side, tip - back - side, tip]))


def leader(x: float, y: float, label: Words) -> list[Path]:
    """Return a thin line from a marker to its label, where the two stand apart."""
    start, (left, bottom, right, top) = np.array([x, y]), label.box
    way = np.clip(start, (left - 2, bottom - 2), (right + 2, top + 2)) - start
    far = float(np.hypot(*way))
    return [Path(np.array([start + way * (6 / far), start + way]))] if far > 16 else []


def place_people(
    groups: Sequence[tuple[Marker, int]], x: float, y: float, *, cell: float, radius: float
) -> list[list[Path]]:
    """Return the markers of each group (marker, number of people): ten rows of ten, the first upper left."""
    people, first = [], 0
    for marker, count in groups:
        numbers = range(first, first + count)
        people.append([marker(x + n % 10 * cell, y - n // 10 * cell, radius) for n in numbers])
        first += count
    return people
