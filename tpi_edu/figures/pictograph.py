"""One hundred people as markers: ten rows of ten, one group after the other."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.path import Path

Shape = Callable[[float, float, float], Path]  # x, y, radius


def place_people(
    groups: Sequence[tuple[Shape, int]], x: float, y: float, *, cell: float, radius: float
) -> list[Path]:
    """Return the markers of each group (shape, number of people); the first person is upper left at x, y."""
    numbers = np.arange(sum(count for _, count in groups))
    places = np.column_stack([x + numbers % 10 * cell, y - numbers // 10 * cell])
    people, first = [], 0
    for shape, count in groups:
        marker = Path.make_compound_path(shape(0, 0, radius))  # gives it codes
        corners = places[first : first + count, None] + marker.vertices
        people.append(Path(corners.reshape(-1, 2), np.tile(marker.codes, count)))
        first += count
    return people
