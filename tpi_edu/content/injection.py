"""What goes through the needle, the numbers of the relief model, and what trials measured."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import ContentError, Quantity, build, check_grade, load_records, read_toml

STORIES = ("leaflet", "trials")


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
        if (self.block_onset_min is None) != (self.block_duration_h is None):
            raise ContentError(
                "block_onset_min and block_duration_h must be given together; got one of them."
            )

    @property
    def is_anesthetic(self) -> bool:
        """Whether there is a block."""
        return self.block_onset_min is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefParameters:
    """The numbers of the illustrative relief model in one story; names end in their unit."""

    baseline_nrs: Quantity
    important_relief_pct: Quantity
    context_nrs: Quantity
    context_half_life_days: Quantity
    early_nrs: Quantity
    early_fade_days: Quantity
    needle_nrs: Quantity
    needle_onset_min: Quantity
    needle_half_life_days: Quantity
    anesthetic_nrs: Quantity
    steroid_nrs: Quantity
    steroid_onset_days: Quantity
    steroid_fade_days: Quantity
    soreness_onset_h: Quantity
    soreness_half_life_h: Quantity
    onset_power: Quantity
    offset_power: Quantity
    steroid_power: Quantity
    perpetuating_factor: Quantity
    adjuncts_factor: Quantity
    fibromyalgia_early_factor: Quantity
    fibromyalgia_delay_days: Quantity
    fibromyalgia_soreness_factor: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredArm:
    """Mean pain (NRS 0-10) of one trial arm at some times after the injection (hours)."""

    label: str
    source: str
    grade: str
    patients: int
    baseline_nrs: float
    times_h: tuple[float, ...]
    pain_nrs: tuple[float, ...]
    note: str = ""

    def __post_init__(self) -> None:
        check_grade(self.grade, self.source)
        if len(self.times_h) != len(self.pain_nrs):
            raise ContentError(f"pain_nrs must have one value per time; got {len(self.pain_nrs)}.")
        if not all(0 <= pain <= 10 for pain in (self.baseline_nrs, *self.pain_nrs)):
            raise ContentError(f"pain_nrs must be between 0 and 10 points; got {self.pain_nrs}.")

    @property
    def relief_pct(self) -> tuple[float, ...]:
        """Relief of the arm's mean, in percent of its mean starting pain."""
        return tuple(100 * (self.baseline_nrs - pain) / self.baseline_nrs for pain in self.pain_nrs)


@cache
def load_injectates() -> MappingProxyType[str, Injectate]:
    """Return every injectate by its key, in teaching order."""
    return load_records("injectates.toml", Injectate)


@cache
def load_relief_parameters(story: str) -> ReliefParameters:
    """Return the relief model's numbers in one story: "leaflet" or "trials"."""
    table = read_toml("relief_parameters.toml")
    return build(ReliefParameters, table["shared"] | table[story], where=f"relief_parameters.toml [{story}]")


@cache
def load_measured_arms() -> MappingProxyType[str, MeasuredArm]:
    """Return the trial arms that can be laid over a relief curve."""
    return load_records("measurements.toml", MeasuredArm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an explorer's task card asks of the learner."""

    text: str


@cache
def load_tasks() -> MappingProxyType[str, Task]:
    """Return every task by its key."""
    return load_records("tasks.toml", Task)
