"""Controls of an explorer, each declared once: widget, check and help follow from that."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, fields, replace
from functools import partial
from typing import Any, ClassVar, Self

import ipywidgets
import traitlets

from ..model.checks import require_bool, require_choice, require_number

State = dict[str, Any]  # the value of each control by its name
Options = Mapping[Any, str]  # what may be chosen: value and label


@dataclass(frozen=True, slots=True)
class Control:
    """A part of an explorer's state, under a name, with the label a learner reads.

    Each kind has to `make` a widget with a `value`, `say` what may be given for it, and `check`: raise
    `ValueError` or `TypeError` for a value that the widget would quietly repair or refuse. What a control is
    given may be a function of the state of the controls declared before it: `at` applies that.
    start: its value at the start. more: whether it stands behind *More*. active: whether it means something;
    else it is disabled.
    """

    make: ClassVar[Callable[..., ipywidgets.Widget]]
    say: ClassVar[Callable[..., str]]
    check: ClassVar[Callable[..., None]]
    name: str
    label: str
    start: Any
    _: KW_ONLY
    more: bool = False
    active: bool | Callable[[State], bool] | None = None

    def at(self, state: State) -> Self:
        """Return the control as it is in a state, where nothing depends on others any more."""
        given = ((field.name, getattr(self, field.name)) for field in fields(self))
        follows = {name: follow(state) for name, follow in given if callable(follow)}
        return replace(self, **follows) if follows else self

    def fit(self, widget: ipywidgets.Widget) -> None:
        """Let the widget offer what there is to choose."""
        if self.active is not None:
            widget.disabled = not self.active

    def show(self, widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
        """Return what stands on the page for it."""
        return [widget]

    def read(self, widget: ipywidgets.Widget) -> Any:
        """Return its value."""
        value = widget.value
        return round(value, 6) if isinstance(value, float) else value  # the browser sends 7.499999999999999


@dataclass(frozen=True, slots=True)
class Number(Control):
    """A number between two ends, in steps."""

    slider, whole = ipywidgets.FloatSlider, False
    _: KW_ONLY
    low: float = 0
    high: Any  # a number, or a function of the state
    step: float = 1
    unit: str

    def check(self, field: str, value: Any) -> None:
        """Raise unless the value lies between the ends."""
        require_number(field, value, low=self.low, high=self.high, unit=self.unit, whole=self.whole)

    def make(self) -> ipywidgets.Widget:
        """Return a slider that shows as many decimals as its step has."""
        form = ".2f" if self.step < 0.1 else ".1f" if self.step < 1 else ".0f"
        ends = {"min": self.low, "max": self.high, "step": self.step}
        return self.slider(description=self.label, **ends, readout_format=form)

    def fit(self, widget: ipywidgets.Widget) -> None:
        """Move the upper end."""
        Control.fit(self, widget)
        widget.max = self.high

    def say(self) -> str:
        """Return the ends and the unit."""
        high = "a number that depends on the others" if callable(self.high) else f"{self.high:g}"
        return f"{'a whole number, ' * self.whole}{self.low:g} to {high} {self.unit}"


@dataclass(frozen=True, slots=True)
class Whole(Number):
    """A whole number between two ends; buttons: with *Back* and *Next* under the slider."""

    slider, whole = ipywidgets.IntSlider, True
    _: KW_ONLY
    buttons: bool = False

    def show(self, widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
        """Return the slider and its buttons."""
        return [widget, _step_buttons(widget)] if self.buttons else [widget]


@dataclass(frozen=True, slots=True)
class Choice(Control):
    """One of some options, in a list or as buttons.

    of: where the options come from, in words of `help()`. tips: one for each button.
    """

    _: KW_ONLY
    options: Any  # Options, or a function of the state
    of: str = ""
    buttons: bool = False
    tips: tuple[str, ...] = ()

    def check(self, field: str, value: Any) -> None:
        """Raise unless the value is one of the options."""
        require_choice(field, value, tuple(self.options))

    def make(self) -> ipywidgets.Widget:
        """Return a list to choose from, or buttons."""
        if self.buttons:
            return ipywidgets.ToggleButtons(description=self.label, tooltips=self.tips)
        return ipywidgets.Dropdown(description=self.label)

    def fit(self, widget: ipywidgets.Widget) -> None:
        """Offer other options, keeping what is chosen where it is among them."""
        Control.fit(self, widget)
        pairs = tuple((label, value) for value, label in self.options.items())
        if widget.options != pairs:
            chosen, widget.options = widget.value, pairs
            widget.value = chosen if chosen in self.options else self.start

    def say(self) -> str:
        """Return the options or where they come from."""
        return self.of or f"one of {', '.join(map(repr, self.options))}"


@dataclass(frozen=True, slots=True)
class Stepped(Choice):
    """One of many options that have an order, on a slider."""

    def check(self, field: str, value: Any) -> None:
        """Raise unless the value is one of the options, which are too many to name."""
        if isinstance(value, bool) or value not in tuple(self.options):
            raise ValueError(f"{field} must be {self.of}; got {value!r}.")

    def make(self) -> ipywidgets.Widget:
        """Return a slider that stops at the options."""
        pairs = [(label, value) for value, label in self.options.items()]
        return ipywidgets.SelectionSlider(description=self.label, options=pairs).add_class("tpi-stepped")


@dataclass(frozen=True, slots=True)
class Flag(Control):
    """Yes or no, in a box to check; no where it is not active."""

    check = staticmethod(require_bool)

    def make(self) -> ipywidgets.Widget:
        """Return a box to check."""
        return ipywidgets.Checkbox(description=self.label, indent=False)

    def read(self, widget: ipywidgets.Widget) -> Any:
        """Return whether it is checked and means something."""
        return widget.value and self.active is not False

    def say(self) -> str:
        """Return that it is yes or no."""
        return "True or False"


@dataclass(frozen=True, slots=True)
class Several(Control):
    """Any of some options, in boxes to check; the value is a tuple in the order of the options."""

    _: KW_ONLY
    options: Options

    def check(self, field: str, value: Any) -> None:
        """Raise unless the value holds nothing but options."""
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise TypeError(f"{field} must be a list of names; got {value!r}.")
        for name in value:
            require_choice(field, name, tuple(self.options))

    def make(self) -> ipywidgets.Widget:
        """Return boxes to check under a heading."""
        return Boxes(self.label, self.options)

    def say(self) -> str:
        """Return the options."""
        return f"any of {', '.join(map(repr, self.options))}"


class Boxes(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets brings no types
    """Boxes to check under a heading; `value` is a tuple of what is checked, in the order of the boxes."""

    value = traitlets.Any(())

    def __init__(self, heading: str, options: Options) -> None:
        self.boxes = {
            name: ipywidgets.Checkbox(description=label, indent=False) for name, label in options.items()
        }
        super().__init__([ipywidgets.HTML(f"<b>{heading}</b>"), *self.boxes.values()])
        for name, box in self.boxes.items():
            ways = lambda value, name=name: name in value, partial(self._after, name)
            traitlets.link((self, "value"), (box, "value"), transform=ways)

    @traitlets.validate("value")
    def _order(self, proposal: dict[str, Any]) -> tuple[str, ...]:
        return tuple(name for name in self.boxes if name in proposal["value"])

    def _after(self, name: str, is_checked: bool) -> set[str]:
        return {*self.value} | {name} if is_checked else {*self.value} - {name}


def _step_buttons(steps: ipywidgets.IntSlider) -> ipywidgets.HBox:
    """Return *Back* and *Next* for a slider of whole steps, which keeps within its ends."""
    ways = {-1: ipywidgets.Button(description="Back"), 1: ipywidgets.Button(description="Next")}

    def follow(_change: object = None) -> None:
        for way, button in ways.items():
            button.disabled = not steps.min <= steps.value + way <= steps.max

    for way, button in ways.items():
        button.on_click(lambda _button, way=way: steps.set_trait("value", steps.value + way))
    steps.observe(follow, ("value", "max"))
    follow()
    return ipywidgets.HBox(tuple(ways.values()))


def keyed(name: str, label: str, start: str, load: Callable[[], Mapping[str, Any]]) -> Choice:
    """Return the choice of a key of a content file, by the label it has there."""

    def options(_state: State) -> Options:
        return {key: each.label for key, each in load().items()}

    file = f"{load.__name__.removeprefix('load_')}.toml"
    return Choice(name, label, start, options=options, of=f"a key of {file}")


def named(words: Iterable[str]) -> Options:
    """Return options that are called what they are."""
    return {word: word.capitalize() for word in words}
