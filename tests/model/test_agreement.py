"""What a kappa means for 100 patients: against the definition of kappa, and at its limits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpi_edu.model.agreement import Agreement


@given(kappa=st.floats(-1, 1), share=st.floats(0.01, 0.99))
def test_the_shares_give_back_the_kappa_and_the_counts_are_the_shares(kappa: float, share: float) -> None:
    assume(kappa >= -min(share, 1 - share) / max(share, 1 - share))
    agreement = Agreement(kappa=kappa, yes_share=share)
    by_chance = share**2 + (1 - share) ** 2
    beyond_chance = 1 - agreement.disagree_share - by_chance
    assert beyond_chance / (1 - by_chance) == pytest.approx(kappa, abs=1e-9)
    yes, differ, no = agreement.of_100()
    assert yes + differ + no == 100
    assert min(yes, differ, no) >= 0
    assert differ == pytest.approx(100 * agreement.disagree_share, abs=1)
    assert yes + differ / 2 == pytest.approx(100 * share, abs=1.5)


@pytest.mark.parametrize(
    ("kappa", "share", "counts"),
    [
        (1.0, 0.3, (30, 0, 70)),
        (0.0, 0.5, (25, 50, 25)),
        (0.45, 0.5, (36, 28, 36)),
        (0.45, 0.1, (5, 10, 85)),
        (0.45, 0.0, (0, 0, 100)),
        (0.45, 1.0, (100, 0, 0)),
        (-1.0, 0.5, (0, 100, 0)),
    ],
)
def test_known_cases(kappa: float, share: float, counts: tuple[int, int, int]) -> None:
    assert Agreement(kappa=kappa, yes_share=share).of_100() == counts
