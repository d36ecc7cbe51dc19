"""What every explorer shares: its place on the page and its live figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from threading import RLock

import ipywidgets

from ..figures.live import LivePicture
from .card import Card
from .live_figure import LiveFigure

ENDED = "This figure was replaced when its cell was run again."


class Explorer(Card, ipywidgets.VBox):
    """A card with controls on the left and a live figure on the right, below a task.

    Subclasses set `picture` before `super().__init__`, draw the present state of their controls in `draw`,
    and let every control call `update`.
    """

    picture: LivePicture
    held: tuple[str, ...] = ("picture", "view")  # what `end` lets go of; subclasses name what they add

    def __init__(
        self, controls: list[ipywidgets.Widget], *, task: str, more: list[ipywidgets.Widget]
    ) -> None:
        self._lock = RLock()  # JupyterLab may run the messages of different widgets in different threads
        self._is_held = False
        self.view = LiveFigure(self.picture)
        left = ipywidgets.VBox(controls).add_class("tpi-controls")
        body = ipywidgets.Box([left, self.view]).add_class("tpi-body")
        self._task = ipywidgets.HTML().add_class("tpi-task")
        self.ask(task)
        super().__init__([self._task, body, *more])
        self.add_class("tpi-explorer")

    def ask(self, task: str) -> None:
        """Write a task on the card above the figure."""
        self._task.value = f"<b>Your task</b><br>{escape(task)}"

    def draw(self) -> None:
        """Draw the present state of the controls into `picture`."""
        raise NotImplementedError

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

    def words(self) -> str:
        """Return the sentences that describe the figure."""
        return self.picture.description if self.picture else ENDED

    def png(self) -> bytes | None:
        """Return the figure as a picture."""
        return self.picture.png() if self.picture else None

    def end(self) -> None:
        """Close every widget and let go of what the explorer holds: Out[n] may keep the shell for long."""
        super().end()
        self.children = ()
        self.picture.figure.clear()  # a figure is full of cycles, which the collector finds late
        self.view.picture, self.view.svg, self.view.frame = None, "", {}
        for name in self.held:
            setattr(self, name, None)
