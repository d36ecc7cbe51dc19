"""The leaflets' claims under the learner's judgment, and the contradictions to reconcile."""

import ipywidgets

from ..content.claims import load_claim_questions, load_claims, load_contradictions
from ..model.checks import require_choice
from .deck import Deck, DeckView, read_answers

ALL, CONTRADICTIONS = "all", "contradictions"


class ClaimsExplorer(Deck):
    """Claims to judge one at a time, with confidence, before verdict, reason and sources appear.

    topic: "all" claims, those of one topic of claims.toml, or "contradictions": statements that collide, and
    in which way they go together. Judgments are kept in the record as answers, and a score by topic says in
    which notebook to look again. Raises `ValueError` for an unknown topic.
    """

    def __init__(self, *, topic: str = ALL) -> None:
        self._groups = {ALL: list(load_claims())}
        for key, claim in load_claims().items():
            self._groups.setdefault(claim.topic, []).append(key)
        self._groups[CONTRADICTIONS] = list(load_contradictions())
        require_choice("ClaimsExplorer.topic", topic, tuple(self._groups))
        options = [(f"{_say(name)} ({len(keys)})", name) for name, keys in self._groups.items()]
        self._topic = ipywidgets.Dropdown(description="Show", options=options, value=topic)
        self._controls = ipywidgets.VBox([self._topic], layout={"max_width": "300px", "margin": "0 0 12px"})
        self._controls.add_class("tpi-controls")
        self._score = ipywidgets.HTML()
        super().__init__([])
        self._topic.observe(self._choose, "value")
        self._choose()

    def words(self) -> str:
        """Return the summary, the claims shown and the score by topic."""
        return "\n".join([super().words(), *self._say_score()])

    def _choose(self, _change: object = None) -> None:
        """Show the claims of the topic, from the first open one on."""
        self.questions = {key: load_claim_questions()[key] for key in self._groups[self._topic.value]}
        self._orders = {key: list(range(len(q.choices))) for key, q in self.questions.items()}
        self._answers = {}
        self._read_answers()
        self.view.layout.close()
        self.view.close()
        first = next((n for n, key in enumerate(self.questions) if key not in self._answers), 0)
        self.view = DeckView(position=first)  # the same view would take the focus from the list
        self.view.on_msg(self._receive)
        self._show()
        self.children = [self._controls, self.view, self._score]

    def _show(self) -> None:
        super()._show()
        self._score.value = "<br>".join(self._say_score())

    def _say_score(self) -> list[str]:
        """Return, for each topic judged, how many were right at last and where to look again."""
        latest = {answer.key: answer.is_right for answer in read_answers(self._record)}
        lines = []
        for topic, keys in list(self._groups.items())[1:]:
            judged = [key for key in keys if key in latest]
            missed = [key for key in judged if not latest[key]]
            notebooks = sorted({load_claim_questions()[key].notebook for key in missed})
            again = f" Look again: {', '.join(missed)} in {', '.join(notebooks)}." if missed else ""
            if judged:
                lines.append(f"{_say(topic)}: {len(judged) - len(missed)} of {len(judged)} right.{again}")
        return lines


def _say(topic: str) -> str:
    return "All claims" if topic == ALL else topic.replace("_", " ").capitalize()
