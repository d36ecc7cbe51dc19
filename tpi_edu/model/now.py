"""One moment of a relief curve: pain, relief, and what carries it."""

from typing import NamedTuple

import numpy as np

from .milestones import DAY_H, WEEK_H
from .relief import COMPONENTS, ReliefCurve

LITTLE_PCT = 10.0  # less relief than this is none
# that a slider of time offers: every 5 minutes, every 2 hours, every 12 hours
TIMES_H = (
    *(round(n / 12, 6) for n in range(6 * 12)),
    *map(float, range(6, int(WEEK_H), 2)),
    *map(float, range(int(WEEK_H), int(8 * WEEK_H) + 1, 12)),
)


class Now(NamedTuple):
    """Pain (NRS 0-10) and relief (%) at a moment; carrier: the component with most of the relief, or "".

    mood: the key of what a patient might say then, in voices.toml.
    """

    hours: float
    pain_nrs: float
    relief_pct: float
    carrier: str
    mood: str


def relief_now(curve: ReliefCurve, hours: float) -> Now:
    """Return what a curve says at some hours since its first injection."""
    at = curve.resampled(np.array([curve.plan[0].day * DAY_H + hours]))
    relief = float(at.relief_pct[0])
    parts = {name: -float(at.components_nrs[name][0]) for name in COMPONENTS}
    largest = max(parts, key=lambda name: parts[name])
    important = curve.numbers.important_relief_pct.value
    carrier = largest if relief >= LITTLE_PCT else ""
    if relief < LITTLE_PCT:
        mood = "worse" if relief < -0.5 else "same" if hours else "start"
    else:
        mood = carrier if relief >= important else "little"
    return Now(hours, float(at.pain_nrs[0]), relief, carrier, mood)
