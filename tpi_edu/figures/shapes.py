"""Shapes that pictures share: markers, boxes, and the line from a marker to its label."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike

from .labels import Array, Places
from .marks import Mark, Shapes, Words, write
from .style import Look

Marker = Callable[..., Path]  # x, y, radius, or how far it reaches to the side and up
Group = tuple[str, str, Marker, Look]  # of people: name, words of how many, marker and look
CORNERS = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
ROUND = Path.arc(0, 360, 4)  # four Bezier curves that are nearly a circle
CIRCLE = np.asarray(ROUND.vertices)
DIAMOND = np.array([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]) * 1.3
STROKES = np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)]) * 0.6
ARM = np.array([(0.5, 0), (1, 0.5), (0.5, 1)])
ARMS = np.vstack([ARM, ARM[:, ::-1] * (-1, 1)])  # two of a saltire with thick arms
CROSS = np.vstack([ARMS, -ARMS, ARM[:1]])


def _marker(outline: Array, codes: ArrayLike | None = None) -> Marker:
    """Return what makes markers of an outline around (0, 0), at x and y and of a radius."""
    return lambda x, y, radius=4.2: Path(outline * radius + (x, y), codes)


ring = _marker(CIRCLE, ROUND.codes)
square = _marker(CORNERS)
diamond = _marker(DIAMOND)
saltire = _marker(STROKES, [Path.MOVETO, Path.LINETO] * 2)  # two strokes that cross
cross = _marker(CROSS)


def box(left: float, bottom: float, right: float, top: float) -> Path:
    """Return a rectangle."""
    return Path([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])


def rounded_box(left: float, bottom: float, right: float, top: float, radius: float) -> Path:
    """Return a rectangle with round corners."""
    half = np.array([right - left, top - bottom]) / 2 - radius
    centers = np.roll(CORNERS[:4], -2, axis=0) * half + ((left + right) / 2, (bottom + top) / 2)
    arcs = np.array([CIRCLE[n : n + 4] for n in (0, 3, 6, 9)])
    points = arcs * radius + centers[:, None]
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


def show_people(
    groups: Iterable[Group], counts: Iterable[int], at: Places, cell: float, radius: float
) -> Iterator[Mark]:
    """Yield 100 people in ten rows of ten, and a key of how many are in each group.

    at: the first of the people, then the marker of each group in the key; one without a place is left out.
    """
    (left, top), *key = at
    people = ((left + n % 10 * cell, top - n // 10 * cell) for n in range(100))
    for (name, words, marker, look), count, (x, y) in zip(groups, counts, key, strict=False):
        places = [*islice(people, count), (x, y)]
        yield Shapes(name, [marker(*place, radius) for place in places], look)
        yield from write(name, words.format(count), (x + 2.5 * radius, y - 4.5), look)
