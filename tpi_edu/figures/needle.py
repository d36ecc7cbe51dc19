"""The needle in a section of tissue: hidden under the skin, on ultrasound, or open to view."""

from math import cos, radians, sin

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from ..model.checks import require_choice
from ..model.needle import OUTCOMES, NeedlePath
from .labels import LabelPlacer, text_width
from .live import ring, square
from .needle_words import (
    HIDDEN,
    NOT_SAFE,
    VIEWS,
    describe_needle,
    knows_target,
    say_mm,
    say_pleura,
    say_visibility,
)
from .section import BOTTOM, LEFT, RIGHT, SKIN_Y, TOP, UNITS_PER_MM, WIDTH, SectionPicture
from .style import INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH
from .tissue import SCREEN

INSIDE = (LEFT + 4, BOTTOM + 4, RIGHT - 4, SKIN_Y - 4)
STEEL, STEEL_LINE = "#e4eaee", "#22303a"
GAUGE_MM, BEVEL_MM, HUB_MM, BARREL_MM = 0.8, 2.2, 6.0, 42.0
DASH_MM = 2.5  # on ultrasound, how much of each of these pieces shows is the visibility
READOUTS = (
    "tip below skin",
    "needle in tissue",
    "tip to mid target",
    "nearest to pleura*",
    "shaft on ultrasound",
)
TO_THE_HUB = "in to the hub: too far"
FOOTNOTE = f"* at a full breath in.  {NOT_SAFE}"
BADGES = ("#009E73", "#4d4d4d", "#7d6d4b", "#D55E00", "#a3152a")  # in the order of OUTCOMES


class NeedlePicture(SectionPicture):
    """A section of one site with a needle, its readouts and its outcome."""

    def __init__(self) -> None:
        super().__init__()
        self._add_shapes()
        self._add_texts()

    def draw(
        self,
        path: NeedlePath,
        *,
        view: str = "open",
        judged: bool = True,
        needle: bool = True,
        props: tuple[str, ...] = ("mark",),
    ) -> None:
        """Show a needle, or the place without one. view: "blind", "ultrasound" or "open".

        judged: say the outcome. props: what hands do beside it, of figures/hands.py.
        """
        require_choice("NeedlePicture.view", view, VIEWS)
        self._color_needle(view)
        self.show_section(path, view, props)
        self.placer = LabelPlacer(self.width, self.height)
        self._move_needle(path, view, shown=needle)
        self._name_target(path, view)
        self._say_readouts(path, view, shown=needle)
        self._say_outcome(path.outcome if judged and needle else "")
        self.description = describe_needle(path, view=view, judged=judged, needle=needle)

    # -- what is there from the start -----------------------------------------------------------

    def _add_shapes(self) -> None:
        styles = {
            "plunger": (7, {"fc": "#c3cbd1", "ec": STEEL_LINE, "lw": 1.0}),
            "barrel": (7.1, {"fc": "#f4f9fc", "ec": STEEL_LINE, "lw": 1.3}),
            "fluid": (7.2, {"fc": "#a9d3ec", "ec": "none"}),
            "marks": (7.3, {"fc": "none", "ec": STEEL_LINE, "lw": 1.0}),
            "hub": (7.4, {"fc": "#8497a3", "ec": STEEL_LINE, "lw": 1.1}),
            "outside": (8, {"fc": STEEL, "ec": STEEL_LINE, "lw": 1.2}),
            "shaft": (8, {"fc": STEEL, "ec": STEEL_LINE, "lw": 1.2}),
        }
        for index, color in enumerate(BADGES):
            styles[f"badge-{index}"] = (8, {"fc": PAPER, "ec": color, "lw": 3.0})
        for name, (above, style) in styles.items():
            self._add_shape(above, name, **style)
        air = [v / UNITS_PER_INCH for v in (LEFT, SKIN_Y, RIGHT - LEFT, TOP - SKIN_Y)]
        window = Rectangle(air[:2], *air[2:], transform=self.figure.dpi_scale_trans)
        for name in ("plunger", "barrel", "fluid", "marks", "hub", "outside"):
            self.live[name].set_clip_path(window)

    def _add_texts(self) -> None:
        self.add_live_text("text-target", weight="bold", zorder=10)
        self.add_live_text("text-outcome", weight="bold", zorder=10)
        self.add_live_text("text-hub", weight="bold", zorder=10)
        for index, words in enumerate(READOUTS):
            x = LEFT + (WIDTH - LEFT - 10) * (index + 0.5) / len(READOUTS)
            self.add_text(x, 53, words, ha="center", size=SMALL_SIZE, color=MUTED)
            self.add_live_text(f"text-readout-{index}", weight="bold", zorder=10)
            self.put_at(f"text-readout-{index}", HIDDEN, x, 34)
        self.add_text(WIDTH - 12, 9, FOOTNOTE, ha="right", size=SMALL_SIZE, color=MUTED)

    # -- needle ---------------------------------------------------------------------------------

    def _color_needle(self, view: str) -> None:
        """Colors travel with the whole SVG only, which a change of view sends."""
        on_screen = view == "ultrasound"
        self.live["shaft"].set_facecolor(SCREEN if on_screen else STEEL)
        self.live["shaft"].set_edgecolor(SCREEN if on_screen else STEEL_LINE)
        self.live["text-target"].set_color(SCREEN if on_screen else INK)

    def _name_target(self, path: NeedlePath, view: str) -> None:
        if view == "blind":
            return self.hide("text-target")
        x, y = self.x(0), SKIN_Y - UNITS_PER_MM * path.section.target_mm
        half = text_width("trigger point", TEXT_SIZE, "bold") / 2
        right, left = x + 24 + half, x - 24 - half
        places = [
            (right, y),
            (right, y - 14),
            (right, y + 14),
            (x, y - 22),
            (left, y - 16),
            (right + 40, y - 26),
        ]
        if self.put("text-target", "trigger point", places, INSIDE) is None:
            self.hide("text-target")
        return None

    def _move_needle(self, path: NeedlePath, view: str, *, shown: bool) -> None:
        """Lay shaft, hub and syringe along the needle; x: mm from the entry, toward the tip above 0."""
        self.hide("text-hub", "shaft", "outside", "hub", "barrel", "fluid", "marks", "plunger")
        if not shown:
            return
        deep = path.advance_mm if view == "blind" else path.path_mm
        if deep >= path.needle_mm:
            self.put_at("text-hub", TO_THE_HUB, RIGHT - 100, TOP - 20)
        out, half = -(path.needle_mm - deep), GAUGE_MM / 2
        back = out - HUB_MM
        parts = {
            "outside": [_box(out, 0, half) if deep else _sharp(out, 0, half)],
            "hub": [Path([(out, -1), (out, 1), (back, 2.1), (back, -2.1), (out, -1)])],
            "barrel": [_box(back - BARREL_MM, back, 4.2)],
            "fluid": [_box(back - BARREL_MM * 0.55, back - 0.6, 3.6)],
            "marks": [Path([(back - 5 * n, -4.2), (back - 5 * n, -1.6)]) for n in range(1, 8)],
            "plunger": [
                _box(back - BARREL_MM - 12, back - BARREL_MM * 0.55, 2.2),
                _box(back - BARREL_MM - 1, back - BARREL_MM, 8),
            ],
        }
        if deep and view == "open":
            parts["shaft"] = [_sharp(0, deep, half)]
        elif view == "ultrasound" and path.visibility > 0:
            starts = np.arange(0, deep, DASH_MM)
            ends = np.minimum(starts + DASH_MM * path.visibility, deep)
            parts["shaft"] = [_box(a, b, half * path.visibility) for a, b in zip(starts, ends, strict=True)]
        turn = radians(path.angle_deg)
        turned = np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]]) * UNITS_PER_MM
        start = np.array([self.x(path.entry_mm), SKIN_Y])
        for name, shapes in parts.items():
            self.set_shape(name, [Path(s.vertices @ turned + start) for s in shapes])
        if "shaft" in parts:
            self.placer.avoid_line(self.points(np.array([(path.entry_mm, 0), (path.tip_x_mm, path.tip_mm)])))

    # -- words ----------------------------------------------------------------------------------

    def _say_readouts(self, path: NeedlePath, view: str, *, shown: bool) -> None:
        seen = shown and knows_target(path, view)
        on_screen = view != "blind"
        words = (
            say_mm(path.tip_mm) if seen else HIDDEN,
            say_mm(path.path_mm if on_screen else path.advance_mm),
            say_mm(path.target_off_mm) if seen else HIDDEN,
            say_pleura(path) if seen else HIDDEN,
            say_visibility(path),
        )
        for index, value in enumerate(words):
            self.live[f"text-readout-{index}"].set_text(value if shown else "–")

    def _say_outcome(self, outcome: str) -> None:
        """Name the outcome, with a shape and a color of its own."""
        self.hide("text-outcome", *(f"badge-{index}" for index in range(len(OUTCOMES))))
        if not outcome:
            return
        wide = text_width(outcome, TEXT_SIZE, "bold")
        x, y = WIDTH - 14 - wide / 2, TOP + 15
        self.put_at("text-outcome", outcome, x, y - 4.5)
        at = np.array([x - wide / 2 - 16, y])
        shapes = (
            [ring(*at, 8), ring(*at, 3)],
            [ring(*at, 8)],
            [square(*at, 7)],
            [Path(at + np.array([(-8, -6), (8, -6), (0, 8), (-8, -6)]))],
            [Path([at - 6, at + 6]), Path([at - (6, -6), at - (-6, 6)])],
        )
        index = OUTCOMES.index(outcome)
        self.set_shape(f"badge-{index}", shapes[index])


def _box(start: float, end: float, half: float) -> Path:
    return Path([(start, -half), (end, -half), (end, half), (start, half), (start, -half)])


def _sharp(start: float, end: float, half: float) -> Path:
    """Return a piece of shaft that ends in the bevel, which faces up."""
    bevel = max(end - BEVEL_MM, start)
    return Path([(start, -half), (end, -half), (bevel, half), (start, half), (start, -half)])
