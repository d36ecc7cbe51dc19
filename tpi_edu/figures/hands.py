"""What hands do beside the needle, drawn over a section: gloved fingers, swab, drug, stretch."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.path import Path

from ..model.needle import NeedlePath
from .style import FONT, INK, PAPER, SMALL_SIZE

GLOVE, GLOVE_LINE = "#cfe0ea", "#5f7b8c"
DRUG = "#bfe3f5"


def draw_props(axes: Axes, path: NeedlePath, props: tuple[str, ...]) -> None:
    """Draw each of the props named, in mm around the needle."""
    for name in props:
        DRAW[name](axes, path)


def _mark(axes: Axes, _path: NeedlePath) -> None:
    axes.add_patch(PathPatch(Path([(-1.8, -3.6), (1.8, -3.6), (0, -0.6), (-1.8, -3.6)]), fc=INK, ec="none"))
    _say(axes, 6, -2.3, "knot felt here", ha="left")


def _fingers(axes: Axes, _path: NeedlePath) -> None:
    for x in (-8.5, 8.5):
        _finger(axes, x, 0.3)
    _say(axes, 17, -6, "two fingers fix it", ha="left")


def _finger(axes: Axes, x: float, down: float) -> None:
    box = FancyBboxPatch(
        (x - 3.2, -25),
        6.4,
        22 + down,
        boxstyle="round,pad=3,rounding_size=6",
        fc=GLOVE,
        ec=GLOVE_LINE,
        lw=1.4,
    )
    axes.add_patch(box)
    fold = np.array([(x - 3, -9.5), (x, -8.9), (x + 3, -9.5)])
    axes.add_patch(PathPatch(Path(fold), fc="none", ec=GLOVE_LINE, lw=1.0))


def _pad(axes: Axes, x: float) -> None:
    pad = FancyBboxPatch(
        (x - 8, -3.2),
        16,
        2.2,
        boxstyle="round,pad=0.8,rounding_size=1",
        fc=PAPER,
        ec=GLOVE_LINE,
        lw=1.2,
        hatch="xx",
    )
    axes.add_patch(pad)


def _swab(axes: Axes, path: NeedlePath) -> None:
    _finger(axes, path.entry_mm, -3.6)
    _pad(axes, path.entry_mm)
    _arrow(axes, (path.entry_mm + 11, -7), (path.entry_mm + 24, -7))
    _say(axes, path.entry_mm + 26, -7, "clean outward", ha="left")


def _press(axes: Axes, path: NeedlePath) -> None:
    _finger(axes, path.entry_mm, -3.6)
    _pad(axes, path.entry_mm)
    _arrow(axes, (path.entry_mm + 13, -15), (path.entry_mm + 13, -5))
    _say(axes, path.entry_mm + 16, -10, "press", ha="left")


def _drops(axes: Axes, path: NeedlePath) -> None:
    for dx, dy, size in ((0.3, 0.4, 4.2), (1.5, 1.5, 2.6), (-1.7, 1.4, 2.4)):
        axes.add_patch(
            Ellipse(
                (path.tip_x_mm + dx, path.tip_mm + dy),
                size,
                size * 0.62,
                fc=DRUG,
                ec="#0072B2",
                lw=1.0,
                alpha=0.9,
            )
        )


def _fan(axes: Axes, path: NeedlePath) -> None:
    start = np.array([path.entry_mm, 0.0])
    way = np.array([path.tip_x_mm, path.tip_mm]) - start
    for turn in (-0.13, 0.13):
        turned = np.array(
            [way[0] * np.cos(turn) - way[1] * np.sin(turn), way[0] * np.sin(turn) + way[1] * np.cos(turn)]
        )
        points = Path([start + 0.25 * way, start + turned])
        axes.add_patch(PathPatch(points, fc="none", ec=INK, lw=1.6, ls=(0, (3, 2))))
    _say(axes, 9, path.tip_mm + 6, "redirect, a little each pass", ha="left")


def _stretch(axes: Axes, path: NeedlePath) -> None:
    depth = path.section.target_mm + 5
    for side in (-1, 1):
        _arrow(axes, (side * 8, depth), (side * 40, depth), wide=3.0)
    _say(axes, 0, -5, "stretch to full length", ha="center")


def _pull(axes: Axes, _path: NeedlePath) -> None:
    _say(axes, 17, -12, "pull back: no blood?", ha="left")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, wide: float = 2.0) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=15, color=INK, lw=wide))


def _say(axes: Axes, x: float, y: float, words: str, *, ha: str) -> None:
    axes.text(x, y, words, ha=ha, va="center", size=SMALL_SIZE, color=INK, family=FONT)


DRAW = {
    "mark": _mark,
    "fingers": _fingers,
    "swab": _swab,
    "press": _press,
    "drops": _drops,
    "fan": _fan,
    "stretch": _stretch,
    "pull": _pull,
}
