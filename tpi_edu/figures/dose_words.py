"""What a dose plan gives and how much of each published ceiling it uses, as rows and as sentences."""

from typing import NamedTuple

from ..content.injectates import Ceiling
from ..model.dose import DosePlan, DrugDose, concentration_mg_per_ml, course_limit, max_dose_mg, published

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
    lines = [" ".join(_say_given(dose, plan) for dose in plan.doses)]
    if plan.epinephrine:
        lines[0] += f" {EPINEPHRINE}"
    lines.append(" ".join(say_ceilings(plan)))
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
        mg_per_kg, cap_mg = course_limit(drug, plan.epinephrine)
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


def _say_given(dose: DrugDose, plan: DosePlan) -> str:
    return (
        f"{dose.points:g} point{'s' * (dose.points > 1)} × {dose.volume_ml:g} mL of {dose.percent:g} % "
        f"{say_drug(dose.drug, plan)} ({concentration_mg_per_ml(dose.percent):g} mg/mL): "
        f"{say_number(dose.total_ml)} mL, {say_number(dose.mg)} mg."
    )
