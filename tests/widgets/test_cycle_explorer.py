"""The circle's controls against the plain picture of the same state."""

import ipywidgets
import pytest

from tpi_edu.content.cycle import BREAKS, load_cycles
from tpi_edu.figures.cycle import CyclePicture
from tpi_edu.widgets.cycle import CycleExplorer


def walk(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def control(explorer: CycleExplorer, description: str) -> ipywidgets.Widget:
    (found,) = [w for w in walk(explorer) if getattr(w, "description", None) == description]
    return found


def plain(hypothesis: str, **state: object) -> CyclePicture:
    picture = CyclePicture()
    picture.draw(hypothesis, **state)
    return picture


def test_controls_lead_to_the_same_picture_as_the_plain_figure() -> None:
    explorer = CycleExplorer()
    control(explorer, "Hypothesis").value = "sensitization"
    control(explorer, "Link").value = 3
    control(explorer, "stretch").value = True
    control(explorer, "less stress, better posture").value = True
    expected = plain("sensitization", step=3, breaks=["stretch", "posture"])
    assert explorer.view.frame == expected.frame()
    assert explorer.view.description == explorer.words() == expected.description


def test_next_and_back_step_through_the_links_and_stop_at_the_ends() -> None:
    explorer = CycleExplorer()
    back, forth = control(explorer, "Back"), control(explorer, "Next")
    seen = []
    for _ in load_cycles()["energy_crisis"].links:
        seen.append(explorer.words().split("\n")[1])
        assert (back.disabled, forth.disabled) == (len(seen) == 1, len(seen) == 5)
        forth.click()
    assert len(set(seen)) == 5
    back.click()
    assert explorer.words().split("\n")[1] == seen[-2]


def test_another_hypothesis_begins_at_its_first_link_and_offers_as_many_as_it_has() -> None:
    explorer = CycleExplorer(step=5)
    for key, cycle in reversed(load_cycles().items()):
        control(explorer, "Hypothesis").value = key
        steps = control(explorer, "Link")
        assert (steps.value, steps.max) == (1, len(cycle.links))
        assert explorer.view.frame == plain(key).frame()
        steps.value = steps.max


@pytest.mark.parametrize("other", ["pain_spasm_pain", "sensitization"])
def test_reset_returns_to_the_starting_state(other: str) -> None:
    explorer = CycleExplorer(hypothesis="energy_crisis", step=5, breaks=["needle"])
    start = explorer.view.frame
    assert start == plain("energy_crisis", step=5, breaks=["needle"]).frame()
    control(explorer, "Hypothesis").value = other
    control(explorer, "needle").value = False
    assert explorer.view.frame != start
    control(explorer, "Reset").click()
    assert explorer.view.frame == start


@pytest.mark.parametrize("means", BREAKS)
def test_each_break_can_be_made_and_mended(means: str) -> None:
    explorer = CycleExplorer()
    whole = explorer.view.frame
    box = control(explorer, BREAKS[means])
    box.value = True
    assert explorer.view.frame == plain("energy_crisis", breaks=[means]).frame() != whole
    box.value = False
    assert explorer.view.frame == whole


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"step": 6}, ValueError, "CycleExplorer.step must be between 1 and 5 for this hypothesis; got 6."),
        (
            {"hypothesis": "pain_spasm_pain", "step": 5},
            ValueError,
            "CycleExplorer.step must be between 1 and 4 for this hypothesis; got 5.",
        ),
        (
            {"hypothesis": "spasm"},
            ValueError,
            f"CycleExplorer.hypothesis must be one of {', '.join(load_cycles())}; got 'spasm'.",
        ),
        (
            {"breaks": ["massage"]},
            ValueError,
            "CycleExplorer.breaks must be one of needle, drug, stretch, posture; got 'massage'.",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments: dict, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as error:
        CycleExplorer(**arguments)
    assert str(error.value) == message
