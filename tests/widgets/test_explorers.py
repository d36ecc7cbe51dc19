"""What every explorer of the course does alike: its arguments, its controls, Reset, one message, its end."""

import inspect
import re
from base64 import b64decode
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
import pytest
from ipywidgets import Widget
from shown import find, in_threads, shown, walk
from states import EXPLORERS, grounds_named, is_open, others, same_anew, values  # noqa: F401 (a fixture)

from tpi_edu.figures.live import draw_still
from tpi_edu.widgets.controls import Choice, Flag, Number, Several, Stepped, Whole
from tpi_edu.widgets.explorer import ENDED

# the prediction's state is what one draws
TAKES_STATE = [each for each in EXPLORERS if "__init__" not in vars(each)]
CONTROLS = [(each, control) for each in EXPLORERS for control in each.controls]
NOT_SEEN = {("NeedleLab", "breath"): "a blind try hides the lung"}  # why neither picture nor words change

every_explorer = pytest.mark.parametrize("explorer_type", EXPLORERS)
every_that_takes_its_state = pytest.mark.parametrize("explorer_type", TAKES_STATE)
BOXES = [each for each in CONTROLS if isinstance(each[1], Several)]
STEPS = [each for each in CONTROLS if isinstance(each[1], Whole) and each[1].buttons]
FOLDED = [each for each in EXPLORERS if any(control.more for control in each.controls)]
every_control = pytest.mark.parametrize(
    ("explorer_type", "control"), CONTROLS, ids=[f"{each.__name__}-{c.name}" for each, c in CONTROLS]
)


def move(explorer, end):
    """Set every control to the first (0) or the last (-1) value it can have."""
    for control in explorer.controls:
        explorer.inputs[control.name].value = values(control, explorer.state())[end]


@contextmanager
def counted(explorer):
    """Yield what tells how many drawings and messages of an explorer's view there were."""
    draw = patch.object(explorer, "draw", wraps=explorer.draw)
    send = patch.object(explorer.view, "send_state", wraps=explorer.view.send_state)
    with draw as drawn, send as sent:
        yield lambda: (drawn.call_count, sent.call_count)


# -- arguments ----------------------------------------------------------------------------------


@every_that_takes_its_state
def test_signature_and_help_list_every_control_and_the_task(explorer_type):
    names = [control.name for control in explorer_type.controls]
    assert list(inspect.signature(explorer_type).parameters) == [*names, "task"]
    for control in explorer_type.controls:
        assert f"    {control.name}: {control.label}; {control.say()}.\n" in explorer_type.__doc__


def wrong_values(control):
    """Return values that a control refuses as it is in a state, each with the rule that it breaks."""
    if isinstance(control, Number):
        low, high = control.low, control.high
        between = f"must be between {low:g} and {high:g} {control.unit}"
        yield from ((value, between) for value in (low - control.step, high + control.step))
        yield from ((value, "must be a number") for value in ("many", True))
    if isinstance(control, Whole):
        yield control.low + 0.5, "must be a whole number"
    if isinstance(control, Stepped):
        yield "nonsense", f"must be {control.of}"
    elif isinstance(control, Choice):
        yield "nonsense", f"must be one of {', '.join(filter(None, map(say, control.options)))}"
    if isinstance(control, Several):
        yield ("nonsense",), f"must be one of {', '.join(control.options)}"
        yield "nonsense", "must be a list of names"
    if isinstance(control, Flag):
        yield from ((value, "must be True or False") for value in ("no", 1))


def say(option):
    return option if isinstance(option, str) else f"{option:g}"


def rests_on_state(control):
    return any(callable(getattr(control, name, None)) for name in ("options", "high"))


@every_control
def test_a_wrong_value_is_refused_naming_field_rule_and_value(explorer_type, control):
    if explorer_type not in TAKES_STATE:
        return
    explorer, given = explorer_type(), [{}]
    if rests_on_state(control):
        before = explorer.controls[: explorer.controls.index(control)]
        given += [{other.name: value} for other in before for value in others(explorer, other)]
    for state in given:
        wrong = list(wrong_values(control.at(explorer_type(**state).state())))
        assert wrong
        for value, rule in wrong:
            (named,) = value if isinstance(value, tuple) else (value,)
            message = re.escape(f"{explorer_type.__name__}.{control.name} {rule}; got {named!r}.")
            with pytest.raises((ValueError, TypeError), match=f"^{message}$"):
                explorer_type(**state, **{control.name: value})


@every_that_takes_its_state
def test_an_unknown_argument_or_task_is_refused(explorer_type):
    name = explorer_type.__name__
    for given, field in (("nonsense", " takes nonsense, which"), ("task", r"\.task")):
        with pytest.raises(ValueError, match=rf"^{name}{field} must be one of .+; got 'nonsense'\.$"):
            explorer_type(**{given: "nonsense"})


@every_that_takes_its_state
@pytest.mark.parametrize("end", [0, -1])
def test_arguments_are_the_state_that_reset_brings_back_in_one_drawing_and_one_message(explorer_type, end):
    explorer = explorer_type()
    move(explorer, end)
    state = explorer.state()
    same = explorer_type(**state)
    before = shown(same)
    assert same.state() == state
    move(same, -1 - end)
    assert same.state() != state
    with counted(same) as count:
        find(same, "Reset").click()
    assert count() == (1, 1)
    assert (same.state(), shown(same)) == (state, before)


# -- changes ------------------------------------------------------------------------------------


def make_open(explorer, control):
    """Set other controls until one can be set, if it takes that."""
    for other in explorer.controls:
        before = explorer.state()[other.name]
        for value in others(explorer, other):
            if is_open(explorer, control):
                return
            if other is not control:
                explorer.inputs[other.name].value = value
        if not is_open(explorer, control):
            explorer.inputs[other.name].value = before


@every_control
def test_each_control_changes_what_is_shown_in_one_drawing_and_one_message(explorer_type, control):
    explorer = explorer_type()
    make_open(explorer, control)
    assert is_open(explorer, control)
    before, seen = shown(explorer), []
    for value in others(explorer, control):
        with counted(explorer) as count:
            explorer.inputs[control.name].value = value
        assert count() == (1, 1)
        seen.append(shown(explorer) != before)
    assert any(seen) is ((explorer_type.__name__, control.name) not in NOT_SEEN)


@pytest.mark.parametrize(("explorer_type", "control"), BOXES)
def test_boxes_are_given_in_any_order_and_each_adds_its_option_and_takes_it_away(explorer_type, control):
    both = tuple(control.options)[:2]
    for given in (both, [*reversed(both)], set(both)):
        assert explorer_type(**{control.name: given}).state()[control.name] == both
    explorer = explorer_type(**{control.name: ()})
    for name, box in explorer.inputs[control.name].boxes.items():
        assert box.description == control.options[name]
        for is_checked, value in ((True, (name,)), (False, ())):
            with counted(explorer) as count:
                box.value = is_checked
            assert count() == (1, 1)
            assert explorer.state()[control.name] == value
    boxes = explorer.inputs[control.name].boxes
    for value in (tuple(boxes)[1:], tuple(boxes)[:1]):
        explorer.set_state({control.name: value})
        assert tuple(name for name, box in boxes.items() if box.value) == value


@pytest.mark.parametrize(("explorer_type", "control"), STEPS)
def test_back_and_next_step_from_one_end_to_the_other(explorer_type, control):
    explorer = explorer_type()
    back, forth, steps = find(explorer, "Back"), find(explorer, "Next"), values(control, explorer.state())
    for step in steps:
        assert explorer.state()[control.name] == step
        assert (back.disabled, forth.disabled) == (step == steps[0], step == steps[-1])
        forth.click()
    back.click()
    assert explorer.state()[control.name] == steps[-2]


@pytest.mark.parametrize("explorer_type", FOLDED)
def test_more_shows_what_a_first_look_does_not_need(explorer_type):
    explorer = explorer_type()
    rest = {explorer.inputs[control.name] for control in explorer.controls if control.more}
    (fold,) = [widget for widget in walk(explorer) if rest & set(getattr(widget, "children", ()))]
    assert set(fold.children) == rest
    for is_shown in (False, True, False):
        find(explorer, "More").value = is_shown
        assert fold.layout.display == (None if is_shown else "none")


@every_explorer
def test_changes_within_changes_are_one(explorer_type):
    explorer = explorer_type()
    control, chosen = explorer.controls[0], others(explorer, explorer.controls[0])
    with counted(explorer) as count:
        with explorer.one_update(), explorer.one_update():
            for value in chosen:
                explorer.inputs[control.name].value = value
            explorer.reset()
        assert count() in ((1, 0), (1, 1))
        with pytest.raises(ZeroDivisionError), explorer.one_update():
            raise ZeroDivisionError
        explorer.inputs[control.name].value = chosen[0]
        assert count()[0] == 2


# -- stored form and end ------------------------------------------------------------------------


@every_explorer
def test_words_and_picture_stand_beside_the_live_view_until_the_end_which_may_come_twice(explorer_type):
    explorer = explorer_type()
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.words()
    assert explorer.said in explorer.words()
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in bundle
    reset, inputs = explorer.reset, list(explorer.inputs.values())
    for _ in range(2):
        explorer.end()
        assert explorer.picture is None
        assert (explorer.view.svg, explorer.view.frame) == ("", [])
        assert all(widget.comm is None for widget in (explorer, explorer.view, *inputs))
        assert explorer._repr_mimebundle_() == {"text/plain": ENDED}
    reset()  # a message that was under way
    explorer._point({"new": [10, 10, 1]})


# -- threads ------------------------------------------------------------------------------------


def hands(explorer):
    """Return what changes an explorer from several sides: controls whose offers never change, and presses."""
    for control in explorer.controls:
        if not rests_on_state(control):
            ways = [explorer.state()[control.name], *others(explorer, control)] * 3
            yield partial(set_one_by_one, explorer.inputs[control.name], ways)
    if explorer.touch:
        for place in np.multiply(explorer.picture.size, [(0.2, 0.4), (0.3, 0.5), (0.7, 0.4), (0.8, 0.6)]):
            yield partial(explorer._point, {"new": [*place, 1]})


def set_one_by_one(widget, values):
    for value in values:
        widget.value = value


@every_explorer
def test_changes_in_several_threads_leave_a_picture_of_the_state_they_leave(explorer_type):
    explorer = explorer_type()
    in_threads(hands(explorer))
    assert shown(explorer) == shown(same_anew(explorer))


@every_explorer
def test_an_explorer_may_end_while_it_changes(explorer_type, monkeypatch):
    monkeypatch.setattr(Widget, "_send", lambda *_, **__: None)  # it has no lock against the end of its comm
    explorer = explorer_type()
    changes = list(hands(explorer))
    in_threads([*changes[:1], explorer.end, *changes[1:], explorer.end])
    assert explorer.picture is None


def test_pictures_drawn_in_threads_are_those_drawn_alone():
    pictures = [explorer_type().picture for explorer_type in EXPLORERS]
    anew = [partial(draw_still.__wrapped__, type(each), each.ground) for each in pictures]  # none is kept
    alone, settings = [draw() for draw in anew], dict(mpl.rcParams)
    together = in_threads(anew * 4)
    assert together == alone * 4
    assert dict(mpl.rcParams) == settings
