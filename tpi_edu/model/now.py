"""One moment of a relief curve: pain, relief, and what carries it."""

from typing import NamedTuple

import numpy as np

from .milestones import DAY_H, WEEK_H
from .relief import COMPONENTS, ReliefCurve

LITTLE_PCT = 10.0  # less relief than this is none
NEAR = 1.5  # a component that is so many times smaller than the largest does not carry relief with it
# that a slider of time offers: every 5 minutes, every 2 hours, every 12 hours
TIMES_H = (
    *(round(n / 12, 6) for n in range(6 * 12)),
    *map(float, range(6, int(WEEK_H), 2)),
    *map(float, range(int(WEEK_H), int(8 * WEEK_H) + 1, 12)),
)


class Now(NamedTuple):
    """Pain (NRS 0-10) and relief (%) at a moment, and the components that carry most of the relief.

    mood: the key of what a patient might say then, in voices.toml.
    """

    hours: float
    pain_nrs: float
    relief_pct: float
    carriers: tuple[str, ...]
    mood: str


def relief_now(curve: ReliefCurve, hours: float) -> Now:
    """Return what a curve says at some hours since its first injection."""
    at = curve.resampled(np.array([curve.plan[0].day * DAY_H + hours]))
    relief = float(at.relief_pct[0])
    parts = {name: -float(at.components_nrs[name][0]) for name in COMPONENTS}
    carriers = tuple(name for name in parts if parts[name] * NEAR > max(parts.values()))
    if relief < LITTLE_PCT:
        carriers, mood = (), "worse" if relief < -LITTLE_PCT else "same" if hours else "start"
    elif relief < curve.numbers.important_relief_pct.value:
        mood = "little"
    else:
        mood = carriers[0] if len(carriers) == 1 and carriers != ("context",) else "better"
    return Now(hours, float(at.pain_nrs[0]), relief, carriers, mood)
