"""The reading list at the end of a notebook."""

import ipywidgets
from markupsafe import Markup

from ..content.sources import load_sources
from ..model.checks import require_choice
from .card import Card
from .views import join

ROW = '<div style="display: flow-root"><dt><code>{0}</code> ({1.grade})</dt><dd>{1.citation}</dd></div>'


class Bibliography(Card):
    """The sources that one notebook cites, each with its key, its grade and its reference.

    Raises `ValueError` for a notebook that cites none.
    """

    def __init__(self, notebook: str) -> None:
        sources = load_sources()
        known = sorted({name for source in sources.values() for name in source.notebooks})
        require_choice("Bibliography.notebook", notebook, tuple(known))
        self.sources = {key: source for key, source in sources.items() if notebook in source.notebooks}
        super().__init__([ipywidgets.HTML(Markup("<dl>{}</dl>").format(join(ROW, self.sources.items())))])

    def words(self) -> str:
        """Return the list as plain text."""
        return "\n".join(
            f"[{key}] ({source.grade}) {source.citation}" for key, source in self.sources.items()
        )
