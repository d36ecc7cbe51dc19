"""What was published, and where: agreement of examiners, pooled estimates, repeat rules."""

from dataclasses import dataclass
from typing import Annotated

from .schema import ContentError, Grade, Quantity, require_together, table

GROUPS = {
    "dry_needling": "Injection vs dry needling",
    "placebo": "Injection or needling vs placebo",
    "dry": "Dry needling vs other care",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paper, page or leaflet that facts are traced to; what was not seen is left out.

    `notebooks` are those whose text cites it.
    """

    grade: Grade
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    note: str = ""
    notebooks: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """The reference in one line, as a reading list prints it."""
        authors = ", ".join(self.authors)
        place = f"{self.volume}:{self.pages}".strip(":")
        issue = ";".join(part for part in (str(self.year or ""), place) if part)
        ids = [f"doi:{self.doi}" if self.doi else "", f"PMID {self.pmid}" if self.pmid else ""]
        parts = [authors, self.title, f"{self.journal} {issue}".strip(), *ids, self.note]
        return " ".join(part.rstrip(".") + "." for part in parts if part)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledEstimate:
    """A review's mean difference in pain between two arms, `first` minus `second`.

    `difference_nrs` holds the estimate and its 95 % confidence interval in points of 10: negative means less
    pain in the first arm. Its note says what was printed where this differs. `size` counts trials and
    patients; `certainty` says how far to believe it, and nothing of how large it is.
    """

    review: str
    group: Annotated[str, GROUPS]
    first: str
    second: str
    when: str
    size: str
    certainty: str
    difference_nrs: Quantity

    @property
    def comparison(self) -> str:
        """What is compared, and when: "injection vs dry needling, neck, short term"."""
        return f"{self.first} vs {self.second}, {self.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """A published rule of when an injection may be repeated, and the numbers it turns on.

    `days` to wait, to last or to look back; relief that counts (%); `most` sessions or failures.
    """

    label: str
    says: str
    source: str
    grade: Grade
    days: float
    relief_pct: float = 0.0
    most: int = 0
    note: str = ""


load_sources = table("sources.toml", Source, "source", "as notebooks and content files cite it")
load_agreement = table(
    "agreement.toml", PublishedKappa, "published agreement on a sign", "in the order it is drawn"
)
load_pooled = table("pooled.toml", PooledEstimate, "pooled estimate", "in the order it is drawn")
load_repeat_rules = table(
    "repeat_rules.toml", RepeatRule, "rule", "in the order a course of treatment meets them"
)
