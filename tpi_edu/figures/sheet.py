"""What a picture is drawn on: a matplotlib figure that is measured in figure units, 72 per inch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike

from .labels import Array, Bounds
from .marks import Anchor, Mark
from .style import GRID, INK, MUTED, PAPER, PLAIN, TEXT_SIZE, UNITS_PER_INCH, Look

Grid = Literal["", "x", "y"]  # the axis with grid lines
UNDER, OVER = -1, 20  # zorder of marks under and over the axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Axes in a box of the figure (left, bottom, right, top) and the values at their ends."""

    box: Bounds
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]

    def x(self, value: ArrayLike) -> Array:
        """Return where a value lies from left to right, in figure units."""
        left, _, right, _ = self.box
        low, high = self.x_ends
        return np.asarray(left + (np.asarray(value) - low) / (high - low) * (right - left))

    def y(self, value: ArrayLike) -> Array:
        """Return where a value lies from the bottom up, in figure units."""
        _, bottom, _, top = self.box
        low, high = self.y_ends
        return np.asarray(bottom + (np.asarray(value) - low) / (high - low) * (top - bottom))

    def points(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return points in figure units, shape (n, 2)."""
        return np.column_stack(np.broadcast_arrays(np.atleast_1d(self.x(x)), np.atleast_1d(self.y(y))))


class Sheet(Figure):
    """A figure of some width and height, in figure units from the lower left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        inches = width / UNITS_PER_INCH, height / UNITS_PER_INCH
        super().__init__(inches, dpi=UNITS_PER_INCH, facecolor=PAPER)
        FigureCanvasAgg(self)

    def write(
        self, x: float, y: float, words: str, look: Look = PLAIN, anchor: Anchor = "left", **style: Any
    ) -> None:
        """Add a line of text that stands still; `style` as matplotlib's Text takes it, over its look."""
        x, y = np.array([x, y]) / UNITS_PER_INCH
        self.text(x, y, words, transform=self.dpi_scale_trans, ha=anchor, **look.text_style | style)

    def add_panel(
        self, panel: Panel, *, grid: Grid = "", spines: tuple[str, ...] = ("bottom",), **rest: Any
    ) -> Axes:
        """Add the axes of a panel; grid: the axis with grid lines; rest: ticks and labels for `Axes.set`."""
        left, bottom, right, top = panel.box
        size = (right - left) / self.width, (top - bottom) / self.height
        axes = self.add_axes((left / self.width, bottom / self.height, *size))
        axes.set(**rest)
        axes.set(xlim=panel.x_ends, ylim=panel.y_ends)  # ticks beyond the ends would move them
        axes.patch.set_visible(False)  # marks may lie under the axes
        axes.set_axisbelow(True)
        for axis in (axes.xaxis, axes.yaxis):
            axis.label.set(size=TEXT_SIZE, color=INK)
        axes.xaxis.labelpad = 2
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        for side, spine in axes.spines.items():
            spine.set(visible=side in spines, color=MUTED)
        if grid:
            axes.grid(axis=grid, color=GRID, lw=0.8)
        if "left" not in spines:
            axes.tick_params(axis="y", length=0)
        return axes

    def add_marks(self, marks: Iterable[Mark], clip: Path | None = None) -> None:
        """Add marks, which stand still here, or what of them is within a path."""
        for mark in marks:
            artist = mark.artist()
            artist.set(transform=self.dpi_scale_trans, zorder=UNDER if mark.under else OVER)
            if clip:
                artist.set_clip_path(clip, Affine2D().scale(1 / UNITS_PER_INCH) + self.dpi_scale_trans)
            self.add_artist(artist)
