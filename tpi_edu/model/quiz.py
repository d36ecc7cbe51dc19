"""Grading an answer, what a learner's answers add up to, and walking through a virtual patient's story."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

from ..content.questions import Case, Node, Question

CONFIDENCES = ("guess", "fairly sure", "certain")
LEAST_ANSWERS = 10  # fewer say nothing about calibration (assumption)
# how a right answer is rated for spaced review: what was only guessed comes back sooner
RATINGS = {"guess": Rating.Hard, "fairly sure": Rating.Good, "certain": Rating.Easy}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of feedback: a choice, whether it was dealt with rightly, and what to know about it."""

    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Whether an answer is right, and feedback line by line."""

    is_right: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the record holds of one answer."""

    key: str
    at: datetime
    is_right: bool
    confidence: str


def grade_answer(question: Question, response: Sequence[int]) -> Grade:
    """Return the grade of a response, given in numbers of the question's own choices.

    single: the one chosen option. order: the steps as the learner put them. sort: for each item the number
    of its column. Raises `ValueError` for a response that is no answer to this question.
    """
    response, count = list(response), len(question.choices)
    known = range(len(question.columns) if question.kind == "sort" else count)
    fits = all(type(number) is int and number in known for number in response)
    fits = fits and len(response) == (1 if question.kind == "single" else count)
    if not fits or (question.kind == "order" and len(set(response)) < count):
        raise ValueError(f"response must answer every choice of the question once; got {response!r}.")
    if question.kind == "single":
        chosen = question.options[response[0]]
        best = [option for option in question.options if option.right and option is not chosen]
        lines: list[tuple[Any, str, bool]] = [(each, each.text, each.right) for each in (chosen, *best)]
    elif question.kind == "order":
        lines = [(step, step.text, response[n] == n) for n, step in enumerate(question.steps)]
    else:
        columns = [question.columns[column] for column in response]
        rows = zip(question.items, columns, strict=True)
        lines = [(item, f"{item.text}: {item.column}", column == item.column) for item, column in rows]
    graded = tuple(Line(text=text, is_right=right, feedback=choice.feedback) for choice, text, right in lines)
    return Grade(is_right=all(line.is_right for line in graded), lines=graded)


def first_answers(answers: Sequence[Answer]) -> dict[str, Answer]:
    """Return the first answer to each question."""
    return {answer.key: answer for answer in reversed(answers)}  # the first comes last and stays


def due_keys(answers: Sequence[Answer], now: datetime) -> tuple[list[str], datetime | None]:
    """Return the questions due for review, most urgent first, and when the next one will be due.

    Spacing is FSRS, replayed over all answers: a wrong answer is "again", a right one "hard",
    "good" or "easy" by the confidence stated. First come misses that were stated as certain, then other
    misses, then by date.
    """
    scheduler = Scheduler(enable_fuzzing=False)
    last = {answer.key: answer for answer in answers}
    cards: dict[str, Card] = {}
    for number, answer in enumerate(answers):
        card = cards.get(answer.key, Card(card_id=number, due=answer.at))
        rating = RATINGS.get(answer.confidence, Rating.Good) if answer.is_right else Rating.Again
        cards[answer.key], _ = scheduler.review_card(card, rating, answer.at)

    def urgency(key: str) -> tuple[bool, bool, datetime]:
        missed = not last[key].is_right
        return not (missed and last[key].confidence == "certain"), not missed, cards[key].due

    due = [key for key, card in cards.items() if card.due <= now]
    later = [card.due for card in cards.values() if card.due > now]
    return sorted(due, key=urgency), min(later, default=None)


def calibration(answers: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """Return (right, all) first answers for each stated confidence."""
    first = first_answers(answers).values()
    marks = {sure: [answer.is_right for answer in first if answer.confidence == sure] for sure in CONFIDENCES}
    return {sure: (sum(found), len(found)) for sure, found in marks.items()}


def say_wait(until: datetime, now: datetime) -> str:
    """Return how long it is until a review is due, in words; a date is the one on the learner's calendar."""
    wait = max(until - now, timedelta(minutes=1))
    lengths = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
    unit = next(unit for unit, length in lengths.items() if wait >= length)
    count = round(wait / lengths[unit])
    date = f", on {until.astimezone():%d %B}" if unit == "day" else ""
    return f"in {count} {unit}{'s' * (count != 1)}{date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A case and the numbers of the choices taken so far, from 0.

    Raises `ValueError` for a choice that the case does not offer there.
    """

    case: Case
    taken: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.met()

    def met(self) -> tuple[Node, ...]:
        """Return the nodes from the start to the present one."""
        nodes = {node.key: node for node in self.case.nodes}
        met = [self.case.nodes[0]]
        for number in self.taken:
            here, offered = met[-1], range(len(met[-1].choices))
            if type(number) is not int or number not in offered:
                rule = f"one of {', '.join(map(str, offered))}" if offered else "none, the case has ended"
                raise ValueError(f"Walk.taken must be {rule} at {here.key}; got {number!r}.")
            met.append(nodes[here.choices[number].to])
        return tuple(met)

    @property
    def node(self) -> Node:
        """The present node."""
        return self.met()[-1]

    def choose(self, number: int) -> "Walk":
        """Return the walk after one more choice."""
        return replace(self, taken=(*self.taken, number))
