"""Questions with feedback: a deck for each notebook, of what is due for review, and of leaflets' claims."""

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from random import Random
from typing import Any

from ..content.claims import load_claim_questions, load_claims, load_contradictions
from ..content.published import load_sources
from ..content.questions import Option, Question, load_misconceptions, load_questions, version_of
from ..model.checks import require_choice
from ..model.quiz import CONFIDENCES, due_keys, grade_answer, say_wait
from .card import KeptCard, read_answers, read_latest
from .views import DeckView

ALL, CONTRADICTIONS = "all", "contradictions"
Graded = tuple[bool, list[Option], str]  # an answer: whether it is right, line by line, how sure one was


class Deck(KeptCard):
    """Some questions, one at a time, graded here and kept in the record as events of one kind.

    Choices are shuffled by the record's seed, so they stay put while the kernel runs. What was answered
    before is shown again with its feedback. Each question has turns: an answer, or trying again, ends one,
    and a message that names an earlier turn (a second click, or another tab that was late) is left out.
    """

    _kind = "answer"

    def __init__(self, keys: list[str], **state: Any) -> None:
        self._keys = keys
        self._turns: Counter[str] = Counter()
        super().__init__(DeckView(**state))
        self.view.on_msg(self._receive)

    def words(self) -> str:
        """Return the summary and the questions."""
        stems = (f"{number}. {q.stem}" for number, q in enumerate(self.questions.values(), start=1))
        return "\n".join([self.view.summary, *stems])

    def answer(self, key: str, response: list[int], confidence: str) -> None:
        """Grade and record an answer given in the order of choices on the screen."""
        with self._lock:
            question = self.questions[key]
            require_choice("confidence", confidence, CONFIDENCES)
            grade_answer(question, response)  # refuses what is no answer, in whatever order
            if question.kind == "sort":  # a column for each row shown
                own = [column for _, column in sorted(zip(self._orders[key], response, strict=True))]
            else:
                own = [self._orders[key][number] for number in response]
            is_right, lines = grade_answer(question, own)
            data = {"response": own, "confidence": confidence, "is_right": is_right}
            self._record.add(self._kind, key, data, version=version_of(question))
            self._answers[key] = is_right, lines, confidence
            self._turns[key] += 1
            self._show()

    def again(self, key: str) -> None:
        """Offer a question once more."""
        with self._lock:
            self._answers.pop(key, None)
            self._turns[key] += 1
            self._show()

    def _receive(self, _view: DeckView, content: dict[str, Any], _buffers: list[bytes]) -> None:
        with self._lock:
            try:
                key = content["key"]
                if content["turn"] != self._turns[key]:
                    return
                if content["kind"] == "answer":
                    self.answer(key, content["response"], content["confidence"])
                else:
                    self.again(key)
            except (KeyError, TypeError, ValueError) as error:
                self.view.send({"problem": f"This answer could not be read: {error}"})

    def _begin(self, _change: object = None) -> None:
        """Ask what there is to ask now, and show what the record holds of it."""
        with self._lock:
            self.questions = self._pick()
            self._orders = {key: self._shuffle(key) for key in self.questions}  # what is shown at each place
            self._answers = self._read_answers()
            self._turns.update(self.questions.keys())
            self._show()

    def _pick(self) -> dict[str, Question]:
        return {key: load_questions()[key] for key in self._keys}

    def _shuffle(self, key: str) -> list[int]:
        question = self.questions[key]
        numbers = list(range(len(question.choices)))
        random = Random(f"{self._record.seed} {key}")
        order = random.sample(numbers, len(numbers))
        while question.kind == "order" and sum(map(int.__eq__, order, numbers)) > 1:
            random.shuffle(order)  # steps that stand right already would give the answer away
        return order

    def _read_answers(self) -> dict[str, Graded]:
        def read(key: str, data: dict[str, Any]) -> Graded:
            return *grade_answer(self.questions[key], data["response"]), data["confidence"]

        versions = {key: version_of(question) for key, question in self.questions.items()}
        return read_latest(self._record, self._kind, versions, read)

    def _show(self) -> None:
        with self.view.hold_sync():
            self.view.summary = self._summary()
            self.view.cards = [self._card(key) for key in self.questions]

    def _summary(self) -> str:
        right = [key for key, (is_right, *_) in self._answers.items() if is_right]
        open_ = len(self.questions) - len(self._answers)
        parts = [f"{len(right)} of {len(self.questions)} right", f"{open_} open" if open_ else "all answered"]
        left = [key for key, question in self.questions.items() if question.must_pass and key not in right]
        if left:
            parts.append(f"{len(left)} safety question{'s' * (len(left) > 1)} still to get right")
        return ", ".join(parts) + "."

    def _card(self, key: str) -> dict[str, Any]:
        question = self.questions[key]
        card = {
            "key": key,
            "turn": self._turns[key],
            "kind": question.kind,
            "must_pass": question.must_pass,
            "stem": question.stem,
            "columns": list(question.columns),
            "choices": [question.choices[number].text for number in self._orders[key]],
            "answer": None,
        }
        if key in self._answers:
            is_right, lines, confidence = self._answers[key]
            met = dict.fromkeys(line.misconception for line in lines if not line.right and line.misconception)
            beliefs = [load_misconceptions()[name] for name in met]  # each once, however often it was met
            card["answer"] = {
                "is_right": is_right,
                "headline": f"{'Right' if is_right else 'Not right'}; you were: {confidence}.",
                "lines": [asdict(line) for line in lines],
                "why": question.why,
                "rests_on": question.rests_on,
                "sources": [[source, load_sources()[source].citation] for source in question.sources],
                "misconceptions": [f"“{each.belief}” {each.correction}" for each in beliefs],
            }
        return card


class QuestionDeck(Deck):
    """The questions that close a notebook. Raises `ValueError` for a notebook without questions."""

    def __init__(self, notebook: str) -> None:
        known = {question.notebook for question in load_questions().values()}
        require_choice("QuestionDeck.notebook", notebook, tuple(sorted(known)))
        super().__init__([key for key, q in load_questions().items() if q.notebook == notebook])


class QuestionCard(Deck):
    """One question by its key. Raises `ValueError` for an unknown key."""

    def __init__(self, key: str) -> None:
        require_choice("QuestionCard.key", key, tuple(load_questions()))
        super().__init__([key])


class ReviewDeck(Deck):
    """What is due for review now, misses first, stated certainty before all; says so when nothing is due."""

    _kind = "review"

    def __init__(self, *, now: datetime | None = None) -> None:
        self._now = datetime.now(UTC) if now is None else now
        super().__init__([])

    def _pick(self) -> dict[str, Question]:
        answers = [answer for answer in read_answers(self._record) if answer.key in load_questions()]
        self._keys, self._next = due_keys(answers, self._now)
        return super()._pick()

    def _read_answers(self) -> dict[str, Graded]:
        return {}  # a review asks anew

    def _summary(self) -> str:
        if self.questions:
            return f"{len(self.questions)} due for review. {super()._summary()}"
        if self._next is None:
            return "Nothing to review yet: answer the questions at the end of a notebook first."
        return f"Nothing is due. The next review is {say_wait(self._next, self._now)}."


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
        super().__init__([], topics=topics, topic=topic)
        self.view.observe(self._begin, "topic")

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

    def _summary(self) -> str:
        """Return also, for each topic judged, how many were right at last and where to look again."""
        latest = {answer.key: answer.is_right for answer in read_answers(self._record)}
        lines = [super()._summary()]
        for topic, keys in list(self._groups.items())[1:]:
            judged = [key for key in keys if key in latest]
            missed = [key for key in judged if not latest[key]]
            notebooks = sorted({load_claim_questions()[key].notebook for key in missed})
            again = f" Look again: {', '.join(missed)} in {', '.join(notebooks)}." if missed else ""
            if judged:
                lines.append(f"{_say(topic)}: {len(judged) - len(missed)} of {len(judged)} right.{again}")
        return "\n".join(lines)


def _say(topic: str) -> str:
    return "All claims" if topic == ALL else topic.replace("_", " ").capitalize()
