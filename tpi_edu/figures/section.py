"""The frame that every needle is drawn in: tissue in mm, to scale, and nothing outside of it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike

from .labels import Array
from .marks import Mark, Shapes, thinned
from .sheet import Panel, Sheet
from .style import SMALL_MUTED, SMALL_SIZE

HEIGHT = 520.0  # of the whole picture
LEFT_MM, RIGHT_MM = -70.0, 50.0  # what the picture shows, along the skin and down
AIR_MM, DEEP_MM = 22.0, 58.0
UNITS_PER_MM = 5.2
LEFT, BOTTOM = 46.0, 72.0
RIGHT, TOP = LEFT + UNITS_PER_MM * (RIGHT_MM - LEFT_MM), BOTTOM + UNITS_PER_MM * (AIR_MM + DEEP_MM)
SKIN_Y = BOTTOM + UNITS_PER_MM * DEEP_MM
SECTION = Panel(box=(LEFT, BOTTOM, RIGHT, TOP), x_ends=(LEFT_MM, RIGHT_MM), y_ends=(DEEP_MM, -AIR_MM))
MM = np.array([UNITS_PER_MM, -UNITS_PER_MM])  # from a way in mm to one in figure units
ORIGIN = np.array([LEFT - UNITS_PER_MM * LEFT_MM, SKIN_Y])  # on the skin over the trigger point
INSIDE = Bbox.from_extents(*SECTION.box).padded(-0.4)  # nothing that moves covers the line around it


def add_frame(sheet: Sheet) -> Axes:
    """Return axes in mm with a ruler in cm."""
    ruler = np.arange(0, DEEP_MM, 10)
    axes = sheet.add_panel(SECTION, spines=("left", "bottom", "right", "top"), xticks=[])
    axes.set_yticks(ruler, labels=[f"{mm / 10:g}" for mm in ruler], size=SMALL_SIZE)
    axes.set_yticks(ruler + 5, minor=True)
    axes.spines[:].set(color="#b5b5b5", zorder=20)
    sheet.write(LEFT - 10, BOTTOM + 2, "cm", SMALL_MUTED, "right")
    return axes


def place(points_mm: ArrayLike) -> Array:
    """Return points (x from the trigger point, depth from the skin; shape (..., 2)) in figure units."""
    return np.asarray(ORIGIN + MM * np.asarray(points_mm))


def point_at(x: float, y: float) -> tuple[float, float]:
    """Return x and depth in mm of a point of the SVG, whose y runs downward."""
    x_mm, depth_mm = ((np.array([x, HEIGHT - y]) - ORIGIN) / MM).tolist()
    return x_mm, depth_mm


def in_frame(mark: Shapes) -> Iterator[Mark]:
    """Yield what of some shapes lies in the frame; where it cuts them there is no line."""
    name, look, whole = mark.name, mark.look, mark.path()
    if np.array_equal(np.clip(whole.vertices, INSIDE.min, INSIDE.max), whole.vertices):
        yield mark
        return
    if look.fill != "none":
        yield Shapes(name, [whole.clip_to_bbox(INSIDE)], replace(look, line="none"))
    if look.line != "none":
        # lines are cut, not curves, and 1 unit outside of what is asked for
        cut = thinned(whole.cleaned(), clip=INSIDE.padded(-1).extents, simplify=False)
        yield Shapes(f"{name}-line", [cut], replace(look, fill="none"))
