"""Walking through the virtual patients: every way ends, and none teaches that danger pays."""

import pytest
from shipped import walks

from tpi_edu.content.questions import Case, Choice, Node, load_cases

CASES = load_cases()


def node(key: str, *ways: tuple[str, str], ending: str = "") -> Node:
    choices = tuple(
        Choice(text=f"to {to}", to=to, kind=kind, feedback="x", sources=("x",)) for to, kind in ways
    )
    return Node(key=key, when="now", stage="history", text=key, choices=choices, ending=ending)


def case(*nodes: Node) -> Case:
    return Case(title="x", reflect="?", remember=("x",), nodes=nodes)


SOUND = case(
    node("start", ("late", "costly"), ("well", "good")),
    node("late", ("well", "acceptable"), ("ill", "dangerous")),
    node("well", ending="completed"),
    node("ill", ending="harm"),
)


def test_a_walk_meets_the_nodes_its_choices_lead_to() -> None:
    said = [(node.key, choice and choice.text) for node, choice in SOUND.steps((0, 1))]
    assert said == [("start", "to late"), ("late", "to ill"), ("ill", None)]


@pytest.mark.parametrize(
    ("taken", "message"),
    [
        ((2,), "taken must be one of 0, 1 at start; got 2."),
        ((-1,), "taken must be one of 0, 1 at start; got -1."),
        ((True,), "taken must be one of 0, 1 at start; got True."),
        ((1, 0), "taken must be none, the case has ended at well; got 0."),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(taken: tuple, message: str) -> None:
    with pytest.raises(ValueError, match="taken") as error:
        SOUND.steps(taken)
    assert str(error.value) == message


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
