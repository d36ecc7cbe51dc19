"""What a picture shows, for tests: its marks by key, its words by name, and what must not be seen."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Any

from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tpi_edu.figures.live import LivePicture
from tpi_edu.figures.marks import Mark, Stroke, Words
from tpi_edu.figures.sheet import Sheet

NEAR = 0.5  # figure units by which boxes of text may touch
EMPTY = 1.5  # figure units that letters leave empty at the edges of their box


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


def boxes(mark: Mark) -> list[Bbox]:
    """Return where each of the shapes that are one mark lies, in figure units."""
    return [(each if isinstance(each, Path) else Path(each)).get_extents() for each in mark.place]


def middles(mark: Mark) -> list[tuple[float, float]]:
    """Return the middle of each of the shapes that are one mark, in figure units."""
    return [((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in boxes(mark)]


def people(picture: LivePicture, names: Iterable[str]) -> list[int]:
    """Return how many of 100 people are drawn in each group: in ten rows of ten, one at a place."""
    groups = [marks(picture).get(f"shapes-{name}") for name in names]
    found = [middles(each)[:-1] if each else [] for each in groups]  # the last stands in the key
    places = {(round(x, 1), round(y, 1)) for group in found for x, y in group}
    assert [len({*line}) for line in zip(*places, strict=True)] == [10, 10]
    assert len(places) == sum(map(len, found)) == 100
    return [*map(len, found)]


def flaws(picture: LivePicture) -> list[Any]:
    """Return what lies outside of a picture, which of its words overlap, and through which a line goes."""
    labels = [(mark.text, Bbox.from_extents(*mark.box)) for mark in picture.marks if isinstance(mark, Words)]
    others = [mark for mark in picture.marks if not isinstance(mark, Words)]
    words = still_words(type(picture), picture.ground) + labels
    boxes = [(text, box, 0) for text, box in words]
    boxes += [(mark.key, mark.path().get_extents(), mark.look.width / 2 + 0.1) for mark in others]
    outside = [name for name, box, reach in boxes if sticks_out(box, picture, reach)]
    inner = [(text, box.padded(-NEAR / 2)) for text, box in words]
    overlaps = [(one, other) for (one, a), (other, b) in combinations(inner, 2) if a.overlaps(b)]
    strokes = [mark.path() for mark in others if isinstance(mark, Stroke) and not mark.under]
    lines = [Path(line) for stroke in strokes for line in stroke.to_polygons(closed_only=False)]
    letters = [(text, box.padded(-EMPTY)) for text, box in labels]
    crossed = [text for text, box in letters for line in lines if line.intersects_bbox(box, filled=False)]
    return outside + overlaps + crossed


def sticks_out(box: Bbox, picture: LivePicture, reach: float) -> bool:
    """Return whether a box reaches out of a picture by more than that; one around nothing does not."""
    width, height = picture.size
    return min(box.x0, box.y0) < -reach or box.x1 > width + reach or box.y1 > height + reach


@cache
def still_words(make: type[LivePicture], ground: tuple[Any, ...]) -> list[tuple[str, Bbox]]:
    """Return words and box of every text that stands still."""
    sheet = Sheet(*make.size)
    make().still(sheet, *ground)
    sheet.canvas.draw()  # axes place their labels when drawn
    found = [text for text in sheet.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(t.get_text(), t.get_window_extent()) for t in found if t.axes is None or t.axes.axison]
