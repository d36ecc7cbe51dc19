"""Grading an answer, and what a learner's answers add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fsrs import Card, Rating, Scheduler

from ..content.questions import Option, Question

CONFIDENCES = ("guess", "fairly sure", "certain")
LEAST_ANSWERS = 10  # fewer say nothing about calibration (assumption)
# how a right answer is rated for spaced review: what was only guessed comes back sooner
RATINGS = {"guess": Rating.Hard, "fairly sure": Rating.Good, "certain": Rating.Easy}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the record holds of one answer."""

    key: str
    at: datetime
    is_right: bool
    confidence: str


def grade_answer(question: Question, response: Sequence[int]) -> tuple[bool, list[Option]]:
    """Return whether a response is right, and choices to give feedback on: `right` if dealt with rightly.

    The response is given in numbers of the question's own choices.
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
        chosen = question.choices[response[0]]
        lines = [chosen, *(best for best in question.choices if best.right and best is not chosen)]
    elif question.kind == "order":
        lines = [replace(step, right=response[n] == n) for n, step in enumerate(question.choices)]
    else:
        lines = [
            replace(item, text=f"{item.text}: {item.column}", right=question.columns[column] == item.column)
            for item, column in zip(question.choices, response, strict=True)
        ]
    return all(line.right for line in lines), lines


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
    right = {answer.key: answer.is_right for answer in answers}
    sure = {answer.key: answer.confidence == "certain" for answer in answers}
    cards: dict[str, Card] = {}
    for number, answer in enumerate(answers):
        card = cards.get(answer.key, Card(card_id=number, due=answer.at))
        rating = RATINGS.get(answer.confidence, Rating.Good) if answer.is_right else Rating.Again
        cards[answer.key], _ = scheduler.review_card(card, rating, answer.at)

    due = [key for key, card in cards.items() if card.due <= now]
    due.sort(key=lambda key: (right[key] or not sure[key], right[key], cards[key].due))
    later = [card.due for card in cards.values() if card.due > now]
    return due, min(later, default=None)


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
