"""The sliders for kappa and share against the plain picture of the same state."""

import re

import pytest

from tpi_edu.figures.agreement import AgreementPicture
from tpi_edu.model.agreement import Agreement
from tpi_edu.widgets.agreement import AgreementExplorer


def plain(kappa: float, share: float) -> AgreementPicture:
    picture = AgreementPicture()
    picture.draw(Agreement(kappa=kappa, yes_share=share))
    return picture


def test_controls_lead_to_the_same_picture_as_the_plain_figure() -> None:
    explorer = AgreementExplorer()
    start = explorer.view.frame
    explorer.controls["kappa"].value = 0.68
    explorer.controls["yes_pct"].value = 35
    assert explorer.view.frame == plain(0.68, 0.35).frame() != start
    assert explorer.words() == explorer.view.description == plain(0.68, 0.35).description
    explorer.reset()
    assert explorer.view.frame == start


def test_the_task_can_be_done_half_yes_hides_the_most_disagreement() -> None:
    explorer = AgreementExplorer()
    assert explorer.agreement.kappa == 0.45
    disagree = {}
    for pct in range(0, 101, 5):
        explorer.controls["yes_pct"].value = pct
        disagree[pct] = explorer.agreement.disagree_share
    assert max(disagree, key=disagree.get) == 50
    assert explorer.controls["yes_pct"].max == 100


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kappa": 2}, "AgreementExplorer.kappa must be between 0 and 1 (1: always agree); got 2."),
        ({"yes_pct": 120}, "AgreementExplorer.yes_pct must be between 0 and 100 % of patients; got 120."),
    ],
)
def test_bad_arguments_are_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        AgreementExplorer(**arguments)
