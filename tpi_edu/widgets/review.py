"""For the clinician who reviews the course: what rests on no trial, review or cohort, to be settled."""

import csv
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..content.published import load_sources
from ..content.review import Unsettled, unsettled_statements
from ..record import Data
from .card import KeptCard, read_latest, write_out
from .views import PageView, button, join, tabulate

KIND = "judgment"  # of the record's events
JUDGMENTS = ("agree", "correct", "strike")
NOT_YET = ("", "")  # neither judged nor written
HEAD = ("Statement, where it stands, and what it rests on", "Your judgment")
ROW = (
    '<tr><td><p class="tpi-small">{0.where}</p>{1}<p class="tpi-small">{0.grades}: {2}</p></td>'
    '<td class="tpi-judgment">{3}<textarea data-act="{0.key} words" aria-label="What should it say?" '
    'placeholder="What should it say?" rows="2">{4}</textarea></td></tr>'
)
COLUMNS = "file", "where", "statement", "sources", "grades", "judgment", "should say", "reviewer", "date"


class ReviewSheet(KeptCard):
    """Every statement that rests on soft grades alone, part by part, to agree with, correct or strike.

    What was judged stays on record until its wording changes; a CSV file leaves initials and date blank.
    """

    def __init__(self) -> None:
        self._part = next(iter(unsettled_statements()))
        super().__init__(PageView(self._lock).add_class("tpi-review"))

    def words(self) -> str:
        """Return how many statements of each part are settled, a line for each."""
        return "\n".join(f"{part}: {self._count(part)} statements settled" for part in unsettled_statements())

    def _begin(self) -> None:
        with self._lock:
            versions = {item.key: item.version for items in unsettled_statements().values() for item in items}
            self._judged = read_latest(self._record, KIND, versions, _read)
            self._show()

    def _count(self, part: str) -> str:
        items = unsettled_statements()[part]
        settled = sum(self._judged.get(item.key, NOT_YET)[0] in JUDGMENTS for item in items)
        return f"{settled} of {len(items)}"

    def _turn_to(self, part: str) -> None:
        self._part = part
        self._show()

    def _press(self, item: Unsettled, judgment: str) -> None:
        """Judge a statement, or take the judgment back."""
        before, words = self._judged.get(item.key, NOT_YET)
        self._judge(item, "" if judgment == before else judgment, words)

    def _write(self, item: Unsettled, words: str) -> None:
        """Keep what the statement should say; to say so is to correct it."""
        before, _ = self._judged.get(item.key, NOT_YET)
        self._judge(item, "correct" if words.strip() else before, words)

    def _judge(self, item: Unsettled, judgment: str, words: str) -> None:
        self._judged[item.key] = judgment, words
        self._record.add(KIND, item.key, {"judgment": judgment, "words": words}, version=item.version)
        self._show()

    def _show(self, said: str = "") -> None:
        """Show the part that is turned to; said: what an export did."""
        acts: dict[str, Any] = {"Export as CSV": self._export}
        names, rows = Markup(""), []
        for part in unsettled_statements():
            acts[f"part {part}"] = partial(self._turn_to, part)
            names += button(f"{part} ({self._count(part)})", f"part {part}", pressed=part == self._part)
        for item in unsettled_statements()[self._part]:
            judged, words = self._judged.get(item.key, NOT_YET)
            acts[f"{item.key} words"] = partial(self._write, item)
            acts |= {f"{item.key} {each}": partial(self._press, item, each) for each in JUDGMENTS}
            choices = ((each.capitalize(), f"{item.key} {each}", each == judged) for each in JUDGMENTS)
            cited = join(
                '<abbr title="{1}">{0}</abbr> ', ((key, load_sources()[key].citation) for key in item.sources)
            )
            lines = join("<p>{}</p>", item.lines)
            rows.append((item, lines, cited, Markup("").join(starmap(button, choices)), words))
        page = Markup('<div class="tpi-buttons">{}</div><div class="tpi-sheet">{}</div>{}').format(
            names, tabulate(HEAD, ROW, rows), button("Export as CSV")
        )
        if said:
            page += Markup('<p class="tpi-now" tabindex="-1">{}</p>').format(said)
        self.view.show(page, acts)

    def _export(self) -> None:
        self._show(write_out("review", "csv", self._write_table))

    def _write_table(self, path: Path) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            for part, items in unsettled_statements().items():
                for item in items:
                    cited = " | ".join(load_sources()[key].citation for key in item.sources)
                    judged = self._judged.get(item.key, NOT_YET)
                    table.writerow(
                        [part, item.where, "\n".join(item.lines), cited, item.grades, *judged, "", ""]
                    )


def _read(_key: str, data: Data) -> tuple[str, str]:
    judgment, words = data["judgment"], data["words"]
    if judgment not in ("", *JUDGMENTS) or not isinstance(words, str):
        raise ValueError(f"judgment must be one of {', '.join(JUDGMENTS)}; got {judgment!r}.")
    return judgment, words
