"""Controls of an explorer, each declared once: widget, check and help follow from that."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

import ipywidgets
import traitlets

from ..model.checks import require_bool, require_choice, require_number, require_whole

State = dict[str, Any]  # the value of each control by its name
Options = Mapping[Any, str]  # what may be chosen: value and label


@dataclass(frozen=True, slots=True)
class Control:
    """A part of an explorer's state, under a name, with the label a learner reads.

    start: its value at the start, or how that follows from the controls declared before it. more: whether
    it stands behind *More*. active: in which states it means something; in others it is disabled.
    """

    name: str
    label: str
    start: Any
    _: KW_ONLY
    more: bool = False
    active: Callable[[State], bool] | None = None

    def begin(self, state: State) -> Any:
        """Return its value at the start, beside those of the controls before it."""
        return self.start(state) if callable(self.start) else self.start

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise `ValueError` or `TypeError` for a value that the widget would quietly repair or refuse."""
        raise NotImplementedError

    def make(self, state: State) -> ipywidgets.Widget:
        """Return a widget with a `value`."""
        raise NotImplementedError

    def fit(self, widget: ipywidgets.Widget, state: State) -> None:
        """Let the widget offer what there is to choose in a state."""
        if self.active:
            widget.disabled = not self.active(state)

    def show(self, widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
        """Return what stands on the page for it."""
        return [widget]

    def read(self, widget: ipywidgets.Widget, state: State) -> Any:
        """Return its value in a state."""
        value = widget.value
        return round(value, 6) if isinstance(value, float) else value  # the browser sends 7.499999999999999

    def say(self) -> str:
        """Return what may be given for it, in words."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Number(Control):
    """A number between two ends, in steps; `high` may follow from the state."""

    _: KW_ONLY
    low: float
    high: float | Callable[[State], float]
    step: float
    unit: str

    def top(self, state: State) -> float:
        """Return the highest value in a state."""
        return self.high(state) if callable(self.high) else self.high

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise unless the value lies between the ends."""
        require_number(field, value, low=self.low, high=self.top(state), unit=self.unit)

    def make(self, state: State) -> ipywidgets.Widget:
        """Return a slider that shows as many decimals as its step has."""
        form = ".2f" if self.step < 0.1 else ".1f" if self.step < 1 else ".0f"
        return ipywidgets.FloatSlider(
            description=self.label, min=self.low, max=self.top(state), step=self.step, readout_format=form
        )

    def fit(self, widget: ipywidgets.Widget, state: State) -> None:
        """Move the upper end."""
        Control.fit(self, widget, state)
        widget.max = self.top(state)

    def say(self) -> str:
        """Return the ends and the unit."""
        high = "a number that depends on the others" if callable(self.high) else f"{self.high:g}"
        return f"{self.low:g} to {high} {self.unit}"


@dataclass(frozen=True, slots=True)
class Whole(Number):
    """A whole number between two ends; buttons: with *Back* and *Next* under the slider."""

    _: KW_ONLY
    step: float = 1
    buttons: bool = False

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise unless the value is whole and lies between the ends."""
        require_whole(field, value, low=self.low, high=self.top(state), unit=self.unit)

    def make(self, state: State) -> ipywidgets.Widget:
        """Return a slider of whole numbers."""
        return ipywidgets.IntSlider(description=self.label, min=int(self.low), max=int(self.top(state)))

    def show(self, widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
        """Return the slider and its buttons."""
        return [widget, StepButtons(widget)] if self.buttons else [widget]

    def say(self) -> str:
        """Return the ends and the unit."""
        return f"a whole number, {Number.say(self)}"


@dataclass(frozen=True, slots=True)
class Choice(Control):
    """One of some options, which may follow from the state; in a list or as buttons.

    of: where the options come from, in words of `help()`. tips: one for each button.
    """

    _: KW_ONLY
    options: Options | Callable[[State], Options]
    of: str = ""
    buttons: bool = False
    tips: tuple[str, ...] = ()

    def offer(self, state: State) -> Options:
        """Return what there is to choose in a state."""
        return self.options(state) if callable(self.options) else self.options

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise unless the value is one of the options."""
        require_choice(field, value, tuple(self.offer(state)))

    def make(self, state: State) -> ipywidgets.Widget:
        """Return a list to choose from, or buttons."""
        options = _pairs(self.offer(state))
        if self.buttons:
            return ipywidgets.ToggleButtons(description=self.label, options=options, tooltips=self.tips)
        return ipywidgets.Dropdown(description=self.label, options=options)

    def fit(self, widget: ipywidgets.Widget, state: State) -> None:
        """Offer other options, keeping what is chosen where it is among them."""
        Control.fit(self, widget, state)
        options = self.offer(state)
        if widget.options != _pairs(options):
            chosen = widget.value
            widget.options = _pairs(options)
            widget.value = chosen if chosen in options else self.begin(state)

    def say(self) -> str:
        """Return the options or where they come from."""
        return self.of or f"one of {', '.join(map(repr, self.options))}"


@dataclass(frozen=True, slots=True)
class Flag(Control):
    """Yes or no, in a box to check; no where it is not active."""

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise unless the value is True or False."""
        require_bool(field, value)

    def make(self, state: State) -> ipywidgets.Widget:
        """Return a box to check."""
        return ipywidgets.Checkbox(description=self.label, indent=False)

    def read(self, widget: ipywidgets.Widget, state: State) -> Any:
        """Return whether it is checked and means something."""
        return widget.value and (self.active is None or self.active(state))

    def say(self) -> str:
        """Return that it is yes or no."""
        return "True or False"


@dataclass(frozen=True, slots=True)
class Several(Control):
    """Any of some options, in boxes to check; the value is a tuple in the order of the options."""

    _: KW_ONLY
    options: Options

    def check(self, field: str, value: Any, state: State) -> None:
        """Raise unless the value holds nothing but options."""
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise TypeError(f"{field} must be a list of names; got {value!r}.")
        for name in value:
            require_choice(field, name, tuple(self.options))

    def make(self, state: State) -> ipywidgets.Widget:
        """Return boxes to check under a heading."""
        return Boxes(self.label, self.options)

    def say(self) -> str:
        """Return the options."""
        return f"any of {', '.join(map(repr, self.options))}"


class Boxes(ipywidgets.VBox):
    """Boxes to check under a heading; `value` is a tuple of what is checked, in the order of the boxes."""

    value = traitlets.Any(())

    def __init__(self, heading: str, options: Options) -> None:
        self.boxes = {
            name: ipywidgets.Checkbox(description=label, indent=False) for name, label in options.items()
        }
        super().__init__([ipywidgets.HTML(f"<b>{heading}</b>"), *self.boxes.values()])
        for box in self.boxes.values():
            box.observe(self._read, "value")
        self.observe(self._write, "value")

    @traitlets.validate("value")
    def _order(self, proposal: dict[str, Any]) -> tuple[str, ...]:
        return tuple(name for name in self.boxes if name in proposal["value"])

    def _read(self, _change: object) -> None:
        self.value = tuple(name for name, box in self.boxes.items() if box.value)

    def _write(self, change: dict[str, Any]) -> None:
        differ = [box for name, box in self.boxes.items() if box.value is not (name in change["new"])]
        for box in differ:
            box.unobserve(self._read, "value")  # else each box would be a change of its own
            box.value = not box.value
            box.observe(self._read, "value")


class StepButtons(ipywidgets.HBox):
    """*Back* and *Next* for a slider of whole steps."""

    def __init__(self, steps: ipywidgets.IntSlider) -> None:
        self._steps = steps
        self._ways = {ipywidgets.Button(description=words): way for words, way in (("Back", -1), ("Next", 1))}
        super().__init__(tuple(self._ways))
        for button in self._ways:
            button.on_click(self._go)
        steps.observe(self._follow, ("value", "max"))
        self._follow()

    def _go(self, button: ipywidgets.Button) -> None:
        self._steps.value += self._ways[button]  # the slider keeps within its ends

    def _follow(self, _change: object = None) -> None:
        for button, way in self._ways.items():
            button.disabled = not self._steps.min <= self._steps.value + way <= self._steps.max


def _pairs(options: Options) -> tuple[tuple[str, Any], ...]:
    return tuple((label, value) for value, label in options.items())
