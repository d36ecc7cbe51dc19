"""What every explorer shares: its place on the page and its live figure."""

from html import escape

import ipywidgets

from ..figures.live import LivePicture
from .card import Card
from .live_figure import LiveFigure


class Explorer(Card, ipywidgets.VBox):
    """A card with controls on the left and a live figure on the right, below a task.

    Subclasses set `picture` before `super().__init__`, draw it when a control changes, and then call
    `view.follow()`.
    """

    picture: LivePicture

    def __init__(
        self, controls: list[ipywidgets.Widget], *, task: str, more: list[ipywidgets.Widget]
    ) -> None:
        self.view = LiveFigure(self.picture)
        left = ipywidgets.VBox(controls).add_class("tpi-controls")
        body = ipywidgets.Box([left, self.view]).add_class("tpi-body")
        card = ipywidgets.HTML(f"<b>Your task</b><br>{escape(task)}").add_class("tpi-task")
        super().__init__([card, body, *more])
        self.add_class("tpi-explorer")

    def words(self) -> str:
        """Return the sentences that describe the figure."""
        return self.picture.description

    def png(self) -> bytes:
        """Return the figure as a picture."""
        return self.picture.png()

    def end(self) -> None:
        """Close every widget and let go of the picture: Out[n] may hold the shell for long."""
        super().end()
        self.children = ()
        self.picture = self.view.picture = None
        self.view.svg = ""
