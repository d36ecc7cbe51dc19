"""What was measured: a point for each arm and time on the clocks, by kind of arm, larger with more people."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..content.measurements import StudyArm, load_measurements, load_unseen
from ..model.measured import SKIN, Chosen, MeasuredPoint, measured_points
from .clocks import BOTTOM, SIZE, Clock, clock_at
from .labels import Array, LabelPlacer, Places, text_width
from .live import Spot
from .marks import Mark, Shapes, Stroke, joined, write
from .relief_words import say_pct, say_when
from .shapes import Marker, diamond, ring, saltire, square
from .style import COMPONENT_COLORS, INK, MUTED, PAPER, SMALL, Look

BLUE, ORANGE, GREEN = (COMPONENT_COLORS[name][0] for name in ("anesthetic", "steroid", "needle"))
LOOKS: dict[str, tuple[Marker, Look]] = {
    "anesthetic": (ring, Look(fill=BLUE, line=PAPER, width=0.8)),
    "with steroid": (square, Look(fill=ORANGE, line=PAPER, width=0.8)),
    "saline or water": (ring, Look(fill=PAPER, line=BLUE, width=1.6)),
    "dry needle": (diamond, Look(fill=GREEN, line=PAPER, width=0.8)),
    "other care": (saltire, Look(line=MUTED, width=1.8)),
    SKIN: (ring, Look(fill=PAPER, line=MUTED, width=1.2)),
}
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
Place = tuple[MeasuredPoint, float, float, float, str]  # x, y, radius and the unit of the clock
Tick = tuple[float, float, str]  # x, height and words
KEY_X, KEY_Y, KEY_GAP = 14.0, 8.0, 9.0


class Measured(NamedTuple):
    """What was measured, on the clocks: points, what is said where (y upward), and marks."""

    places: Sequence[Place] = ()
    spots: Sequence[Spot] = ()
    marks: Sequence[Mark] = ()
    placer: LabelPlacer = LabelPlacer(*SIZE)  # which keeps off all points, also those that come later


@lru_cache(maxsize=32)  # no control of the curve moves it
def show_measured(
    clocks: tuple[Clock, ...], start_h: float, chosen: Chosen, until_h: float = np.inf, arm: str = ""
) -> Measured:
    """Return what was measured up to some hours after an injection; the points of an arm have rings."""
    ever, placer = place_points(clocks, start_h, chosen), LabelPlacer(*SIZE)
    ticks = [] if chosen.group else place_unseen(clocks, start_h, until_h)
    for _, x, y, radius, _ in ever:
        placer.avoid_box((x, y), 2 * radius, 2 * radius)
    for line in _join_arms(ever):
        placer.avoid_line(np.array(line))
    for x, height, _ in ticks:
        placer.avoid_box((x, BOTTOM + height / 2), 2, height)
    shown = [place for place in ever if place[0].hours <= until_h]
    spots = [(x, BOTTOM + height / 2, height / 2 + 3, words) for x, height, words in ticks]
    spots += [(x, y, max(radius, 6), describe_point(point)) for point, x, y, radius, _ in shown]
    bars = [np.array([(x, BOTTOM), (x, BOTTOM + height)]) for x, height, _ in ticks]
    asked = [ring(x, y, radius + 3.5) for point, x, y, radius, _ in shown if point.key == arm]
    arms = Stroke("measured-arms", joined(_join_arms(shown)), ARM)
    marks: list[Mark] = [Shapes("unseen", bars, TICK), Shapes("measured-arm", asked, ASKED), arms]
    left = KEY_X
    for name, (draw, look) in LOOKS.items():
        if chosen.group in ("", name):
            key = f"measured-{name.replace(' ', '-')}"
            markers = [draw(*at) for point, *at, _ in shown if point.group == name]
            marks.append(Shapes(key, [*markers, draw(left, KEY_Y + 4, 4)], look))
            marks += write(key, name, (left + KEY_GAP, KEY_Y), SMALL)
            left += text_width(name, SMALL) + 2.6 * KEY_GAP
    return Measured(shown, spots, marks, placer)


@lru_cache(maxsize=32)
def place_points(clocks: tuple[Clock, ...], start_h: float, chosen: Chosen) -> list[Place]:
    """Return each chosen point, later ones too, with its place on the clocks; the largest stand first."""
    taken: list[Place] = []
    for point in sorted(filter(chosen.takes, measured_points()), key=lambda point: -point.arm.patients):
        clock = clock_at(clocks, start_h + point.hours)
        if clock and point.relief_pct >= clock.y_ends[0]:
            radius = 2.6 + 0.3 * point.arm.patients**0.5
            x, y = _beside(clock.points(start_h + point.hours, point.relief_pct)[0], radius, taken).tolist()
            taken.append((point, x, y, radius, clock.unit))
    return taken


def _join_arms(places: Iterable[Place]) -> list[Places]:
    """Return the points of each arm on one clock from left to right."""
    arms: dict[tuple[str, str], Places] = {}
    for point, x, y, _, unit in places:
        arms.setdefault((point.key, unit), []).append((x, y))
    return [sorted(line) for line in arms.values()]


def place_unseen(clocks: tuple[Clock, ...], start_h: float, until_h: float) -> list[Tick]:
    """Return a tick for each time, up to one, at which studies asked whose values were not seen.

    It is longer with more studies.
    """
    asked: dict[float, list[str]] = {}
    for study in load_unseen().values():
        for hours in study.times_h:
            asked.setdefault(hours, []).append(study.trial)
    return [
        (
            float(clock.x(start_h + hours)),
            4 + 1.2 * len(who),
            f"{UNSEEN} {say_when(hours)}: {', '.join(who)}.",
        )
        for hours, who in sorted(asked.items())
        if hours <= until_h and (clock := clock_at(clocks, start_h + hours))
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
        if all(np.hypot(*(place - (x, y))) >= 0.8 * (other + radius) for _, x, y, other, _ in taken):
            break
    return np.asarray(place)
