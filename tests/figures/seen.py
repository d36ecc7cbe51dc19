"""What a picture shows, for tests: its marks by key, its words by name."""

from typing import Any

from matplotlib.path import Path

from tpi_edu.figures.live import LivePicture
from tpi_edu.figures.marks import Mark, Words


def drawn(make: type[LivePicture], *state: Any, **options: Any) -> LivePicture:
    """Return a new picture that shows a state."""
    picture = make()
    picture.draw(*state, **options)
    return picture


def marks(picture: LivePicture) -> dict[str, Mark]:
    """Return the marks shown by their keys, from the back to the front."""
    return {mark.key: mark for mark in picture.marks}


def texts(picture: LivePicture) -> dict[str, str]:
    """Return the words shown by the name of their mark."""
    return {mark.name: mark.text for mark in picture.marks if isinstance(mark, Words)}


def middles(mark: Mark) -> list[tuple[float, float]]:
    """Return the middle of each of the shapes that are one mark, in figure units."""
    boxes = ((each if isinstance(each, Path) else Path(each)).get_extents() for each in mark.place)
    return [((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in boxes]
