"""What stands on a card, for tests."""

import ipywidgets


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
