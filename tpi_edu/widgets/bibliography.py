"""The reading list at the end of a notebook."""

from html import escape

import ipywidgets

from ..content.sources import load_sources
from ..model.checks import require_choice
from .card import Card


class Bibliography(Card):
    """The sources that one notebook cites, each with its key, its grade and its reference.

    Raises `ValueError` for a notebook that cites none.
    """

    def __init__(self, notebook: str) -> None:
        sources = load_sources()
        known = sorted({name for source in sources.values() for name in source.notebooks})
        require_choice("Bibliography.notebook", notebook, tuple(known))
        self.sources = {key: source for key, source in sources.items() if notebook in source.notebooks}
        rows = (
            f'<div style="display: flow-root"><dt><code>{escape(key)}</code> ({escape(source.grade)})</dt>'
            f"<dd>{escape(source.citation)}</dd></div>"
            for key, source in self.sources.items()
        )
        super().__init__([ipywidgets.HTML(f"<dl>{''.join(rows)}</dl>")])

    def words(self) -> str:
        """Return the list as plain text."""
        return "\n".join(
            f"[{key}] ({source.grade}) {source.citation}" for key, source in self.sources.items()
        )
