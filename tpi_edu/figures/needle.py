"""The needle in a section of tissue: hidden under the skin, on ultrasound, or open to view."""

from math import cos, radians, sin

import numpy as np
from matplotlib.path import Path

from ..model.checks import require_choice
from ..model.needle import OUTCOMES, NeedlePath
from .labels import LabelPlacer, text_width
from .needle_words import NOT_SAFE, READOUTS, VIEWS, describe_needle, say_person, say_readouts
from .old_live import ring, square
from .section import BOTTOM, LEFT, RIGHT, SKIN_Y, TOP, SectionPicture
from .style import INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE
from .tissue import AIR_MM, SCREEN, UNITS_PER_MM

INSIDE = (LEFT + 4, BOTTOM + 4, RIGHT - 4, SKIN_Y - 4)
STEEL, STEEL_LINE = "#e4eaee", "#22303a"
GAUGE_MM, BEVEL_MM, HUB_MM, BARREL_MM = 0.8, 2.2, 6.0, 42.0
DASH_MM = 2.5  # on ultrasound, how much of each of these pieces shows is the visibility
PARTS = {  # from the back to the front: fill, width of line
    "plunger": ("#c3cbd1", 1.0),
    "barrel": ("#f4f9fc", 1.3),
    "fluid": ("#a9d3ec", 0),
    "marks": ("none", 1.0),
    "hub": ("#8497a3", 1.1),
    "outside": (STEEL, 1.2),
    "shaft": (STEEL, 1.2),
}
TO_THE_HUB = "in to the hub: too far"
FOOTNOTE = f"* at a full breath in.  {NOT_SAFE}"
BADGE, OUTCOME_X = np.array([36.0, -AIR_MM - 2.9]), LEFT + UNITS_PER_MM * 109
BADGES = {  # in the order of OUTCOMES
    "#009E73": [ring(*BADGE, 1.5), ring(*BADGE, 0.6)],
    "#4d4d4d": [ring(*BADGE, 1.5)],
    "#7d6d4b": [square(*BADGE, 1.3)],
    "#D55E00": [Path(BADGE + np.array([(-1.5, 1.2), (1.5, 1.2), (0, -1.5), (-1.5, 1.2)]))],
    "#a3152a": [
        Path(BADGE + np.array(way)) for way in ([(-1.1, -1.1), (1.1, 1.1)], [(-1.1, 1.1), (1.1, -1.1)])
    ],
}


class NeedlePicture(SectionPicture):
    """A section of one site with a needle, its readouts and its outcome."""

    def __init__(self) -> None:
        super().__init__()
        for above, (name, (fill, wide)) in enumerate(PARTS.items(), start=7):
            self.add_shape(name, above, fc=fill, ec=STEEL_LINE, lw=wide)
        for index, color in enumerate(BADGES):
            self.add_shape(f"badge-{index}", 9, fc=PAPER, ec=color, lw=3.0, clip_on=False)
        for name in ("text-target", "text-hub", "text-outcome"):
            self.add_live_text(name, weight="bold", zorder=10)
        self.live["text-outcome"].set_horizontalalignment("left")
        for index, words in enumerate(READOUTS):
            x = LEFT + (RIGHT - LEFT) * (index + 0.5) / len(READOUTS)
            self.add_text(x, 53, words, ha="center", size=SMALL_SIZE, color=MUTED)
            self.add_live_text(f"text-readout-{index}", weight="bold")
            self.put_at(f"text-readout-{index}", "–", x, 34)
        self.add_text(LEFT, 9, FOOTNOTE, size=SMALL_SIZE, color=MUTED)

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
        on_screen = view == "ultrasound"  # colors travel with the whole SVG only, which a new view sends
        self.live["shaft"].set(fc=SCREEN if on_screen else STEEL, ec=SCREEN if on_screen else STEEL_LINE)
        self.live["text-target"].set_color(SCREEN if on_screen else INK)
        self.show_section(path, view, props)
        self.placer = LabelPlacer(self.width, self.height)
        self.hide(
            *PARTS, "text-target", "text-hub", "text-outcome", *map("badge-{}".format, range(len(BADGES)))
        )
        if needle:
            self._move_needle(path, view)
        if view != "blind":
            self._name_target(path)
        if judged and needle:
            index = OUTCOMES.index(path.outcome)
            self.set_shape(f"badge-{index}", list(BADGES.values())[index])
            self.put_at("text-outcome", path.outcome, OUTCOME_X, TOP + 10)
        for index, value in enumerate(say_readouts(path, view).values()):
            self.live[f"text-readout-{index}"].set_text(value if needle else "–")
        self.description = (
            describe_needle(path, view=view, judged=judged)
            if needle
            else f"{say_person(path)}: no needle in the skin."
        )

    def _move_needle(self, path: NeedlePath, view: str) -> None:
        """Lay shaft, hub and syringe along the needle; x: mm from the entry, toward the tip above 0."""
        deep = path.advance_mm if view == "blind" else path.path_mm
        if deep >= path.needle_mm:
            self.put_at("text-hub", TO_THE_HUB, RIGHT - 100, TOP - 20)
        out, half = deep - path.needle_mm, GAUGE_MM / 2
        back = out - HUB_MM
        parts = {
            "plunger": [
                _box(back - BARREL_MM - 12, back - BARREL_MM * 0.55, 2.2),
                _box(back - BARREL_MM - 1, back - BARREL_MM, 8),
            ],
            "barrel": [_box(back - BARREL_MM, back, 4.2)],
            "fluid": [_box(back - BARREL_MM * 0.55, back - 0.6, 3.6)],
            "marks": [[(back - 5 * n, -4.2), (back - 5 * n, -1.6)] for n in range(1, 8)],
            "hub": [[(out, -1), (out, 1), (back, 2.1), (back, -2.1), (out, -1)]],
            "outside": [_box(out, 0, half, bevel_mm=0 if deep else BEVEL_MM)],
        }
        if deep and view == "open":
            parts["shaft"] = [_box(0, deep, half, bevel_mm=min(BEVEL_MM, deep))]
        elif view == "ultrasound" and path.visibility:
            starts = np.arange(0, deep, DASH_MM)
            ends = np.minimum(starts + DASH_MM * path.visibility, deep)
            parts["shaft"] = [_box(a, b, half * path.visibility) for a, b in zip(starts, ends, strict=True)]
        turn = radians(path.angle_deg)
        turned = np.array([[cos(turn), sin(turn)], [sin(turn), -cos(turn)]])
        for name, shapes in parts.items():
            self.set_shape(name, [Path(np.array(shape) @ turned + (path.entry_mm, 0)) for shape in shapes])

    def _name_target(self, path: NeedlePath) -> None:
        """Name the trigger point at the first place beside it that the needle leaves free."""
        on_figure, site = self.axes.transData.transform, path.section.site
        (entry, tip, (x, y)) = on_figure(
            [(path.entry_mm, 0), (path.tip_x_mm, path.tip_mm), (0, path.section.target_mm)]
        )
        if self.live["shaft"].get_visible():
            self.placer.avoid_line(np.array([entry, tip]))
        self.placer.avoid_box(
            (x, y), site.target_wide_mm.value * UNITS_PER_MM, site.target_high_mm.value * UNITS_PER_MM
        )
        beside = 24 + text_width("trigger point", TEXT_SIZE, "bold") / 2
        ways = [(beside, 0), (beside, -14), (beside, 14), (0, -22), (-beside, -16), (beside + 40, -26)]
        self.put("text-target", "trigger point", [(x + dx, y + dy) for dx, dy in ways], INSIDE)


def _box(start: float, end: float, half: float, *, bevel_mm: float = 0) -> list[tuple[float, float]]:
    """Return a piece of needle; a bevel faces up."""
    return [(start, -half), (end, -half), (end - bevel_mm, half), (start, half), (start, -half)]
