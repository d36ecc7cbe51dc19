"""The circle's controls: what they do to each other, and what may be given."""

import pytest
from shown import find

from tpi_edu import CycleExplorer
from tpi_edu.content.cycle import load_cycles
from tpi_edu.figures.cycle import CyclePicture


def is_plain(explorer: CycleExplorer, hypothesis: str = "energy_crisis", **state: object) -> bool:
    picture = CyclePicture()
    words = picture.draw(hypothesis, **state)
    return (explorer.view.frame, explorer.view.description) == (picture.frame(), words)


def test_next_and_back_step_through_the_links_and_stop_at_the_ends() -> None:
    explorer = CycleExplorer()
    back, forth = find(explorer, "Back"), find(explorer, "Next")
    count = len(load_cycles()["energy_crisis"].links)
    for step in range(1, count + 1):
        assert is_plain(explorer, step=step)
        assert (back.disabled, forth.disabled) == (step == 1, step == count)
        forth.click()
    back.click()
    assert is_plain(explorer, step=count - 1)


def test_another_hypothesis_begins_at_its_first_link_and_offers_as_many_as_it_has() -> None:
    explorer = CycleExplorer(step=5)
    steps = explorer.inputs["step"]
    for key, cycle in reversed(load_cycles().items()):
        explorer.inputs["hypothesis"].value = key
        assert (steps.value, steps.max) == (1, len(cycle.links))
        assert is_plain(explorer, key)
        steps.value = steps.max


def test_reset_returns_to_a_link_that_another_hypothesis_does_not_have() -> None:
    explorer = CycleExplorer(hypothesis="energy_crisis", step=5, breaks=["needle"])
    explorer.inputs["hypothesis"].value = "pain_spasm_pain"
    explorer.reset()
    assert is_plain(explorer, step=5, breaks=["needle"])


@pytest.mark.parametrize("breaks", [["posture", "needle"], {"needle", "posture"}, ("needle", "posture")])
def test_breaks_may_be_given_in_any_order_and_collection(breaks: object) -> None:
    assert CycleExplorer(breaks=breaks).state()["breaks"] == ("needle", "posture")
