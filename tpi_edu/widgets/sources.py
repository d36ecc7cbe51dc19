"""Where it comes from: the reading list of a notebook, every number of a model, and who measured what."""

from typing import Any

import ipywidgets
from markupsafe import Markup

from ..content.measurements import load_measurements, load_unseen
from ..content.published import load_sources
from ..content.schema import Quantity, unit_of
from ..figures.relief_words import say_when
from ..model.checks import require_choice
from .card import Card
from .views import join, tabulate

Named = dict[tuple[str, str], Quantity]
ROW = '<div style="display: flow-root"><dt><code>{0}</code> ({1.grade})</dt><dd>{1.citation}</dd></div>'
NUMBER = (
    "<tr><td>{0[0]}</td><td>{1.value:g} {0[1]}</td><td>{1.low:g} to {1.high:g}</td>"
    '<td><code>{1.source}</code></td><td data-grade="{1.grade}">{1.grade}</td><td>{1.note}</td></tr>'
)
HEAD = ("Number", "Value", "Range", "Source", "Grade", "Note")
ARM = (
    "<tr><td>{0.trial} <code>{0.source}</code></td><td>{0.injectate}{2}</td><td>{0.patients}</td>"
    "<td>{0.design}</td><td>{1}</td><td>{0.seen}</td><td class='tpi-assumption'>{0.assumed}</td></tr>"
)
ARM_HEAD = ("Study", "Arm", "People", "Design", "Less pain than at the start (%)", "Seen in", "Assumed here")
UNSEEN = (
    "<tr><td>{0.trial} <code>{0.source}</code></td><td>{0.arms}</td><td>{1}</td><td>{0.finding}</td></tr>"
)
UNSEEN_HEAD = ("Study", "Arms", "Measured", "Found")


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
        "measured it.</p>{}</details>"
    ).format(tabulate(HEAD, '<tr><th scope="rowgroup" colspan="6">{}</th></tr>{}', rows))


def measured_table() -> Markup:
    """Return an HTML disclosure of who measured what and when, and whose values were not seen."""
    arms = []
    for arm in load_measurements().values():
        points = zip(arm.times_h, arm.relief_pct, strict=True)
        said = ", ".join(f"{pct:.0f} {say_when(hours, short=True)}" for hours, pct in points)
        arms.append((arm, said.replace("-", "−"), " (doubtful: not drawn)" * arm.doubtful))
    unseen = (
        (study, ", ".join(say_when(hours, short=True) for hours in study.times_h))
        for study in load_unseen().values()
    )
    return Markup(
        "<details><summary>Who measured what, and when?</summary>{}"
        "<p><b>Measured, but we have not seen the values</b></p>{}</details>"
    ).format(tabulate(ARM_HEAD, ARM, arms), tabulate(UNSEEN_HEAD, UNSEEN, unseen))
