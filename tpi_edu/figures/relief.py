"""The relief figure: curves over three clocks, with components as bands and milestones as markers."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..model.calibrate import relief_range
from ..model.measured import ALL, Chosen, was_seen
from ..model.milestones import DAY_H
from ..model.relief import ReliefCurve, default_times_h
from .clocks import BOTTOM, FLOOR_PCT, SIZE, WHOLE, Clock, add_clock, clock_at, clocks_from, important_pct
from .labels import Array, around, beside_band, inside_band, text_width
from .live import LivePicture, Spot
from .marks import Mark, Shapes, Stroke, Words, joined, thinned
from .measured import UNSEEN, Measured, show_measured
from .relief_words import (
    STORY_NAMES,
    describe_measured,
    describe_relief,
    mark_milestones,
    say_injection,
    say_patient,
)
from .shapes import leader, ring
from .sheet import Sheet
from .style import BOLD, COMPONENT_COLORS, INK, MUTED, PAPER, SMALL, SMALL_MUTED, Look

Curves = Sequence[ReliefCurve]
Edges = Sequence[Array]  # of a band on each clock: lower and upper, points in figure units, shape (2, n, 2)
LOW_FLOOR_PCT = -100.0  # the axis starts here where the usual floor does not show all soreness
BANDS = ("context", "needle", "steroid", "anesthetic", "soreness")  # from zero up, and below
BAND_NAMES = {"anesthetic": "block"}  # the others go by the name of their component
NOT_SEEN = "no value seen"
AS_GOOD = "fits nearly as well"  # a curve anywhere in the range
IMPORTANT = "30 %: many say much improved"  # [farrar_2001]
DASHES: dict[str, tuple[float, ...]] = {"leaflet": (5.0, 2.2), "trials": ()}
REACH = 14.0  # of a pointer around a measured point
THINNEST = 0.1223  # figure units of a band that is drawn: 0.05 % of relief
RANGE = Look(fill=MUTED, alpha=0.22)
THIN, MARKER = Look(line=MUTED, width=1.0), Look(fill=PAPER, line=INK, width=1.4)


def plot_relief(
    curve: ReliefCurve, *others: ReliefCurve, components: bool = True, measured: bool = False
) -> Figure:
    """Return a figure of one relief curve with its components as bands, and others as lines.

    Leaflet curves are dashed and trials curves solid, lighter where no measured value was seen. `measured`
    lays every value of measurements.toml over them, a point for each arm and time, larger with more people.
    """
    picture = ReliefPicture()
    curves = [each.resampled(default_times_h(each.plan)) for each in (curve, *others)]
    picture.draw(curves, components=components, measured=ALL if measured else None)
    return picture.whole_figure()


class CoursePicture(LivePicture):
    """The clocks, and the parts of a course of relief that pictures on them share."""

    size, bounds = SIZE, WHOLE
    start_h = 0.0  # of the first injection
    measured = Measured()  # what is shown of it

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks with the floor of the relief axis that the present state needs."""
        return clocks_from(self.ground[0])

    def still(self, sheet: Sheet, floor_pct: float, is_told: bool = True) -> None:
        """Draw the clocks, whose titles may tell of a story, and say what the figure is not."""
        for clock in clocks_from(floor_pct):
            add_clock(sheet, clock, clock.title if is_told else clock.unit.capitalize())
        limits = "Illustrative model, not a forecast"
        sheet.write(SIZE[0] - 12, 8, limits, SMALL_MUTED, "right")

    def avoid_curves(self, curves: Curves) -> None:
        """Keep labels off the curves and off the line of a change that matters."""
        for n, clock in enumerate(self.clocks):
            self.placer.avoid_line(clock.points(clock.x_ends, important_pct()))
            for slot, curve in enumerate(curves):
                self.placer.avoid_line(_trace(self.clocks, curve)[n][0], is_barrier=slot > 0)

    def course(
        self, curves: Curves, *, measured: Chosen | None = None, arm: str = "", until_h: float = np.inf
    ) -> Iterator[Mark]:
        """Yield the curves, of the first its repeats and milestones, and what was measured, if chosen.

        arm: key of one asked for. until_h: the last hours after the injection of what was measured.
        """
        yield from self._curves(curves)
        yield from self._repeats(curves[0])
        self.start_h, self.measured = curves[0].plan[0].day * DAY_H, Measured()
        if measured is not None:
            self.measured = show_measured(self.clocks, self.start_h, measured, until_h, arm)
            self.placer.avoid_all(self.measured.placer)
            yield from self.measured.marks
        yield from self._milestones(curves[0])

    def _curves(self, curves: Curves) -> Iterator[Mark]:
        """Yield each curve as a line, lighter where no measured value was seen."""
        clip = (*self.clocks[0].box[:2], *self.clocks[-1].box[2:])
        for slot, curve in enumerate(curves):
            dashes, (_, guess, known) = DASHES[curve.story], zip(*_trace(self.clocks, curve), strict=True)
            for part, lines, color, width in (("guess", guess, "#949494", 2.2), ("line", known, INK, 3.0)):
                look = Look(line=color, width=width, dashes=dashes)
                yield Stroke(f"{part}-{slot}", joined(lines), look, clip=clip)

    def _repeats(self, curve: ReliefCurve) -> Iterator[Mark]:
        """Yield a line for each injection after the first."""
        at = {day: clock for day in curve.repeat_days if (clock := clock_at(self.clocks, day * DAY_H))}
        lines = {day: clock.points(day * DAY_H, clock.y_ends) for day, clock in at.items()}
        for line in lines.values():
            self.placer.avoid_line(line)
        yield Shapes("repeats", list(lines.values()), THIN)
        for day, line in list(lines.items())[:1]:
            words = f"repeat, day {day:g}"
            half, (x, top) = text_width(words, SMALL) / 2 + 8, line[1]
            places = [(x + side, top - down) for down in (8, 26, 60, 290, 305) for side in (half, -half)]
            yield from self.label("repeat", words, places, SMALL_MUTED)

    def _milestones(self, curve: ReliefCurve) -> Iterator[Mark]:
        """Yield the turning points of the first curve as markers with their values."""
        found = []
        for name, (hours, relief, words) in mark_milestones(curve).items():
            clock = clock_at(self.clocks, hours)
            if clock and relief >= clock.y_ends[0]:
                inside = tuple(np.add(clock.box, (-2, 0, 2, 4)))
                found.append((name, words, clock.points(hours, relief)[0], inside))
                self.placer.avoid_box(found[-1][2], 9, 9)
        for name, words, (x, y), bounds in found:
            places = around(x, y, text_width(words, BOLD))
            for label in self.label(name, words, places, BOLD, bounds=bounds, marker=(x, y)):
                yield label
                yield Shapes(f"leader-{name}", leader(x, y, label), THIN)
        yield Shapes("milestones", [ring(*at) for _, _, at, _ in found], MARKER)

    def names(self, curves: Curves) -> Iterator[Mark]:
        """Yield the names of each curve, of where no value was seen, and of a change that matters."""
        for slot, (curve, words) in enumerate(zip(curves, _name_curves(curves), strict=True)):
            lines = [_trace(self.clocks, curve)[n][0] for n in (2, 0, 1)]
            yield from self.along(f"name-{slot}", words, lines)
        for curve in [curve for curve in curves if curve.story == "trials"][:1]:
            parts = [_trace(self.clocks, curve)[n] for n in (0, 2, 1)]
            lines = [line[np.isnan(known[:, 1])] for line, _, known in parts]
            yield from self.along("not-seen", NOT_SEEN, lines, SMALL_MUTED)
        half = text_width(IMPORTANT, SMALL) / 2 + 4
        places = [
            (x, float(clock.y(important_pct())) + side)
            for clock in self.clocks
            for side in (11, -11)
            for x in (clock.box[2] - half, (clock.box[0] + clock.box[2]) / 2, clock.box[0] + half)
        ]
        yield from self.label("important", IMPORTANT, places, SMALL_MUTED)


class ReliefPicture(CoursePicture):
    """One relief curve with its components and milestones, and others as lines."""

    def background(self, curves: Curves, **_options: Any) -> tuple[Any, ...]:
        """Return the floor of the relief axis."""
        return (find_floor(curves),)

    def moving(
        self, curves: Curves, *, components: bool = True, measured: Chosen | None = None, **options: Any
    ) -> Iterator[Mark]:
        """Yield the curves; components and milestones are those of the first. options: as for `course`."""
        placed = zip(*self._place(curves[0], _stack_bands(curves[0])), strict=True) if components else ()
        bands = dict(zip(BANDS, placed, strict=components))
        held = [curve for curve in curves if measured is not None and curve.story == "trials"]
        ranges = [self._place(curve, relief_range(curve)) for curve in held]
        for slot, edges in enumerate(ranges):
            yield self._band(f"range-{slot}", edges, RANGE)
        for name, edges in bands.items():
            yield self._band(name, edges, Look(fill=COMPONENT_COLORS[name][0], alpha=0.30))
        self.avoid_curves(curves)
        yield from self.course(curves, measured=measured, **options)
        yield from self.names(curves)
        for name, edges in bands.items():
            yield from self._name_band(name, edges)
        if measured is not None and not measured.group:
            half = text_width(UNSEEN, SMALL) / 2 + 4
            ends = [x for clock in self.clocks for x in (clock.box[2] - half, clock.box[0] + half)]
            places = [(x, BOTTOM + up) for up in (18, 34) for x in ends]
            yield from self.label("unseen", UNSEEN.lower(), places, SMALL_MUTED)
        for slot, edges in enumerate(ranges):
            lines = [line for low, high in edges[::-1] for line in (high, low)]
            yield from self.along(f"range-{slot}", AS_GOOD, lines, SMALL_MUTED)

    def describe(self, curves: Curves, *, measured: Chosen | None = None, **_options: Any) -> str:
        """Return what is shown in words."""
        found = [] if measured is None else [describe_measured(measured)]
        return "\n".join([*map(describe_relief, curves), *found])

    def arm_at(self, x: float, y: float) -> str:
        """Return the key of the arm that has a point near a place of the SVG (y downward), or ""."""
        here = np.array([x, self.size[1] - y])
        near = {float(np.hypot(*(here - (x, y)))): point.key for point, x, y, *_ in self.measured.places}
        return near[min(near)] if near and min(near) < REACH else ""

    def spots(self) -> list[Spot]:
        """Return what each measured point says when it is pointed at."""
        return [(round(x), round(self.size[1] - y), round(r), s) for x, y, r, s in self.measured.spots]

    def _band(self, name: str, edges: Edges, look: Look) -> Mark:
        """Return a band where it is to be seen, within the axes."""
        _, bottom, _, top = self.clocks[0].box
        cut = [pair.clip((-np.inf, bottom), (np.inf, top)) for pair in edges]
        shapes = [thinned(np.vstack([low, high[::-1]])) for low, high in cut if np.max(high - low) > THINNEST]
        return Shapes(f"band-{name}", shapes, look, under=True)

    def _place(self, curve: ReliefCurve, edges: Array) -> Edges:
        return [clock.lines(curve.times_h, edges) for clock in self.clocks]

    def _name_band(self, name: str, edges: Edges) -> list[Words]:
        words = BAND_NAMES.get(name, name)
        width = text_width(words)
        shapes = [(*low.T, high[:, 1], width) for low, high in edges]
        inside = [place for shape in shapes for place in inside_band(*shape)]
        inside.sort(key=lambda place: -place[0])
        first = 0 if name == "soreness" else 1  # below it is free
        beside = (place for shape in shapes for place in beside_band(*shape)[first:])
        places = chain((place[1:] for place in inside), beside)
        return self.label(name, words, places, Look(ink=COMPONENT_COLORS[name][1]))


@lru_cache(maxsize=16)  # to and fro, and while only *Now* moves
def draw_relief(*curves: ReliefCurve, **options: Any) -> tuple[ReliefPicture, str]:
    """Return a picture of some curves, not to be drawn on, and the words that say what it shows."""
    picture = ReliefPicture()
    return picture, picture.draw(curves, **options)


def find_floor(curves: Curves) -> float:
    """Return where the relief axis starts: at the usual floor, or lower where that hides soreness."""
    lines = [*(_stack_bands(curve)[-1] for curve in curves[:1]), *(curve.relief_pct for curve in curves)]
    return FLOOR_PCT if min(map(np.min, lines), default=0.0) >= FLOOR_PCT else LOW_FLOOR_PCT


@lru_cache(maxsize=8)  # floor, bands and their names of one picture ask for the same ones
def _stack_bands(curve: ReliefCurve) -> Array:
    """Return the lower and the upper edge of each of BANDS, % of the starting pain, shape (5, 2, n)."""
    per_point = 100 / curve.patient.baseline_nrs if curve.patient.baseline_nrs else 0.0
    *stack, soreness = (-curve.components_nrs[name] * per_point for name in BANDS)
    zero = np.zeros_like(soreness)
    return np.array([*pairwise(np.cumsum([zero, *stack], axis=0)), (soreness, zero)])


@lru_cache(maxsize=8)  # lines, names and what labels keep off ask for the same ones
def _trace(clocks: tuple[Clock, ...], curve: ReliefCurve) -> list[Array]:
    """Return the curve on each clock, whole, where it is a guess and where it is known, shape (3, n, 2)."""
    since = curve.times_h - curve.plan[0].day * DAY_H
    known = was_seen(curve.plan, since) | (curve.story != "trials")
    beside = np.convolve(~known, (1, 1, 1), "same") > 0  # both parts go through the edges: they meet
    drawn = [known | True, beside, known]
    return [clock.lines(curve.times_h, np.where(drawn, curve.relief_pct, np.nan)) for clock in clocks]


def _name_curves(curves: Curves) -> list[str]:
    """Return the first kind of name that tells the curves apart."""
    kinds = (
        [STORY_NAMES[curve.story] for curve in curves],
        [say_injection(curve.plan[0]) for curve in curves],
        [say_patient(curve.patient) for curve in curves],
        [f"curve {n}" for n in range(1, len(curves) + 1)],
    )
    return next(names for names in kinds if len(set(names)) == len(names))
