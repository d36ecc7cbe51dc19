"""Walking through the virtual patients: every way ends, and none teaches that danger pays."""

import pytest
from shipped import walks

from tpi_edu.content.questions import Case, load_cases

CASES = load_cases()


CASE = CASES["thin_rhomboid"]
FIRST = CASE.nodes[0].choices
THE_END = next(node for node in CASE.nodes if node.ending)


def test_a_walk_meets_the_nodes_its_choices_lead_to() -> None:
    (start, first), (node, second), (last, none) = CASE.steps((0, 1))
    assert (start, first, none) == (CASE.nodes[0], FIRST[0], None)
    assert (first.to, second) == (node.key, node.choices[1])
    assert second.to == last.key


@pytest.mark.parametrize("taken", [(len(FIRST),), (-1,), (True,)])
def test_a_choice_that_is_not_offered_is_refused(taken: tuple) -> None:
    offered = ", ".join(map(str, range(len(FIRST))))
    with pytest.raises(ValueError, match=rf"^taken must be one of {offered} at start; got {taken[0]}\.$"):
        CASE.steps(taken)
    to_the_end = next(walk for walk in walks(CASE) if walk[-1][0] is THE_END)
    taken = [node.choices.index(choice) for node, choice in to_the_end[:-1]]
    with pytest.raises(
        ValueError, match=rf"^taken must be none, the case has ended at {THE_END.key}; got 0\.$"
    ):
        CASE.steps((*taken, 0))


@pytest.mark.parametrize("shipped", CASES.values(), ids=CASES)
def test_every_node_is_reached_what_is_chosen_matters_and_danger_never_pays(shipped: Case) -> None:
    ways = [(steps, steps[-1][0].ending) for steps in walks(shipped)]
    assert {node.key for steps, _ in ways for node, _ in steps} == {node.key for node in shipped.nodes}
    assert len({ending for *_, ending in ways}) > 1
    good = []
    for steps, ending in ways:
        kinds = {choice.kind for _, choice in steps if choice}
        assert ending != "completed" or "dangerous" not in kinds
        good += [(len(steps) - 1, ending)] * (kinds == {"good"})
    assert good
    assert min(good)[0] >= 3
    assert {ending for _, ending in good} <= {"completed", "stopped"}
    for node in shipped.nodes:
        kinds = {choice.kind for choice in node.choices}
        assert node.ending or kinds & {"good", "acceptable"}
