"""The part of a card that works in the browser."""

import anywidget

from .assets import read_asset


class Keeper(anywidget.AnyWidget):
    """Unseen, the last child of every card: keeps typed keys in the card and names its controls."""

    _esm = read_asset("keeper.js")
    _css = read_asset("card.css")
