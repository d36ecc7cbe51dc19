"""What the browser shows of a card: a figure, a page of words and buttons, or a deck of questions."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from ..figures.live import LivePicture
from ..model.quiz import CONFIDENCES


def read_asset(*names: str) -> str:
    """Return files that stand beside this one as one text; anywidget keeps every view of a path alive."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)


class LiveFigure(anywidget.AnyWidget):
    """Shows a `LivePicture` in the browser and follows it: after each draw, call `follow`.

    What travels are the marks and words; the SVG only when what stands still changes. touch: "tap", "drag"
    or "slide" (to the sides: up and down a finger scrolls) to be told in `pointer` where one presses on the
    figure: x, y in units of its SVG, and a count of presses. spots: what says something when pointed at.
    """

    _esm = read_asset("kernel.js", "live_figure.js")
    _css = read_asset("kernel.css", "live_figure.css")
    svg = traitlets.Unicode().tag(sync=True)
    frame: "traitlets.List[Any]" = traitlets.List().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    spots: "traitlets.List[Any]" = traitlets.List().tag(sync=True)
    touch = traitlets.Enum(("", "tap", "drag", "slide"), "").tag(sync=True)
    pointer = traitlets.List([0, 0, 0]).tag(sync=True, echo_update=False)

    def __init__(self, picture: LivePicture, description: str) -> None:
        self._ground: tuple[Any, ...] | None = None  # of the SVG
        self.follow(picture, description)  # all of it goes with the first message
        super().__init__()

    def follow(self, picture: LivePicture, description: str, touch: str = "") -> None:
        """Show the present state of a picture, in one message."""
        with self.hold_sync():
            if self._ground != picture.ground:
                self._ground = picture.ground
                self.svg = picture.svg()
            self.frame, self.spots = picture.frame(), list(picture.spots())
            self.description, self.touch = description, touch


class DeckView(anywidget.AnyWidget):
    """The form in the browser: shows cards, sends answers. A list above it chooses a topic."""

    _esm = read_asset("kernel.js", "deck.js")
    _css = read_asset("kernel.css", "deck.css")
    cards: traitlets.List[Any] = traitlets.List().tag(sync=True)
    confidences = traitlets.List(list(CONFIDENCES)).tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)  # where a new view begins; each goes its own way from there
    summary = traitlets.Unicode().tag(sync=True)
    topics: traitlets.List[Any] = traitlets.List().tag(sync=True)  # of pairs: what is said, and the name
    topic = traitlets.Unicode().tag(sync=True)


class PageView(anywidget.AnyWidget):
    """Shows a page and does, under a lock, what a pressed `button` of it is there for.

    What the page that is shown by then does not offer (after a second click, or one in another tab that came
    too late) is left out. A text field with a `data-act` does it with what was typed. The focus goes to what
    has the class "tpi-now", else to where it was before.
    """

    _esm = read_asset("kernel.js", "page_view.js")
    _css = read_asset("kernel.css", "page_view.css")
    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        super().__init__()
        self.on_msg(self._receive)

    def show(self, page: Markup, acts: dict[str, Callable[..., object]]) -> None:
        """Show another page, and what its buttons do by their names."""
        self._acts, self.page = acts, page

    def _receive(self, _view: "PageView", content: dict[str, Any], _buffers: list[bytes]) -> None:
        with self._lock:
            self._acts.get(content.get("act", ""), bool)(*content.get("typed", ()))


def button(words: str, name: str = "", pressed: bool | None = None) -> Markup:
    """Return a button; its name, else its words, say what it does; one of a group may be pressed."""
    state = "" if pressed is None else Markup(' aria-pressed="{}"').format(str(pressed).lower())
    return Markup('<button type="button" data-act="{}"{}>{}</button>').format(name or words, state, words)


def tabulate(heads: Iterable[str], row: str, items: Iterable[Any]) -> Markup:
    """Return a table: the heads of its columns, and a row, filled as by `join`, for each item."""
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        join('<th scope="col">{}</th>', heads), join(row, items)
    )


def join(template: str, items: Iterable[Any]) -> Markup:
    """Return the template filled with each item, escaped; a tuple fills several places."""
    rows = (item if isinstance(item, tuple) else (item,) for item in items)
    return Markup("").join(Markup(template).format(*row) for row in rows)
