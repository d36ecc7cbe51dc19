"""The one widget that shows every figure."""

from typing import Any

import anywidget
import traitlets

from ..figures.live import LivePicture
from .assets import read_asset


class LiveFigure(anywidget.AnyWidget):
    """Shows a `LivePicture` in the browser and follows it: after each draw, call `follow`.

    What travels are the marks and words; the SVG only when what stands still changes. touch: "drag" or
    "tap" to be told in `pointer` where one presses on the figure (x, y in units of its SVG, and a count).
    """

    _esm = read_asset("kernel.js", "live_figure.js")
    _css = read_asset("kernel.css", "live_figure.css")
    svg = traitlets.Unicode().tag(sync=True)
    frame: "traitlets.List[Any]" = traitlets.List().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    touch = traitlets.Enum(("", "tap", "drag"), "").tag(sync=True)
    pointer = traitlets.List([0, 0, 0]).tag(sync=True, echo_update=False)

    def __init__(self, picture: LivePicture, description: str) -> None:
        self._ground = picture.ground
        super().__init__(svg=picture.svg(), frame=picture.frame(), description=description)

    def follow(self, picture: LivePicture, description: str, touch: str = "") -> None:
        """Show the present state of a picture, in one message."""
        with self.hold_sync():
            if self._ground != picture.ground:
                self._ground = picture.ground
                self.svg = picture.svg()
            self.frame = picture.frame()
            self.description, self.touch = description, touch
