"""A page of words and buttons that Python writes and the browser shows."""

from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from .assets import read_asset


class PageView(anywidget.AnyWidget):
    """Shows a page and does, under a lock, what a pressed `button` of it is there for.

    What the page that is shown by then does not offer (after a second click, or one in another tab that came
    too late) is left out. The focus goes to what has the class "tpi-now", else to the same button as before.
    """

    _esm = read_asset("kernel.js", "page_view.js")
    _css = read_asset("kernel.css", "page_view.css")
    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        super().__init__()
        self.on_msg(self._receive)

    def show(self, page: Markup, acts: dict[str, Callable[[], object]]) -> None:
        """Show another page, and what its buttons do by their names."""
        self._acts, self.page = acts, page

    def _receive(self, _view: "PageView", content: dict[str, Any], _buffers: list[bytes]) -> None:
        with self._lock:
            self._acts.get(content.get("act", ""), bool)()


def button(words: str, name: str = "") -> Markup:
    """Return a button; its name, else its words, say what it does."""
    return Markup('<button type="button" data-act="{}">{}</button>').format(name or words, words)


def join(template: str, items: Iterable[Any]) -> Markup:
    """Return the template filled with each item, escaped; a tuple fills several places."""
    rows = (item if isinstance(item, tuple) else (item,) for item in items)
    return Markup("").join(Markup(template).format(*row) for row in rows)
