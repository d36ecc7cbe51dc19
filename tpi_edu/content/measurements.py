"""What studies measured after an injection, after a dry needle or without one, and what nobody here saw."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .schema import ContentError, Grade, require_together, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """When a study measured pain: hours after the first session, or as its note says."""

    trial: str
    source: str
    grade: Grade
    times_h: tuple[float, ...]

    def __post_init__(self) -> None:
        times = self.times_h
        if not times or not all(early < late for early, late in pairwise((0.0, *times))):
            raise ContentError(f"times_h must rise from above 0 hours; got {times}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyArm(Measurement):
    """One arm of a study and the pain measured in it, as printed; what was not seen is left out.

    `values` and `sessions`, how many were given by then (0: no needle), have one entry for each time;
    `spread` has one more, first that of the baseline: a standard deviation ("SD"), quartiles ("IQR") or
    nothing. `scale` ends at `top`. With the statistic "percent" the values are the falls themselves (%),
    without a baseline. `assumed` says what the course assumes here; `doubtful` keeps an arm out of pictures
    and fits.
    """

    population: str
    site: str
    design: Literal["blind", "open", "no control"]
    kind: Literal["anesthetic", "with steroid", "saline or water", "dry needle", "other care"]
    route: Literal["", "muscle", "skin"] = ""
    injectate: str
    sessions: tuple[int, ...]
    patients: int
    scale: str
    top: float
    statistic: Literal["mean", "median", "percent"]
    baseline: float | None = None
    values: tuple[float, ...]
    spread_kind: Literal["", "SD", "IQR"] = ""
    spread: tuple[tuple[float, ...], ...] = ()
    reported_relief_pct: tuple[float, ...] = ()
    seen: Literal["full text", "table", "abstract", "secondary"]
    assumed: str = ""
    doubtful: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        Measurement.__post_init__(self)
        self._check_lengths()
        if not all(0 <= value <= self.top for value in self.values):
            raise ContentError(f"values must be between 0 and {self.top:g}; got {self.values}.")
        if (self.baseline is None) != (self.statistic == "percent"):
            raise ContentError(f"baseline must be left out exactly with percent; got {self.baseline}.")
        if self.baseline is not None and not 0 < self.baseline <= self.top:
            raise ContentError(f"baseline must be above 0 and up to {self.top:g}; got {self.baseline:g}.")
        if bool(self.route) == (self.kind == "other care"):
            raise ContentError(f"route must be left out exactly without a needle; got {self.route!r}.")

    def _check_lengths(self) -> None:
        times = len(self.times_h)
        wanted = {
            "values": (times,),
            "sessions": (times,),
            "reported_relief_pct": (times, 0),
            "spread": (times + 1, 0),
        }
        for name, counts in wanted.items():
            if (given := len(getattr(self, name))) not in counts:
                raise ContentError(f"{name} must have {counts[0]} entries; got {given}.")
        require_together(self, "spread_kind", "spread")
        count, words = (2, "two, rising") if self.spread_kind == "IQR" else (1, "one number")
        for entry in self.spread:
            if len(entry) not in (count, 0) or list(entry) != sorted(entry):
                raise ContentError(f"spread must hold {words} or none; got {entry}.")

    @property
    def relief_pct(self) -> tuple[float, ...]:
        """Relief at each time (%): as the authors printed it, else 100 (baseline - value) / baseline."""
        if self.reported_relief_pct or self.baseline is None:
            return self.reported_relief_pct or self.values
        start = self.baseline
        return tuple(100 * (start - value) / start for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenMeasurement(Measurement):
    """In which arms a study measured pain, and what it found; no value that could be drawn was seen."""

    arms: str
    finding: str


load_measurements = table("measurements.toml", StudyArm, "arm that was measured, doubtful ones too,")
load_unseen = table("unseen.toml", UnseenMeasurement, "measurement not seen")
