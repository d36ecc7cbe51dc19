"""What was measured: a point for each arm and time on the clocks, by kind of arm, larger with more people."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from ..content.measurements import StudyArm, load_measurements, load_unseen
from ..model.measured import SKIN, Chosen, MeasuredPoint, measured_points
from ..model.milestones import DAY_H
from ..model.relief import ReliefCurve
from .clocks import BOTTOM, Clock, clock_at
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
LOOKS = KINDS | {SKIN: (ring, Look(fill=PAPER, line=MUTED, width=1.2))}
ASKED = Look(line=INK, width=2.0)
UNSEEN, TICK = "Measured, value not seen", Look(line=INK, width=1.6)
ARM = Look(line=MUTED, width=0.8, alpha=0.4)  # from one point of an arm to the next on a clock
VALUES = {"mean": "of the mean", "median": "of the median", "percent": "fall as printed"}
SEEN = {
    "full text": "the full text",
    "table": "a copy of its table",
    "abstract": "the abstract",
    "secondary": "another publication",
}
Place = tuple[MeasuredPoint, float, float, float]
KEY_X, KEY_Y, KEY_GAP = 14.0, 8.0, 9.0


def show_measured(
    curve: ReliefCurve, clocks: tuple[Clock, ...], placer: LabelPlacer, chosen: Chosen, arm: str = ""
) -> Iterator[Mark]:
    """Yield the chosen points that the clocks show, a line for each arm, and the key.

    The points of one arm, by its key, have a ring around them. Labels that look for a place keep off all,
    also those that come later.
    """
    start_h = curve.plan[0].day * DAY_H
    (lines, *_), ever = place_points(clocks, start_h, chosen._replace(until_h=np.inf))
    for _, x, y, radius in ever:
        placer.avoid_box((x, y), 2 * radius, 2 * radius)
    for line in np.split(lines.place, np.flatnonzero(np.isnan(lines.place[:, 0]))):
        placer.avoid_line(line)
    ticks = place_unseen(clocks, start_h, chosen)
    for x, height, _ in ticks:
        placer.avoid_box((x, BOTTOM + height / 2), 2, height)
    yield Shapes("unseen", [np.array([(x, BOTTOM), (x, BOTTOM + height)]) for x, height, _ in ticks], TICK)
    marks, places = place_points(clocks, start_h, chosen)
    asked = [ring(x, y, radius + 3.5) for point, x, y, radius in places if point.key == arm]
    yield Shapes("measured-arm", asked, ASKED)
    yield from marks


@lru_cache(maxsize=32)  # no control of the curve moves them
def place_points(
    clocks: tuple[Clock, ...], start_h: float, chosen: Chosen
) -> tuple[tuple[Mark, ...], list[Place]]:
    """Return the marks, and each chosen point with its x, y and radius; the largest stand first.

    Each stands where it would among all of its group and design that come earlier or later.
    """
    names = [name for name in LOOKS if chosen.group in ("", name)]
    shapes: dict[str, list[Path]] = {name: [] for name in names}
    arms: dict[tuple[str, str], list[Array]] = {}  # of an arm on one clock
    taken: list[Place] = []
    for point in sorted(measured_points(), key=lambda point: -point.arm.patients):
        clock = clock_at(clocks, start_h + point.hours)
        is_there = clock and chosen._replace(until_h=np.inf).takes(point)
        if clock and is_there and point.relief_pct >= clock.y_ends[0]:
            radius = 2.6 + 0.3 * point.arm.patients**0.5
            at = _beside(clock.points(start_h + point.hours, point.relief_pct)[0], radius, taken)
            taken.append((point, *at.tolist(), radius))
            if chosen.takes(point):
                shapes[point.group].append(LOOKS[point.group][0](*at, radius))
                arms.setdefault((point.key, clock.unit), []).append(at)
    rows = [row for points in arms.values() for row in (*sorted(map(tuple, points)), (np.nan, np.nan))]
    marks: list[Mark] = [Stroke("measured-arms", np.array(rows).reshape(-1, 2), ARM)]
    x = KEY_X
    for name in names:
        marker, look = LOOKS[name]
        key = f"measured-{name.replace(' ', '-')}"
        marks.append(Shapes(key, [*shapes[name], marker(x, KEY_Y + 4, 4)], look))
        marks += write(key, name, (x + KEY_GAP, KEY_Y), SMALL)
        x += text_width(name, SMALL) + 2.6 * KEY_GAP
    return tuple(marks), [place for place in taken if chosen.takes(place[0])]


def place_unseen(clocks: tuple[Clock, ...], start_h: float, chosen: Chosen) -> list[tuple[float, float, str]]:
    """Return x, height and words of a tick for each time at which studies asked whose values were not seen.

    Longer with more studies; there are none where one kind of arm is chosen.
    """
    asked: dict[float, list[str]] = {}
    for study in load_unseen().values():
        for hours in study.times_h:
            if not chosen.group and hours <= chosen.until_h:
                asked.setdefault(hours, []).append(study.trial)
    return [
        (
            float(clock.x(start_h + hours)),
            4 + 1.2 * len(who),
            f"{UNSEEN} {say_when(hours)}: {', '.join(who)}.",
        )
        for hours, who in sorted(asked.items())
        if (clock := clock_at(clocks, start_h + hours))
    ]


def describe_point(point: MeasuredPoint) -> str:
    """Return who was measured at one point, with what result, and how that was seen."""
    arm = point.arm
    found = _say_result(arm, arm.times_h.index(point.hours))
    who = f"{arm.trial}: {arm.injectate}; {arm.patients} people; {arm.design}"
    return f"{who}. {found}; seen in {SEEN[arm.seen]}."


def describe_arm(key: str, *, until_h: float = np.inf) -> str:
    """Return who was measured how and when, with what result, how that was seen, and what is assumed."""
    arm = load_measurements()[key]
    found = "; ".join(_say_result(arm, n) for n, hours in enumerate(arm.times_h) if hours <= until_h)
    value = "mean relief as printed" if arm.reported_relief_pct else VALUES[arm.statistic]
    sentences = [
        f"{arm.trial}: {arm.injectate}; {arm.patients} people, {arm.population}; {arm.design}.",
        f"Less pain than at the start: {found or 'not yet measured'} ({value}; seen in {SEEN[arm.seen]}).",
        f"Assumed: {arm.assumed}" if arm.assumed else "",
        arm.note if max(arm.times_h) <= until_h else "",
        f"[{arm.source}, {arm.grade}]",
    ]
    return " ".join(filter(None, sentences))


def _say_result(arm: StudyArm, n: int) -> str:
    """Return what was found at the n-th time: "66 % on day 3 (7.12 to 2.4 of 10, SD 1.5)"."""
    found = f"{say_pct(arm.relief_pct[n])} {say_when(arm.times_h[n], short=True)}"
    if arm.baseline is None:
        return found
    spread = arm.spread[n + 1] if arm.spread else ()
    words = f", {arm.spread_kind} {' to '.join(f'{value:g}' for value in spread)}" if spread else ""
    return f"{found} ({arm.baseline:g} to {arm.values[n]:g} of {arm.top:g}{words})"


def _beside(at: Array, radius: float, taken: list[Place]) -> Array:
    """Return a place for a marker at a point, or beside it where others stand already."""
    for step in (0, 1, -1, 2, -2, 3, -3, 4):
        place = at + np.array([0.8 * step * radius, 0])
        if all(np.hypot(*(place - (x, y))) >= 0.8 * (other + radius) for _, x, y, other in taken):
            break
    return np.asarray(place)
