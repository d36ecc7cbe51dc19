"""What everything a cell shows has in common: its place on the page, its stored form, its end, its record."""

import gc
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any, Self

import anywidget
import ipywidgets
import traitlets
from IPython import get_ipython
from IPython.display import publish_display_data
from markupsafe import Markup

from ..figures.live import LivePicture
from ..model.quiz import CONFIDENCES, Answer
from ..record import Data, Record, open_record
from .views import read_asset

# Stands in the output itself, for there is no other style sheet of ours on the page while no card lives. It
# hides the still beside its living card, else the error that JupyterLab shows in the card's place.
STILL_STYLE = read_asset("still.css")
USE_AGAIN = "This is how it looked when it was last run. To use it again, choose Run, then Run All Cells."


class Keeper(anywidget.AnyWidget):
    """Unseen, the last child of every card: keeps typed keys in the card and names its controls."""

    _esm = read_asset("keeper.js")
    _css = read_asset("card.css")


class Card(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets brings no types
    """A widget that a cell shows.

    In a place without widgets it shows words, and its picture if it has one: subclasses give the words in
    `words`. In JupyterLab both are an output of their own, hidden while the card lives: they are
    what a notebook shows that is opened the next day. When a cell is run again, what it showed before is
    ended, so that widgets and memory do not pile up. JupyterLab may run the messages of different widgets
    in different threads: what they change, and the end, goes under the card's one lock.
    """

    picture: LivePicture | None = None
    # cell id -> (message of the execution, cards it showed); only the latest execution's are alive
    _shown: dict[str, tuple[str, list["Card"]]] = {}  # noqa: RUF012

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Give the card its lock and its keeper before any subclass needs them."""
        card: Self = super().__new__(cls, *args, **kwargs)
        card._lock, card._keeper = RLock(), Keeper()
        card.add_class("tpi-card")
        return card

    @traitlets.validate("children")
    def _add_keeper(self, proposal: traitlets.Bunch) -> tuple[ipywidgets.Widget, ...]:
        """Keep the keeper last among the children, whatever they become."""
        return (*(child for child in proposal["value"] if child is not self._keeper), self._keeper)

    def words(self) -> str:
        """Return what the card shows, in words."""
        raise NotImplementedError

    def end(self) -> None:
        """Close this widget and every widget in it, once."""
        with self._lock:
            if self.comm is None:  # one card may be shown in two cells, and each of them ends it
                return
            for widget in _tree(self):
                widget.unobserve_all()
                widget.close()
            self.__dict__.pop("_repr_mimebundle_", None)  # close() takes it away; an ended card still says so
            self.let_go()

    def let_go(self) -> None:
        """Drop what an ended card need not hold: Out[n] may keep it for long."""
        self.children: Any = ()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        with self._lock:
            words = {"text/plain": self.words()}
            if self.comm is None:  # ended: there is nothing live to show
                return words
            live: dict[str, Any] = super()._repr_mimebundle_(**kwargs) | words
            shell = get_ipython()
            parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
            cell = parent.get("metadata", {}).get("cellId")
            if cell is None:  # not in JupyterLab: there is no cell to run again
                png = {"image/png": b64encode(self.picture.png()).decode()} if self.picture else {}
                return live | png
            self._end_previous(cell, parent["header"]["msg_id"])
            still = still_html(words["text/plain"], self.picture.whole_svg() if self.picture else "")
            publish_display_data({"text/html": still})  # type: ignore[no-untyped-call]  # of IPython
            return live | {"text/html": ""}  # where no widget lives the still says everything

    def _end_previous(self, cell: str, run: str) -> None:
        """End what an earlier run of this cell showed, and remember what this run shows."""
        before, cards = Card._shown.get(cell, (run, []))
        if before != run:
            for card in cards:
                if card is not self:
                    card.end()
            cards = []
            gc.collect()  # figures are full of cycles: else dozens pile up before they are found
        Card._shown[cell] = (run, [*cards, self])


class KeptCard(Card):
    """A card with a view of what the record holds, which does `_begin` anew whenever the record does."""

    def __init__(self, view: ipywidgets.Widget) -> None:
        self.view, self._record = view, open_record()
        super().__init__([view])
        self.add_class("tpi-explorer")
        self._begin()
        self._record.watch(self._begin)


def _tree(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and all that hangs on it: children, layouts and styles."""
    found = [widget]
    for name in widget.keys:
        value = getattr(widget, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ipywidgets.Widget):
                found += _tree(item)
    return found


def still_html(words: str, svg: str = "") -> str:
    """Return as HTML what a notebook shows of a card that is not alive: words, and a picture if it has one.

    That is the next day, in an export, and before the notebook is trusted: then JupyterLab's sanitizer drops
    the style, and would drop inline SVG; the rest stays, and no error needs hiding.
    """
    lines = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines())
    if svg:
        source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
        lines = f'<img alt="{escape(words)}" src="{source}">{lines}'
    return f'<style>{STILL_STYLE}</style><div class="tpi-still">{lines}<p><b>{USE_AGAIN}</b></p></div>'


def write_out(what: str, form: str, write: Callable[[Path], None]) -> Markup:
    """Have a file written into the working folder; return where it is, or why not."""
    name = f"tpi_edu-{what}-{datetime.now():%Y%m%d-%H%M%S}.{form}"
    try:
        path = Path.cwd() / name
        write(path)
    except OSError as error:  # the folder may be gone, too
        return Markup("Nothing was written to <code>{}</code>: {}.").format(name, error)
    return Markup("Written to <code>{}</code>.").format(path)


def read_latest(
    record: Record, kind: str, versions: Mapping[str, str], read: Callable[[str, Data], Any]
) -> dict[str, Any]:
    """Return for each key what `read` makes of the data of the last event of a kind that it can read.

    The latest stands last. versions: the present wording of each key; what was done under another one is
    left out.
    """
    latest: dict[str, Any] = {}
    for event in record.events(kind):
        if versions.get(event.key) == event.version:
            with suppress(KeyError, TypeError, ValueError):
                found = read(event.key, event.data)
                latest.pop(event.key, None)
                latest[event.key] = found
    return latest


def read_answers(record: Record) -> list[Answer]:
    """Return every answer in the record, from decks and reviews, that this version can understand."""
    answers = []
    for event in record.events():
        is_right, confidence = event.data.get("is_right"), event.data.get("confidence")
        if event.kind in ("answer", "review") and isinstance(is_right, bool) and confidence in CONFIDENCES:
            answers.append(Answer(key=event.key, at=event.at, is_right=is_right, confidence=confidence))
    return answers
