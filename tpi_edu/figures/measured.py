"""What was measured: a point for each arm and time on the clocks, by kind of arm, larger with more people."""

from collections.abc import Collection, Iterator
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from ..content.measurements import load_measurements
from ..model.measured import measured_points
from ..model.milestones import DAY_H
from ..model.relief import ReliefCurve
from .clocks import Clock, clock_at
from .labels import Array, LabelPlacer, text_width
from .marks import Mark, Shapes, Stroke, write
from .relief_words import say_pct, say_when
from .shapes import Marker, diamond, ring, saltire, square
from .style import COMPONENT_COLORS, INK, MUTED, PAPER, SMALL, Look

BLUE, ORANGE, GREEN = (COMPONENT_COLORS[name][0] for name in ("anesthetic", "steroid", "needle"))
KINDS: dict[str, tuple[Marker, Look]] = {
    "anesthetic": (ring, Look(fill=BLUE, line=PAPER, width=0.8)),
    "with steroid": (square, Look(fill=ORANGE, line=PAPER, width=0.8)),
    "saline or water": (ring, Look(fill=PAPER, line=BLUE, width=1.6)),
    "dry needle": (diamond, Look(fill=GREEN, line=PAPER, width=0.8)),
    "other care": (saltire, Look(line=MUTED, width=1.8)),
}
SKIN = "into the skin"  # apart from the muscle, whatever was injected
LOOKS = KINDS | {SKIN: (ring, Look(fill=PAPER, line=MUTED, width=1.2))}
ASKED = Look(line=INK, width=2.0)
ARM = Look(line=MUTED, width=0.8, alpha=0.4)  # from one point of an arm to the next on a clock
VALUES = {"mean": "of the mean", "median": "of the median", "percent": "fall as printed"}
SEEN = {
    "full text": "the full text",
    "table": "a copy of its table",
    "abstract": "the abstract",
    "secondary": "another publication",
}
Place = tuple[str, float, float, float]
KEY_X, KEY_Y, KEY_GAP = 14.0, 8.0, 9.0


def show_measured(
    curve: ReliefCurve,
    clocks: tuple[Clock, ...],
    placer: LabelPlacer,
    kinds: Collection[str],
    arm: str = "",
) -> Iterator[Mark]:
    """Yield the measured points of some kinds that the clocks show, a line for each arm, and the key.

    The points of one arm, by its key, have a ring around them. Labels that look for a place keep off all.
    """
    marks, places = place_points(clocks, curve.plan[0].day * DAY_H, tuple(kinds))
    for _, x, y, radius in places:
        placer.avoid_box((x, y), 2 * radius, 2 * radius)
    for line in np.split(marks[0].place, np.flatnonzero(np.isnan(marks[0].place[:, 0]))):
        placer.avoid_line(line)
    yield Shapes(
        "measured-arm", [ring(x, y, radius + 3.5) for key, x, y, radius in places if key == arm], ASKED
    )
    yield from marks


@lru_cache(maxsize=16)  # no control of the curve moves them
def place_points(
    clocks: tuple[Clock, ...], start_h: float, kinds: tuple[str, ...] = tuple(LOOKS)
) -> tuple[tuple[Mark, ...], list[Place]]:
    """Return the marks, and for each point its arm's key, x, y and radius; the largest stand first."""
    shapes: dict[str, list[Path]] = {name: [] for name in kinds}
    arms: dict[tuple[str, str], list[Array]] = {}  # of an arm on one clock
    taken: list[Place] = []
    for point in sorted(measured_points(), key=lambda point: -point.arm.patients):
        clock = clock_at(clocks, start_h + point.hours)
        name = SKIN if point.arm.route == "skin" else point.arm.kind
        if clock and name in kinds and point.relief_pct >= clock.y_ends[0]:
            radius = 2.6 + 0.3 * point.arm.patients**0.5
            at = _beside(clock.points(start_h + point.hours, point.relief_pct)[0], radius, taken)
            taken.append((point.key, *at.tolist(), radius))
            shapes[name].append(LOOKS[name][0](*at, radius))
            arms.setdefault((point.key, clock.unit), []).append(at)
    rows = [row for points in arms.values() for row in (*sorted(map(tuple, points)), (np.nan, np.nan))]
    marks: list[Mark] = [Stroke("measured-arms", np.array(rows).reshape(-1, 2), ARM)]
    x = KEY_X
    for name in kinds:
        marker, look = LOOKS[name]
        key = f"measured-{name.replace(' ', '-')}"
        marks.append(Shapes(key, [*shapes[name], marker(x, KEY_Y + 4, 4)], look))
        marks += write(key, name, (x + KEY_GAP, KEY_Y), SMALL)
        x += text_width(name, SMALL) + 2.6 * KEY_GAP
    return tuple(marks), taken


def describe_arm(key: str) -> str:
    """Return who was measured how and when, with what result, how that was seen, and what is assumed."""
    arm = load_measurements()[key]
    points = zip(arm.times_h, arm.relief_pct, strict=True)
    found = ", ".join(f"{say_pct(pct)} {say_when(hours, short=True)}" for hours, pct in points)
    value = "mean relief as printed" if arm.reported_relief_pct else VALUES[arm.statistic]
    sentences = [
        f"{arm.trial}: {arm.injectate}; {arm.patients} people, {arm.population}; {arm.design}.",
        f"Less pain than at the start: {found} ({value}; seen in {SEEN[arm.seen]}).",
        f"Assumed: {arm.assumed}" if arm.assumed else "",
        arm.note,
        f"[{arm.source}, {arm.grade}]",
    ]
    return " ".join(filter(None, sentences))


def _beside(at: Array, radius: float, taken: list[Place]) -> Array:
    """Return a place for a marker at a point, or beside it where others stand already."""
    for step in (0, 1, -1, 2, -2, 3, -3, 4):
        place = at + np.array([0.8 * step * radius, 0])
        if all(np.hypot(*(place - (x, y))) >= 0.8 * (other + radius) for _, x, y, other in taken):
            break
    return np.asarray(place)
