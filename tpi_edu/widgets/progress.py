"""What a learner has done, what to do next, and where that is kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path

import ipywidgets

from ..content.questions import load_questions
from ..content.sources import load_sources
from ..figures.calibration import CalibrationPicture, describe_calibration, has_enough
from ..model.quiz import Answer, calibration, due_keys, first_answers
from ..record import MEMORY, open_record
from .card import Card
from .deck import read_answers
from .live_figure import LiveFigure

HEAD = ("Notebook", "Questions right at first try", "Safety questions right", "Predictions made")
NONE = "none here"
FORMS = ("csv", "json")
PREDICTED_IN = "03_relief_curve"  # the notebook that asks for predictions


class ProgressPanel(Card, ipywidgets.VBox):
    """Per notebook: first tries, safety questions, predictions; then what to do next, and the record's place.

    Below it stated confidence against hit rate, once there are enough answers; export, and starting over,
    which asks first and keeps a dated copy.
    """

    def __init__(self) -> None:
        self._record = open_record()
        self._table, self._said, self._figure = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.VBox()
        self._sure = _button("Yes, start over and keep a dated copy", self._start_over)
        buttons = ipywidgets.HBox(
            [
                _button("Refresh", self._refresh),
                *(_button(f"Export as {form.upper()}", partial(self._export, form)) for form in FORMS),
                _button("Start over", self._ask),
                self._sure,
            ]
        )
        super().__init__([self._table, self._figure, buttons.add_class("tpi-buttons"), self._said])
        self.add_class("tpi-explorer")
        self._refresh()

    def words(self) -> str:
        """Return the table and what to do next as plain text."""
        columns = [words.lower() for words in HEAD[1:]]
        rows = []
        for notebook, *cells in self._rows:
            pairs = zip(columns, cells, strict=True)
            rows.append(f"{notebook}: {'; '.join(f'{column}: {cell}' for column, cell in pairs)}")
        return "\n".join([*rows, self._next, self._calibration])

    def end(self) -> None:
        """Close every widget; the calibration figure is among the children."""
        super().end()
        self.children = ()

    def _refresh(self, _button: object = None) -> None:
        answers = read_answers(self._record)
        found = calibration(answers)
        self._calibration = describe_calibration(found)
        self._rows, opened = self._read_rows(answers)
        due, _ = due_keys([a for a in answers if a.key in load_questions()], datetime.now(UTC))
        if due:
            self._next = f"Next: review, {len(due)} due."
        elif opened:
            self._next = f"Next: {opened[0]} questions open."
        else:
            self._next = "Next: nothing open. Come back when a review is due."
        head = "".join(f'<th scope="col">{words}</th>' for words in HEAD)
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in self._rows)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        where = f"in <code>{escape(self._record.path)}</code> on this machine and nowhere else"
        if self._record.path == MEMORY:
            where = "only until this kernel stops"
        lines = [self._next, self._calibration, f"Your answers are kept {where}."]
        if self._record.problem:
            lines.insert(0, f'<b class="tpi-assumption">{escape(self._record.problem)}</b>')
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        self._table.value = table + "<br>".join(lines)
        for figure in self._figure.children:
            figure.layout.close()
            figure.close()
        picture = CalibrationPicture()
        words = picture.draw(found)
        self._figure.children = [LiveFigure(picture, words)] if has_enough(found) else []
        self._said.value = ""
        self._sure.layout.display = "none"

    def _read_rows(self, answers: list[Answer]) -> tuple[list[tuple[str, ...]], list[str]]:
        """Return the table's rows, and the notebooks with open questions in words, with how many."""
        first = first_answers(answers)
        ever_right = {answer.key for answer in answers if answer.is_right}
        predictions = str(len(self._record.events("prediction")))
        rows, opened = [], []
        for notebook in sorted({name for source in load_sources().values() for name in source.notebooks}):
            asked = {key: q for key, q in load_questions().items() if q.notebook == notebook}
            answered = [first[key].is_right for key in asked if key in first]
            if len(answered) < len(asked):
                opened.append(f"{notebook}, {len(asked) - len(answered)}")
            tries = f"{sum(answered)} of {len(answered)} answered ({len(asked)} in all)"
            passed = [key in ever_right for key, question in asked.items() if question.must_pass]
            safety = f"{sum(passed)} of {len(passed)}" if passed else NONE
            rows.append((notebook, tries, safety, predictions if notebook == PREDICTED_IN else NONE))
        return rows, opened

    def _export(self, form: str, _button: object) -> None:
        path = Path.cwd() / f"tpi_edu-answers-{datetime.now():%Y%m%d-%H%M%S}.{form}"
        where = f"<code>{escape(str(path))}</code>"
        try:
            getattr(self._record, f"export_{form}")(path)
            self._said.value = f"Written to {where}."
        except OSError as error:
            self._said.value = f"Nothing was written to {where}: {escape(str(error))}."

    def _ask(self, _button: object) -> None:
        self._said.value = (
            "Starting over empties your progress here. The answers so far are kept in a dated copy."
        )
        self._sure.layout.display = None

    def _start_over(self, _button: object) -> None:
        try:
            copy = self._record.start_over()
        except OSError as error:
            self._said.value = escape(str(error))
            return
        self._refresh()
        where = f" The copy is <code>{escape(str(copy))}</code>." if copy else ""
        self._said.value = f"Begun anew.{where}"


def _button(words: str, act: Callable[[object], None]) -> ipywidgets.Button:
    button = ipywidgets.Button(description=words, tooltip=words, layout={"width": "auto"})
    button.on_click(act)
    return button
