"""Milligrams of local anesthetic: percent, ceilings, and what mixed drugs add up to."""

from dataclasses import dataclass
from typing import Any

from ..content.injectates import Ceiling, load_anesthetics
from .checks import require_bool, require_choice, require_number

PERCENT: dict[str, Any] = {"low": 0.1, "high": 2, "unit": "%"}  # up to the strongest of anesthetics.toml
POINTS: dict[str, Any] = {"low": 1, "high": 20, "unit": "points"}
WEIGHT_KG: dict[str, Any] = {"low": 20, "high": 250, "unit": "kg"}
ROUNDING = 1e-9  # a dose equal to its ceiling does not exceed it


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugDose:
    """One local anesthetic: its strength (0.1-2 %), volume per point (0.1-10 mL), number of points (1-20).

    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    drug: str = "lidocaine"
    percent: float = 1.0
    volume_ml: float = 1.0
    points: int = 5

    def __post_init__(self) -> None:
        require_choice("DrugDose.drug", self.drug, tuple(load_anesthetics()))
        require_number("DrugDose.percent", self.percent, **PERCENT)
        require_number("DrugDose.volume_ml", self.volume_ml, low=0.1, high=10, unit="mL")
        require_number("DrugDose.points", self.points, **POINTS, whole=True)

    @property
    def total_ml(self) -> float:
        """Volume over all points."""
        return self.volume_ml * self.points

    @property
    def mg(self) -> float:
        """Dose over all points."""
        return self.total_ml * concentration_mg_per_ml(self.percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class DosePlan:
    """What one person of some weight (20-250 kg) receives: one local anesthetic, or several mixed.

    Epinephrine, if any, is in the whole mixture. Toxicities of mixed anesthetics are taken as additive:

        share = sum over the drugs of mg / max_dose_mg(drug, weight_kg, epinephrine)

    Left out: blood flow at the site, age, pregnancy, liver, heart, and injection into a vessel.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    doses: tuple[DrugDose, ...]
    weight_kg: float = 70.0
    epinephrine: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.doses, tuple) or not all(isinstance(dose, DrugDose) for dose in self.doses):
            raise TypeError(f"DosePlan.doses must be a tuple of DrugDose; got {self.doses!r}.")
        if not self.doses:
            raise ValueError("DosePlan.doses must hold at least one DrugDose; got none.")
        require_number("DosePlan.weight_kg", self.weight_kg, **WEIGHT_KG)
        require_bool("DosePlan.epinephrine", self.epinephrine)

    @property
    def has_ceiling(self) -> bool:
        """Whether the course has a ceiling for every drug of the plan."""
        return all(course_limit(dose.drug, self.epinephrine) for dose in self.doses)

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of its own ceiling that each drug uses; 1 is the ceiling. Raises as `max_dose_mg`."""
        most = (max_dose_mg(dose.drug, self.weight_kg, self.epinephrine) for dose in self.doses)
        return tuple(dose.mg / mg for dose, mg in zip(self.doses, most, strict=True))

    @property
    def share(self) -> float:
        """The part of the ceiling that all drugs use together."""
        return sum(self.shares)

    @property
    def is_exceeded(self) -> bool:
        """Whether the drugs together pass the ceiling."""
        return self.has_ceiling and self.share > 1 + ROUNDING


def concentration_mg_per_ml(percent: float) -> float:
    """Return the milligrams in each mL of a solution: 10 x percent, since 1 % is 1 g in 100 mL.

    percent: 0.1-2. Raises `ValueError` or `TypeError` naming field, rule and value.
    """
    require_number("percent", percent, **PERCENT)
    return 10.0 * percent


def max_dose_mg(drug: str, weight_kg: float, epinephrine: bool = False) -> float:
    """Return the ceiling (mg) of one session in a healthy adult: for teaching, not for dosing a patient.

        ceiling = min(limit in mg/kg x weight_kg, absolute cap in mg)

    Lidocaine: 4.5 mg/kg, at most 300 mg; with epinephrine 7 mg/kg, at most 500 mg [lidocaine_label].
    Other limits and their sources: anesthetics.toml; tables disagree. weight_kg: 20-250.
    Raises `ValueError` for an unknown drug, another weight, or epinephrine where the course has no ceiling.
    """
    require_choice("drug", drug, tuple(load_anesthetics()))
    require_number("weight_kg", weight_kg, **WEIGHT_KG)
    require_bool("epinephrine", epinephrine)
    limit = course_limit(drug, epinephrine)
    if limit is None:
        raise ValueError(
            f"epinephrine must be False with {drug}: this course has no ceiling for it with epinephrine; "
            "got True."
        )
    return min(limit[0] * weight_kg, limit[1])


def course_limit(drug: str, epinephrine: bool = False) -> tuple[float, float] | None:
    """Return the mg/kg and the absolute cap (mg) the course counts by, the lowest of each, or None."""
    limits = [(c.max_mg_per_kg, c.max_mg) for c in published(drug, epinephrine) if c.course_limit]
    return tuple(map(min, zip(*limits, strict=True))) or None


def published(drug: str, epinephrine: bool = False) -> tuple[Ceiling, ...]:
    """Return every published ceiling of a drug, plain or with epinephrine."""
    return tuple(c for c in load_anesthetics()[drug].ceilings if c.epinephrine == epinephrine)
