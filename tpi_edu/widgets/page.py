"""A page of words and buttons that Python writes and the browser shows."""

from collections.abc import Callable
from threading import RLock
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from .assets import read_asset


class PageView(anywidget.AnyWidget):
    """Shows a page and calls `act` with what its pressed button names, under the lock of its card.

    Each page counts for one press: a second click, or one in another tab that came too late, does nothing.
    After a press the focus goes to what has the class "tpi-now", else to the same button of the new page.
    """

    _esm = read_asset("kernel.js", "page.js")
    _css = read_asset("card.css", "kernel.css", "page.css")
    page = traitlets.Unicode().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)

    def __init__(self, act: Callable[[str], None], lock: RLock) -> None:
        self._act, self._lock = act, lock
        super().__init__()
        self.on_msg(self._receive)

    def show(self, page: Markup) -> None:
        """Show another page."""
        with self.hold_sync():
            self.turn += 1
            self.page = page

    def _receive(self, _view: "PageView", content: dict[str, Any], _buffers: list[bytes]) -> None:
        with self._lock:
            if content.get("turn") == self.turn:
                self._act(content.get("act"))


def button(act: object, words: str) -> Markup:
    """Return a button that sends what it does."""
    return Markup('<button type="button" data-act="{}">{}</button>').format(act, words)


def join(template: str, items: Any) -> Markup:
    """Return the template filled with each item, escaped; a tuple fills several places."""
    rows = (item if isinstance(item, tuple) else (item,) for item in items)
    return Markup("").join(Markup(template).format(*row) for row in rows)
