"""What an agreement beyond chance (kappa) means for the patients of two examiners."""

from collections.abc import Sequence
from dataclasses import dataclass

from .checks import require_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two examiners who each say yes in the same share of patients, and agree beyond chance by kappa.

    With p = `yes_share` (0-1) and k = `kappa`, as shares of patients: both yes = p^2 + k p (1 - p),
    both no = (1 - p)^2 + k p (1 - p), disagree = 2 (1 - k) p (1 - p). k = 1: they always agree; k = 0: as
    often as by chance; below 0: less often. Left out: examiners who say yes unequally often, and who is
    right. Raises `ValueError` or `TypeError` naming field, rule and value, also where no two examiners could
    agree so little. Published kappas: [rathbone_2017, lucas_2009].
    """

    kappa: float
    yes_share: float

    def __post_init__(self) -> None:
        require_number("Agreement.yes_share", self.yes_share, low=0, high=1, unit="of patients")
        p = self.yes_share
        odds = min(p, 1 - p) / max(p, 1 - p)  # below -odds one of the shares would be negative
        require_number("Agreement.kappa", self.kappa, low=-odds, high=1, unit=f"when yes_share is {p:g}")

    @property
    def disagree_share(self) -> float:
        """Share of patients in whom one examiner says yes and the other no."""
        return 2 * (1 - self.kappa) * self.yes_share * (1 - self.yes_share)

    def of_100(self) -> tuple[int, ...]:
        """Return how many of 100 patients get two yes, one yes, no yes: whole numbers that add to 100."""
        yes = 100 * (self.yes_share - self.disagree_share / 2)
        return round_to_100((yes, 100 * self.disagree_share, 100 - yes - 100 * self.disagree_share))


def round_to_100(shares_pct: Sequence[float]) -> tuple[int, ...]:
    """Return shares that add to 100 as whole numbers that do: the largest remainders are rounded up."""
    counts = [int(share + 1e-9) for share in shares_pct]
    by_rest = sorted(range(len(counts)), key=lambda n: round(counts[n] - shares_pct[n], 9))
    for n in by_rest[: 100 - sum(counts)]:
        counts[n] += 1
    return tuple(counts)
