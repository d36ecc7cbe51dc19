"""Where do these numbers come from? One table for every number a model uses."""

from dataclasses import fields
from html import escape
from typing import Any

from ..content.schema import Quantity, unit_of

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


def provenance_table(groups: dict[str, Named]) -> str:
    """Return an HTML disclosure with value, range, source and grade of each number, group by group."""
    head = "".join(f'<th scope="col">{words}</th>' for words in HEAD)
    body = []
    for group, named in groups.items():
        body.append(f'<tr><th scope="rowgroup" colspan="6">{escape(group)}</th></tr>')
        body += [_row(name, unit, quantity) for (name, unit), quantity in named.items()]
    return (
        "<details><summary>Where do these numbers come from?</summary><p>An <span class='tpi-assumption'>"
        "assumption</span> was chosen to make the model work; nobody measured it.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></details>"
    )


def _row(name: str, unit: str, quantity: Quantity) -> str:
    q = quantity
    mark = ' class="tpi-assumption"' if q.grade == "assumption" else ""
    return (
        f"<tr><td>{name}</td><td>{q.value:g} {unit}</td><td>{q.low:g} to {q.high:g}</td>"
        f"<td><code>{escape(q.source)}</code></td><td{mark}>{q.grade}</td><td>{escape(q.note)}</td></tr>"
    )
