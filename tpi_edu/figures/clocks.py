"""Three panels on one relief axis, one per clock: hours, days, weeks. Each is linear in its own unit."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ..content.relief_parameters import load_relief_parameters
from ..model.milestones import DAY_H, WEEK_H
from .labels import Bounds
from .style import GRID, INK, MUTED, TEXT_SIZE

Array = NDArray[np.float64]
WIDTH, HEIGHT = 792.0, 408.0  # figure units
BOTTOM, TOP = 62.0, 380.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One clock: the unit a clinician thinks in, its hours, and its place in the figure (units)."""

    title: str
    unit: str
    unit_h: float
    start_h: float
    end_h: float
    left: float
    right: float

    @property
    def bounds(self) -> Bounds:
        """Where the labels of this panel may stand."""
        return self.left - 2, BOTTOM, self.right + 2, TOP + 4

    def x(self, hours: Array | float) -> Array | float:
        """Return the horizontal position of hours in figure units."""
        return self.left + (hours - self.start_h) / (self.end_h - self.start_h) * (self.right - self.left)

    def within(self, hours: Array) -> NDArray[np.bool_]:
        """Return which hours this panel draws, both ends included."""
        return (hours >= self.start_h) & (hours <= self.end_h)


PANELS = (
    Panel(title="Hours: the block", unit="hours", unit_h=1, start_h=0, end_h=6, left=60, right=256),
    Panel(
        title="Days: soreness, then the steroid",
        unit="days",
        unit_h=DAY_H,
        start_h=6,
        end_h=WEEK_H,
        left=270,
        right=540,
    ),
    Panel(
        title="Weeks: the fade",
        unit="weeks",
        unit_h=WEEK_H,
        start_h=WEEK_H,
        end_h=8 * WEEK_H,
        left=554,
        right=780,
    ),
)
WHOLE: Bounds = (PANELS[0].left - 2, BOTTOM, PANELS[-1].right + 8, TOP + 4)


def panel_at(hours: float) -> Panel | None:
    """Return the panel that shows a time; where two meet, the later one."""
    return next((panel for panel in PANELS if panel.start_h <= hours < panel.end_h), None)


def add_panel(figure: Figure, panel: Panel, floor_pct: float) -> Axes:
    """Add the axes of a panel: relief from a floor to 100 %, hours, and the line of a change that matters."""
    left, width = panel.left / WIDTH, (panel.right - panel.left) / WIDTH
    axes = figure.add_axes((left, BOTTOM / HEIGHT, width, (TOP - BOTTOM) / HEIGHT))
    axes.set_yticks(range(-100, 101, 20))
    axes.set(xlim=(panel.start_h, panel.end_h), ylim=(floor_pct, 100))
    set_panel_title(axes, panel.title)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, lw=0.8)
    axes.axhline(0, color=MUTED, lw=1.0, zorder=1.6)
    important = load_relief_parameters("trials").important_relief_pct.value
    axes.axhline(important, color=MUTED, lw=1.2, ls=(0, (1, 2)), zorder=1.7)
    ticks = range(int(np.ceil(panel.start_h / panel.unit_h)), int(panel.end_h / panel.unit_h) + 1)
    axes.set_xticks([n * panel.unit_h for n in ticks], [str(n) for n in ticks])
    axes.set_xlabel(panel.unit, fontsize=TEXT_SIZE, color=INK, labelpad=2)
    is_first = panel is PANELS[0]
    axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
    axes.tick_params(axis="y", length=0, labelleft=is_first)
    if is_first:
        axes.set_ylabel("Pain relief (% of starting pain)", fontsize=TEXT_SIZE, color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    return axes


def set_panel_title(axes: Axes, words: str) -> None:
    """Write the title of a panel, in place of the one it had."""
    axes.set_title(words, loc="left", fontsize=TEXT_SIZE, fontweight="bold", color=INK, pad=9)
