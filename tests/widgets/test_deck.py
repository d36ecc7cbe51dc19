"""Decks of questions, review and progress against a record in a temporary file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ipywidgets
import pytest

from tpi_edu import ProgressPanel, QuestionCard, QuestionDeck, ReviewDeck
from tpi_edu.content.questions import load_questions
from tpi_edu.record import Record, open_record

KEY = "worse_next_morning"
NOTEBOOK = "03_relief_curve"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record.sqlite3"))
    record = open_record()
    yield record
    record.close()


def right_response(deck: QuestionDeck, key: str) -> list[int]:
    """Return the right response in the order of choices on the screen."""
    question, card = load_questions()[key], card_of(deck, key)
    texts = [choice.text for choice in question.choices]
    if question.kind == "single":
        return [card["choices"].index(next(o.text for o in question.options if o.right))]
    if question.kind == "order":
        return [card["choices"].index(text) for text in texts]
    columns = {item.text: question.columns.index(item.column) for item in question.items}
    return [columns[text] for text in card["choices"]]


def card_of(deck: QuestionDeck, key: str) -> dict:
    return next(card for card in deck.view.cards if card["key"] == key)


def send(deck: QuestionDeck, **content: object) -> None:
    deck._receive(deck.view, content, [])


@pytest.mark.parametrize("key", load_questions())
def test_the_right_response_is_right_however_the_choices_are_shuffled(record: Record, key: str) -> None:
    deck = QuestionCard(key)
    send(deck, kind="answer", key=key, response=right_response(deck, key), confidence="certain")
    assert card_of(deck, key)["answer"]["is_right"]
    assert record.events("answer")[-1].data["is_right"] is True


def test_a_wrong_answer_shows_its_own_feedback_the_best_one_and_the_source(record: Record) -> None:
    deck = QuestionCard(KEY)
    wrong = (right_response(deck, KEY)[0] + 1) % len(deck.view.cards[0]["choices"])
    assert card_of(deck, KEY)["answer"] is None, "nothing is given away before an answer"
    send(deck, kind="answer", key=KEY, response=[wrong], confidence="guess")
    answer = card_of(deck, KEY)["answer"]
    assert not answer["is_right"]
    assert [line["is_right"] for line in answer["lines"]] == [False, True]
    assert answer["why"] == load_questions()[KEY].why
    assert {key for key, _ in answer["sources"]} == set(load_questions()[KEY].sources)
    (event,) = record.events("answer")
    assert event.data["confidence"] == "guess"
    assert event.version == load_questions()[KEY].version


def test_answers_and_the_order_of_options_survive_reopening(record: Record) -> None:
    deck = QuestionDeck(NOTEBOOK)
    send(deck, kind="answer", key=KEY, response=right_response(deck, KEY), confidence="certain")
    again = QuestionDeck(NOTEBOOK)
    assert again.view.cards == deck.view.cards
    assert again.view.summary.startswith("1 of 10 right, 9 open")
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


@pytest.mark.usefixtures("record")
def test_steps_to_order_never_start_nearly_in_order() -> None:
    for key, question in load_questions().items():
        if question.kind == "order":
            shown = QuestionCard(key).view.cards[0]["choices"]
            assert sum(a == step.text for a, step in zip(shown, question.steps, strict=True)) <= 1


def test_try_again_keeps_the_first_answer_in_the_record(record: Record) -> None:
    deck = QuestionCard(KEY)
    wrong = (right_response(deck, KEY)[0] + 1) % 4
    send(deck, kind="answer", key=KEY, response=[wrong], confidence="certain")
    send(deck, kind="again", key=KEY)
    assert card_of(deck, KEY)["answer"] is None
    send(deck, kind="answer", key=KEY, response=right_response(deck, KEY), confidence="certain")
    assert [event.data["is_right"] for event in record.events("answer")] == [False, True]
    assert "right at first try: 0 of 1 answered" in ProgressPanel().words()


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "answer", "key": KEY, "response": [9], "confidence": "certain"},
        {"kind": "answer", "key": KEY, "response": "x", "confidence": "certain"},
        {"kind": "answer", "key": KEY, "response": [0], "confidence": "very"},
        {"kind": "answer", "key": "gone", "response": [0], "confidence": "certain"},
        {"kind": "answer"},
    ],
)
def test_a_message_that_is_no_answer_is_said_and_records_nothing(
    record: Record, monkeypatch: pytest.MonkeyPatch, content: dict
) -> None:
    deck = QuestionCard(KEY)
    said = []
    monkeypatch.setattr(type(deck.view), "send", lambda _view, message: said.append(message))
    deck._receive(deck.view, content, [])
    assert said[0]["problem"].startswith("This answer could not be read: ")
    assert record.events() == []


def test_a_question_reworded_or_removed_since_is_simply_open_again(record: Record) -> None:
    record.add("answer", KEY, {"response": [0], "confidence": "certain", "is_right": True}, version="older")
    record.add("answer", "removed", {"response": [0], "confidence": "certain", "is_right": True}, version="1")
    record.add("answer", KEY, {"response": "broken"}, version=load_questions()[KEY].version)
    assert card_of(QuestionDeck(NOTEBOOK), KEY)["answer"] is None
    assert "due" in ReviewDeck(now=datetime.now(UTC) + timedelta(days=90)).view.summary
    ProgressPanel()


@pytest.mark.usefixtures("record")
def test_a_safety_question_holds_the_notebook_open_until_it_is_right() -> None:
    deck = QuestionDeck(NOTEBOOK)
    must = [key for key, question in deck.questions.items() if question.must_pass]
    assert f"{len(must)} safety question" in deck.view.summary
    for key in deck.questions:
        send(deck, kind="answer", key=key, response=right_response(deck, key), confidence="certain")
    assert deck.view.summary == "10 of 10 right, all answered."


def test_review_says_honestly_when_nothing_is_due(record: Record) -> None:
    assert ReviewDeck().words().startswith("Nothing to review yet")
    deck = QuestionCard(KEY)
    send(deck, kind="answer", key=KEY, response=right_response(deck, KEY), confidence="certain")
    assert ReviewDeck().words().startswith("Nothing is due. The next review is in ")
    later = ReviewDeck(now=datetime.now(UTC) + timedelta(days=90))
    assert list(later.questions) == [KEY]
    assert later.view.cards[0]["answer"] is None, "a review asks anew"
    send(later, kind="answer", key=KEY, response=right_response(later, KEY), confidence="certain")
    assert [event.kind for event in record.events()] == ["answer", "review"]


@pytest.mark.usefixtures("record")
def test_calibration_waits_for_enough_answers_and_then_shows_hit_rates() -> None:
    deck = QuestionDeck(NOTEBOOK)
    assert "shown after 10 first answers; 0 so far" in ProgressPanel().words()
    for number, key in enumerate(deck.questions):
        response = right_response(deck, key)
        confidence = "certain" if number < 6 else "guess"
        if number < 2 and deck.questions[key].kind == "single":
            response = [(response[0] + 1) % 4]
        send(deck, kind="answer", key=key, response=response, confidence=confidence)
    panel = ProgressPanel()
    assert "certain: 4 of 6 right" in panel.words()
    assert "guess: 4 of 4 right" in panel.words()
    assert len(panel._figure.children) == 1
    before = len(ipywidgets.widgets.widget._instances)
    panel.children[2].children[0].click()  # Refresh
    assert len(ipywidgets.widgets.widget._instances) == before


def test_start_over_asks_first_and_keeps_a_copy(record: Record, tmp_path: Path) -> None:
    deck = QuestionCard(KEY)
    send(deck, kind="answer", key=KEY, response=right_response(deck, KEY), confidence="certain")
    panel = ProgressPanel()
    buttons = {button.description: button for button in panel.children[2].children}
    sure = next(button for words, button in buttons.items() if words.startswith("Yes"))
    assert sure.layout.display == "none"
    buttons["Start over"].click()
    assert sure.layout.display is None
    assert len(record.events()) == 1, "asking changes nothing"
    sure.click()
    assert record.events() == []
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".sqlite3"]) == 2


def test_export_says_where_it_went(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record.add("checkpoint", "x", {"n": 1})
    panel = ProgressPanel()
    for button in panel.children[2].children[1:3]:
        button.click()
        (path,) = tmp_path.glob(f"tpi_edu-answers-*.{button.description.split()[-1].lower()}")
        assert str(path) in panel._said.value
        assert path.stat().st_size > 0


def test_the_panel_says_where_answers_are_kept_and_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "file" / "record.sqlite3"))
    panel = ProgressPanel()
    assert open_record().problem
    assert open_record().problem.split()[0] in panel._table.value
    deck = QuestionCard(KEY)
    send(deck, kind="answer", key=KEY, response=right_response(deck, KEY), confidence="certain")
    assert card_of(deck, KEY)["answer"]["is_right"], "the notebook goes on without a record"


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


def test_an_export_that_cannot_be_written_is_said(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(path: Path) -> Path:
        raise PermissionError(f"no place for {path.name}")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "export_csv", refuse)
    monkeypatch.setattr(record, "start_over", lambda: refuse(Path("copy")))
    panel = ProgressPanel()
    buttons = {button.description: button for button in panel.children[2].children}
    buttons["Export as CSV"].click()
    assert panel._said.value.startswith("Nothing was written to ")
    next(button for words, button in buttons.items() if words.startswith("Yes")).click()
    assert panel._said.value == "no place for copy"
