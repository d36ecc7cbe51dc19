"""What trials measured."""

from dataclasses import dataclass

from .schema import ContentError, Grade, table


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredArm:
    """Mean pain (NRS 0-10) of one trial arm at some times after the injection (hours)."""

    label: str
    source: str
    grade: Grade
    patients: int
    baseline_nrs: float
    times_h: tuple[float, ...]
    pain_nrs: tuple[float, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.times_h) != len(self.pain_nrs):
            raise ContentError(f"pain_nrs must have one value per time; got {len(self.pain_nrs)}.")
        if not all(0 <= pain <= 10 for pain in (self.baseline_nrs, *self.pain_nrs)):
            raise ContentError(f"pain_nrs must be between 0 and 10 points; got {self.pain_nrs}.")

    @property
    def relief_pct(self) -> tuple[float, ...]:
        """Relief of the arm's mean, in percent of its mean starting pain."""
        return tuple(100 * (self.baseline_nrs - pain) / self.baseline_nrs for pain in self.pain_nrs)


load_measured_arms = table(
    "measured_arms.toml",
    MeasuredArm,
    "Return the trial arms that can be laid over a relief curve, by their keys.",
)
