"""What a learner has done, what to do next, and where that is kept."""

from datetime import UTC, datetime
from functools import partial
from threading import RLock

from markupsafe import Markup

from ..content.published import load_sources
from ..content.questions import load_questions
from ..model.quiz import LEAST_ANSWERS, Answer, calibration, due_keys, first_answers
from ..record import MEMORY
from .card import KeptCard, read_answers, write_out
from .views import PageView, button, join, tabulate

HEAD = ("Notebook", "Questions right at first try", "Safety questions right", "Predictions made")
NONE = "none here"
SURE = "Yes, start over and keep a dated copy"
WARNING = "Starting over empties your progress here. The answers so far are kept in a dated copy."
PREDICTED_IN = "03_relief_curve"  # the notebook that asks for predictions
RATES = '<p><b>How often were you right at first try?</b></p><dl class="tpi-rates">{}</dl>'
RATE = '<dt>{0}</dt><dd><meter value="{1}" max="{2}" aria-hidden="true"></meter> {1} of {2}</dd>'


class ProgressPanel(KeptCard):
    """Per notebook: first tries, safety questions, predictions; then what to do next, and the record's place.

    Below it stated confidence against hit rate, once there are enough answers; export, and starting over,
    which asks first and keeps a dated copy.
    """

    def __init__(self) -> None:
        # a lock of its own: starting over waits for other cards, and nobody may wait for this one meanwhile
        super().__init__(PageView(RLock()))

    def words(self) -> str:
        """Return the table and what to do next as plain text."""
        columns = [words.lower() for words in HEAD[1:]]
        rows = []
        for notebook, *cells in self._rows:
            pairs = zip(columns, cells, strict=True)
            rows.append(f"{notebook}: {'; '.join(f'{column}: {cell}' for column, cell in pairs)}")
        return "\n".join([*rows, self._next, self._calibration])

    def _begin(self) -> None:
        with self._lock:
            answers = read_answers(self._record)
            self._calibration, bars = tell_rates(calibration(answers))
            self._rows, opened = self._read_rows(answers)
            due, _ = due_keys([a for a in answers if a.key in load_questions()], datetime.now(UTC))
            if due:
                self._next = f"Next: review, {len(due)} due."
            elif opened:
                self._next = f"Next: {opened[0]} questions open."
            else:
                self._next = "Next: nothing open. Come back when a review is due."
            self._table = self._tabulate() + bars
            self._say()

    def _tabulate(self) -> Markup:
        """Return the table, and below it what to do next and where the answers are."""
        where: str = Markup("in <code>{}</code> on this machine and nowhere else").format(self._record.path)
        if self._record.path == MEMORY:
            where = "only until this kernel stops"
        lines = [self._next, self._calibration, Markup("Your answers are kept {}.").format(where)]
        if self._record.problem:
            lines.insert(0, Markup('<b class="tpi-assumption">{}</b>').format(self._record.problem))
        rows = (join("<td>{}</td>", row) for row in self._rows)
        return tabulate(HEAD, "<tr>{}</tr>", rows) + Markup("<br>").join(lines)

    def _say(self, words: str = "", *, ask: bool = False) -> None:
        """Show the table, the buttons, what the last one did, and the one that makes sure."""
        exports = {f"Export as {form.upper()}": partial(self._export, form) for form in ("csv", "json")}
        acts = {"Refresh": self._begin, **exports, "Start over": partial(self._say, WARNING, ask=True)}
        page = self._table + Markup('<div class="tpi-buttons">{}</div>').format(join("{}", map(button, acts)))
        if words:
            page += Markup('<p class="tpi-now" tabindex="-1">{}</p>').format(words)
        if ask:
            acts[SURE] = self._start_over
            page += button(SURE)
        self.view.show(page, acts)

    def _read_rows(self, answers: list[Answer]) -> tuple[list[tuple[str, str, str, str]], list[str]]:
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

    def _export(self, form: str) -> None:
        """Write the record into the working folder; say where, or why not."""
        self._say(write_out("answers", form, self._record.export))

    def _start_over(self) -> None:
        """Empty the record, which has every card on the page begin anew, this one too; say what was done."""
        with self.view.hold_sync():  # one page, so that the focus is not lost in between
            try:
                copy = self._record.start_over()
                kept = Markup(" The copy is <code>{}</code>.").format(copy) if copy else ""
                self._say(Markup("Begun anew.{}").format(kept))
            except OSError as error:
                self._say(str(error))


def tell_rates(found: dict[str, tuple[int, int]]) -> tuple[str, Markup]:
    """Return how often answers of each confidence were right, in words and as bars, or what is missing.

    found: for each confidence, the answers that were right and all answers.
    """
    answered = sum(count for _, count in found.values())
    if answered < LEAST_ANSWERS:
        return f"Calibration: shown after {LEAST_ANSWERS} first answers; {answered} so far.", Markup("")
    rows = [(word, right, count) for word, (right, count) in found.items() if count]
    words = "; ".join(f"{word}: {right} of {count} right" for word, right, count in rows)
    return f"Calibration, first answers. {words}.", Markup(RATES).format(join(RATE, rows))
