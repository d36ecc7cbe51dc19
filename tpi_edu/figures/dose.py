"""The dose figure: how much of each published ceiling is used, and the ceiling over body weight."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from ..model.dose import ROUNDING, DosePlan, course_limit
from .dose_words import (
    DISCLAIMER,
    TableRow,
    describe_dose,
    say_ceilings,
    say_drug,
    say_number,
    say_share,
    say_used,
    table_rows,
)
from .labels import LabelPlacer, around, text_width
from .old_live import LivePicture, ring
from .style import COMPONENT_COLORS, GRID, INK, MUTED, PAPER, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 840.0, 430.0  # figure units
LEFT, FULL, RIGHT = 24.0, 504.0, 566.0  # where bars begin, where they reach the ceiling, where words end
PANEL = 622.0, 62.0, 826.0, 370.0  # left, bottom, right, top
ROWS_TOP, ROWS_H, MOST_PITCH = 204.0, 162.0, 50.0
MOST_ROWS = 6  # two drugs with three tables each
MOST_SHARE = 1.12  # a bar ends here; its words tell the rest
WEIGHTS_KG, TOP_MG = (40.0, 120.0), 700.0
DRUG_COLORS = (COMPONENT_COLORS["anesthetic"][0], "#56B4E9")
OVER, OVER_TEXT = COMPONENT_COLORS["steroid"]


class DosePicture(LivePicture):
    """A bar of what is given against the ceiling, one per published table, and the ceiling over weight."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.add_text(LEFT, 12, DISCLAIMER, weight="bold", color=OVER_TEXT)
        self.add_text(PANEL[0] - 34, 385, "Ceiling of this drug alone (mg)", color=MUTED)
        self.add_live_shape("tracks", fc=GRID, ec="none")
        for n, color in enumerate(DRUG_COLORS):
            self.add_live_shape(f"used-{n}", fc=color, ec=color, lw=1.2)
            self.add_live_shape(f"other-{n}", fc=PAPER, ec=color, lw=1.6)
        self.add_live_shape("over", fc=PAPER, ec=OVER, lw=1.2, hatch="////")
        self.add_live_shape("ceilings", fc="none", ec=INK, lw=2.0)
        headline = {"size": 18, "weight": "bold"}
        for name, x, y, style in (
            ("used", LEFT, 403, headline),
            ("exceeded", LEFT, 403, {**headline, "color": OVER_TEXT}),
            ("given", LEFT, 380, {}),
            ("full", FULL, 324, {"color": MUTED, "ha": "center"}),
            ("ceiling-0", LEFT, 296, {}),
            ("ceiling-1", LEFT, 277, {}),
            ("tables", LEFT, ROWS_TOP + 40, {"weight": "bold"}),
            ("drug", PANEL[0] - 34, 403, {"weight": "bold"}),
            *((f"row-{n}", LEFT, 0, {}) for n in range(MOST_ROWS)),
            *((f"share-{n}", RIGHT, 0, {"ha": "right"}) for n in range(MOST_ROWS)),
        ):
            self.add_live(f"text-{name}", self.add_text(x, y, "·", **style))
        self.axes = self._add_weights()

    def draw(self, plan: DosePlan) -> None:
        """Move every live artist to show a plan of one drug or of two mixed, for 40-120 kg."""
        self.placer = LabelPlacer(WIDTH, HEIGHT)
        rows = table_rows(plan)
        self._draw_words(plan, rows)
        self._draw_bars(plan, rows)
        self._draw_weights(plan)
        self.description = describe_dose(plan)

    def _add_weights(self) -> Axes:
        left, bottom, right, top = PANEL
        box = (left / WIDTH, bottom / HEIGHT, (right - left) / WIDTH, (top - bottom) / HEIGHT)
        axes = self.figure.add_axes(box, xlim=WEIGHTS_KG, ylim=(0, TOP_MG), xticks=range(40, 121, 20))
        axes.set_xlabel("Body weight (kg)", fontsize=TEXT_SIZE, color=INK, labelpad=2)
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(MUTED)
        self.add_live("zone", axes.fill([0, 1, 1], [0, 0, 1], color=OVER, alpha=0.1, lw=0)[0])
        for name, color, width in (("at", INK, 1.0), ("ceiling", DRUG_COLORS[0], 2.8)):
            # an empty line would have no element in the SVG
            self.add_live(name, axes.plot(WEIGHTS_KG, [0, 0], color=color, lw=width)[0])
        self.add_live_shape("kink", fc=PAPER, ec=DRUG_COLORS[0], lw=2.0)
        self.add_live_shape("dose", fc=INK, ec=PAPER, lw=1.0)
        for name, color in (("dose", INK), ("kink", INK), ("zone", OVER_TEXT)):
            self.add_live_text(f"text-{name}", color=color)
        return axes

    def _draw_words(self, plan: DosePlan, rows: list[TableRow]) -> None:
        """Write what keeps its place; where the plan has no ceiling, only what is given and why."""
        used = say_used(plan) if rows else "No ceiling taught"
        given = " + ".join(f"{say_number(dose.mg)} mg {dose.drug}" for dose in plan.doses)
        total_ml = say_number(sum(dose.total_ml for dose in plan.doses))
        first, second, *_ = [*say_ceilings(plan), ""]
        for name, words in {
            "used": used * (not plan.is_exceeded),
            "exceeded": used * plan.is_exceeded,
            "given": f"{given}{' with epinephrine' * plan.epinephrine} in {total_ml} mL",
            "full": "100 %: the ceiling" * bool(rows),
            "ceiling-0": first,
            "ceiling-1": second,
            "tables": "By each published table (filled: used in this course)" * bool(rows),
            "drug": say_drug(plan.doses[0].drug, plan).capitalize(),
        }.items():
            self._write(name, words)

    def _write(self, name: str, words: str) -> None:
        self.live[f"text-{name}"].set_visible(bool(words))
        self.live[f"text-{name}"].set_text(words or "·")

    def _draw_bars(self, plan: DosePlan, rows: list[TableRow]) -> None:
        """Draw the bar of all drugs together, then one bar per published table."""
        kinds = ("tracks", "over", "ceilings", "used-0", "used-1", "other-0", "other-1")
        shapes: dict[str, list[Path]] = {kind: [] for kind in kinds}
        if rows:
            _add_bar(shapes, 341, 28, [(f"used-{n}", share) for n, share in enumerate(plan.shares)])
        pitch = min(MOST_PITCH, ROWS_H / max(len(rows) - 1, 1))
        for n, row in enumerate([*rows, *[None] * MOST_ROWS][:MOST_ROWS]):
            y = ROWS_TOP - n * pitch
            if row:
                kind = "used" if row.ceiling.course_limit else "other"
                _add_bar(shapes, y, 9, [(f"{kind}-{row.number}", row.share)])
            self._write(f"row-{n}", f"{row.name}: {row.prints}" if row else "")
            self._write(f"share-{n}", f"{say_share(row.share)} of {row.allows}" if row else "")
            for name in ("row", "share"):
                self.live[f"text-{name}-{n}"].set_y((y + 14) / UNITS_PER_INCH)
        for name, paths in shapes.items():
            self.set_shape(name, paths)

    def _draw_weights(self, plan: DosePlan) -> None:
        """Draw the first drug's ceiling over body weight, and where this person stands."""
        mg, kg, (low, high) = plan.doses[0].mg, plan.weight_kg, WEIGHTS_KG
        lines = {"at": [(kg, 0.0), (kg, TOP_MG)], "ceiling": []}
        words = f"{say_number(mg)} mg{', off scale' * (mg > TOP_MG)}"
        marks = {"dose": (words, kg, min(mg, TOP_MG)), "kink": ("", 0.0, 0.0)}
        if plan.has_ceiling:
            mg_per_kg, cap_mg = course_limit(plan.doses[0].drug, plan.epinephrine)
            kink_kg = cap_mg / mg_per_kg
            lines["ceiling"] = [(low, mg_per_kg * low), (kink_kg, cap_mg), (high, cap_mg)]
            self.live["zone"].set_xy([*lines["ceiling"], (high, TOP_MG), (low, TOP_MG)])
            if kg >= kink_kg:  # before, it would answer the task
                marks["kink"] = f"cap from {say_number(kink_kg)} kg", kink_kg, cap_mg
        self.live["zone"].set_visible(plan.has_ceiling)
        for name, points in lines.items():
            self.live[name].set_visible(bool(points))
            if points:
                self.live[name].set_data(*np.transpose(points))
                self.placer.avoid_line(self.axes.transData.transform(points))
        for name, (words, at_kg, at_mg) in marks.items():
            x, y = self.axes.transData.transform((at_kg, at_mg))
            self.set_shape(name, [ring(x, y, 5.2)] if words else [])
            self.put(
                f"text-{name}", words, around(x, y, text_width(words, TEXT_SIZE)) if words else [], PANEL
            )
        tops = [(x, PANEL[3] - 12) for x in (PANEL[2] - 60, PANEL[0] + 60)] if plan.has_ceiling else []
        self.put("text-zone", "above the ceiling", tops, PANEL)


def _add_bar(shapes: dict[str, list[Path]], y: float, height: float, parts: list[tuple[str, float]]) -> None:
    """Add a bar from parts side by side, each a share of the ceiling; what passes the ceiling is hatched."""
    shapes["tracks"].append(_box(0, 1, y, height))
    start = 0.0
    for name, share in parts:
        if start < 1:
            shapes[name].append(_box(start, min(start + share, 1), y, height))
        start += share
    if start > 1 + ROUNDING:
        shapes["over"].append(_box(1, min(start, MOST_SHARE), y, height))
    shapes["ceilings"].append(Path([(FULL, y - 3), (FULL, y + height)]))


def _box(start: float, end: float, y: float, height: float) -> Path:
    """Return the part of a bar between two shares of the ceiling."""
    x0, x1 = (LEFT + share * (FULL - LEFT) for share in (start, end))
    return Path([(x0, y), (x0, y + height), (x1, y + height), (x1, y), (x0, y)])
