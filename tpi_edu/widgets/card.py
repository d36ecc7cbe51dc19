"""What everything a cell shows has in common: its stored form, and its end when the cell is run again."""

import gc
from base64 import b64encode
from typing import Any

import ipywidgets
from IPython import get_ipython


class Card(ipywidgets.DOMWidget):
    """A widget that a cell shows; mixed into a container or an HTML widget.

    In a place without widgets it shows words, and a picture if there is one: subclasses give them in
    `words` and `png`. When a cell is run again, what it showed before is ended, so that widgets and
    memory do not pile up.
    """

    # cell id -> (message of the execution, cards it showed); only the latest execution's are alive
    _shown: dict[str, tuple[str, list["Card"]]] = {}  # noqa: RUF012

    def words(self) -> str:
        """Return what the card shows, in words."""
        raise NotImplementedError

    def png(self) -> bytes | None:
        """Return what the card shows, as a picture."""
        return None

    def end(self) -> None:
        """Close this widget and every widget in it."""
        for widget in _tree(self):
            widget.unobserve_all()
            widget.close()
        vars(self).pop("_repr_mimebundle_", None)  # close() takes it away; an ended card still says so

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        if self.comm is None:  # ended: there is nothing live to show
            return {"text/plain": self.words()}
        self._end_previous()
        bundle = super()._repr_mimebundle_(**kwargs) | {"text/plain": self.words()}
        png = self.png()
        return bundle if png is None else bundle | {"image/png": b64encode(png).decode()}

    def _end_previous(self) -> None:
        """End what an earlier run of this cell showed, and remember what this run shows."""
        shell = get_ipython()
        parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
        cell = parent.get("metadata", {}).get("cellId")
        if cell is None:  # not in JupyterLab: there is no cell to run again
            return
        run = parent["header"]["msg_id"]
        before, cards = Card._shown.get(cell, (run, []))
        if before != run:
            for card in cards:
                if card is not self:
                    card.end()
            cards = []
            gc.collect()  # figures are full of cycles: else dozens pile up before they are found
        Card._shown[cell] = (run, [*cards, self])


def _tree(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and all that hangs on it: children, layouts and styles."""
    found = [widget]
    for name in widget.keys:
        value = getattr(widget, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ipywidgets.Widget):
                found += _tree(item)
    return found
