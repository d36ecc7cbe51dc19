"""How patients differ from the typical one, and the rules of when an injection may be repeated."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import Quantity, build, check_grade, load_records, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortParameters:
    """The numbers of a cohort in one story; names end in their unit."""

    start_nrs: Quantity
    end_nrs: Quantity
    assess_days: Quantity
    usual_sd_nrs: Quantity
    day_sd_nrs: Quantity
    responder_share: Quantity
    responder_factor: Quantity
    non_responder_factor: Quantity
    response_spread_factor: Quantity
    clock_spread_factor: Quantity
    soreness_spread_factor: Quantity
    usual_nrs: Quantity
    bad_day_nrs: Quantity
    bad_spell_days: Quantity
    natural_nrs: Quantity
    natural_sd_nrs: Quantity
    natural_half_life_days: Quantity
    context_pct: Quantity
    leave_share: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """A published rule of when an injection may be repeated, and the numbers it turns on.

    `days` to wait, to last or to look back; relief that counts (%); `most` sessions or failures.
    """

    label: str
    says: str
    source: str
    grade: str
    days: float
    relief_pct: float = 0.0
    most: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        check_grade(self.grade, self.source)


@cache
def load_cohort_parameters(story: str) -> CohortParameters:
    """Return a cohort's numbers in one story: "leaflet" or "trials"."""
    table = read_toml("cohort.toml")
    return build(CohortParameters, table["shared"] | table[story], where=f"cohort.toml [{story}]")


@cache
def load_repeat_rules() -> MappingProxyType[str, RepeatRule]:
    """Return every rule by its key, in the order a course of treatment meets them."""
    return load_records("repeat_rules.toml", RepeatRule)
