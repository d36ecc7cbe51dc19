"""Grading, first tries, spaced review and calibration."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from tpi_edu.content.questions import Item, Option, Question, Step
from tpi_edu.model.quiz import Answer, calibration, due_keys, first_answers, grade_answer, say_wait

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COMMON = {"notebook": "n", "objective": "o", "stem": "?", "rests_on": "r", "sources": ("s",), "why": "w"}
SINGLE = Question(
    **COMMON,
    kind="single",
    options=tuple(Option(text=t, feedback=f"about {t}", right=t == "c") for t in "abcd"),
)
ORDER = Question(**COMMON, kind="order", steps=tuple(Step(text=t, feedback=f"about {t}") for t in "abcde"))
SORT = Question(
    **COMMON,
    kind="sort",
    columns=("x", "y"),
    items=tuple(
        Item(text=t, column=c, feedback=f"about {t}") for t, c in zip("abcdef", "xyxyxy", strict=True)
    ),
)


def test_a_chosen_option_gets_its_own_feedback_and_the_best_ones() -> None:
    wrong = grade_answer(SINGLE, [0])
    assert not wrong.is_right
    assert [(line.text, line.is_right, line.feedback) for line in wrong.lines] == [
        ("a", False, "about a"),
        ("c", True, "about c"),
    ]
    right = grade_answer(SINGLE, [2])
    assert right.is_right
    assert [line.text for line in right.lines] == ["c"]


def test_an_order_is_right_only_as_a_whole_and_each_misplaced_step_is_marked() -> None:
    assert grade_answer(ORDER, [0, 1, 2, 3, 4]).is_right
    grade = grade_answer(ORDER, [1, 0, 2, 3, 4])
    assert not grade.is_right
    assert [line.is_right for line in grade.lines] == [False, False, True, True, True]


def test_each_item_is_graded_by_its_column() -> None:
    assert grade_answer(SORT, [0, 1, 0, 1, 0, 1]).is_right
    grade = grade_answer(SORT, [0, 1, 1, 1, 0, 1])
    assert [line.is_right for line in grade.lines] == [True, True, False, True, True, True]
    assert grade.lines[2].text == "c: x"


@pytest.mark.parametrize(
    ("question", "response"),
    [
        (SINGLE, []),
        (SINGLE, [4]),
        (SINGLE, [-1]),
        (SINGLE, [2.0]),
        (SINGLE, [True]),
        (ORDER, [0, 0, 1, 2, 3]),
        (ORDER, [0]),
        (SORT, [0]),
        (SORT, [2] * 6),
        (SORT, [[0]] * 6),
    ],
)
def test_a_response_that_answers_nothing_is_refused(question: Question, response: list[int]) -> None:
    message = f"response must answer every choice of the question once; got {response!r}."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        grade_answer(question, response)


def answer(key: str, is_right: bool, confidence: str = "fairly sure", days: float = 0) -> Answer:
    return Answer(key=key, at=NOW + timedelta(days=days), is_right=is_right, confidence=confidence)


def test_misses_come_back_first_and_certain_misses_before_all() -> None:
    answers = [
        answer("right", True),
        answer("missed", False, "guess"),
        answer("overconfident", False, "certain"),
    ]
    due, _ = due_keys(answers, NOW + timedelta(days=30))
    assert due == ["overconfident", "missed", "right"]


def test_what_was_right_waits_longer_the_surer_it_was() -> None:
    def wait(confidence: str, is_right: bool = True) -> timedelta:
        _, later = due_keys([answer("q", is_right, confidence)], NOW)
        return later - NOW

    assert wait("certain", is_right=False) < timedelta(hours=1)
    assert wait("certain", is_right=False) < wait("fairly sure") < wait("certain")
    assert wait("guess") < wait("fairly sure")


def test_spacing_grows_with_every_right_review_and_shrinks_with_a_miss() -> None:
    answers, at = [], NOW
    waits = []
    for _ in range(4):
        answers.append(Answer(key="q", at=at, is_right=True, confidence="fairly sure"))
        _, later = due_keys(answers, at)
        waits.append(later - at)
        at = later
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(days=5)
    answers.append(Answer(key="q", at=at, is_right=False, confidence="fairly sure"))
    assert due_keys(answers, at)[1] - at < timedelta(hours=1)


def test_nothing_is_due_without_answers_and_the_next_date_is_told() -> None:
    assert due_keys([], NOW) == ([], None)
    due, later = due_keys([answer("q", True, "certain")], NOW)
    assert due == []
    assert later > NOW + timedelta(days=1)
    assert due_keys([answer("q", True, "certain")], later)[0] == ["q"]


def test_only_the_first_answer_counts_for_first_tries_and_calibration() -> None:
    answers = [answer("a", False, "certain"), answer("a", True, "guess"), answer("b", True, "certain")]
    assert first_answers(answers)["a"].is_right is False
    assert calibration(answers) == {"guess": (0, 0), "fairly sure": (0, 0), "certain": (1, 2)}


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=5), "in 1 minute"),
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(hours=5), "in 5 hours"),
    ],
)
def test_the_wait_is_said_in_a_fitting_unit(wait: timedelta, words: str) -> None:
    assert say_wait(NOW + wait, NOW) == words


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
