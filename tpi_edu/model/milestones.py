"""The turning points of a relief curve."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .relief import ReliefCurve

DAY_H, WEEK_H = 24.0, 168.0
LEAST_REBOUND_PCT = 1.0  # a smaller rise is no second peak anyone would notice
FIRST_H = 6.0  # the first peak comes within these hours, whatever is injected
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Turning points of a relief curve after one injection: relief in percent, times in hours since day 0.

    early: 15 minutes after the injection. top: the highest relief from then on. dip: the lowest point
    after the block has worn off, before relief rises again. peak: the second peak, after the dip. fade:
    when relief falls below the change that matters to patients (30 %) and stays below. None: there is no
    such point before the next injection or within twelve weeks.
    """

    early_h: float
    early_pct: float
    top_pct: float
    dip_h: float | None
    dip_pct: float | None
    peak_h: float | None
    peak_pct: float | None
    fade_h: float | None


@lru_cache(maxsize=16)  # words and markers of one picture ask for the same ones
def find_milestones(curve: "ReliefCurve", *, day: float | None = None) -> Milestones:
    """Return the turning points after the injections of a day, the plan's first if none is given."""
    start_h = DAY_H * (curve.plan[0].day if day is None else day)
    next_h = min((DAY_H * item.day for item in curve.plan if DAY_H * item.day > start_h), default=np.inf)
    end_h = max(start_h + 0.25, min(start_h + 12 * WEEK_H, next_h))
    grid = np.concatenate([np.linspace(0.25, 48, 383), np.linspace(48, 12 * WEEK_H, 400)[1:]])
    hours = np.append(start_h + grid[start_h + grid < end_h], end_h)
    relief = curve.resampled(hours).relief_pct

    top = int(np.argmax(relief[hours <= max(hours[0], start_h + FIRST_H)]))
    still_to_come = np.maximum.accumulate(relief[::-1])[::-1]
    rebound = still_to_come - relief
    dip = top + int(np.argmax(rebound[top:]))
    peak = dip + int(np.argmax(relief[dip:] >= still_to_come[dip] - 0.01))  # 0 % is approached forever
    has_dip = rebound[dip] >= LEAST_REBOUND_PCT
    has_peak = has_dip and not (peak == hours.size - 1 and next_h < np.inf)  # a repeat may cut the rise short
    return Milestones(
        early_h=start_h + 0.25,
        early_pct=float(relief[0]),
        top_pct=float(relief.max()),
        dip_h=float(hours[dip]) if has_dip else None,
        dip_pct=float(relief[dip]) if has_dip else None,
        peak_h=float(hours[peak]) if has_peak else None,
        peak_pct=float(relief[peak]) if has_peak else None,
        fade_h=_last_fall(hours, relief, curve.numbers.important_relief_pct.value),
    )


def _last_fall(hours: Array, relief: Array, level: float) -> float | None:
    """Return when relief falls below a level for the last time, or None if it never does."""
    above = np.flatnonzero(relief >= level)
    if above.size == 0 or above[-1] == relief.size - 1:
        return None
    last = above[-1]
    part = (relief[last] - level) / (relief[last] - relief[last + 1])
    return float(hours[last] + part * (hours[last + 1] - hours[last]))
