"""What stands on a card, and what the browser sends it, for tests."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import ipywidgets

THREADS = 8


def walk(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and all in it."""
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def find(card: ipywidgets.Widget, description: str) -> ipywidgets.Widget:
    """Return the one control whose description begins so."""
    (found,) = [w for w in walk(card) if getattr(w, "description", "").startswith(description)]
    return found


def html(card: ipywidgets.Widget) -> str:
    """Return all HTML on a card."""
    return "".join(w.value for w in walk(card) if isinstance(w, ipywidgets.HTML))


def shown(card: ipywidgets.Widget) -> tuple:
    """Return all that a learner sees of a figure."""
    return card.view.frame, card.view.svg, card.view.description


def send(card: ipywidgets.Widget, **message: object) -> None:
    """Send what the view in the browser sends."""
    card.view._handle_custom_msg(message, [])


def press_at(card: ipywidgets.Widget, x: float, y: float) -> None:
    """Press on the figure of a card, in units of its SVG."""
    card.view.pointer = [x, y, card.view.pointer[2] + 1]


def in_threads(acts: Iterable[Callable[[], object]]) -> list:
    """Do everything at once, in turns as short as they can be; raise what any of it raises."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            return [each.result() for each in [pool.submit(act) for act in acts]]
    finally:
        sys.setswitchinterval(interval)
