"""What every explorer shares: controls declared once, their place on the page, and a live figure."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from inspect import Parameter, Signature
from typing import Any, ClassVar

import ipywidgets
import traitlets
from markupsafe import Markup

from ..content.questions import load_tasks
from ..figures.live import LivePicture
from ..model.checks import require_choice
from .card import Card
from .controls import Control, State
from .views import LiveFigure

ENDED = "This figure was replaced when its cell was run again."


class Explorer(Card):
    """A card with controls on the left and a live figure on the right, below a task.

    Subclasses declare their picture, their controls and the key of their task, and `draw` a state, given as
    one argument per control; `draw` returns the words that say what is shown, and may leave in `beside` what
    the words of the card say beyond those of the figure. Every change of a control draws anew; *Reset*
    returns to the starting state. What is given to the class sets that state: a value for each control, and
    task, a key of tasks.toml. Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    picture_type: ClassVar[type[LivePicture]]
    controls: ClassVar[tuple[Control, ...]] = ()
    task: ClassVar[str] = ""
    has_reset: ClassVar[bool] = True
    touch = ""  # "tap", "drag" or "slide" (to the sides): what `point` is told of
    pressed = False  # whether what it is told of began just now
    beside: Sequence[str] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let signature and help follow from the controls."""
        super().__init_subclass__(**kwargs)
        if "__init__" in vars(cls):
            return
        starts = {control.name: control.start for control in cls.controls} | {"task": cls.task}
        cls.__signature__ = Signature(
            [
                Parameter(name, Parameter.KEYWORD_ONLY, default=None if callable(start) else start)
                for name, start in starts.items()
            ]
        )
        lines = (f"    {control.name}: {control.label}; {control.say()}." for control in cls.controls)
        cls.__doc__ = "\n".join([cls.__doc__ or "", *lines, ""])

    def __init__(self, *, memory: State | None = None, **given: Any) -> None:
        self._presses = 0  # on the figure
        self._changes = 0  # under way: what is drawn waits for the outermost one
        self.memory = memory or {}  # what belongs to the state, but no control sets
        self._texts = {"task": ipywidgets.HTML().add_class("tpi-task")}
        self._start = self._begin(given)
        self.picture: LivePicture = self.picture_type()
        self.inputs = {control.name: control.at(self._start).make() for control in self.controls}
        aside = self.make_aside()
        if table := self.make_table():
            self.write(below=table)
        self.said = self.draw(**self._start)  # also refuses what the controls would quietly repair
        self.view = LiveFigure(self.picture, self.said)
        self.reset()
        for name, widget in self.inputs.items():
            widget.observe(partial(self._change, name), "value")
        self.view.observe(self._point, "pointer")
        notes, below = ([self._texts[part]] if part in self._texts else [] for part in ("aside", "below"))
        left = [*self._lay_out(more=False), *aside, *self._make_buttons(), *notes, self._folded]
        left = ipywidgets.VBox(left).add_class("tpi-controls")
        super().__init__(
            [self._texts["task"], ipywidgets.Box([left, self.view]).add_class("tpi-body"), *below]
        )
        self.add_class("tpi-explorer")

    # -- for subclasses -------------------------------------------------------------------------

    def draw(self, *args: Any, **state: Any) -> str:
        """Draw a state into `picture`; return the words that say what is shown."""
        return self.picture.draw(*args, **state)

    def make_aside(self) -> list[ipywidgets.Widget]:
        """Return what stands below the controls, above *Reset* and *More*."""
        return []

    def make_table(self) -> str:
        """Return what stands under the figure in every state."""
        return ""

    def changed(self, name: str) -> None:
        """Set other controls where a learner's change of one asks for that."""

    def point(self, x: float, y: float) -> None:
        """Take where a pointer presses on the figure (units of its SVG); see `touch`."""

    def write(self, **texts: str) -> None:
        """Write on the card: "aside" below the buttons or "below" the figure, if at the first drawing."""
        for part, text in texts.items():
            if part not in self._texts:
                self._texts[part] = ipywidgets.HTML()
            self._texts[part].value = text

    def ask(self, task: str) -> None:
        """Write a task on the card above the figure."""
        self.write(task=Markup("<b>Your task</b><br>{}").format(task))

    # -- the state ------------------------------------------------------------------------------

    def state(self) -> State:
        """Return the value of every control by its name."""
        with self._lock:
            return self._settle({})

    def set_state(self, values: State) -> None:
        """Set the controls named, and draw once."""
        with self.one_update():
            self._settle(values)

    def reset(self, _button: object = None) -> None:
        """Return to the starting state."""
        self.set_state(self._start)

    @contextmanager
    def one_update(self) -> Iterator[None]:
        """Change several controls and draw once, when the outermost such block ends."""
        with self._lock:
            self._changes += 1
            try:
                yield
                if self._changes == 1 and self.picture:
                    self.said = self.draw(**self._settle({}))
                    self.view.follow(self.picture, self.said, self.touch)
            finally:
                self._changes -= 1

    def _begin(self, given: State) -> State:
        """Return the starting state, checked."""
        names = (*(control.name for control in self.controls), "task")
        for name in given:
            require_choice(f"{type(self).__name__} takes {name}, which", name, names)
        task = given.pop("task", self.task)
        if self.task:
            require_choice(f"{type(self).__name__}.task", task, tuple(load_tasks()))
            self.ask(load_tasks()[task].text)
        state: State = {}
        for control in self.controls:
            value, here = given.get(control.name), control.at(state)
            state[control.name] = here.start if value is None else value
            here.check(f"{type(self).__name__}.{control.name}", state[control.name])
        return state

    def _settle(self, values: State) -> State:
        """Let each control offer what the ones before it ask for, and take its value of those given."""
        state: State = {}
        for control in self.controls:
            widget, here = self.inputs[control.name], control.at(state)
            here.fit(widget)
            if control.name in values:
                widget.value = values[control.name]
            state[control.name] = here.read(widget)
        return state

    def _change(self, name: str, _change: object) -> None:
        with self._lock:
            if self.picture and not self._changes:
                with self.one_update():
                    self.changed(name)

    def _point(self, change: dict[str, Any]) -> None:
        with self.one_update():
            if self.picture:
                x, y, presses = change["new"]
                self.pressed, self._presses = presses != self._presses, presses
                self.point(x, y)

    # -- on the page ----------------------------------------------------------------------------

    def _lay_out(self, *, more: bool) -> list[ipywidgets.Widget]:
        shown = (c.show(self.inputs[c.name]) for c in self.controls if c.more is more)
        return [widget for widgets in shown for widget in widgets]

    def _make_buttons(self) -> list[ipywidgets.Widget]:
        buttons = []
        if self.has_reset:
            buttons.append(ipywidgets.Button(description="Reset", tooltip="Return to the starting state"))
            buttons[0].on_click(self.reset)
        self._folded = ipywidgets.VBox(self._lay_out(more=True), layout={"display": "none"})
        if self._folded.children:
            buttons.append(ipywidgets.ToggleButton(description="More", tooltip="Show or hide more controls"))
            shown = (buttons[-1], "value"), (self._folded.layout, "display")
            traitlets.dlink(*shown, lambda is_shown: None if is_shown else "none")
        return [ipywidgets.HBox(buttons)] if buttons else []

    def words(self) -> str:
        """Return the sentences that describe the figure, and what stands beside it."""
        return "\n".join([self.said, *self.beside]) if self.picture else ENDED

    def let_go(self) -> None:
        """Drop what is large."""
        super().let_go()
        self.view.svg, self.view.frame = "", []
        self.picture = None  # type: ignore[assignment]  # nothing is drawn any more
