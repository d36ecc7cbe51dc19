"""What goes through the needle, and how much of each local anesthetic the published tables allow."""

from dataclasses import dataclass
from math import inf
from typing import Annotated

from .schema import ContentError, Grade, Quantity, require_together, table

Limit = Annotated[float, (0.01, 1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Injectate:
    """What one injection puts into the muscle; only an anesthetic has a block.

    Block: onset in minutes, duration in hours. Soreness afterwards: share of patients, and size at its
    peak in those who have it (NRS points).
    """

    label: str
    kind: str
    soreness_share: Quantity
    soreness_peak_nrs: Quantity
    block_onset_min: Quantity | None = None
    block_duration_h: Quantity | None = None

    def __post_init__(self) -> None:
        require_together(self, "block_onset_min", "block_duration_h")

    @property
    def is_anesthetic(self) -> bool:
        """Whether there is a block."""
        return self.block_onset_min is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The largest dose that published tables print, in mg per kg of body weight and in mg; not printed: inf.

    `epinephrine`: for the drug with epinephrine, else plain. `course_limit`: what `max_dose_mg` counts by.
    """

    tables: str
    sources: tuple[str, ...]
    grade: Grade
    max_mg_per_kg: Limit = inf
    max_mg: Limit = inf
    epinephrine: bool = False
    course_limit: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if min(self.max_mg_per_kg, self.max_mg) == inf:
            raise ContentError("max_mg_per_kg or max_mg must be given; got neither.")

    def at_mg(self, weight_kg: float) -> float:
        """Return the ceiling in mg at a body weight."""
        return min(self.max_mg_per_kg * weight_kg, self.max_mg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anesthetic:
    """The strengths in which a local anesthetic is offered (%), and its published ceilings."""

    usual_pct: tuple[Annotated[float, (0.01, 100)], ...]
    ceilings: tuple[Ceiling, ...]


load_injectates = table("injectates.toml", Injectate, "injectate", "in teaching order")
load_anesthetics = table("anesthetics.toml", Anesthetic, "local anesthetic", "as among the injectates")
