"""The relief figure: curves over three clocks, with components as bands and milestones as markers."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.path import Path
from numpy.typing import NDArray

from ..content.measurements import load_measured_arms
from ..content.relief_parameters import load_relief_parameters
from ..model.milestones import DAY_H
from ..model.relief import ReliefCurve, default_times_h
from .clocks import BOTTOM, HEIGHT, PANELS, TOP, WHOLE, WIDTH, Panel, add_panel, panel_at
from .labels import LabelPlacer, Places, along_line, around, beside_band, inside_band, text_width
from .live import LivePicture, leader, ring, square
from .relief_words import STORY_NAMES, describe_relief, mark_milestones
from .style import (
    BAND_ALPHA,
    COMPONENT_COLORS,
    INK,
    LINE_STYLES,
    MUTED,
    PAPER,
    SMALL_SIZE,
    TEXT_SIZE,
    UNMEASURED,
)
from .words import say_injection, say_patient

Array = NDArray[np.float64]
Bands = dict[str, tuple[Array, Array]]  # component: lower and upper edge, % of starting pain
FLOORS_PCT = (-30.0, -100.0)  # the axis starts at the first that shows all soreness
STACK = ("context", "needle", "steroid", "anesthetic")  # from zero up
BAND_NAMES = {"anesthetic": "block"}  # the others go by the name of their component
MILESTONES = ("early", "dip", "peak", "fade")
MEASURED_H = (2.0, 14 * DAY_H)  # no trial found measured pain between these
NOT_MEASURED = "not measured in any trial found"
IMPORTANT = "30 %: patients notice"
MEASURED_KEY = "Roldan 2020: ○ saline  □ drugs"


def plot_relief(
    curve: ReliefCurve, *others: ReliefCurve, components: bool = True, measured: bool = False
) -> Figure:
    """Return a figure of one relief curve with its components as bands, and others as lines.

    Leaflet curves are dashed and trials curves solid, lighter where no trial found measured. `measured`
    lays the points of Roldan 2020 over them [roldan_2020].
    """
    picture = ReliefPicture(tuple(c.story for c in (curve, *others)))
    picture.draw((curve, *others), components=components, measured=measured)
    return picture.figure


class ReliefPicture(LivePicture):
    """The relief figure with one slot per curve, each of one story; a slot may be empty when drawn.

    With no stories only the clocks are drawn, until `add_course`.
    """

    def __init__(self, stories: tuple[str, ...] = ("leaflet", "trials")) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.stories = ()
        self.floor_pct = FLOORS_PCT[0]
        self.axes = [add_panel(self.figure, panel, self.floor_pct) for panel in PANELS]
        self.add_live_text("text-important", size=SMALL_SIZE, color=MUTED)
        limits = "Illustrative teaching model, not a forecast for a patient"
        self.add_text(WIDTH - 12, 8, limits, ha="right", size=SMALL_SIZE, color=MUTED)
        if stories:
            self.add_course(stories)

    def add_course(self, stories: tuple[str, ...]) -> None:
        """Add what shows a course of relief, with a slot for each story."""
        self.stories = stories
        for index, axes in enumerate(self.axes):
            self._add_bands_and_lines(axes, index)
        for name in ("repeats", "leaders"):
            self.add_live_shape(name, fc="none", ec=MUTED, lw=1.0)
        for name in ("milestones", "measured"):
            self.add_live_shape(name, fc=PAPER, ec=INK, lw=1.4)
        for name in MILESTONES:
            self.add_live_text(f"text-{name}", weight="bold")
        for slot in range(len(stories)):
            self.add_live_text(f"text-name-{slot}")
        for name in ("unmeasured", "measured", "repeat"):
            self.add_live_text(f"text-{name}", size=SMALL_SIZE, color=INK if name == "measured" else MUTED)
        for name, (_, color) in COMPONENT_COLORS.items():
            self.add_live_text(f"text-{name}", color=color)

    @property
    def background(self) -> tuple[float, tuple[str, ...]]:
        """The floor of the relief axis, and the stories there is room for."""
        return self.floor_pct, self.stories

    def y(self, relief_pct: Array | float) -> Array | float:
        """Return the vertical position of a relief in figure units."""
        return BOTTOM + (relief_pct - self.floor_pct) / (100 - self.floor_pct) * (TOP - BOTTOM)

    def draw(
        self, curves: Sequence[ReliefCurve | None], *, components: bool = True, measured: bool = False
    ) -> None:
        """Move every live artist to show the curves; an empty slot (None) shows nothing.

        The components and milestones shown are those of the first curve there is.
        """
        shown = {slot: c.resampled(default_times_h(c.plan)) for slot, c in enumerate(curves) if c is not None}
        main, first = next(iter(shown.items()))
        bands = _stack_bands(first)
        lowest = min(bands["soreness"][0].min(), *(c.relief_pct.min() for c in shown.values()))
        self.floor_pct = next((floor for floor in FLOORS_PCT if floor <= lowest), FLOORS_PCT[-1])
        for axes in self.axes:
            if axes.get_ylim()[0] != self.floor_pct:  # setting it makes every transform work anew
                axes.set_ylim(self.floor_pct, 100)
        for slot in range(len(self.stories)):
            self._move_line(slot, shown.get(slot, first), visible=slot in shown)
        for name, (low, high) in bands.items():
            self._move_band(name, first.times_h, low, high, visible=components)

        self.placer = LabelPlacer(self.width, self.height)
        self._avoid_lines(shown)
        self._mark_repeats(first)
        self._mark_measured(first, visible=measured)
        self._mark_milestones(first, main)
        self._name_lines(shown)
        self._name_bands(first, bands if components else {})
        self.description = "\n".join(describe_relief(c) for c in shown.values())

    # -- lines and bands ------------------------------------------------------------------------

    def _add_bands_and_lines(self, axes: Axes, index: int) -> None:
        for name, (fill, _) in COMPONENT_COLORS.items():
            band = Polygon(np.zeros((3, 2)), closed=True, fc=fill, ec="none", alpha=BAND_ALPHA, zorder=1)
            self.add_live(f"band-{name}-{index}", axes.add_patch(band))
        for slot, story in enumerate(self.stories):
            for part, color, width in (("line", INK, 3.0), ("guess", UNMEASURED, 2.2)):
                style = {"color": color, "lw": width, "ls": LINE_STYLES[story], "solid_capstyle": "butt"}
                self.add_live(f"{part}-{slot}-{index}", axes.plot([0, 1], [0, 0], zorder=3, **style)[0])

    def _move_line(self, slot: int, curve: ReliefCurve, *, visible: bool) -> None:
        known = _is_measured(curve)
        beside = np.convolve(~known, (1, 1, 1), "same") > 0  # both lines go through the edges: they meet
        for part, drawn in (("line", known), ("guess", beside)):
            relief = np.where(drawn, curve.relief_pct, np.nan)
            for index, panel in enumerate(PANELS):
                at, line = panel.within(curve.times_h), self.live[f"{part}-{slot}-{index}"]
                line.set_data(curve.times_h[at], relief[at])
                line.set_visible(visible and bool(drawn[at].any()))

    def _move_band(self, name: str, hours: Array, low: Array, high: Array, *, visible: bool) -> None:
        for index, panel in enumerate(PANELS):
            at = panel.within(hours)
            forth, back = np.column_stack([hours, low])[at], np.column_stack([hours, high])[at][::-1]
            band = self.live[f"band-{name}-{index}"]
            band.set_xy(np.vstack([forth, back]))
            band.set_visible(visible and bool(np.any(high[at] - low[at] > 0.05)))

    # -- markers and labels ---------------------------------------------------------------------

    def _important_y(self) -> float:
        return self.y(load_relief_parameters("trials").important_relief_pct.value)

    def _points(self, curve: ReliefCurve, panel: Panel) -> Array:
        at = panel.within(curve.times_h)
        return np.column_stack([panel.x(curve.times_h), self.y(curve.relief_pct)])[at]

    def _avoid_lines(self, shown: dict[int, ReliefCurve]) -> None:
        for panel in PANELS:
            self.placer.avoid_line(np.array([(x, self._important_y()) for x in (panel.left, panel.right)]))
            for slot, curve in shown.items():
                self.placer.avoid_line(self._points(curve, panel), line=slot)

    def _mark_repeats(self, curve: ReliefCurve) -> None:
        at = [(day, panel) for day in curve.repeat_days if (panel := panel_at(day * DAY_H))]
        lines = [Path([(panel.x(day * DAY_H), y) for y in (BOTTOM, TOP)]) for day, panel in at]
        for line in lines:
            self.placer.avoid_line(line.vertices)
        self.set_shape("repeats", lines)
        words = f"repeat, day {at[0][0]:g}" if at else ""
        half = text_width(words, SMALL_SIZE) / 2 + 8
        ways = [(side * half, TOP - down) for down in (8, 26, 60, 290, 305) for side in (1, -1)]
        places = [(line.vertices[0, 0] + aside, y) for line in lines[:1] for aside, y in ways]
        self.put("text-repeat", words, places, WHOLE)

    def _mark_measured(self, curve: ReliefCurve, *, visible: bool) -> None:
        markers = []
        for arm, shape in zip(load_measured_arms().values(), (ring, square), strict=True):
            for since, relief in zip(arm.times_h, arm.relief_pct, strict=True):
                hours = since + curve.plan[0].day * DAY_H
                if visible and (panel := panel_at(hours)):
                    center = (panel.x(hours), self.y(relief))
                    markers.append(shape(*center))
                    self.placer.avoid_box(center, 10, 10)
        self.set_shape("measured", markers)
        half = text_width(MEASURED_KEY, SMALL_SIZE) / 2 + 6
        heights = (93, 86, 99, 60, 50, -12, -20) if visible else ()
        places = [(panel.left + half, self.y(relief)) for panel in PANELS for relief in heights]
        self.put("text-measured", MEASURED_KEY, places, WHOLE)

    def _mark_milestones(self, curve: ReliefCurve, slot: int) -> None:
        markers, leaders = [], []
        for name in MILESTONES:
            self.live[f"text-{name}"].set_visible(False)
        for name, (hours, relief, words) in mark_milestones(curve).items():
            panel = panel_at(hours)
            if panel and relief >= self.floor_pct:
                marker = (panel.x(hours), self.y(relief), slot)
                markers.append((f"text-{name}", words, marker, panel.bounds))
                self.placer.avoid_box(marker[:2], 9, 9)
        for name, words, marker, bounds in markers:
            width = text_width(words, TEXT_SIZE, "bold")
            center = self.put(name, words, around(*marker[:2], width), bounds, marker=marker)
            leaders += [] if center is None else leader(marker, center, width)
        self.set_shape("milestones", [ring(*marker[:2]) for _, _, marker, _ in markers])
        self.set_shape("leaders", leaders)

    def _name_lines(self, shown: dict[int, ReliefCurve]) -> None:
        names = _name_curves(shown)
        for slot in range(len(self.stories)):
            words = names.get(slot, "")
            self.put(f"text-name-{slot}", words, self._along(shown.get(slot), words, (2, 0, 1)), WHOLE)
        guess = next((curve for curve in shown.values() if curve.story == "trials"), None)
        self.put("text-unmeasured", NOT_MEASURED, self._along(guess, NOT_MEASURED, (1, 2, 0)), WHOLE)
        self._name_level()

    def _name_level(self) -> None:
        half = text_width(IMPORTANT, SMALL_SIZE) / 2 + 4
        places = [
            (x, self._important_y() + side)
            for panel in PANELS
            for side in (11, -11)
            for x in (panel.right - half, (panel.left + panel.right) / 2, panel.left + half)
        ]
        self.put("text-important", IMPORTANT, places, WHOLE)

    def _along(self, curve: ReliefCurve | None, words: str, order: tuple[int, ...]) -> Places:
        if curve is None:
            return []
        width = text_width(words, TEXT_SIZE)
        return [place for index in order for place in along_line(self._points(curve, PANELS[index]), width)]

    def _name_bands(self, curve: ReliefCurve, bands: Bands) -> None:
        for name in COMPONENT_COLORS:
            words = BAND_NAMES.get(name, name)
            width = text_width(words, TEXT_SIZE)
            inside, beside = [], []
            for panel in PANELS if name in bands else ():
                at = panel.within(curve.times_h)
                band = (panel.x(curve.times_h[at]), *(self.y(edge[at]) for edge in bands[name]))
                inside += inside_band(*band, width)
                beside += beside_band(*band, width)[0 if name == "soreness" else 1 :]  # below it is free
            inside.sort(key=lambda place: -place[0])
            places = [(x, y) for _, x, y in inside] + beside
            self.put(f"text-{name}", words, places, WHOLE)


def _stack_bands(curve: ReliefCurve) -> Bands:
    per_point = 100 / curve.patient.baseline_nrs if curve.patient.baseline_nrs else 0.0
    zero = np.zeros_like(curve.times_h)
    edges = np.cumsum([zero, *(-curve.components_nrs[name] * per_point for name in STACK)], axis=0)
    bands = dict(zip(STACK, pairwise(edges), strict=True))
    return bands | {"soreness": (-curve.components_nrs["soreness"] * per_point, zero)}


def _is_measured(curve: ReliefCurve) -> NDArray[np.bool_]:
    """Return where a curve may be drawn as known: for trials early, and from week 2 until a repeat."""
    since = curve.times_h - curve.plan[0].day * DAY_H
    repeat = min(curve.repeat_days, default=np.inf) * DAY_H
    known = ((since <= MEASURED_H[0]) | (since >= MEASURED_H[1])) & (curve.times_h <= repeat)
    return known | (curve.story != "trials")


def _name_curves(shown: dict[int, ReliefCurve]) -> dict[int, str]:
    """Return the first kind of name that tells the curves shown apart."""
    curves = shown.values()
    for names in (
        [STORY_NAMES[curve.story] for curve in curves],
        [say_injection(curve.plan[0]) for curve in curves],
        [say_patient(curve.patient) for curve in curves],
    ):
        if len(set(names)) == len(names):
            return dict(zip(shown, names, strict=True))
    return {slot: f"curve {slot + 1}" for slot in shown}
