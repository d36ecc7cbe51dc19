"""The dose figure: how much of each published ceiling is used, and the ceiling over body weight."""

from math import ceil, inf

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray

from ..content.anesthetics import Ceiling, load_anesthetics
from ..model.dose import DosePlan, DrugDose, cap_from_kg, max_dose_mg, published
from .dose_words import (
    DISCLAIMER,
    ceiling_ml,
    describe_dose,
    say_drug,
    say_limit,
    say_no_ceiling,
    say_number,
    say_share,
)
from .labels import LabelPlacer, along_line, around, text_width
from .live import LivePicture, ring
from .style import COMPONENT_COLORS, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 840.0, 460.0  # figure units
LEFT, RIGHT, BOTTOM, TOP = 24.0, 548.0, 58.0, 352.0  # where the rows of the tables stand
WEIGHT_LEFT, WEIGHT_RIGHT, WEIGHT_TOP = 616.0, 824.0, 420.0
SHARES_PCT, WEIGHTS_KG = (0.0, 150.0), (40.0, 120.0)
MOST_ROWS, MOST_OTHERS = 6, 2  # two drugs with three tables each, of which the course counts by one
ROW_SIZE = 12.0  # the longest row of two mixed drugs just fits
DRUG_COLORS = (COMPONENT_COLORS["anesthetic"][0], "#56B4E9")
OVER, OVER_TEXT = COMPONENT_COLORS["steroid"]

Array = NDArray[np.float64]


class DosePicture(LivePicture):
    """A bar of what is given against the ceiling, one per published table, and the ceiling over weight."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self._add_share_scale()
        self.axes = self._add_weight_scale()
        self._set_top(DrugDose().drug)
        self.add_live_shape("tracks", fc=GRID, ec="none")
        for n, color in enumerate(DRUG_COLORS):
            self.add_live_shape(f"used-{n}", fc=color, ec=color, lw=1.2)
            self.add_live_shape(f"other-{n}", fc=PAPER, ec=color, lw=1.6)
        self.add_live_shape("over", fc=PAPER, ec=OVER, lw=1.2, hatch="////")
        self.add_live_shape("ceilings", fc="none", ec=INK, lw=2.0)
        for name, size, weight in (
            ("given", TEXT_SIZE, "bold"),
            ("share", TEXT_SIZE, "normal"),
            ("tables", TEXT_SIZE, "bold"),
            ("title", TEXT_SIZE, "bold"),
            *((f"row-{n}", ROW_SIZE, "normal") for n in range(MOST_ROWS)),
        ):
            self.add_live(f"text-{name}", self.add_text(0, 0, "·", size=size, weight=weight))
        for n in range(MOST_ROWS):
            self.add_live(f"text-share-{n}", self.add_text(0, 0, "·", size=ROW_SIZE, ha="right"))
        self.add_live("text-over", self.add_text(0, 0, "·", color=OVER_TEXT, weight="bold"))
        self._add_weight_lines()

    @property
    def background(self) -> object:
        """The scale of the weight panel, which belongs to the first drug."""
        return self._drug

    def draw(self, plan: DosePlan) -> None:
        """Move every live artist to show a plan of one drug or of two mixed."""
        self._set_top(plan.doses[0].drug)
        self.placer = LabelPlacer(WIDTH, HEIGHT)
        self._draw_shares(plan)
        self._draw_weights(plan)
        self.description = describe_dose(plan)

    # -- what stands ----------------------------------------------------------------------------

    def _add_share_scale(self) -> None:
        axes = self.figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, 0.001))
        axes.set(xlim=SHARES_PCT, yticks=[])
        axes.set_xticks((0, 50, 100, 150), ("0 %", "50 %", "100 %: the ceiling", "150 %"))
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        self.add_text(LEFT, 10, DISCLAIMER, weight="bold", color=OVER_TEXT)
        words = "Filled bar, solid line: what this course counts by. Hollow, dashed: other tables."
        self.add_text(WEIGHT_RIGHT, 10, words, size=SMALL_SIZE, color=MUTED, ha="right")

    def _add_weight_scale(self) -> Axes:
        box = (WEIGHT_LEFT, BOTTOM, WEIGHT_RIGHT - WEIGHT_LEFT, WEIGHT_TOP - BOTTOM)
        axes = self.figure.add_axes(np.array(box) / (WIDTH, HEIGHT, WIDTH, HEIGHT))
        axes.set(xlim=WEIGHTS_KG, xticks=range(40, 121, 20))
        axes.set_xlabel("Body weight (kg)", fontsize=TEXT_SIZE, color=INK, labelpad=2)
        axes.set_ylabel("Ceiling (mg)", fontsize=TEXT_SIZE, color=INK, labelpad=2)
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(MUTED)
        return axes

    def _set_top(self, drug: str) -> None:
        """Fix the scale of mg by the largest cap of a drug, whatever else is chosen."""
        self._drug = drug
        caps = [c.max_mg for c in load_anesthetics()[drug].ceilings if c.max_mg < inf]
        self.top_mg = 100.0 * ceil(1.2 * max(caps) / 100)
        step = 100 if self.top_mg <= 600 else 200
        self.axes.set(ylim=(0, self.top_mg), yticks=np.arange(0, self.top_mg + 1, step))

    def _add_weight_lines(self) -> None:
        blue, sky = DRUG_COLORS
        dash, dash_dot = (0, (4, 2.5)), (0, (6, 2, 1.5, 2))
        self.add_live("zone", self.axes.fill([0, 1, 1], [0, 0, 1], color=OVER, alpha=0.1, lw=0)[0])
        for name, color, width, style in (
            *((f"table-{n}", MUTED, 1.3, dash) for n in range(MOST_OTHERS)),
            ("at", INK, 1.0, "solid"),
            ("ceiling", blue, 2.8, "solid"),
            ("left", sky, 2.4, dash_dot),
        ):
            # an empty line would have no element in the SVG
            line = self.axes.plot(WEIGHTS_KG, [0, 0], color=color, lw=width, ls=style)[0]
            self.add_live(name, line)
        self.add_live_shape("kink", fc=PAPER, ec=blue, lw=2.0)
        self.add_live_shape("dose", fc=INK, ec=PAPER, lw=1.0)
        for name in ("dose", "kink", "left"):
            self.add_live_text(f"text-at-{name}", size=SMALL_SIZE)
        self.add_live_text("text-zone", size=SMALL_SIZE, color=OVER_TEXT)

    # -- what moves -----------------------------------------------------------------------------

    def _write(self, name: str, x: float, y: float, words: str) -> None:
        text = self.live[f"text-{name}"]
        text.set_visible(bool(words))
        text.set_text(words or "·")
        text.set_position((x / UNITS_PER_INCH, y / UNITS_PER_INCH))

    def _draw_shares(self, plan: DosePlan) -> None:
        """Draw the bar of all drugs together, then one bar per published table."""
        shapes: dict[str, list[Path]] = {name: [] for name in ("tracks", "over", "ceilings")}
        shapes |= {f"{kind}-{n}": [] for kind in ("used", "other") for n in range(len(DRUG_COLORS))}
        given = " + ".join(f"{say_number(dose.mg)} mg {dose.drug}" for dose in plan.doses)
        total_ml = say_number(sum(dose.total_ml for dose in plan.doses))
        epinephrine = " with epinephrine" if plan.epinephrine else ""
        self._write("given", LEFT, 438, f"{given}{epinephrine} in {total_ml} mL")
        rows = _rows(plan) if plan.has_ceiling else []
        words = ""
        if rows:
            _add_bar(shapes, 383, 22, [(f"used-{n}", share) for n, share in enumerate(plan.shares)])
            summed = "together " if len(plan.doses) > 1 else ""
            words = f"{summed}{say_share(plan.share)} of the ceiling at {plan.weight_kg:g} kg"
        self._write("share", LEFT, 415, "" if plan.is_exceeded else words.capitalize())
        self._write("over", LEFT, 415, f"EXCEEDED: {words}" if plan.is_exceeded else "")
        self._write("tables", LEFT, TOP, "By each published table" if rows else say_no_ceiling(plan))
        pitch = min(88.0, (TOP - BOTTOM - 4) / max(len(rows), 1))
        height = min(18.0, pitch - 36)
        for n in range(MOST_ROWS):
            y = TOP - (n + 1) * pitch + 6
            if n >= len(rows):
                self._write(f"row-{n}", 0, 0, "")
                self._write(f"share-{n}", 0, 0, "")
                continue
            slot, dose, ceiling = rows[n]
            mg = ceiling.at_mg(plan.weight_kg)
            share = dose.mg / mg
            kind = "used" if ceiling.course_limit else "other"
            _add_bar(shapes, y, height, [(f"{kind}-{slot}", share)])
            is_mixed = len(plan.doses) > 1  # then no volume holds one drug alone
            name = f"{dose.drug.capitalize()} – " if is_mixed else ""
            volume = "" if is_mixed else f" = {say_number(ceiling_ml(mg, dose))} mL"
            self._write(f"row-{n}", LEFT, y + height + 7, f"{name}{ceiling.tables}: {say_limit(ceiling)}")
            over = "over: " if share > 1 + 1e-9 else ""
            words = f"{over}{say_share(share)} of {say_number(mg)} mg{volume}"
            self._write(f"share-{n}", RIGHT, y + height + 7, words)
        for name, paths in shapes.items():
            self.set_shape(name, paths)

    def _draw_weights(self, plan: DosePlan) -> None:
        """Draw the first drug's ceilings over body weight, and where this plan stands."""
        dose = plan.doses[0]
        self._write("title", WEIGHT_LEFT - 34, 438, say_drug(dose.drug, plan).capitalize())
        kink_kg = cap_from_kg(dose.drug, plan.epinephrine)
        weights = np.unique(np.append(np.linspace(*WEIGHTS_KG, 161), kink_kg or WEIGHTS_KG[0]))
        lines: dict[str, Array] = {}
        if plan.has_ceiling:
            lines["ceiling"] = np.array([max_dose_mg(dose.drug, kg, plan.epinephrine) for kg in weights])
            others = [c for c in published(dose.drug, plan.epinephrine) if not c.course_limit]
            lines |= {f"table-{n}": np.array([c.at_mg(kg) for kg in weights]) for n, c in enumerate(others)}
        if plan.has_ceiling and len(plan.doses) > 1:
            used = [
                sum(d.mg / max_dose_mg(d.drug, kg, plan.epinephrine) for d in plan.doses[1:])
                for kg in weights
            ]
            lines["left"] = lines["ceiling"] * np.maximum(1 - np.array(used), 0)
        for name in ("ceiling", "left", *(f"table-{n}" for n in range(MOST_OTHERS))):
            self.live[name].set_visible(name in lines)
            if name in lines:
                self.live[name].set_data(weights, lines[name])
                self.placer.avoid_line(self._places(weights, lines[name]))
        self.live["zone"].set_visible(plan.has_ceiling)
        limit = lines.get("left", lines.get("ceiling"))
        if plan.has_ceiling:
            corners = np.array([(WEIGHTS_KG[1], self.top_mg), (WEIGHTS_KG[0], self.top_mg)])
            self.live["zone"].set_xy(np.vstack([np.column_stack([weights, limit]), corners]))
        self._mark_person(plan)
        self._name_weights(plan, weights, limit, kink_kg)

    def _mark_person(self, plan: DosePlan) -> None:
        dose, (low, high) = plan.doses[0], WEIGHTS_KG
        is_shown = low <= plan.weight_kg <= high
        self.live["at"].set_visible(is_shown)
        self.live["at"].set_data([plan.weight_kg] * 2, [0, self.top_mg])
        x, y = self._places(np.array([plan.weight_kg]), np.array([min(dose.mg, self.top_mg)]))[0]
        self.set_shape("dose", [ring(x, y, 5.5)] if is_shown else [])
        self.placer.avoid_line(np.array([(x, BOTTOM), (x, WEIGHT_TOP)]))
        words = f"{say_number(dose.mg)} mg"
        if dose.mg > self.top_mg:
            words += ", off scale"
        elif plan.is_exceeded:
            words = f"over: {words}"
        places = around(x, y, text_width(words, SMALL_SIZE)) if is_shown else []
        self.put("text-at-dose", words, places, self._bounds)

    def _name_weights(self, plan: DosePlan, weights: Array, limit: Array | None, kink_kg: float) -> None:
        """Name the kink once the weight has reached it, what a second drug leaves, and the zone above."""
        marks = {"text-at-kink": ("", []), "text-at-left": ("", []), "text-zone": ("", [])}
        self.set_shape("kink", [])
        if limit is not None:
            drug = plan.doses[0].drug
            cap = max_dose_mg(drug, WEIGHTS_KG[1], plan.epinephrine)
            x, y = self._places(np.array([kink_kg]), np.array([cap]))[0]
            self.set_shape("kink", [ring(x, y, 5.0)])
            if plan.weight_kg >= kink_kg:
                words = f"cap from {say_number(kink_kg)} kg"
                marks["text-at-kink"] = words, around(x, y, text_width(words, SMALL_SIZE))
            if len(plan.doses) > 1:
                words = f"left beside {plan.doses[1].drug}"
                line = self._places(weights, limit)
                marks["text-at-left"] = words, along_line(line, text_width(words, SMALL_SIZE))
            marks["text-zone"] = "above the ceiling", [(x, WEIGHT_TOP - 12) for x in (760, 690)]
        for name, (words, places) in marks.items():
            self.put(name, words, places, self._bounds)

    @property
    def _bounds(self) -> tuple[float, float, float, float]:
        return WEIGHT_LEFT + 2, BOTTOM + 2, WEIGHT_RIGHT + 8, WEIGHT_TOP + 2

    def _places(self, weights_kg: Array, mg: Array) -> Array:
        """Return where weights and mg stand in the weight panel, in figure units."""
        return self.axes.transData.transform(np.column_stack([weights_kg, mg]))


def _rows(plan: DosePlan) -> list[tuple[int, DrugDose, Ceiling]]:
    """Return number of the drug, dose and ceiling for each published table of each drug."""
    return [
        (n, dose, ceiling)
        for n, dose in enumerate(plan.doses)
        for ceiling in published(dose.drug, plan.epinephrine)
    ]


def _add_bar(shapes: dict[str, list[Path]], y: float, height: float, parts: list[tuple[str, float]]) -> None:
    """Add a bar from parts side by side, each a share of the ceiling; what passes the ceiling is hatched."""
    shapes["tracks"].append(_box(0, 1, y, height))
    start = 0.0
    for name, share in parts:
        if start < 1:
            shapes[name].append(_box(start, min(start + share, 1), y, height))
        start += share
    if start > 1 + 1e-9:
        shapes["over"].append(_box(1, min(start, SHARES_PCT[1] / 100), y, height))
    x = _box(0, 1, y, height).vertices[2, 0]
    shapes["ceilings"].append(Path([(x, y - 3), (x, y + height + 3)]))


def _box(start: float, end: float, y: float, height: float) -> Path:
    """Return the part of a bar between two shares of the ceiling."""
    x0, x1 = (LEFT + share * (RIGHT - LEFT) * 100 / SHARES_PCT[1] for share in (start, end))
    return Path([(x0, y), (x0, y + height), (x1, y + height), (x1, y), (x0, y)])
