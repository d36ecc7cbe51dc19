"""A section of tissue to scale, with a ruler and the names of its parts: what every needle is drawn on."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray

from ..model.needle import NeedlePath, Section
from .hands import draw_props
from .labels import text_width
from .live import LivePicture
from .needle_words import say_person
from .style import INK, MUTED, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH
from .tissue import (
    AIR_MM,
    DEEP_MM,
    LEFT_MM,
    LUNG,
    PLEURA,
    RIGHT_MM,
    SCREEN,
    WIDE_MM,
    draw_tissue,
    pleura_line,
    pleura_runs,
)

Array = NDArray[np.float64]

WIDTH, HEIGHT = 860, 520
UNITS_PER_MM = 5.2
LEFT, BOTTOM = 46.0, 72.0
RIGHT, TOP = LEFT + UNITS_PER_MM * WIDE_MM, BOTTOM + UNITS_PER_MM * (AIR_MM + DEEP_MM)
SKIN_Y = BOTTOM + UNITS_PER_MM * DEEP_MM
NAMES_X, NAME_HIGH = RIGHT + 24, 16
FRAME, SHADOW = "#b5b5b5", "#000000"
TITLES = {
    "blind": "blind: only the skin is seen",
    "ultrasound": "ultrasound, needle in the plane",
    "open": "opened to view",
}
NOTHING = Path(np.zeros((2, 2)))


class SectionPicture(LivePicture):
    """The tissue of a site, drawn anew only when site, person, view or hands change; the lung moves."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self._shown: tuple[object, ...] = ()
        box = (LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        self._under, self._over = (self.figure.add_axes(box, zorder=z) for z in (0, 6))
        self._names: list[Text | PathPatch] = []
        frame = [(LEFT, BOTTOM), (RIGHT, BOTTOM), (RIGHT, TOP), (LEFT, TOP), (LEFT, BOTTOM)]
        self._add_lines([Path(frame)], ec=FRAME, lw=1.2, zorder=9)
        self._add_ruler()
        self._add_shape(5, "lung", fc=LUNG, ec="none")
        self._add_shape(6.5, "pleura", fc="none", ec=PLEURA, lw=3.0)

    @property
    def background(self) -> tuple[object, ...]:
        """Site, person, view and what hands do."""
        return self._shown

    def point_at(self, x: float, y: float) -> tuple[float, float]:
        """Return x and depth in mm of a point of the SVG, y downward."""
        return LEFT_MM + (x - LEFT) / UNITS_PER_MM, (y - (HEIGHT - SKIN_Y)) / UNITS_PER_MM

    def set_shape(self, name: str, paths: list[Path]) -> None:
        """Show the paths as one shape, or nothing; what is not shown leaves nothing in the SVG."""
        self.live[name].set_path(NOTHING)
        super().set_shape(name, paths)

    def show_section(self, path: NeedlePath, view: str, props: tuple[str, ...]) -> None:
        """Show the tissue around a needle, and the lung as it is at this moment of the breath."""
        hand = () if set(props) <= {"mark"} else (path.entry_mm, path.tip_x_mm, path.tip_mm)
        shown = (path.site, path.habitus, view, props, *hand)
        if shown != self._shown:
            self._shown = shown
            self._show_tissue(path, view, props)
        if view == "blind" or path.section.pleura_mm is None:
            return self.hide("lung", "pleura")
        line = self.points(pleura_line(path.section, path.breath))
        floor = [(line[-1, 0], BOTTOM), (line[0, 0], BOTTOM), line[0]]
        self.set_shape("lung", [Path(np.vstack([line, floor]))])
        runs = pleura_runs(path.section, path.breath, behind_bone=view == "open")
        self.set_shape("pleura", [Path(self.points(run)) for run in runs])
        return None

    def put_at(self, name: str, words: str, x: float, y: float) -> None:
        """Show a label at a place."""
        text = self.live[name]
        text.set_text(words)
        text.set_position((x / UNITS_PER_INCH, y / UNITS_PER_INCH))
        text.set_visible(True)

    def hide(self, *names: str) -> None:
        """Show none of these, and leave nothing of them in the SVG."""
        for name in names:
            if isinstance(self.live[name], Text):
                self.put_at(name, "·", 0, 0)
                self.live[name].set_visible(False)
            else:
                self.set_shape(name, [])

    def x(self, x_mm: float) -> float:
        """Return where a place along the skin lies in the figure."""
        return LEFT + UNITS_PER_MM * (x_mm - LEFT_MM)

    def points(self, points_mm: Array) -> Array:
        """Return where points (x, depth in mm; shape (n, 2)) lie in the figure."""
        return np.column_stack([self.x(points_mm[:, 0]), SKIN_Y - UNITS_PER_MM * points_mm[:, 1]])

    def _add_shape(self, above: float, name: str, **style: object) -> None:
        self.add_live_shape(name, **style)
        self.live[name].set_zorder(above)

    def _add_ruler(self) -> None:
        ticks = []
        for mm in range(0, int(DEEP_MM), 5):
            y = SKIN_Y - UNITS_PER_MM * mm
            ticks.append(Path([(LEFT - (4 if mm % 10 else 7), y), (LEFT, y)]))
            if mm % 10 == 0:
                self.add_text(LEFT - 10, y - 4.5, f"{mm // 10}", ha="right", size=SMALL_SIZE)
        self._add_lines(ticks, ec=INK, lw=1.2)
        self.add_text(LEFT - 10, BOTTOM + 2, "cm", ha="right", size=SMALL_SIZE, color=MUTED)

    def _add_lines(self, paths: list[Path], **style: object) -> PathPatch:
        whole = Path.make_compound_path(*paths)
        line = PathPatch(Path(whole.vertices / UNITS_PER_INCH, whole.codes), fc="none", **style)
        line.set_transform(self.figure.dpi_scale_trans)
        return self.figure.add_artist(line)

    def _show_tissue(self, path: NeedlePath, view: str, props: tuple[str, ...]) -> None:
        for artist in self._names:
            artist.remove()
        self._names = []
        for axes in (self._under, self._over):
            _clear(axes)
        draw_tissue(self._under, self._over, path.section, view)
        draw_props(self._over, path, props)
        on_screen = view == "ultrasound"
        self.live["lung"].set_facecolor(SHADOW if on_screen else LUNG)
        self.live["pleura"].set_edgecolor(SCREEN if on_screen else PLEURA)
        self._names.append(self.add_text(LEFT, TOP + 10, say_person(path), weight="bold"))
        wide = text_width(say_person(path), TEXT_SIZE, "bold")
        self._names.append(self.add_text(LEFT + wide + 10, TOP + 10, TITLES[view], color=MUTED))
        if view == "blind":
            center = (LEFT + RIGHT) / 2, (BOTTOM + SKIN_Y) / 2
            self._names.append(self.add_text(*center, "hidden until you inject", ha="center", size=15))
        else:
            self._name_parts(path.section, view)

    def _name_parts(self, section: Section, view: str) -> None:
        """Write the name of each part beside the section, with a line to it."""
        parts = _parts(section)
        wall = min((b[1] for b in section.bones_mm if b[0] < LEFT_MM and b[2] > RIGHT_MM), default=DEEP_MM)
        if view == "ultrasound":  # behind a wall of bone there is nothing to see
            parts = [part for part in parts if part[1] < wall or part[2] == section.site.bone]
        parts.sort(key=lambda part: part[1])
        heights = _spread([SKIN_Y - UNITS_PER_MM * depth for _, depth, _ in parts])
        lines = []
        for (x, depth, words), y in zip(parts, heights, strict=True):
            lines.append(Path([(self.x(x), SKIN_Y - UNITS_PER_MM * depth), (NAMES_X - 4, y)]))
            self._names.append(self.add_text(NAMES_X, y - 4.5, words))
        self._names.append(self._add_lines(lines, ec=MUTED, lw=0.9, zorder=6.6))


def _clear(axes: Axes) -> None:
    axes.clear()
    axes.set(xlim=(LEFT_MM, RIGHT_MM), ylim=(DEEP_MM, -AIR_MM))
    axes.axis("off")


def _parts(section: Section) -> list[tuple[float, float, str]]:
    """Return x, depth and name of a point in each part, at the right edge where it goes that far."""
    below = min([section.pleura_mm or DEEP_MM, *(bone[1] for bone in section.bones_mm), DEEP_MM])
    tops = [*section.tops_mm, max(below, section.tops_mm[-1] + 4)]
    parts = [
        (RIGHT_MM, (top + min(bottom, DEEP_MM)) / 2, layer.name)
        for layer, (top, bottom) in zip(section.site.layers, pairwise(tops), strict=True)
    ]
    if section.bones_mm:
        _, top, right, bottom = section.bones_mm[-1]
        parts.append((min(right, RIGHT_MM) - 3, (top + min(bottom, DEEP_MM)) / 2, section.site.bone))
    if section.pleura_mm is not None:
        x, depth = pleura_line(section, 0.5)[-1]  # the names stay where they are as it moves
        parts += [(x, depth, "pleura (dashed: range)"), (x - 6, min(depth + 5, DEEP_MM - 1), "lung")]
    return parts


def _spread(heights: list[float]) -> list[float]:
    """Move lines of text, highest first, as far as it takes to keep them apart and above the lower edge."""
    floor = BOTTOM + 6 + NAME_HIGH * np.arange(len(heights))[::-1]
    placed: list[float] = []
    for height, least in zip(heights, floor, strict=True):
        placed.append(max(min([height, *(last - NAME_HIGH for last in placed[-1:])]), least))
    return placed
