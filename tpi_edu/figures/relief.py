"""The relief figure: three panels on one relief axis, one per clock (hours, days, weeks)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path
from numpy.typing import NDArray

from ..content.injection import load_measured_arms, load_relief_parameters
from ..model.relief import DAY_H, WEEK_H, ReliefCurve, default_times_h
from .labels import Bounds, LabelPlacer, Marker, text_width
from .live import LivePicture
from .relief_words import STORY_NAMES, describe_relief
from .style import (
    BAND_ALPHA,
    COMPONENT_COLORS,
    FONT,
    INK,
    LINE_STYLES,
    MUTED,
    PAPER,
    TEXT_SIZE,
    TITLE_SIZE,
    UNITS_PER_INCH,
    UNMEASURED,
)
from .words import say_injection, say_patient, say_pct

Array = NDArray[np.float64]
WIDTH, HEIGHT = 792.0, 408.0  # figure units
BOTTOM, TOP = 62.0, 380.0
FLOORS_PCT = (-30.0, -100.0)  # the axis starts at the first that shows all soreness
STACK = ("context", "needle", "steroid", "anesthetic")  # bands from zero upward
BAND_NAMES = {"context": "context", "needle": "needle", "steroid": "steroid", "anesthetic": "block"}
MEASURED_H = (2.0, 14 * DAY_H)  # no trial found measured pain between these
SMALL = TEXT_SIZE - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One clock: the unit a clinician thinks in, its hours, and its place in the figure (units)."""

    title: str
    unit: str
    unit_h: float
    start_h: float
    end_h: float
    left: float
    right: float

    def x(self, hours: Array | float) -> Array | float:
        """Return the horizontal position of hours in figure units."""
        return self.left + (hours - self.start_h) / (self.end_h - self.start_h) * (self.right - self.left)

    def has(self, hours: float) -> bool:
        """Whether a time lies on this clock; its start belongs to it, its end to the next one."""
        return self.start_h <= hours < self.end_h


PANELS = (
    Panel(title="Hours: the block", unit="hours", unit_h=1, start_h=0, end_h=6, left=60, right=256),
    Panel(title="Days: soreness, then the steroid", unit="days", unit_h=DAY_H, start_h=6, end_h=WEEK_H, left=270, right=540),
    Panel(title="Weeks: the fade", unit="weeks", unit_h=WEEK_H, start_h=WEEK_H, end_h=8 * WEEK_H, left=554, right=780),
)


def plot_relief(curve: ReliefCurve, *others: ReliefCurve, components: bool = True, measured: bool = False) -> Figure:
    """Return a figure of one relief curve with its components as bands, and others as lines.

    Leaflet curves are dashed and trials curves solid, lighter where no trial found measured. `measured`
    lays the points of Roldan 2020 over them [roldan_2020].
    """
    picture = ReliefPicture(tuple(c.story for c in (curve, *others)))
    picture.draw((curve, *others), components=components, measured=measured)
    return picture.figure


class ReliefPicture(LivePicture):
    """The relief figure with one slot per curve, each of one story; a slot may be empty when drawn."""

    def __init__(self, stories: tuple[str, ...] = ("leaflet", "trials")) -> None:
        super().__init__(WIDTH / UNITS_PER_INCH, HEIGHT / UNITS_PER_INCH)
        self.stories = stories
        self.floor_pct = FLOORS_PCT[0]
        self.axes = [self._add_panel(panel) for panel in PANELS]
        for index, axes in enumerate(self.axes):
            self._add_bands_and_lines(axes, index)
        for name, color in (("injections", MUTED), ("leaders", MUTED), ("milestones", INK), ("measured", INK)):
            fill = PAPER if color == INK else "none"
            patch = PathPatch(Path(np.zeros((2, 2))), fc=fill, ec=color, lw=1.4 if color == INK else 1.0, zorder=5)
            patch.set_transform(self.figure.dpi_scale_trans)
            self.add_live(name, self.figure.add_artist(patch))
        words = {
            **{name: (INK, TEXT_SIZE, "bold") for name in ("early", "dip", "peak", "fade")},
            **{f"name-{slot}": (INK, TEXT_SIZE, "normal") for slot in range(len(stories))},
            "unmeasured": (MUTED, SMALL, "normal"),
            "important": (MUTED, SMALL, "normal"),
            "measured-key": (INK, SMALL, "normal"),
            "repeat": (MUTED, SMALL, "normal"),
            **{f"band-{name}": (colors[1], TEXT_SIZE, "normal") for name, colors in COMPONENT_COLORS.items()},
        }
        for name, (color, size, weight) in words.items():
            self.add_live(f"text-{name}", self._text(0, 0, "·", color=color, size=size, weight=weight, ha="center"))
        self._text(WIDTH - 12, 8, "Illustrative teaching model, not a forecast for a patient", ha="right", size=SMALL)

    def draw(self, curves: Sequence[ReliefCurve | None], *, components: bool = True, measured: bool = False) -> None:
        """Move every live artist to show the curves; an empty slot (None) shows nothing.

        The components shown are those of the first curve there is.
        """
        shown = {slot: c.resampled(default_times_h(c.plan)) for slot, c in enumerate(curves) if c is not None}
        first = next(iter(shown.values()))
        bands = _stack_bands(first)
        lowest = min(min(c.relief_pct.min() for c in shown.values()), bands["soreness"][0].min())
        self.floor_pct = next((floor for floor in FLOORS_PCT if floor <= lowest), FLOORS_PCT[-1])
        for axes in self.axes:
            axes.set_ylim(self.floor_pct, 100)
        for slot in range(len(self.stories)):
            self._move_line(slot, shown.get(slot))
        for name, (low, high) in bands.items():
            self._move_band(name, first.times_h, low, high, visible=components)
        self._move_labels(shown, bands if components else {}, measured=measured)
        self.description = "\n".join(describe_relief(c) for c in shown.values())

    @property
    def background(self) -> object:
        """What the parts that do not move depend on; when it changes the whole SVG is sent again."""
        return self.floor_pct

    def y(self, relief_pct: Array | float) -> Array | float:
        """Return the vertical position of a relief in figure units."""
        return BOTTOM + (relief_pct - self.floor_pct) / (100 - self.floor_pct) * (TOP - BOTTOM)

    # -- building -------------------------------------------------------------------------------

    def _add_panel(self, panel: Panel) -> Axes:
        box = (panel.left / WIDTH, BOTTOM / HEIGHT, (panel.right - panel.left) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        axes = self.figure.add_axes(box, xlim=(panel.start_h, panel.end_h), ylim=(self.floor_pct, 100))
        axes.set_title(panel.title, loc="left", fontsize=TITLE_SIZE, fontweight="bold", color=INK, pad=9)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color="#e6e6e6", lw=0.8)
        axes.axhline(0, color=MUTED, lw=1.0, zorder=1.6)
        important = load_relief_parameters("trials").important_relief_pct.value
        axes.axhline(important, color=MUTED, lw=1.2, ls=(0, (1, 2)), zorder=1.7)
        ticks = range(int(np.ceil(panel.start_h / panel.unit_h)), int(panel.end_h / panel.unit_h) + 1)
        axes.set_xticks([n * panel.unit_h for n in ticks], [str(n) for n in ticks])
        axes.set_xlabel(panel.unit, fontsize=TEXT_SIZE, color=INK, labelpad=2)
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        axes.set_yticks(range(-100, 101, 20))
        if panel is PANELS[0]:
            axes.set_ylabel("Pain relief (% of starting pain)", fontsize=TEXT_SIZE, color=INK)
            axes.tick_params(axis="y", length=0)
        else:
            axes.tick_params(axis="y", labelleft=False, length=0)
        return axes

    def _add_bands_and_lines(self, axes: Axes, index: int) -> None:
        for name, (fill, _) in COMPONENT_COLORS.items():
            band = Polygon(np.zeros((3, 2)), closed=True, fc=fill, ec="none", alpha=BAND_ALPHA, zorder=1)
            self.add_live(f"band-{name}-{index}", axes.add_patch(band))
        for slot, story in enumerate(self.stories):
            for part, color, width in (("", INK, 3.0), ("guess-", UNMEASURED, 2.2)):
                style = {"color": color, "lw": width, "ls": LINE_STYLES[story], "solid_capstyle": "butt", "zorder": 3}
                self.add_live(f"line-{part}{slot}-{index}", axes.plot([0, 1], [0, 0], **style)[0])

    def _text(self, x: float, y: float, words: str, **style: object) -> object:
        style = {"color": MUTED, "size": TEXT_SIZE, "family": FONT, "va": "baseline", **style}
        inch = (x / UNITS_PER_INCH, y / UNITS_PER_INCH)
        return self.figure.text(*inch, words, transform=self.figure.dpi_scale_trans, **style)

    # -- moving ---------------------------------------------------------------------------------

    def _move_line(self, slot: int, curve: ReliefCurve | None) -> None:
        for index, panel in enumerate(PANELS):
            line, guess = self.live[f"line-{slot}-{index}"], self.live[f"line-guess-{slot}-{index}"]
            line.set_visible(curve is not None)
            guess.set_visible(curve is not None and curve.story == "trials")
            if curve is None:
                continue
            inside = (curve.times_h >= panel.start_h) & (curve.times_h <= panel.end_h)
            hours, relief = curve.times_h[inside], curve.relief_pct[inside]
            known = _is_measured(curve, hours)
            line.set_data(hours, np.where(known, relief, np.nan))
            guess.set_data(hours, np.where(known & ~_at_edge(known), np.nan, relief))
            line.set_visible(bool(known.any()))
            guess.set_visible(not known.all())

    def _move_band(self, name: str, hours: Array, low: Array, high: Array, *, visible: bool) -> None:
        for index, panel in enumerate(PANELS):
            band = self.live[f"band-{name}-{index}"]
            band.set_visible(visible and bool(np.any(high - low > 0.05)))
            at = (hours >= panel.start_h) & (hours <= panel.end_h)
            forth = np.column_stack([hours[at], low[at]])
            back = np.column_stack([hours[at], high[at]])[::-1]
            band.set_xy(np.vstack([forth, back]))

    def _move_labels(self, shown: dict[int, ReliefCurve], bands: dict[str, tuple[Array, Array]], *, measured: bool) -> None:
        placer = LabelPlacer()
        first = next(iter(shown.values()))
        for panel in PANELS:
            important = load_relief_parameters(first.story).important_relief_pct.value
            placer.avoid_line(np.array([(panel.left, self.y(important)), (panel.right, self.y(important))]))
            for slot, curve in shown.items():
                placer.avoid_line(self._points(curve, panel), line=slot)
        self._mark_injections(placer, first)
        self._mark_measured(placer, measured=measured)
        self._mark_milestones(placer, first, next(iter(shown)))
        for slot in range(len(self.stories)):
            words = _name_curve(shown, slot)
            places = self._beside_line(shown[slot], text_width(words, TEXT_SIZE), order=(2, 0, 1)) if words else []
            self._put(placer, f"name-{slot}", words, TEXT_SIZE, places)
        guess = next((c for c in shown.values() if c.story == "trials"), None)
        words = "not measured in any trial found"
        self._put(placer, "unmeasured", words, SMALL, self._beside_line(guess, text_width(words, SMALL), order=(1, 2)))
        words = "30 %: patients notice"
        self._put(placer, "important", words, SMALL, self._along_level(important, text_width(words, SMALL)))
        for name in COMPONENT_COLORS:
            words = BAND_NAMES.get(name, name)
            places = self._inside_band(first.times_h, *bands[name], text_width(words, TEXT_SIZE)) if name in bands else []
            self._put(placer, f"band-{name}", words, TEXT_SIZE, places)

    def _mark_milestones(self, placer: LabelPlacer, curve: ReliefCurve, slot: int) -> None:
        m = curve.milestones
        important = load_relief_parameters(curve.story).important_relief_pct.value
        early, dip, peak = say_pct(m.early_pct), say_pct(m.dip_pct or 0), say_pct(m.peak_pct or 0)
        marks = {
            "early": (m.early_h, m.early_pct, f"{early} at 15 min"),
            "dip": (m.dip_h, m.dip_pct, f"dip: {dip} at {m.dip_h or 0:.0f} h"),
            "peak": (m.peak_h, m.peak_pct, f"{peak} on day {(m.peak_h or 0) / DAY_H:.0f}"),
            "fade": (m.fade_h, important, f"below 30 % from day {(m.fade_h or 0) / DAY_H:.0f}"),
        }
        if m.fade_h is not None and m.fade_h < 2 * DAY_H:
            marks["fade"] = (m.fade_h, important, f"below 30 % after {m.fade_h:.0f} h")
        at = {name: (panel, panel.x(hours), self.y(pct)) for name, (hours, pct, _) in marks.items()
              if hours is not None and (panel := _panel_of(hours)) and pct >= self.floor_pct}
        self._set_path("milestones", [_ring(x, y, 4.2) for _, x, y in at.values()])
        for _, x, y in at.values():
            placer.avoid_box((x, y), 9, 9)
        leaders = []
        for name, (_, _, words) in marks.items():
            if name not in at:
                self.live[f"text-{name}"].set_visible(False)
                continue
            panel, x, y = at[name]
            width = text_width(words, TEXT_SIZE, "bold")
            places = _around(x, y, width)
            center = self._put(placer, name, words, TEXT_SIZE, places, bounds=_bounds(panel), marker=(x, y, slot))
            if center is not None:
                leaders += _leader(x, y, center, width)
        self._set_path("leaders", leaders)

    def _mark_injections(self, placer: LabelPlacer, curve: ReliefCurve) -> None:
        repeats = [(panel, item.day) for item in curve.plan[1:] if (panel := _panel_of(item.day * DAY_H))]
        lines = []
        for panel, day in repeats:
            x = panel.x(day * DAY_H)
            lines.append(Path(np.array([(x, BOTTOM), (x, TOP)])))
            placer.avoid_line(lines[-1].vertices)
        self._set_path("injections", lines)
        words, places = "repeat", []
        if repeats:
            panel, day = repeats[0]
            words, half = f"repeat, day {day:g}", text_width(f"repeat, day {day:g}", SMALL) / 2 + 8
            places = [(panel.x(day * DAY_H) + side * half, y) for y in (TOP - 8, TOP - 26) for side in (1, -1)]
        self._put(placer, "repeat", words, SMALL, places)

    def _mark_measured(self, placer: LabelPlacer, *, measured: bool) -> None:
        rings = []
        for arm, shape in zip(load_measured_arms().values(), (_ring, _square), strict=True):
            for hours, relief in zip(arm.times_h, arm.relief_pct, strict=True):
                center = (_panel_of(hours).x(hours), self.y(relief))
                rings.append(shape(*center, 4.6))
                if measured:
                    placer.avoid_box(center, 10, 10)
        self._set_path("measured", rings if measured else [])
        words = "Roldan 2020: ○ saline  □ drugs"
        x = PANELS[0].left + text_width(words, SMALL) / 2 + 6
        places = [(x, y) for y in (self.y(93), self.y(86), self.y(99), self.y(60), self.y(50))] if measured else []
        self._put(placer, "measured-key", words, SMALL, places)

    def _set_path(self, name: str, paths: list[Path]) -> None:
        self.live[name].set_visible(bool(paths))
        if paths:
            whole = Path.make_compound_path(*paths)
            self.live[name].set_path(Path(whole.vertices / UNITS_PER_INCH, whole.codes))

    def _put(
        self,
        placer: LabelPlacer,
        name: str,
        words: str,
        size: float,
        places: Sequence[tuple[float, float]],
        *,
        bounds: Bounds | None = None,
        marker: Marker | None = None,
    ) -> Array | None:
        text = self.live[f"text-{name}"]
        width = text_width(words, size, text.get_fontweight())
        center = placer.place(width, size, np.array(places), bounds or _bounds(*PANELS), marker=marker)
        text.set_visible(center is not None)
        if center is not None:
            text.set_text(words)
            text.set_position((center[0] / UNITS_PER_INCH, (center[1] - 0.36 * size) / UNITS_PER_INCH))
        return center

    # -- places for labels ----------------------------------------------------------------------

    def _points(self, curve: ReliefCurve, panel: Panel) -> Array:
        at = (curve.times_h >= panel.start_h) & (curve.times_h <= panel.end_h)
        return np.column_stack([panel.x(curve.times_h[at]), self.y(curve.relief_pct[at])])

    def _beside_line(self, curve: ReliefCurve | None, width: float, order: tuple[int, ...]) -> list[tuple[float, float]]:
        """Return places just above and below a line, panel by panel."""
        places = []
        for panel in (PANELS[i] for i in order if curve is not None):
            points = self._points(curve, panel)
            for x in np.linspace(panel.left + width / 2 + 4, panel.right - width / 2 - 4, 9)[::-1]:
                near = points[np.abs(points[:, 0] - x) <= width / 2 + 3, 1]
                if near.size:
                    places += [(x, near.max() + 12), (x, near.min() - 12)]
        return places

    def _along_level(self, level: float, width: float) -> list[tuple[float, float]]:
        """Return places just above and below a level of relief, panel by panel."""
        return [
            (x, self.y(level) + side)
            for panel in PANELS
            for side in (11, -11)
            for x in (panel.right - width / 2 - 4, (panel.left + panel.right) / 2, panel.left + width / 2 + 4)
        ]

    def _inside_band(self, hours: Array, low: Array, high: Array, width: float) -> list[tuple[float, float]]:
        """Return places inside a band, where it is thickest first."""
        places = []
        for panel in PANELS:
            for x in np.linspace(panel.left + width / 2 + 3, panel.right - width / 2 - 3, 11):
                near = (np.abs(panel.x(hours) - x) <= width / 2 + 2) & (hours >= panel.start_h) & (hours <= panel.end_h)
                if near.any():
                    bottom, top = self.y(low[near].max()), self.y(high[near].min())
                    places.append((top - bottom, x, (top + bottom) / 2))
        inside = [(x, y) for room, x, y in sorted(places, reverse=True) if room > TEXT_SIZE + 2]
        return inside or self._beside_band(hours, low, high, width)

    def _beside_band(self, hours: Array, low: Array, high: Array, width: float) -> list[tuple[float, float]]:
        """Return places next to a band too thin to hold its name: right of its peak, then below it."""
        size = high - low
        places = []
        for panel in PANELS:
            at = (hours >= panel.start_h) & (hours <= panel.end_h)
            peak = int(np.argmax(np.where(at, size, -1.0)))
            if size[peak] < 3:
                continue
            half_gone = np.flatnonzero((hours > hours[peak]) & (size < size[peak] / 2))
            end = panel.x(hours[half_gone[0]]) if half_gone.size else panel.right
            heights = low[peak] + size[peak] * np.array([0.6, 0.8, 0.4])
            beside = [(end + width / 2 + 8, self.y(height)) for height in heights]
            x = np.clip(panel.x(hours[peak]), panel.left + width / 2 + 4, panel.right - width / 2 - 4)
            below = [(x, self.y(low[peak]) - 12)]
            places += below + beside if high[peak] <= 0 else beside
        return places


def _stack_bands(curve: ReliefCurve) -> dict[str, tuple[Array, Array]]:
    """Return lower and upper edge of each component in percent of the starting pain."""
    per_point = 100 / curve.patient.baseline_nrs if curve.patient.baseline_nrs else 0.0
    edges = np.cumsum([np.zeros_like(curve.times_h), *(-curve.components_nrs[name] for name in STACK)], axis=0)
    bands = {name: (low * per_point, high * per_point) for name, (low, high) in zip(STACK, pairwise(edges), strict=True)}
    return bands | {"soreness": (-curve.components_nrs["soreness"] * per_point, np.zeros_like(curve.times_h))}


def _is_measured(curve: ReliefCurve, hours: Array) -> NDArray[np.bool_]:
    """Return where the trials story rests on a measurement: early, and from week 2 until a repeat."""
    if curve.story != "trials":
        return np.ones(hours.shape, dtype=bool)
    repeat = min((item.day * DAY_H for item in curve.plan[1:]), default=np.inf)
    return ((hours <= MEASURED_H[0]) | (hours >= MEASURED_H[1])) & (hours <= repeat)


def _at_edge(known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the measured hours next to unmeasured ones: both lines go through them, so that they meet."""
    padded = np.pad(~known, 1)
    return padded[:-2] | padded[2:]


def _name_curve(shown: dict[int, ReliefCurve], slot: int) -> str:
    """Return the shortest name that tells a curve from the others shown, or "" for an empty slot."""
    if slot not in shown:
        return ""
    for name in (lambda c: STORY_NAMES[c.story], lambda c: say_injection(c.plan[0]), lambda c: say_patient(c.patient)):
        if len({name(curve) for curve in shown.values()}) == len(shown):
            return name(shown[slot])
    return f"curve {slot + 1}"


def _panel_of(hours: float) -> Panel | None:
    return next((panel for panel in PANELS if panel.has(hours)), None)


def _bounds(*panels: Panel) -> Bounds:
    return panels[0].left - 2, BOTTOM, panels[-1].right + 8, TOP + 4


def _around(x: float, y: float, width: float) -> list[tuple[float, float]]:
    """Return places around a marker, nearest first, right before left and above before below."""
    sides = ((1, 0.4), (1, -0.4), (1, 1), (1, -1), (0, 1), (0, -1), (-1, 0.4), (-1, -0.4), (-1, 1), (-1, -1), (0.6, 1), (0.6, -1))
    return [
        (x + dx * (width / 2 + reach), y + dy * (TEXT_SIZE / 2 + reach)) for reach in (11, 18, 27, 38) for dx, dy in sides
    ]


def _leader(x: float, y: float, center: Array, width: float) -> list[Path]:
    """Return a thin line from a marker to its label's box where the two stand apart."""
    half = np.array([width / 2 + 2, TEXT_SIZE / 2 + 1])
    end = np.clip((x, y), center - half, center + half)
    way = end - (x, y)
    far = float(np.hypot(*way))
    return [Path(np.array([(x, y) + way * (6 / far), end]))] if far > 16 else []


def _ring(x: float, y: float, radius: float) -> Path:
    circle = Path.unit_circle()
    return Path(circle.vertices * radius + (x, y), circle.codes)


def _square(x: float, y: float, radius: float) -> Path:
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * radius * 0.9 + (x, y)
    return Path(corners, [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY])
