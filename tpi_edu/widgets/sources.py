"""Where it comes from: the reading list of a notebook, and a table of every number a model uses."""

from typing import Any

import ipywidgets
from markupsafe import Markup

from ..content.published import load_sources
from ..content.schema import Quantity, unit_of
from ..model.checks import require_choice
from .card import Card
from .views import join

Named = dict[tuple[str, str], Quantity]
ROW = '<div style="display: flow-root"><dt><code>{0}</code> ({1.grade})</dt><dd>{1.citation}</dd></div>'
NUMBER = (
    "<tr><td>{0[0]}</td><td>{1.value:g} {0[1]}</td><td>{1.low:g} to {1.high:g}</td>"
    '<td><code>{1.source}</code></td><td data-grade="{1.grade}">{1.grade}</td><td>{1.note}</td></tr>'
)
HEAD = ("Number", "Value", "Range", "Source", "Grade", "Note")


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


def quantities(record: Any) -> Named:
    """Return each number of a content record by the words and the unit a learner reads."""
    values = ((name, getattr(record, name)) for name in record.__slots__)
    return {
        (name.rsplit("_", 1)[0].replace("_", " ").capitalize(), unit_of(name)): value
        for name, value in values
        if isinstance(value, Quantity)
    }


def provenance_table(groups: dict[str, Named]) -> Markup:
    """Return an HTML disclosure with value, range, source and grade of each number, group by group."""
    rows = ((group, join(NUMBER, named.items())) for group, named in groups.items())
    return Markup(
        "<details><summary>Where do these numbers come from?</summary>"
        "<p>An <span class='tpi-assumption'>assumption</span> was chosen to make the model work; nobody "
        "measured it.</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></details>"
    ).format(
        join('<th scope="col">{}</th>', HEAD),
        join('<tr><th scope="rowgroup" colspan="6">{}</th></tr>{}', rows),
    )
