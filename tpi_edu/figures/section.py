"""A section of tissue to scale, with a ruler and the names of its parts: what every needle is drawn on."""

from itertools import pairwise

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from ..model.needle import NeedlePath, Section
from .hands import draw_props
from .labels import text_width
from .needle_words import say_person
from .old_live import LivePicture
from .style import FONT, INK, MUTED, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH
from .tissue import (
    AIR_MM,
    DEEP_MM,
    LEFT_MM,
    PLEURA,
    RIGHT_MM,
    SCREEN,
    UNITS_PER_MM,
    draw_tissue,
    pleura_runs,
)

WIDTH, HEIGHT = 860, 520
LEFT, BOTTOM = 46.0, 72.0
SKIN_Y = BOTTOM + UNITS_PER_MM * DEEP_MM
RIGHT, TOP = LEFT + UNITS_PER_MM * (RIGHT_MM - LEFT_MM), SKIN_Y + UNITS_PER_MM * AIR_MM
NAMES_MM, NAME_HIGH_MM = RIGHT_MM + 4.6, 3.1
FRAME, LUNG, LUNG_LINE, SHADOW = "#b5b5b5", "#ecd0d4", "#d9b3ba", "#000000"
TITLES = {
    "blind": "blind: only the skin is seen",
    "ultrasound": "ultrasound, needle in the plane",
    "open": "opened to view",
}
NAME = {
    "va": "center",
    "annotation_clip": False,
    "arrowprops": {"arrowstyle": "-", "color": MUTED, "lw": 0.9, "relpos": (0, 0.5)},
}
NOTHING = Path(np.zeros((2, 2)))


class SectionPicture(LivePicture):
    """The tissue of a site, drawn anew only when site, person, view or hands change; the lung moves.

    What is drawn in `axes` is in mm: x from the trigger point, depth from the skin.
    """

    background: tuple[object, ...] = ()  # site, person, view and what hands do

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        box = (LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        self.axes = self.figure.add_axes(box, xlim=(LEFT_MM, RIGHT_MM), ylim=(DEEP_MM, -AIR_MM), xticks=[])
        cm = range(int(DEEP_MM) // 10 + 1)
        self.axes.set_yticks([10 * tick for tick in cm], labels=map(str, cm), size=SMALL_SIZE, family=FONT)
        self.axes.set_yticks(np.arange(5, DEEP_MM, 10), minor=True)
        self.axes.spines[:].set(color=FRAME, zorder=20)
        self.add_text(LEFT - 10, BOTTOM + 2, "cm", ha="right", size=SMALL_SIZE, color=MUTED)
        self.add_shape("lung", 3, ec=LUNG_LINE, lw=0, hatch_linewidth=0.6)
        self.add_shape("pleura", 5, fc="none", lw=3.0)
        self._drawn: list[object] = []

    def add_shape(self, name: str, above: float, **style: object) -> None:
        """Add a shape that `set_shape` gives its paths, in mm."""
        self.add_live(name, self.axes.add_patch(PathPatch(NOTHING, zorder=above, **style)))

    def set_shape(self, name: str, paths: list[Path]) -> None:
        """Show the paths as one shape, or nothing; what is not shown leaves nothing in the SVG."""
        self.live[name].set_path(Path.make_compound_path(*paths) if paths else NOTHING)
        self.live[name].set_visible(bool(paths))

    def point_at(self, x: float, y: float) -> tuple[float, float]:
        """Return x and depth in mm of a point of the SVG, y downward."""
        return LEFT_MM + (x - LEFT) / UNITS_PER_MM, (y - (HEIGHT - SKIN_Y)) / UNITS_PER_MM

    def put_at(self, name: str, words: str, x: float, y: float) -> None:
        """Show a label at a place, in units of the figure."""
        self.live[name].set(text=words, position=(x / UNITS_PER_INCH, y / UNITS_PER_INCH), visible=True)

    def hide(self, *names: str) -> None:
        """Show none of these, and leave nothing of them in the SVG."""
        for name in names:
            if isinstance(self.live[name], Text):
                self.put_at(name, "·", 0, 0)
                self.live[name].set_visible(False)
            else:
                self.set_shape(name, [])

    def show_section(self, path: NeedlePath, view: str, props: tuple[str, ...]) -> None:
        """Show the tissue around a needle, and the lung as it is at this moment of the breath."""
        hand = () if set(props) <= {"mark"} else (path.entry_mm, path.tip_x_mm, path.tip_mm)
        background = (path.site, path.habitus, view, props, *hand)
        if background != self.background:
            self.background = background
            for artist in self._drawn:
                artist.remove()
            before = self.axes.get_children()
            self._show_tissue(path, view, props)
            self._drawn = [artist for artist in self.axes.get_children() if artist not in before]
        if view == "blind" or path.section.pleura_mm is None:
            return self.hide("lung", "pleura")
        (line,) = pleura_runs(path.section, path.breath, behind_bone=True)
        below = [(line[-1, 0], DEEP_MM), (line[0, 0], DEEP_MM), line[0]]
        self.set_shape("lung", [Path(np.vstack([line, below]))])
        runs = pleura_runs(path.section, path.breath, behind_bone=view == "open")
        self.set_shape("pleura", [Path(run) for run in runs])
        return None

    def _show_tissue(self, path: NeedlePath, view: str, props: tuple[str, ...]) -> None:
        draw_tissue(self.axes, path.section, view)
        draw_props(self.axes, path, props)
        on_screen = view == "ultrasound"
        self.live["lung"].set(fc=SHADOW if on_screen else LUNG, hatch="o" if view == "open" else None)
        self.live["pleura"].set_edgecolor(SCREEN if on_screen else PLEURA)
        style = {"size": TEXT_SIZE, "family": FONT}
        person = say_person(path)
        wide = text_width(person, TEXT_SIZE, "bold") / UNITS_PER_MM
        self.axes.text(LEFT_MM, -AIR_MM - 2, person, color=INK, weight="bold", **style)
        self.axes.text(LEFT_MM + wide + 2, -AIR_MM - 2, TITLES[view], color=MUTED, **style)
        if view == "blind":
            center = (LEFT_MM + RIGHT_MM) / 2, DEEP_MM / 2
            self.axes.text(*center, "hidden until you inject", color=INK, ha="center", size=15, family=FONT)
            return
        parts, y = sorted(_parts(path.section, view)), -AIR_MM
        for left, (depth, x, words) in zip(range(len(parts))[::-1], parts, strict=True):
            y = min(max(depth, y + NAME_HIGH_MM), DEEP_MM - 1 - NAME_HIGH_MM * left)
            self.axes.annotate(words, (x, depth), (NAMES_MM, y), color=INK, **NAME, **style)


def _parts(section: Section, view: str) -> list[tuple[float, float, str]]:
    """Return depth, x and name of a point in each part, at the right edge where it goes that far."""
    below = min([section.pleura_mm or DEEP_MM, *(bone[1] for bone in section.bones_mm)])
    tops = [*section.tops_mm, max(below, section.tops_mm[-1] + 4)]
    parts = [
        ((top + bottom) / 2, RIGHT_MM, layer.name)
        for layer, (top, bottom) in zip(section.site.layers, pairwise(tops), strict=True)
    ]
    wall = DEEP_MM
    for left, top, right, bottom in section.bones_mm[-1:]:
        parts.append(((top + min(bottom, DEEP_MM)) / 2, min(right, RIGHT_MM) - 3, section.site.bone))
        if view == "ultrasound" and left < LEFT_MM and right > RIGHT_MM:
            wall = bottom  # behind it there is nothing to see
    if section.pleura_mm is not None:
        (line,) = pleura_runs(section, 0.5, behind_bone=True)  # the names stay where they are as it moves
        x, depth = line[-7 if section.site.pleura_dome_mm else -1]
        parts += [(depth, x, "pleura (dashed: range)"), (min(depth + 5, DEEP_MM - 1), x - 6, "lung")]
    return [part for part in parts if part[0] < wall]
