"""Where do these numbers come from? One table for every number a model uses."""

from dataclasses import fields
from itertools import starmap
from typing import Any

from markupsafe import Markup

from ..content.schema import Quantity, unit_of
from .views import join

Named = dict[tuple[str, str], Quantity]
HEAD = ("Number", "Value", "Range", "Source", "Grade", "Note")


def quantities(record: Any) -> Named:
    """Return each number of a content record by the words and the unit a learner reads."""
    found = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Quantity):
            words = field.name.rsplit("_", 1)[0].replace("_", " ").capitalize()
            found[words, unit_of(field.name)] = value
    return found


def provenance_table(groups: dict[str, Named]) -> Markup:
    """Return an HTML disclosure with value, range, source and grade of each number, group by group."""
    rows = ((group, join("{}", starmap(_row, named.items()))) for group, named in groups.items())
    return Markup(
        "<details><summary>Where do these numbers come from?</summary>"
        "<p>An <span class='tpi-assumption'>assumption</span> was chosen to make the model work; nobody "
        "measured it.</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></details>"
    ).format(
        join('<th scope="col">{}</th>', HEAD),
        join('<tr><th scope="rowgroup" colspan="6">{}</th></tr>{}', rows),
    )


def _row(what: tuple[str, str], quantity: Quantity) -> Markup:
    mark = Markup(' class="tpi-assumption"') if quantity.grade == "assumption" else ""
    return Markup(
        "<tr><td>{0[0]}</td><td>{1.value:g} {0[1]}</td><td>{1.low:g} to {1.high:g}</td>"
        "<td><code>{1.source}</code></td><td{2}>{1.grade}</td><td>{1.note}</td></tr>"
    ).format(what, quantity, mark)
