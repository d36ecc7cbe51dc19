"""What a learner has done, what to do next, and where that is kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import ipywidgets

from ..content.questions import load_questions
from ..content.sources import load_sources
from ..figures.calibration import CalibrationPicture, describe_calibration, has_enough
from ..model.quiz import Answer, calibration, due_keys, first_answers
from ..record import open_record
from .card import Card
from .deck import read_answers
from .live_figure import LiveFigure

HEAD = ("Notebook", "Questions right at first try", "Safety questions right", "Predictions made")
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
        buttons = [
            _button("Refresh", self._refresh),
            _button("Export as CSV", self._export_csv),
            _button("Export as JSON", self._export_json),
            _button("Start over", self._ask),
            self._sure,
        ]
        super().__init__(
            [self._table, self._figure, ipywidgets.HBox(buttons).add_class("tpi-buttons"), self._said]
        )
        self.add_class("tpi-explorer")
        self._refresh()

    def words(self) -> str:
        """Return the table and what to do next as plain text."""
        rows = [
            f"{row[0]}: {'; '.join(f'{h.lower()}: {c}' for h, c in zip(HEAD[1:], row[1:], strict=True))}"
            for row in self._rows
        ]
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
            self._next = f"Next: {opened[0][0]}, {opened[0][1]} questions open."
        else:
            self._next = "Next: nothing open. Come back when a review is due."
        head = "".join(f'<th scope="col">{words}</th>' for words in HEAD)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self._rows
        )
        where = f"<code>{escape(self._record.path)}</code>"
        place = f"Your answers are kept in {where} on this machine and nowhere else."
        if self._record.path == ":memory:":
            place = "Your answers are kept only until this kernel stops."
        lines = [self._next, self._calibration, place]
        if self._record.problem:
            lines.insert(0, f'<b class="tpi-assumption">{escape(self._record.problem)}</b>')
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        self._table.value = table + "<br>".join(lines)
        for figure in self._figure.children:
            figure.layout.close()
            figure.close()
        self._figure.children = [LiveFigure(CalibrationPicture(found))] if has_enough(found) else []
        self._said.value = ""
        self._sure.layout.display = "none"

    def _read_rows(self, answers: list[Answer]) -> tuple[list[tuple[str, ...]], list[tuple[str, int]]]:
        """Return the table's rows, and the notebooks with open questions and how many."""
        first = first_answers(answers)
        ever_right = {answer.key for answer in answers if answer.is_right}
        predictions = len(self._record.events("prediction"))
        rows, opened = [], []
        for notebook in sorted({name for source in load_sources().values() for name in source.notebooks}):
            keys = [key for key, question in load_questions().items() if question.notebook == notebook]
            safety = [key for key in keys if load_questions()[key].must_pass]
            right = sum(first[key].is_right for key in keys if key in first)
            answered = sum(key in first for key in keys)
            if answered < len(keys):
                opened.append((notebook, len(keys) - answered))
            rows.append(
                (
                    notebook,
                    f"{right} of {answered} answered ({len(keys)} in all)",
                    f"{sum(key in ever_right for key in safety)} of {len(safety)}" if safety else "none here",
                    str(predictions) if notebook == PREDICTED_IN else "none here",
                )
            )
        return rows, opened

    def _export_csv(self, _button: object) -> None:
        self._export(self._record.export_csv, "csv")

    def _export_json(self, _button: object) -> None:
        self._export(self._record.export_json, "json")

    def _export(self, export: Callable[[Path], Path], ending: str) -> None:
        path = Path.cwd() / f"tpi_edu-answers-{datetime.now():%Y%m%d-%H%M%S}.{ending}"
        try:
            self._said.value = f"Written to <code>{escape(str(export(path)))}</code>."
        except OSError as error:
            self._said.value = (
                f"Nothing was written to <code>{escape(str(path))}</code>: {escape(str(error))}."
            )

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
        self._said.value = (
            f"Begun anew. The copy is <code>{escape(str(copy))}</code>." if copy else "Begun anew."
        )


def _button(words: str, act: Callable[[object], None]) -> ipywidgets.Button:
    button = ipywidgets.Button(description=words, tooltip=words, layout={"width": "auto"})
    button.on_click(act)
    return button
