"""What every explorer shares: its place on the page, its stored form, and its end."""

from base64 import b64encode
from html import escape
from typing import Any

import ipywidgets
from IPython import get_ipython

from ..figures.live import LivePicture
from .live_figure import LiveFigure

# cell id -> (number of the execution, explorers it showed); only the latest execution's are alive
_shown: dict[str, tuple[str, list["Explorer"]]] = {}


class Explorer(ipywidgets.VBox):
    """A card with controls on the left and a live figure on the right.

    Subclasses set `picture`, call `super().__init__`, and redraw in `update`, which every change calls.
    In a place without widgets it shows the picture and the words that describe it. When a cell is run
    again, what it showed before is closed, so that widgets and memory do not pile up.
    """

    picture: LivePicture

    def __init__(self, controls: list[ipywidgets.Widget], *, task: str, more: list[ipywidgets.Widget]) -> None:
        self.view = LiveFigure(self.picture)
        left = ipywidgets.VBox(controls).add_class("tpi-controls")
        body = ipywidgets.Box([left, self.view]).add_class("tpi-body")
        top = [ipywidgets.HTML(f"<b>Your task</b><br>{escape(task)}").add_class("tpi-task")] if task else []
        super().__init__([*top, body, *more])
        self.add_class("tpi-explorer")

    def end(self) -> None:
        """Close every widget of this explorer and let go of its picture: Out[n] may hold the shell for long."""
        for widget in _tree(self):
            widget.unobserve_all()
            widget.close()
        self.children = ()
        self.picture = self.view.picture = None
        self.view.svg = ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        _close_previous(self)
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle | {
            "text/plain": self.picture.description,
            "image/png": b64encode(self.picture.png()).decode(),
        }


def _tree(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and all that hangs on it: children, layouts and styles."""
    found = [widget]
    for name in widget.keys:
        value = getattr(widget, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ipywidgets.Widget):
                found += _tree(item)
    return found


def _close_previous(explorer: Explorer) -> None:
    """Close what an earlier run of this cell showed, and remember what this run shows."""
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:  # not in JupyterLab: there is no cell to run again
        return
    run = parent["header"]["msg_id"]
    before, explorers = _shown.get(cell, (run, []))
    if before != run:
        for old in explorers:
            if old is not explorer:
                old.end()
        explorers = []
    _shown[cell] = (run, [*explorers, explorer])
