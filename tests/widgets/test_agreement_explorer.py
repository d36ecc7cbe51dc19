"""The sliders for kappa and share: they mean what the model means, and the task can be done."""

import re

from tpi_edu.figures.agreement import describe_agreement
from tpi_edu.model.agreement import Agreement
from tpi_edu.widgets.agreement import AgreementExplorer


def test_the_sliders_are_the_kappa_and_the_share_of_the_model():
    explorer = AgreementExplorer(kappa=0.68)
    explorer.inputs["yes_pct"].value = 35
    assert explorer.words() == describe_agreement(Agreement(kappa=0.68, yes_share=0.35))


def test_the_task_can_be_done_half_yes_hides_the_most_disagreement():
    explorer, disagree = AgreementExplorer(), {}
    for pct in range(0, 101, 5):
        explorer.inputs["yes_pct"].value = pct
        disagree[pct] = int(re.search(r"disagree on (\d+) of 100 patients", explorer.said)[1])
    assert max(disagree, key=disagree.get) == 50
