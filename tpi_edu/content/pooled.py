"""Pooled estimates of reviews, as published and brought to one scale."""

from dataclasses import dataclass
from typing import Literal

from .schema import Quantity, table

GROUPS = {
    "dry_needling": "Injection vs dry needling",
    "placebo": "Injection or needling vs placebo",
    "dry": "Dry needling vs other care",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledEstimate:
    """A review's mean difference in pain between two arms, `first` minus `second`.

    `difference_nrs` holds the estimate and its 95 % confidence interval in points of 10: negative means less
    pain in the first arm. Its note says what was printed where this differs. `size` counts trials and
    patients, `certainty` what limits the estimate.
    """

    review: str
    group: Literal["dry_needling", "placebo", "dry"]
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


load_pooled = table(
    "pooled.toml", PooledEstimate, "Return every pooled estimate by its key, in the order it is drawn."
)
