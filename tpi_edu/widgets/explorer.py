"""What every explorer shares: its place on the page and its live figure."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets

from ..content.injection import load_tasks
from ..figures.live import LivePicture
from ..model.checks import require_choice, require_number
from .card import Card
from .live_figure import LiveFigure

ENDED = "This figure was replaced when its cell was run again."


class Explorer(Card):
    """A card with controls on the left and a live figure on the right, below a task.

    Subclasses set `picture`, `start` their controls by name and then call `super().__init__`; they draw the
    present state of the controls in `draw`. Every change of a control draws anew; *Reset* returns to the
    starting state.

    first: names of the controls always shown; folded: of those behind *More*; aside: widgets below the
    buttons; below: widgets under the figure.
    """

    picture: LivePicture
    controls: Mapping[str, ipywidgets.Widget] = {}  # `start` sets its own
    # what `end` lets go of; subclasses add theirs
    held: tuple[str, ...] = ("picture", "view", "controls", "_folded", "_task")

    def __init__(
        self,
        first: Sequence[str] = (),
        *,
        task: str,
        folded: Sequence[str] = (),
        aside: Sequence[ipywidgets.Widget] = (),
        below: Sequence[ipywidgets.Widget] = (),
    ) -> None:
        self._is_held = False
        self.draw()
        self.view = LiveFigure(self.picture)
        self.view.on_msg(self._take_message)
        left = [self.controls[name] for name in first]
        self._folded = ipywidgets.VBox([self.controls[name] for name in folded])
        self._folded.layout.display = "none"
        if self.controls:
            left.append(self._make_buttons())
            for control in self.controls.values():
                control.observe(self.update, "value")
        left += [*aside, self._folded]
        body = ipywidgets.Box([ipywidgets.VBox(left).add_class("tpi-controls"), self.view])
        self._task = ipywidgets.HTML().add_class("tpi-task")
        self.ask(task)
        super().__init__([self._task, body.add_class("tpi-body"), *below])
        self.add_class("tpi-explorer")

    def start(
        self, controls: Mapping[str, ipywidgets.Widget], values: dict[str, Any], units: Mapping[str, str]
    ) -> None:
        """Take the controls by name and set each to its starting value.

        Raises `ValueError` or `TypeError` where a slider would quietly repair a value; `units` are those
        of the sliders, in words.
        """
        self.controls, self._start = controls, values
        for name, unit in units.items():
            low, high = controls[name].min, controls[name].max
            require_number(f"{type(self).__name__}.{name}", values[name], low=low, high=high, unit=unit)
        self.set_state(values)

    def state(self) -> dict[str, Any]:
        """Return the value of every control by its name."""
        # the browser's slider sends 7.499999999999999 for 7.5
        values = ((name, control.value) for name, control in self.controls.items())
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in values}

    def set_state(self, values: Mapping[str, Any]) -> None:
        """Set the controls named."""
        for name, value in values.items():
            self.controls[name].value = value

    def reset(self, _button: object = None) -> None:
        """Return to the starting state."""
        with self.one_update():
            self.set_state(self._start)

    def read_task(self, key: str) -> str:
        """Return the words of a task of tasks.toml."""
        require_choice(f"{type(self).__name__}.task", key, tuple(load_tasks()))
        return load_tasks()[key].text

    def _make_buttons(self) -> ipywidgets.HBox:
        reset = ipywidgets.Button(description="Reset", tooltip="Return to the starting state")
        reset.on_click(self.reset)
        if not self._folded.children:
            return ipywidgets.HBox([reset])
        more = ipywidgets.ToggleButton(description="More", tooltip="Show or hide more controls")
        more.observe(self._fold, "value")
        return ipywidgets.HBox([reset, more])

    def _fold(self, change: dict[str, Any]) -> None:
        self._folded.layout.display = None if change["new"] else "none"

    def ask(self, task: str) -> None:
        """Write a task on the card above the figure."""
        self._task.value = f"<b>Your task</b><br>{escape(task)}"

    def draw(self) -> None:
        """Draw the present state of the controls into `picture`."""
        raise NotImplementedError

    def drag(self, x: float, y: float) -> None:
        """Take where a pointer pressed on the figure is (SVG units), if `view.draggable`."""

    def update(self, _change: object = None) -> None:
        """Draw and show the present state of the controls."""
        with self._lock:
            if not self._is_held:
                self.draw()
                self.view.follow()

    @contextmanager
    def one_update(self) -> Iterator[None]:
        """Change several controls and update once."""
        with self._lock:
            self._is_held = True
            try:
                yield
            finally:
                self._is_held = False
            self.update()

    def _take_message(self, _view: object, content: dict[str, Any], _buffers: object) -> None:
        at = [content.get(name) for name in "xy"]
        if content.get("kind") == "drag" and all(isinstance(value, (int, float)) for value in at):
            with self._lock:
                self.drag(*at)

    def words(self) -> str:
        """Return the sentences that describe the figure."""
        return self.picture.description if self.picture else ENDED

    def png(self) -> bytes | None:
        """Return the figure as a picture."""
        return self.picture.png() if self.picture else None

    def let_go(self) -> None:
        """Drop children, pictures and controls."""
        super().let_go()
        self.picture.figure.clear()  # a figure is full of cycles, which the collector finds late
        self.view.picture, self.view.svg, self.view.frame = None, "", {}
        for name in self.held:
            setattr(self, name, None)


def slider(description: str, low: float, high: float, step: float, **options: Any) -> ipywidgets.FloatSlider:
    """Return a slider that shows as many decimals as its step has."""
    form = ".2f" if step < 0.1 else ".1f" if step < 1 else ".0f"
    return ipywidgets.FloatSlider(
        description=description, min=low, max=high, step=step, readout_format=form, **options
    )


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
