"""How far two examiners agree on a sign of a trigger point, as published."""

from dataclasses import dataclass

from .schema import ContentError, Grade, require_together, table


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
    grade: Grade

    def __post_init__(self) -> None:
        for name, span in (("range_kappa", self.range_kappa), ("interval_kappa", self.interval_kappa)):
            if span and not (len(span) == 2 and -1 <= span[0] <= span[1] <= 1):
                raise ContentError(f"{name} must be two numbers between -1 and 1, lowest first; got {span}.")
        if self.pooled_kappa is None and not self.range_kappa:
            raise ContentError("range_kappa or pooled_kappa must be given; got neither.")
        require_together(self, "range_kappa", "range_source")
        require_together(self, "pooled_kappa", "pooled_source")


load_agreement = table(
    "agreement.toml",
    PublishedKappa,
    "Return the published agreement on each sign by its key, in the order it is drawn.",
)
