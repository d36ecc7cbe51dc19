"""What was measured: a point for each arm and time on the clocks, by kind of arm, larger with more people."""

from collections.abc import Collection, Iterator

import numpy as np
from matplotlib.path import Path

from ..model.injection import Injection
from ..model.measured import measured_points
from ..model.milestones import DAY_H
from ..model.relief import ReliefCurve
from .clocks import Clock, clock_at
from .labels import Array, LabelPlacer, text_width
from .marks import Mark, Shapes, write
from .shapes import Marker, diamond, ring, saltire, square
from .style import COMPONENT_COLORS, MUTED, PAPER, SMALL, Look

BLUE, ORANGE, GREEN = (COMPONENT_COLORS[name][0] for name in ("anesthetic", "steroid", "needle"))
KINDS: dict[str, tuple[Marker, Look]] = {
    "anesthetic": (ring, Look(fill=BLUE, line=PAPER, width=0.8)),
    "with steroid": (square, Look(fill=ORANGE, line=PAPER, width=0.8)),
    "saline or water": (ring, Look(fill=PAPER, line=BLUE, width=1.6)),
    "dry needle": (diamond, Look(fill=GREEN, line=PAPER, width=0.8)),
    "no needle": (saltire, Look(line=MUTED, width=1.8)),
}
SKIN = "into the skin"  # apart from the muscle, whatever was injected
LOOKS = KINDS | {SKIN: (ring, Look(fill=PAPER, line=MUTED, width=1.2))}
ARM = Look(line=MUTED, width=0.8, alpha=0.4)  # from one point of an arm to the next on a clock
KEY_X, KEY_Y, KEY_GAP = 14.0, 8.0, 9.0


def show_measured(
    curve: ReliefCurve, clocks: tuple[Clock, ...], placer: LabelPlacer, kinds: Collection[str]
) -> Iterator[Mark]:
    """Yield the measured points of some kinds that the clocks show, a line for each arm, and the key.

    Labels that look for a place will keep off them.
    """
    shapes: dict[str, list[Path]] = {name: [] for name in kinds}
    arms: dict[tuple[int, str], list[Array]] = {}  # of an arm on one clock
    taken = np.empty((0, 3))  # x, y and radius of what stands already
    for point in sorted(measured_points(), key=lambda point: -point.arm.patients):
        hours = point.hours + curve.plan[0].day * DAY_H
        clock = clock_at(clocks, hours)
        name = SKIN if point.arm.route == "skin" else point.arm.kind
        if clock and name in kinds and point.relief_pct >= clock.y_ends[0]:
            radius = 2.6 + 0.3 * point.arm.patients**0.5
            at = _beside(clock.points(hours, point.relief_pct)[0], radius, taken)
            taken = np.vstack([taken, (*at, radius)])
            shapes[name].append(LOOKS[name][0](*at, radius))
            arms.setdefault((id(point.arm), clock.unit), []).append(at)
            placer.avoid_box(tuple(at), 2 * radius, 2 * radius)
    lines = [np.array(sorted(map(tuple, points))) for points in arms.values() if len(points) > 1]
    yield Shapes("measured-arms", lines, ARM)
    x = KEY_X
    for name in kinds:
        marker, look = LOOKS[name]
        key = f"measured-{name.replace(' ', '-')}"
        yield Shapes(key, [*shapes[name], marker(x, KEY_Y + 4, 4)], look)
        yield from write(key, name, (x + KEY_GAP, KEY_Y), SMALL)
        x += text_width(name, SMALL) + 2.6 * KEY_GAP


def kind_of(injection: Injection) -> str:
    """Return the kind of arm that got such an injection."""
    if injection.steroid:
        return "with steroid"
    others = {"saline": "saline or water", "dry_needling": "dry needle"}
    return others.get(injection.injectate, "anesthetic")


def _beside(at: Array, radius: float, taken: Array) -> Array:
    """Return a place for a marker at a point, or beside it where others stand already."""
    for step in (0, 1, -1, 2, -2, 3, -3, 4):
        place = at + np.array([0.8 * step * radius, 0])
        if np.all(np.hypot(*(taken[:, :2] - place).T) >= 0.8 * (taken[:, 2] + radius)):
            break
    return np.asarray(place)
