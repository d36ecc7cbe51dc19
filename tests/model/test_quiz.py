"""Grading, first tries, spaced review and calibration."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tpi_edu.content.questions import Option, Question
from tpi_edu.model.quiz import Answer, calibration, due_keys, first_answers, grade_answer, say_wait

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COMMON = {"notebook": "n", "objective": "o", "stem": "?", "rests_on": "r", "sources": ("s",), "why": "w"}
OPTIONS = [Option(text=text, feedback=f"about {text}") for text in "abcdef"]
PLACED = tuple(replace(option, column=c) for option, c in zip(OPTIONS, "xyxyxy", strict=True))
RIGHT = replace(OPTIONS[2], right=True)
SINGLE = Question(**COMMON, kind="single", choices=(*OPTIONS[:2], RIGHT, OPTIONS[3]))
ORDER = Question(**COMMON, kind="order", choices=tuple(OPTIONS[:5]))
SORT = Question(**COMMON, kind="sort", choices=PLACED, columns=("x", "y"))


@pytest.mark.parametrize(
    ("question", "response", "lines"),
    [
        (SINGLE, [2], "c"),
        (SINGLE, [0], "not a, c"),
        (ORDER, [0, 1, 2, 3, 4], "a, b, c, d, e"),
        (ORDER, [1, 0, 2, 3, 4], "not a, not b, c, d, e"),
        (SORT, [0, 1, 0, 1, 0, 1], "a: x, b: y, c: x, d: y, e: x, f: y"),
        (SORT, [0, 1, 1, 1, 0, 1], "a: x, b: y, not c: x, d: y, e: x, f: y"),
    ],
)
def test_each_choice_is_graded_and_an_answer_is_right_as_a_whole(
    question: Question, response: list[int], lines: str
) -> None:
    is_right, graded = grade_answer(question, response)
    assert ", ".join(f"{'' if line.right else 'not '}{line.text}" for line in graded) == lines
    assert all(line.feedback == f"about {line.text[0]}" for line in graded)
    assert is_right == ("not" not in lines)


@pytest.mark.parametrize(
    ("question", "response"),
    [
        *((SINGLE, response) for response in ([], [4], [-1], [2.0], [True])),
        *((ORDER, response) for response in ([0, 0, 1, 2, 3], [0])),
        *((SORT, response) for response in ([0], [2] * 6, [[0]] * 6)),
    ],
)
def test_a_response_that_answers_nothing_is_refused(question: Question, response: list[int]) -> None:
    message = f"response must answer every choice of the question once; got {response!r}."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        grade_answer(question, response)


def answer(key: str, is_right: bool, confidence: str = "fairly sure", at: datetime = NOW) -> Answer:
    return Answer(key=key, at=at, is_right=is_right, confidence=confidence)


def wait(*answers: Answer) -> timedelta:
    """Return how long after the last answer a question is due."""
    return due_keys(answers, answers[-1].at)[1] - answers[-1].at


def test_misses_come_back_first_and_certain_misses_before_all() -> None:
    answers = [answer("right", True), answer("missed", False, "guess"), answer("sure", False, "certain")]
    assert due_keys(answers, NOW + timedelta(days=30))[0] == ["sure", "missed", "right"]


def test_what_was_right_waits_longer_the_surer_it_was_and_a_miss_shorter() -> None:
    waits = [wait(answer("q", True, confidence)) for confidence in ("guess", "fairly sure", "certain")]
    assert waits[0] < waits[1] < waits[2]
    assert wait(answer("q", False, "certain")) < min(waits[1], timedelta(hours=1))


def test_spacing_grows_with_every_right_review_and_shrinks_with_a_miss() -> None:
    answers, waits = [answer("q", True)], []
    for is_right in (True, True, True, False):
        waits.append(wait(*answers))
        answers.append(answer("q", is_right, at=answers[-1].at + waits[-1]))
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(days=5)
    assert wait(*answers) < timedelta(hours=1)


def test_a_question_is_due_on_the_date_that_was_told_and_not_before() -> None:
    answers = [answer("q", True, "certain"), answer("r", True)]
    assert due_keys([], NOW) == ([], None)
    due, first = due_keys(answers, NOW)
    assert due == []
    due, second = due_keys(answers, first)
    assert due == ["r"]
    assert second > NOW + timedelta(days=1) > first


def test_only_the_first_answer_counts_for_first_tries_and_calibration() -> None:
    answers = [answer("a", False, "certain"), answer("a", True, "guess"), answer("b", True, "certain")]
    assert first_answers(answers)["a"].is_right is False
    assert calibration(answers) == {"guess": (0, 0), "fairly sure": (0, 0), "certain": (1, 2)}


def test_the_wait_is_said_in_a_fitting_unit() -> None:
    waits = timedelta(seconds=5), timedelta(minutes=10), timedelta(hours=5)
    assert [say_wait(NOW + wait, NOW) for wait in waits] == ["in 1 minute", "in 10 minutes", "in 5 hours"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows takes the zone from its settings only")
@pytest.mark.parametrize(
    ("zone", "date"), [("UTC0", "04 March"), ("EAST-13", "05 March"), ("WEST+13", "03 March")]
)
def test_the_date_is_the_one_on_the_learners_calendar(zone: str, date: str) -> None:
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            assert say_wait(NOW + timedelta(days=3), NOW) == f"in 3 days, on {date}"
    finally:
        time.tzset()  # the environment is again as it was
