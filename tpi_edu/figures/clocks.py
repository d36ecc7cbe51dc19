"""Three panels on one relief axis, one per clock: hours, days, weeks. Each is linear in its own unit."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..content.parameters import load_relief_parameters
from ..model.milestones import DAY_H, WEEK_H
from .labels import Array, Bounds
from .sheet import Panel, Sheet
from .style import INK, MUTED, TEXT_SIZE

SIZE = 792.0, 408.0  # figure units
FLOOR_PCT, BOTTOM, TOP = -30.0, 62.0, 380.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Panel):
    """The unit a clinician thinks in, its hours, and its place: hours to the right, relief (%) upward."""

    title: str
    unit: str
    unit_h: float

    def within(self, hours: Array) -> NDArray[np.bool_]:
        """Return which hours this clock shows, both ends included."""
        return (hours >= self.x_ends[0]) & (hours <= self.x_ends[1])

    def lines(self, hours: Array, relief_pct: Array) -> Array:
        """Return what this clock shows of lines, shape (..., n), in figure units; NaN stays a gap."""
        at = self.within(hours)
        y = self.y(relief_pct[..., at])
        return np.stack([np.broadcast_to(self.x(hours[at]), y.shape), y], axis=-1)


@cache
def clocks_from(floor_pct: float) -> tuple[Clock, ...]:
    """Return the clocks with a relief axis from a floor to 100 %."""
    return tuple(
        Clock(title=title, unit=unit, unit_h=hours, x_ends=ends, y_ends=(floor_pct, 100), box=box)
        for title, unit, hours, ends, box in (
            ("Hours: the block", "hours", 1, (0, 6), (60, BOTTOM, 256, TOP)),
            ("Days: soreness, then the steroid", "days", DAY_H, (6, WEEK_H), (270, BOTTOM, 540, TOP)),
            ("Weeks: the fade", "weeks", WEEK_H, (WEEK_H, 8 * WEEK_H), (554, BOTTOM, 780, TOP)),
        )
    )


CLOCKS = clocks_from(FLOOR_PCT)
WHOLE: Bounds = (CLOCKS[0].box[0] - 2, BOTTOM, CLOCKS[-1].box[2] + 8, TOP + 4)


def clock_at(clocks: tuple[Clock, ...], hours: float) -> Clock | None:
    """Return the clock that shows a time; where two meet, the later one."""
    return next((clock for clock in clocks if clock.x_ends[0] <= hours < clock.x_ends[1]), None)


def important_pct() -> float:
    """Return the relief that many patients call much improved."""
    return load_relief_parameters()["trials"].important_relief_pct.value


def add_clock(sheet: Sheet, clock: Clock, title: str) -> None:
    """Draw the axes of a clock, with the line of a change that matters."""
    is_first = clock.box[0] == CLOCKS[0].box[0]
    levels = [pct for pct in range(-100, 101, 20) if pct >= clock.y_ends[0]]
    axes = sheet.add_panel(clock, grid="y", xlabel=clock.unit, yticks=levels)
    axes.set_title(title, loc="left", fontsize=TEXT_SIZE, fontweight="bold", color=INK, pad=9)
    axes.axhline(0, color=MUTED, lw=1.0)
    axes.axhline(important_pct(), color=MUTED, lw=1.2, ls=(0, (1, 2)))
    start, end = np.array(clock.x_ends) / clock.unit_h
    ticks = range(int(np.ceil(start)), int(end) + 1)
    axes.set_xticks([n * clock.unit_h for n in ticks], [str(n) for n in ticks])
    axes.tick_params(axis="y", labelleft=is_first)
    if is_first:
        axes.set_ylabel("Pain relief (% of starting pain)")
