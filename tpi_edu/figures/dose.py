"""The dose figure: how much of each published ceiling is used, and the ceiling over body weight."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ..content.injectates import Ceiling
from ..model.dose import ROUNDING, DosePlan, concentration_mg_per_ml, course_limit, max_dose_mg, published
from .labels import around, text_width
from .live import LivePicture
from .marks import Mark, Shapes, Stroke, write
from .shapes import box, ring
from .sheet import Panel, Sheet
from .style import BOLD, COMPONENT_COLORS, GRID, INK, MUTED, PAPER, PLAIN, Look

LEFT, FULL, RIGHT = 24.0, 504.0, 566.0  # where bars begin, where they reach the ceiling, where words end
WEIGHTS_KG, TOP_MG = (40.0, 120.0), 700.0
WEIGHTS = Panel(box=(622.0, 62.0, 826.0, 370.0), x_ends=WEIGHTS_KG, y_ends=(0, TOP_MG))
TITLE_X = WEIGHTS.box[0] - 34
ROWS_TOP, ROWS_H, MOST_PITCH = 204.0, 162.0, 50.0
MOST_SHARE = 1.12  # a bar ends here; its words tell the rest
HATCH_PITCH = 6.0
DRUG_COLORS = (COMPONENT_COLORS["anesthetic"][0], "#56B4E9")
OVER, OVER_TEXT = COMPONENT_COLORS["steroid"]
USED = [Look(line=color, width=1.2, fill=color) for color in DRUG_COLORS]
OTHER = [Look(line=color, width=1.6, fill=PAPER) for color in DRUG_COLORS]
TRACK, CEILING = Look(fill=GRID), Look(line=INK, width=2.0)
BEYOND = Look(line=OVER, width=1.2, fill=PAPER)
DIM = Look(ink=MUTED)
ZONE = Look(fill=OVER, alpha=0.1, ink=OVER_TEXT)
LINES = {"weight": Look(line=INK, width=1.0), "ceiling": Look(line=DRUG_COLORS[0], width=2.8)}
SPOTS = {
    "kink": Look(line=DRUG_COLORS[0], width=2.0, fill=PAPER),
    "dose": Look(line=PAPER, width=1.0, fill=INK),
}
DISCLAIMER = "Teaching, not for dosing a patient"
EPINEPHRINE = "Epinephrine is customarily left out of trigger point injections."


class TableRow(NamedTuple):
    """What one published table allows for the drug with some number in a plan."""

    number: int
    ceiling: Ceiling
    name: str  # "US label, Medscape"
    prints: str  # "4.5 mg/kg, max 300 mg"
    allows: str  # "225 mg = 22.5 mL"
    share: float


def table_rows(plan: DosePlan) -> list[TableRow]:
    """Return a row for each published table of each drug; none where the plan has no ceiling."""
    rows = []
    for n, dose in enumerate(plan.doses if plan.has_ceiling else ()):
        for ceiling in published(dose.drug, plan.epinephrine):
            mg, name = ceiling.at_mg(plan.weight_kg), ceiling.tables
            prints = f"{ceiling.max_mg_per_kg:g} mg/kg, max {ceiling.max_mg:g} mg"
            prints = prints.removeprefix("inf mg/kg, ").replace("max inf mg", "no cap printed")
            allows = f"{say_number(mg)} mg"
            if len(plan.doses) > 1:  # then no volume holds one drug alone
                name = f"{dose.drug.capitalize()} – {name}"
            else:
                allows += f" = {say_number(mg / concentration_mg_per_ml(dose.percent))} mL"
            rows.append(TableRow(n, ceiling, name, prints, allows, dose.mg / mg))
    return rows


def describe_dose(plan: DosePlan) -> str:
    """Return what is given, the ceiling and which limit binds, the share used, and what each table allows."""
    given = [
        f"{dose.points:g} point{'s' * (dose.points > 1)} × {dose.volume_ml:g} mL of {dose.percent:g} % "
        f"{say_drug(dose.drug, plan)} ({concentration_mg_per_ml(dose.percent):g} mg/mL): "
        f"{say_number(dose.total_ml)} mL, {say_number(dose.mg)} mg."
        for dose in plan.doses
    ]
    lines = [" ".join([*given, *[EPINEPHRINE] * plan.epinephrine]), " ".join(say_ceilings(plan))]
    if plan.has_ceiling:
        parts = " and ".join(say_share(share) for share in plan.shares)
        added = f", {parts} added: toxicities are taken as additive" if len(plan.doses) > 1 else ""
        rows = table_rows(plan)
        allowed = "; ".join(f"{row.name} {row.allows} [{', '.join(row.ceiling.sources)}]" for row in rows)
        lines += [f"{say_used(plan)}{added}.", f"By table: {allowed}."]
    return "\n".join([*lines, f"A ceiling is no target. {DISCLAIMER}."])


def say_ceilings(plan: DosePlan) -> list[str]:
    """Return for each drug its ceiling and which limit binds; or in two parts why there is none."""
    if not plan.has_ceiling:
        drugs = dict.fromkeys(d.drug for d in plan.doses if not course_limit(d.drug, plan.epinephrine))
        return [
            f"No ceiling is taught for {' or '.join(drugs)} with epinephrine:",
            "at most one open wiki (WikEM) prints a limit by weight.",
        ]
    said = []
    for drug in (dose.drug for dose in plan.doses):
        mg_per_kg, cap_mg = course_limit(drug, plan.epinephrine)  # type: ignore[misc]  # has_ceiling
        binds = f"{mg_per_kg:g} mg/kg binds, not the cap ({cap_mg:g} mg)"
        if plan.weight_kg >= cap_mg / mg_per_kg:
            binds = f"the cap binds (from {say_number(cap_mg / mg_per_kg)} kg on)"
        mg = say_number(max_dose_mg(drug, plan.weight_kg, plan.epinephrine))
        said.append(f"{drug.capitalize()} at {plan.weight_kg:g} kg: ceiling {mg} mg; {binds}.")
    return said


def say_used(plan: DosePlan) -> str:
    """Return the share of the ceiling that is used."""
    return f"{'EXCEEDED' if plan.is_exceeded else 'Used'}: {say_share(plan.share)} of the ceiling"


def say_number(value: float) -> str:
    """Return mg, mL or kg to one decimal, without a trailing zero."""
    return f"{round(value, 1):g}"


def say_share(share: float) -> str:
    """Return a share of a ceiling in whole percent; close to the ceiling, with the decimal that tells."""
    whole = round(100 * share)
    return f"{100 * share:.1f} %" if whole == 100 and abs(share - 1) >= 0.0005 else f"{whole} %"


def say_drug(drug: str, plan: DosePlan) -> str:
    """Return "plain lidocaine" or "lidocaine with epinephrine"."""
    return f"{drug} with epinephrine" if plan.epinephrine else f"plain {drug}"


class DosePicture(LivePicture):
    """A bar of what is given against the ceiling, one per published table, and the ceiling over weight."""

    size = 840.0, 430.0
    bounds = WEIGHTS.box
    describe = staticmethod(describe_dose)

    def still(self, sheet: Sheet) -> None:
        """Draw the axes of body weight, and what the figure is not for."""
        sheet.write(LEFT, 12, DISCLAIMER, Look(ink=OVER_TEXT, bold=True))
        sheet.write(TITLE_X, 385, "Ceiling of this drug alone (mg)", DIM)
        ticks = range(40, 121, 20)
        sheet.add_panel(WEIGHTS, spines=("left", "bottom"), xticks=ticks, xlabel="Body weight (kg)")

    def moving(self, plan: DosePlan) -> Iterator[Mark]:
        """Yield a plan of one drug or of two mixed, for 40-120 kg; without a ceiling, why there is none."""
        used = say_used(plan) if plan.has_ceiling else "No ceiling taught"
        ink = OVER_TEXT if plan.is_exceeded else INK
        yield from write("used", used, (LEFT, 403), Look(ink=ink, size=18, bold=True))
        given = " + ".join(f"{say_number(dose.mg)} mg {dose.drug}" for dose in plan.doses)
        given += " with epinephrine" * plan.epinephrine
        total_ml = say_number(sum(dose.total_ml for dose in plan.doses))
        yield from write("given", f"{given} in {total_ml} mL", (LEFT, 380))
        for n, words in enumerate(say_ceilings(plan)):
            yield from write(f"ceiling-{n}", words, (LEFT, 296 - 19 * n))
        yield from write("drug", say_drug(plan.doses[0].drug, plan).capitalize(), (TITLE_X, 403), BOLD)
        if rows := table_rows(plan):
            yield from _compare(plan, rows)
        yield from self._weights(plan)

    def _weights(self, plan: DosePlan) -> Iterator[Mark]:
        """Yield the first drug's ceiling over body weight, and where this person stands."""
        mg, kg, (low, high) = plan.doses[0].mg, plan.weight_kg, WEIGHTS_KG
        lines, spots = {"weight": WEIGHTS.points(kg, WEIGHTS.y_ends)}, {}
        if plan.has_ceiling and (limit := course_limit(plan.doses[0].drug, plan.epinephrine)):
            mg_per_kg, cap_mg = limit
            kink_kg = cap_mg / mg_per_kg
            lines["ceiling"] = WEIGHTS.points([low, kink_kg, high], [mg_per_kg * low, cap_mg, cap_mg])
            above = [*lines["ceiling"], *WEIGHTS.points([high, low], TOP_MG)]
            yield Shapes("zone", [above], ZONE, under=True)
            if kg >= kink_kg:  # before, it would answer the task
                spots["kink"] = f"cap from {say_number(kink_kg)} kg", WEIGHTS.points(kink_kg, cap_mg)[0]
        words = f"{say_number(mg)} mg{', off scale' * (mg > TOP_MG)}"
        spots["dose"] = words, WEIGHTS.points(kg, min(mg, TOP_MG))[0]
        for name, points in lines.items():
            self.placer.avoid_line(points)
            yield Stroke(name, points, LINES[name], under=True)
        for name, (_, at) in spots.items():
            yield Shapes(name, [ring(*at, 5.2)], SPOTS[name])
        for name, (words, (x, y)) in reversed(spots.items()):
            yield from self.label(name, words, around(x, y, text_width(words)))
        if plan.has_ceiling:
            left, _, right, top = WEIGHTS.box
            tops = [(x, top - 12) for x in (right - 60, left + 60)]
            yield from self.label("zone", "above the ceiling", tops, ZONE)


def _compare(plan: DosePlan, rows: list[TableRow]) -> Iterator[Mark]:
    """Yield the bar of all drugs together, then a bar with its words for each published table."""
    yield from write("full", "100 %: the ceiling", (FULL, 324), DIM, "center")
    tables = "By each published table (filled: used in this course)"
    yield from write("tables", tables, (LEFT, ROWS_TOP + 40), BOLD)
    bars = {"all": (341.0, 28.0, [(USED[n], share) for n, share in enumerate(plan.shares)])}
    pitch = min(MOST_PITCH, ROWS_H / max(len(rows) - 1, 1))
    for n, row in enumerate(rows):
        y = ROWS_TOP - n * pitch
        look = (USED if row.ceiling.course_limit else OTHER)[row.number]
        bars[f"row-{n}"] = y, 9.0, [(look, row.share)]
        yield from write(f"row-{n}", f"{row.name}: {row.prints}", (LEFT, y + 14))
        share = f"{say_share(row.share)} of {row.allows}"
        yield from write(f"share-{n}", share, (RIGHT, y + 14), PLAIN, "right")
    yield Shapes("tracks", [box(LEFT, y, FULL, y + height) for y, height, _ in bars.values()], TRACK)
    for name, bar in bars.items():
        yield from _fill(name, *bar)
    ends = [[(FULL, y - 3), (FULL, y + height)] for y, height, _ in bars.values()]
    yield Shapes("ceilings", ends, CEILING)


def _fill(name: str, y: float, height: float, parts: Sequence[tuple[Look, float]]) -> Iterator[Mark]:
    """Yield parts of a bar side by side, each a share of the ceiling; what passes that is hatched."""
    start = 0.0
    for n, (look, share) in enumerate(parts):
        if start < 1:
            left, right = (LEFT + (FULL - LEFT) * part for part in (start, min(start + share, 1)))
            yield Shapes(f"{name}-used-{n}", [box(left, y, right, y + height)], look)
        start += share
    if start > 1 + ROUNDING:
        end = LEFT + (FULL - LEFT) * min(start, MOST_SHARE)
        feet = np.arange(FULL - height + HATCH_PITCH, end, HATCH_PITCH)[:, None]  # of strokes that rise
        x = np.clip(np.hstack([feet, feet + height]), FULL, end)  # from edge to edge of the box
        yield Shapes(f"{name}-over", [box(FULL, y, end, y + height), *np.dstack([x, y + x - feet])], BEYOND)
