"""The leaflets' claims under the learner's judgment, and the contradictions to reconcile."""

import ipywidgets

from ..content.claims import load_claim_questions, load_claims, load_contradictions
from ..content.questions import Question
from ..model.checks import require_choice
from .deck import Deck
from .kept import read_answers

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
        topics = [[f"{_say(name)} ({len(keys)})", name] for name, keys in self._groups.items()]
        self._score = ipywidgets.HTML()
        super().__init__([], topics=topics, topic=topic)
        self.children = [self.view, self._score]
        self.view.observe(self._begin, "topic")

    def words(self) -> str:
        """Return the summary, the claims shown and the score by topic."""
        return "\n".join([super().words(), *self._say_score()])

    def _begin(self, _change: object = None) -> None:
        """Show the claims of the topic, from the first open one on."""
        with self._lock, self.view.hold_sync():
            super()._begin()
            open_ = (n for n, key in enumerate(self.questions) if key not in self._answers)
            self.view.position = next(open_, 0)

    def _pick(self) -> dict[str, Question]:
        return {key: load_claim_questions()[key] for key in self._groups[self.view.topic]}

    def _shuffle(self, key: str) -> list[int]:
        return list(range(len(self.questions[key].choices)))  # verdicts stay in their order

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
