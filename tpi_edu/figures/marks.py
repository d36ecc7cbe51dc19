"""What moves in a picture: marks, made anew from each state, as the browser, a PNG and a figure read them.

Places are in figure units: 72 per inch, from the lower left.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import ArrayLike, NDArray

from .labels import Bounds, text_width
from .style import PLAIN, UNITS_PER_INCH, Look

Anchor = Literal["left", "center", "right"]
ANCHORS = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}
Element = dict[str, Any]  # what the view needs to show one mark: key, tag, whether under, text and attributes
COMMANDS = {Path.MOVETO: "M%g %g ", Path.LINETO: "l%g %g ", Path.CURVE4: "c%g %g ", Path.CLOSEPOLY: "z"}
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Something that moves: its name, its place and its look; under or over what stands still.

    Names are words of a-z and digits joined by hyphens, each once in a kind of mark and a picture; another
    name raises `ValueError`.
    """

    name: str
    place: Any
    look: Look = PLAIN
    under: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"Mark.name must be words of a-z and 0-9 joined by hyphens; got {self.name!r}.")

    @property
    def key(self) -> str:
        """What tells the mark apart from all others of a picture."""
        return f"{type(self).__name__.lower()}-{self.name}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return len(self.place) == 0

    def path(self) -> Path:
        """Return all paths or rows of points as one, in figure units."""
        return Path.make_compound_path(*map(as_path, self.place))

    def element(self, height: float) -> Element:
        """Return what the browser needs to show it in a picture of that height."""
        look = self.look
        shown: Element = {"key": self.key, "under": self.under, "tag": "path", "fill": look.fill}
        shown["d"] = svg_path_data(self.path(), height)
        if look.line != "none":
            shown |= {"stroke": look.line, "stroke-width": f"{look.width:g}"}
        if look.dashes:
            shown["stroke-dasharray"] = " ".join(f"{dash * look.width:.4g}" for dash in look.dashes)
        if look.round_ends:
            shown["style"] = "stroke-linecap: round"  # which the page's style sheet would outdo elsewhere
        if look.alpha != 1:
            shown["opacity"] = f"{look.alpha:g}"
        return shown

    def artist(self) -> Artist:
        """Return the same for matplotlib, in inches."""
        path, look = self.path(), self.look
        return PathPatch(
            Path(np.asarray(path.vertices) / UNITS_PER_INCH, path.codes),
            fc=look.fill,
            ec=look.line,
            lw=look.width,
            ls=(0, look.dashes) if look.dashes else "solid",
            alpha=look.alpha,
            capstyle="round" if look.round_ends else "butt",
            joinstyle="round",
            snap=False if look.round_ends else None,  # a dot stays where it is
        )


@dataclass(frozen=True, slots=True, eq=False)
class Stroke(Mark):
    """A line through points, shape (n, 2); NaN leaves a gap, and nothing is drawn outside of clip."""

    clip: Bounds | None = field(default=None, kw_only=True)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not np.isfinite(self.place).all(axis=1).any()

    def path(self) -> Path:
        """Return the line without points that lie on it anyway."""
        return thinned(self.place, clip=self.clip)


class Shapes(Mark):
    """Some paths or rows of points as one: markers, boxes, outlines, areas."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mark):
    """A line of text; its anchor lies on a point (x, y). Raises `ValueError` for no words."""

    text: str = field(default="", kw_only=True)
    anchor: Anchor = field(default="center", kw_only=True)

    def __post_init__(self) -> None:
        Mark.__post_init__(self)
        if not self.text.strip():
            raise ValueError(f"Words.text must hold words at {self.name}; got {self.text!r}.")

    @property
    def box(self) -> Bounds:
        """Left, bottom, right and top of the text."""
        (x, y), size, width = self.place, self.look.size, text_width(self.text, self.look)
        left = x - ANCHORS[self.anchor][1] * width
        return left, y - 0.14 * size, left + width, y + 0.76 * size

    def element(self, height: float) -> Element:
        """Return what the browser needs to show it in a picture of that height."""
        x, y = self.place
        weight = {"font-weight": "bold"} if self.look.bold else {}
        return weight | {
            "key": self.key,
            "under": self.under,
            "tag": "text",
            "text": self.text,
            "x": f"{x:.1f}",
            "y": f"{height - y:.1f}",
            "text-anchor": ANCHORS[self.anchor][0],
            "font-size": f"{self.look.size:g}",
            "fill": self.look.ink,
        }

    def artist(self) -> Artist:
        """Return the same for matplotlib, in inches."""
        x, y = np.array(self.place) / UNITS_PER_INCH
        return Text(x, y, self.text, ha=self.anchor, **self.look.text_style)


def write(name: str, text: str, at: ArrayLike, look: Look = PLAIN, anchor: Anchor = "left") -> list[Words]:
    """Return words at a place, or none where the text is empty."""
    x, y = np.asarray(at, dtype=float).tolist()
    return [Words(name, (x, y), look, text=text, anchor=anchor)] if text else []


def checked(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks that show something; raise `ValueError` where two have the same name."""
    shown: dict[str, Mark] = {}
    for mark in marks:
        if mark.key in shown:
            raise ValueError(f"Mark.name must be there once in a picture; got {mark.key} twice.")
        shown[mark.key] = mark
    return tuple(mark for mark in shown.values() if not mark.is_empty)


def thinned(points: ArrayLike | Path, *, clip: Bounds | None = None, simplify: bool = True) -> Path:
    """Return a line with gaps at NaN and where it leaves the clip, without points that lie on it anyway."""
    path = as_path(points).cleaned(remove_nans=True, clip=clip, simplify=simplify)
    is_line, is_move = (np.asarray(path.codes) == code for code in (Path.LINETO, Path.MOVETO))
    is_drawn = is_line | is_move & is_line.any()
    return Path(np.asarray(path.vertices)[is_drawn], np.asarray(path.codes)[is_drawn])


def joined(lines: Iterable[ArrayLike]) -> NDArray[np.float64]:
    """Return lines, each of points of shape (n, 2), as the points of one with gaps."""
    gap = [(np.nan, np.nan)]
    return np.vstack([gap, *(rows for line in lines for rows in (line, gap))])


def as_path(line: ArrayLike | Path) -> Path:
    """Return rows of points as a path."""
    return line if isinstance(line, Path) else Path(line)


def svg_path_data(path: Path, height: float) -> str:
    """Return the `d` attribute of a path in figure units, y turned down, to 0.1 units.

    Lines and curves are given from the point where they begin: that takes half as many digits.
    """
    codes = np.asarray(path.codes)
    points = np.round(np.asarray(path.vertices) * (1, -1) + (0, height), 1)
    is_move, is_curve = codes == Path.MOVETO, codes == Path.CURVE4
    of_three = np.where(is_curve, (is_curve.cumsum() - 1) % 3, 0)  # which point of a piece of a curve
    begins = np.where(is_move[:, None], 0, points[np.arange(len(codes)) - of_three - 1])
    from_there = np.round(points - begins, 1) + 0.0  # no "-0"
    goes_on = np.append(False, codes[1:] == codes[:-1]) & ~is_move
    parts = ("%g %g " if more else COMMANDS[code] for code, more in zip(codes.tolist(), goes_on, strict=True))
    return ("".join(parts) % tuple(from_there[codes != Path.CLOSEPOLY].ravel().tolist())).rstrip()
