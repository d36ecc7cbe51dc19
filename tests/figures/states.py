"""What tests of all explorers share: which there are, and the states a learner can bring them to."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations
from math import floor

import pytest
from hypothesis import strategies as st

import tpi_edu
from tpi_edu.figures.live import LivePicture
from tpi_edu.widgets.controls import Choice, Control, Flag, Number, Several, State, Whole
from tpi_edu.widgets.explorer import Explorer

_PUBLIC = [getattr(tpi_edu, name) for name in tpi_edu.__all__]
EXPLORERS = [thing for thing in _PUBLIC if isinstance(thing, type) and issubclass(thing, Explorer)]


@pytest.fixture(scope="module", autouse=True)
def grounds_named() -> Iterator[None]:
    """Let pictures name what stands still instead of writing it: for files of tests of what moves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LivePicture, "svg", lambda picture: f"{type(picture).__name__} {picture.ground}")
        yield


def values(control: Control, state: State) -> list:
    """Return all that a learner can set a control to in a state, from one end to the other."""
    match control:
        case Whole():
            return list(range(int(control.low), int(control.at(state).high) + 1))
        case Number():
            steps = floor((control.at(state).high - control.low) / control.step + 1e-9)
            return [round(control.low + n * control.step, 6) for n in range(steps + 1)]
        case Choice():
            return list(control.at(state).options)
        case Flag():
            return [False, True]
        case Several(options=options):
            return [some for count in range(len(options) + 1) for some in combinations(options, count)]
    raise NotImplementedError(f"tests/figures/states.py: which values has a {type(control).__name__}?")


def others(explorer: Explorer, control: Control) -> list:
    """Return the first and the last value of a control beside its present one."""
    state = explorer.state()
    found = [value for value in values(control, state) if value != state[control.name]]
    return found[:1] + found[1:][-1:]


def is_open(explorer: Explorer, control: Control) -> bool:
    """Return whether a learner can set a control in the present state."""
    return not getattr(explorer.inputs[control.name], "disabled", False)


def change(explorer: Explorer, data: st.DataObject) -> None:
    """Set one control as a learner may, or press on the figure where it takes that."""
    by_name = {control.name: control for control in explorer.controls if is_open(explorer, control)}
    name = data.draw(st.sampled_from([*by_name, "pointer"] if explorer.view.touch else list(by_name)))
    if name == "pointer":
        width, height = explorer.picture.size
        x, y = data.draw(st.tuples(st.floats(0, width), st.floats(0, height)), label="pointer")
        explorer.view.pointer = [x, y, explorer.view.pointer[2] + 1]
    else:
        offered = values(by_name[name], explorer.state())
        explorer.inputs[name].value = data.draw(st.sampled_from(offered), label=name)


def same_anew(explorer: Explorer) -> Explorer:
    """Return an explorer that knows nothing but the state of another one."""
    fresh = type(explorer)()
    fresh.memory.update(deepcopy(explorer.memory))
    fresh.set_state(explorer.state())
    return fresh
