"""The one widget that shows every figure."""

from pathlib import Path

import anywidget
import traitlets

from ..figures.live import LivePicture

HERE = Path(__file__).parent


class LiveFigure(anywidget.AnyWidget):
    """Shows a `LivePicture` in the browser and follows it: after each draw, call `follow`.

    What travels is path data and words; the whole SVG only when its background changes. While `draggable`,
    pressing or moving a pointer on the figure sends {"kind": "drag", "x": ..., "y": ...}: units of its SVG.
    """

    _esm = (HERE / "live_figure.js").read_text()  # as a path, anywidget would keep every view alive
    _css = (HERE / "live_figure.css").read_text()
    svg = traitlets.Unicode().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    draggable = traitlets.Bool(False).tag(sync=True)

    def __init__(self, picture: LivePicture) -> None:
        self.picture = picture
        self._background = picture.background
        super().__init__(svg=picture.svg(), frame=picture.frame(), description=picture.description)

    def follow(self) -> None:
        """Send the picture's present state, in one message."""
        with self.hold_sync():
            if self._background != self.picture.background:
                self._background = self.picture.background
                self.svg = self.picture.svg()
            self.frame = self.picture.frame()
            self.description = self.picture.description
