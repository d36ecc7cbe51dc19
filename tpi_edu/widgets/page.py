"""The part of a card that works in the browser."""

from pathlib import Path

import anywidget

HERE = Path(__file__).parent


class Page(anywidget.AnyWidget):
    """Unseen, the last child of every card: keeps typed keys in the card and names its controls."""

    _esm = (HERE / "controls.js").read_text(encoding="utf-8")  # as a path, anywidget would keep every view
    _css = (HERE / "card.css").read_text(encoding="utf-8")
