"""How far two examiners agree on a sign of a trigger point, as published."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import ContentError, check_grade, load_records


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKappa:
    """Agreement beyond chance (kappa) on one sign: a range over studies, a pooled value, or both.

    `range_kappa` is (lowest, highest) and `interval_kappa` the 95 % confidence interval of `pooled_kappa`;
    an empty tuple where none was published.
    """

    label: str
    range_kappa: tuple[float, ...] = ()
    range_source: str = ""
    pooled_kappa: float | None = None
    interval_kappa: tuple[float, ...] = ()
    pooled_source: str = ""
    grade: str

    def __post_init__(self) -> None:
        check_grade(self.grade)
        for name, span in (("range_kappa", self.range_kappa), ("interval_kappa", self.interval_kappa)):
            if span and not (len(span) == 2 and -1 <= span[0] <= span[1] <= 1):
                raise ContentError(f"{name} must be two numbers between -1 and 1, lowest first; got {span}.")
        if self.pooled_kappa is None and not self.range_kappa:
            raise ContentError("range_kappa or pooled_kappa must be given; got neither.")
        if bool(self.range_kappa) != bool(self.range_source):
            raise ContentError("range_kappa and range_source must be given together; got one of them.")
        if (self.pooled_kappa is None) == bool(self.pooled_source):
            raise ContentError("pooled_kappa and pooled_source must be given together; got one of them.")


@cache
def load_agreement() -> MappingProxyType[str, PublishedKappa]:
    """Return the published agreement on each sign by its key, in the order it is drawn."""
    return load_records("agreement.toml", PublishedKappa)
