"""What hands do beside the needle, drawn over a section: gloved fingers, swab, drug, stretch."""

from matplotlib.axes import Axes
from matplotlib.patches import BoxStyle, FancyArrowPatch, PathPatch
from matplotlib.path import Path

from ..model.needle import NeedlePath
from .old_live import ring
from .style import FONT, INK, PAPER, SMALL_SIZE

GLOVE = {"fc": "#cfe0ea", "ec": "#5f7b8c", "lw": 1.4}
STYLES = {
    "wedge": {"fc": INK, "ec": "none"},
    "finger": GLOVE,
    "pad": GLOVE | {"fc": PAPER, "hatch": "xx"},
    "drop": {"fc": "#bfe3f5", "ec": "#0072B2", "alpha": 0.9},
}
LINES = {
    "arrow": {"arrowstyle": "-|>", "mutation_scale": 15, "lw": 2.4},
    "dash": {"arrowstyle": "-", "lw": 1.6, "ls": (0, (3, 2)), "shrinkA": 0, "shrinkB": 0},
}
PAD = (("finger", 0, -3.6), ("pad", 0, -3.2))
# where it is, shapes and words in mm from there; an arrow and a dash also have an end, a drop a radius
PROPS = {
    "mark": ("knot", (("wedge", 0, -0.6), ("words", 4, -2.3, "knot felt here"))),
    "fingers": (
        "knot",
        (("finger", -8.5, 0.3), ("finger", 8.5, 0.3), ("words", 17, -6, "two fingers fix it")),
    ),
    "pull": ("knot", (("words", 17, -12, "pull back: no blood?"),)),
    "swab": ("entry", (*PAD, ("arrow", 11, -7, 24, -7), ("words", 26, -7, "clean outward"))),
    "press": ("entry", (*PAD, ("arrow", 13, -15, 13, -5), ("words", 16, -10, "press"))),
    "drops": ("tip", (("drop", 0.3, 0.4, 2.1), ("drop", 1.5, 1.5, 1.3), ("drop", -1.7, 1.4, 1.2))),
    "fan": (
        "tip",
        (
            ("dash", -14.9, -8.6, -1.7, 2.5),
            ("dash", -14.9, -8.6, 1.3, -2.7),
            ("words", 9, 6, "redirect, a little each pass"),
        ),
    ),
    "stretch": (
        "target",
        (("arrow", -8, 5, -40, 5), ("arrow", 8, 5, 40, 5), ("words", -38, 1.5, "stretch to full length")),
    ),
}


def draw_props(axes: Axes, path: NeedlePath, props: tuple[str, ...]) -> None:
    """Draw each of the props named, in mm around the needle."""
    places = {
        "knot": (0, 0),
        "entry": (path.entry_mm, 0),
        "tip": (path.tip_x_mm, path.tip_mm),
        "target": (0, path.section.target_mm),
    }
    for name in props:
        place, shapes = PROPS[name]
        x0, y0 = places[place]
        for kind, dx, dy, *more in shapes:
            x, y = x0 + dx, y0 + dy
            if kind == "words":
                axes.text(x, y, *more, va="center", size=SMALL_SIZE, color=INK, family=FONT, zorder=9)
            elif kind in LINES:
                end = x0 + more[0], y0 + more[1]
                axes.add_patch(FancyArrowPatch((x, y), end, color=INK, zorder=6, **LINES[kind]))
            else:
                axes.add_patch(PathPatch(_outline(kind, x, y, *more), zorder=6, **STYLES[kind]))


def _outline(kind: str, x: float, y: float, *more: float) -> Path:
    if kind == "wedge":
        return Path([(x, y), (x + 1.8, y - 3), (x - 1.8, y - 3), (x, y)])
    if kind == "drop":
        return Path(ring(0, 0, *more).vertices * (1, 0.62) + (x, y))
    if kind == "pad":
        return BoxStyle.Round(pad=0.8, rounding_size=1)(x - 8, y, 16, 2.2, 1)
    finger = BoxStyle.Round(pad=3, rounding_size=6)(x - 3.2, y - 28, 6.4, 25, 1)
    return Path.make_compound_path(finger, Path([(x - 3, y - 9.5), (x + 3, y - 9.5)]))
