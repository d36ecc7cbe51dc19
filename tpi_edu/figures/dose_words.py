"""The sentences that say what a dose plan gives and how much of each ceiling it uses."""

from math import isinf

from ..content.anesthetics import Ceiling
from ..model.dose import (
    DosePlan,
    DrugDose,
    cap_from_kg,
    concentration_mg_per_ml,
    course_limit,
    max_dose_mg,
    published,
)

DISCLAIMER = "Teaching, not for dosing a patient"


def describe_dose(plan: DosePlan) -> str:
    """Return what is given, the ceiling and which limit sets it, the share used, and what tables print."""
    lines = [f"{_say_given(dose, plan)}." for dose in plan.doses]
    if not plan.has_ceiling:
        return "\n".join([*lines, say_no_ceiling(plan), f"{DISCLAIMER}."])
    lines += [_say_ceiling(dose, plan) for dose in dict.fromkeys(plan.doses)]
    used = f"{say_share(plan.share)} of the ceiling is given"
    if len(plan.doses) > 1:
        parts = " and ".join(say_share(share) for share in plan.shares)
        used = f"Toxicities of mixed anesthetics are taken as additive: {parts}, together {used}"
    lines.append(f"{used}{': the ceiling is EXCEEDED' if plan.is_exceeded else ''}.")
    lines += [_say_published(dose, plan) for dose in dict.fromkeys(plan.doses)]
    return "\n".join([*lines, f"A ceiling is no target. {DISCLAIMER}."])


def say_number(value: float) -> str:
    """Return mg or mL to one decimal, without a trailing zero."""
    return f"{round(value, 1):g}"


def say_share(share: float) -> str:
    """Return a share of a ceiling in whole percent; close to the ceiling, with the decimal that tells."""
    whole = round(100 * share)
    return f"{100 * share:.1f} %" if whole == 100 and abs(share - 1) >= 0.0005 else f"{whole} %"


def say_drug(drug: str, plan: DosePlan) -> str:
    """Return "plain lidocaine" or "lidocaine with epinephrine"."""
    return f"{drug} with epinephrine" if plan.epinephrine else f"plain {drug}"


def say_limit(ceiling: Ceiling) -> str:
    """Return what a table prints: "4.5 mg/kg, max 300 mg"."""
    if isinf(ceiling.max_mg_per_kg):
        return f"max {ceiling.max_mg:g} mg"
    cap = "no cap printed" if isinf(ceiling.max_mg) else f"max {ceiling.max_mg:g} mg"
    return f"{ceiling.max_mg_per_kg:g} mg/kg, {cap}"


def say_no_ceiling(plan: DosePlan) -> str:
    """Return why no ceiling is shown."""
    drugs = dict.fromkeys(d.drug for d in plan.doses if not course_limit(d.drug, plan.epinephrine))
    return f"No ceiling is taught for {' or '.join(drugs)} with epinephrine."


def ceiling_ml(ceiling_mg: float, dose: DrugDose) -> float:
    """Return the volume of a dose's own solution that holds a ceiling."""
    return ceiling_mg / concentration_mg_per_ml(dose.percent)


def _say_given(dose: DrugDose, plan: DosePlan) -> str:
    count = "1 point" if dose.points == 1 else f"{dose.points:g} points"
    return (
        f"{count} × {dose.volume_ml:g} mL of {dose.percent:g} % {say_drug(dose.drug, plan)} "
        f"({concentration_mg_per_ml(dose.percent):g} mg/mL): "
        f"{say_number(dose.total_ml)} mL, {say_number(dose.mg)} mg"
    )


def _say_ceiling(dose: DrugDose, plan: DosePlan) -> str:
    ceiling = max_dose_mg(dose.drug, plan.weight_kg, plan.epinephrine)
    mg_per_kg, cap_mg = course_limit(dose.drug, plan.epinephrine)
    kink_kg = cap_from_kg(dose.drug, plan.epinephrine)
    if plan.weight_kg >= kink_kg:
        binds = f"the cap binds, as it does from {say_number(kink_kg)} kg on"
    else:
        binds = f"the limit by weight binds ({mg_per_kg:g} mg/kg), below the cap of {cap_mg:g} mg"
    return (
        f"At {plan.weight_kg:g} kg the ceiling of {say_drug(dose.drug, plan)} is {say_number(ceiling)} mg, "
        f"{say_number(ceiling_ml(ceiling, dose))} mL of {dose.percent:g} %: {binds}."
    )


def _say_published(dose: DrugDose, plan: DosePlan) -> str:
    rows = []
    for ceiling in published(dose.drug, plan.epinephrine):
        mg = ceiling.at_mg(plan.weight_kg)
        rows.append(
            f"{ceiling.tables} {say_limit(ceiling)}: {say_number(mg)} mg, "
            f"{say_number(ceiling_ml(mg, dose))} mL [{', '.join(ceiling.sources)}]"
        )
    return f"Published for {say_drug(dose.drug, plan)}: {'; '.join(rows)}."
