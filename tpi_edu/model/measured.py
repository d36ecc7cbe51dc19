"""What studies measured after an injection, stretch by stretch of time, and where no value was seen."""

from collections.abc import Sequence
from functools import cache
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..content.measurements import StudyArm, load_measurements, load_unseen
from .injection import Injection
from .milestones import DAY_H, WEEK_H

# name: its end in hours; each begins where the one before it ends
ENDS_H = {
    "the first 2 hours": 2.0,
    "hours 2 to 24": DAY_H,
    "days 2 and 3": 3.5 * DAY_H,
    "days 4 to 8": 9 * DAY_H,
    "week 2": 2.5 * WEEK_H,
    "weeks 3 and 4": 4.5 * WEEK_H,
    "weeks 5 to 8": 8 * WEEK_H,
}
SKIN = "into the skin"  # apart from the muscle, whatever was injected
DESIGNS = {"": ("blind", "open", "no control"), "controlled": ("blind", "open"), "blind": ("blind",)}


class MeasuredPoint(NamedTuple):
    """The relief of an arm (% of its starting pain) some hours after its first session."""

    key: str  # of the arm
    arm: StudyArm
    hours: float
    relief_pct: float
    sessions: int  # given by then

    @property
    def group(self) -> str:
        """What is shown alike: the kind of arm, or SKIN."""
        return SKIN if self.arm.route == "skin" else self.arm.kind

    @property
    def can_stand_alone(self) -> bool:
        """Whether it tells of what the curve draws: one injection or needling of a muscle."""
        return self.sessions == 1 and self.arm.route == "muscle"


class Chosen(NamedTuple):
    """Which points are shown: of a group or all, of a key of DESIGNS, and only after one session."""

    group: str = ""
    design: str = ""
    once: bool = False

    def takes(self, point: MeasuredPoint) -> bool:
        """Return whether a point is among them; without a needle there are no sessions to count."""
        return (
            self.group in ("", point.group)
            and point.arm.design in DESIGNS[self.design]
            and not (self.once and point.sessions > 1)
        )


ALL = Chosen()


class Stretch(NamedTuple):
    """A stretch of time after an injection, its points, and how many studies' values were not seen."""

    name: str
    start_h: float
    end_h: float
    points: tuple[MeasuredPoint, ...]
    unseen: int

    def is_known(self, injection: Injection) -> bool:
        """Whether the curve of one such injection may be drawn as known there."""
        kind = kind_of(injection)
        return any(point.can_stand_alone and point.arm.kind == kind for point in self.points)


def kind_of(injection: Injection) -> str:
    """Return the kind of arm that got such an injection."""
    if injection.steroid:
        return "with steroid"
    others = {"saline": "saline or water", "dry_needling": "dry needle"}
    return others.get(injection.injectate, "anesthetic")


def was_seen(plan: Sequence[Injection], hours: ArrayLike) -> NDArray[np.bool_]:
    """Return at which hours after the first of some injections a value of one such was seen nearby.

    After a repeat there is none: nobody measured the same plan.
    """
    since = np.asarray(hours)
    repeat_h = min((item.day - plan[0].day for item in plan if item.day > plan[0].day), default=inf) * DAY_H
    near = [(since >= each.start_h) & (since <= each.end_h) for each in stretches() if each.is_known(plan[0])]
    return np.asarray(np.any(near, axis=0) & (since <= repeat_h))


@cache
def measured_points() -> tuple[MeasuredPoint, ...]:
    """Return every value that may be drawn, doubtful arms left out, in the order of measurements.toml."""
    return tuple(
        MeasuredPoint(key, arm, *values)
        for key, arm in load_measurements().items()
        if not arm.doubtful
        for values in zip(arm.times_h, arm.relief_pct, arm.sessions, strict=True)
    )


@cache
def stretches() -> tuple[Stretch, ...]:
    """Return the stretches of eight weeks in order, with what was measured in each."""
    found = []
    for (name, end), start in zip(ENDS_H.items(), (0.0, *ENDS_H.values()), strict=False):
        points = tuple(point for point in measured_points() if start < point.hours <= end)
        unseen = sum(any(start < hours <= end for hours in each.times_h) for each in load_unseen().values())
        found.append(Stretch(name, start, end, points, unseen))
    return tuple(found)
