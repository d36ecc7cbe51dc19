"""Decks of questions, and review, against a record in a temporary file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from tpi_edu import CaseCard, QuestionCard, QuestionDeck, ReviewDeck
from tpi_edu.content.questions import load_questions
from tpi_edu.record import Record, open_record
from tpi_edu.widgets.deck import Deck

KEY = "worse_next_morning"
QUESTION = load_questions()[KEY]
NOTEBOOK = "03_relief_curve"
LATER = datetime.now(UTC) + timedelta(days=90)

pytestmark = pytest.mark.usefixtures("record")


def card_of(deck: Deck, key: str = KEY) -> dict:
    return next(card for card in deck.view.cards if card["key"] == key)


def response_to(deck: Deck, key: str, *, rightly: bool = True) -> list[int]:
    """Return a response in the order of choices on the screen; wrong ones are for questions with options."""
    question, choices = deck.questions[key], card_of(deck, key)["choices"]
    if question.kind == "single":
        return [choices.index(next(o.text for o in question.options if o.right is rightly))]
    if question.kind == "order":
        return [choices.index(step.text) for step in question.steps]
    columns = {item.text: question.columns.index(item.column) for item in question.items}
    return [columns[text] for text in choices]


def send(deck: Deck, kind: str, key: str = KEY, **content: object) -> None:
    """Send what the form in the browser sends."""
    content = {"kind": kind, "key": key, "turn": card_of(deck, key)["turn"]} | content
    deck.view._handle_custom_msg(content, [])


def answer(
    deck: Deck, key: str = KEY, *, rightly: bool = True, confidence: str = "certain", **turn: int
) -> None:
    send(deck, "answer", key, response=response_to(deck, key, rightly=rightly), confidence=confidence, **turn)


@pytest.mark.parametrize("key", load_questions())
def test_the_right_response_is_right_however_the_choices_are_shuffled(record: Record, key: str) -> None:
    deck = QuestionCard(key)
    answer(deck, key)
    assert card_of(deck, key)["answer"]["is_right"]
    assert record.events("answer")[-1].data["is_right"] is True


def test_a_wrong_answer_shows_its_own_feedback_the_best_one_and_the_source(record: Record) -> None:
    deck = QuestionCard(KEY)
    assert card_of(deck)["answer"] is None, "nothing is given away before an answer"
    answer(deck, rightly=False, confidence="guess")
    shown = card_of(deck)["answer"]
    assert not shown["is_right"]
    assert [line["is_right"] for line in shown["lines"]] == [False, True]
    assert shown["why"] == QUESTION.why
    assert {key for key, _ in shown["sources"]} == set(QUESTION.sources)
    (event,) = record.events("answer")
    assert event.data["confidence"] == "guess"
    assert event.version == QUESTION.version


def test_answers_and_the_order_of_options_survive_reopening(record: Record) -> None:
    deck = QuestionDeck(NOTEBOOK)
    answer(deck)
    again, count = QuestionDeck(NOTEBOOK), len(deck.questions)
    assert [card | {"turn": 0} for card in again.view.cards] == [
        card | {"turn": 0} for card in deck.view.cards
    ]
    assert again.view.summary.startswith(f"1 of {count} right, {count - 1} open")
    assert record.seed() != 0


def test_options_are_shuffled_differently_for_different_learners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for number in range(6):
        monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / f"{number}.sqlite3"))
        seen.add(tuple(QuestionCard(KEY).view.cards[0]["choices"]))
        open_record().close()
    assert len(seen) > 1
    assert len({frozenset(choices) for choices in seen}) == 1


def test_steps_to_order_never_start_nearly_in_order() -> None:
    for key, question in load_questions().items():
        if question.kind == "order":
            shown = QuestionCard(key).view.cards[0]["choices"]
            assert sum(a == step.text for a, step in zip(shown, question.steps, strict=True)) <= 1


def test_a_question_tried_again_keeps_both_answers_on_record(record: Record) -> None:
    deck = QuestionCard(KEY)
    answer(deck, rightly=False)
    send(deck, "again")
    assert card_of(deck)["answer"] is None
    answer(deck)
    assert [event.data["is_right"] for event in record.events("answer")] == [False, True]


def test_of_what_is_clicked_twice_or_came_too_late_only_the_first_counts(record: Record) -> None:
    deck = QuestionCard(KEY)
    first = card_of(deck)["turn"]
    for _ in range(3):  # a triple click on Submit
        answer(deck, turn=first)
    assert len(record.events()) == 1
    second = card_of(deck)["turn"]
    send(deck, "again", turn=second)
    for turn in (first, second):  # another tab, where the question was open, or answered, before
        answer(deck, turn=turn)
    assert card_of(deck)["answer"] is None
    answer(deck)
    send(deck, "again", turn=second)
    assert card_of(deck)["answer"], "a late click on Try again takes nothing back"
    assert len(record.events()) == 2


def test_an_answer_is_shown_by_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    deck, sent = QuestionDeck(NOTEBOOK), []
    monkeypatch.setattr(type(deck.view), "_send", lambda _view, message, **_: sent.append(message["state"]))
    answer(deck)
    assert [set(state) for state in sent] == [{"cards", "summary"}]


@pytest.mark.parametrize(
    ("key", "response", "confidence"),
    [
        (KEY, [9], "certain"),
        (KEY, "x", "certain"),
        (KEY, [0], "very"),
        ("gone", [0], "certain"),
        ([], [0], "guess"),
    ],
)
def test_a_message_that_is_no_answer_is_said_and_records_nothing(
    record: Record, monkeypatch: pytest.MonkeyPatch, key: object, response: object, confidence: str
) -> None:
    deck, said = QuestionCard(KEY), []
    monkeypatch.setattr(type(deck.view), "send", lambda _view, message: said.append(message))
    turn = deck._turns[KEY] if key == KEY else 0
    content = {"kind": "answer", "key": key, "turn": turn, "response": response, "confidence": confidence}
    deck.view._handle_custom_msg(content, [])
    assert said[0]["problem"].startswith("This answer could not be read: ")
    assert record.events() == []


def test_a_question_reworded_or_removed_since_is_simply_open_again(record: Record) -> None:
    data = {"response": [0], "confidence": "certain", "is_right": True}
    record.add("answer", KEY, data, version="older")
    record.add("answer", "removed", data, version="1")
    record.add("answer", KEY, {"response": "broken"}, version=QUESTION.version)
    assert card_of(QuestionDeck(NOTEBOOK))["answer"] is None
    assert "due" in ReviewDeck(now=LATER).view.summary


def test_a_safety_question_holds_the_notebook_open_until_it_is_right() -> None:
    deck = QuestionDeck(NOTEBOOK)
    must, count = [q for q in deck.questions.values() if q.must_pass], len(deck.questions)
    assert f"{len(must)} safety question" in deck.view.summary
    for key in deck.questions:
        answer(deck, key)
    assert deck.view.summary == f"{count} of {count} right, all answered."


def test_review_says_honestly_when_nothing_is_due(record: Record) -> None:
    assert ReviewDeck().words().startswith("Nothing to review yet")
    answer(QuestionCard(KEY))
    assert ReviewDeck().words().startswith("Nothing is due. The next review is in ")
    later = ReviewDeck(now=LATER)
    assert list(later.questions) == [KEY]
    assert later.view.cards[0]["answer"] is None, "a review asks anew"
    answer(later)
    assert [event.kind for event in record.events()] == ["answer", "review"]
    record.start_over()
    assert later.view.cards == []
    assert later.view.summary.startswith("Nothing to review yet")


def test_starting_over_reaches_a_deck_on_the_page(record: Record) -> None:
    deck = QuestionDeck(NOTEBOOK)
    turn = card_of(deck)["turn"]
    answer(deck)
    record.start_over()
    assert [card["choices"] for card in deck.view.cards] == [
        card["choices"] for card in QuestionDeck(NOTEBOOK).view.cards
    ]
    assert not any(card["answer"] for card in deck.view.cards)
    assert deck.view.summary.startswith("0 of ")
    answer(deck, turn=turn)
    assert record.events() == [], "an answer to what stood there before is none"


@pytest.mark.parametrize("meanwhile", ["the same again", "end"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: QuestionCard(KEY), {"kind": "answer", "key": KEY, "response": [0], "confidence": "guess"}),
        (lambda: CaseCard("thin_rhomboid"), {"act": "start 0"}),
    ],
)
def test_nothing_overtakes_a_message_that_is_being_dealt_with(
    record: Record, monkeypatch: pytest.MonkeyPatch, make: Callable, message: dict, meanwhile: str
) -> None:
    card, add, overtaken = make(), record.add, []

    def send() -> None:
        card.view._handle_custom_msg({"turn": 1} | message, [])

    other = Thread(target=card.end if meanwhile == "end" else send)

    def slow_add(*event: object, **version: str) -> None:
        if other.ident is None:
            other.start()
            other.join(0.2)
            overtaken.append(not other.is_alive())
        add(*event, **version)

    monkeypatch.setattr(record, "add", slow_add)
    send()
    other.join()
    assert overtaken == [False]
    assert len(record.events()) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: QuestionCard("nothing"), "QuestionCard.key must be one of "),
        (lambda: QuestionDeck("07"), "QuestionDeck.notebook must be one of 00_start_here, "),
    ],
)
def test_unknown_names_are_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        make()
