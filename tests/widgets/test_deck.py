"""Decks of questions, reviews and claims to judge, against a record in a temporary file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from shown import send

from tpi_edu import ClaimsExplorer, ProgressPanel, QuestionCard, QuestionDeck, ReviewDeck
from tpi_edu.content.claims import load_claim_questions, load_claims, load_contradictions
from tpi_edu.content.questions import load_misconceptions, load_questions, load_verdicts, version_of
from tpi_edu.record import Record
from tpi_edu.widgets.deck import Deck

KEY = "worse_next_morning"
QUESTION = load_questions()[KEY]
SINGLE = {key: question for key, question in load_questions().items() if question.kind == "single"}
NOTEBOOK = "03_relief_curve"
LATER = datetime.now(UTC) + timedelta(days=90)

pytestmark = pytest.mark.usefixtures("record")


def card_of(deck: Deck, key: str = KEY) -> dict:
    return next(card for card in deck.view.cards if card["key"] == key)


def response_to(deck: Deck, key: str, *, rightly: bool = True) -> list[int]:
    """Return a response in the order of choices on the screen; wrong ones are for questions with options."""
    question, choices = deck.questions[key], card_of(deck, key)["choices"]
    if question.kind == "single":
        return [choices.index(next(o.text for o in question.choices if o.right is rightly))]
    if question.kind == "order":
        return [choices.index(step.text) for step in question.choices]
    columns = {item.text: question.columns.index(item.column) for item in question.choices}
    return [columns[text] for text in choices]


def answer(
    deck: Deck, key: str = KEY, *, rightly: bool = True, confidence: str = "certain", turn: int | None = None
) -> None:
    turn = card_of(deck, key)["turn"] if turn is None else turn
    response = response_to(deck, key, rightly=rightly)
    send(deck, kind="answer", key=key, turn=turn, response=response, confidence=confidence)


def try_again(deck: Deck, key: str = KEY, turn: int | None = None) -> None:
    send(deck, kind="again", key=key, turn=card_of(deck, key)["turn"] if turn is None else turn)


@pytest.mark.parametrize("key", [*load_questions(), *load_claim_questions()])
def test_only_after_an_answer_the_right_one_is_told_with_its_reason_and_sources(
    record: Record, key: str
) -> None:
    deck = QuestionCard(key) if key in load_questions() else ClaimsExplorer()
    if key in load_contradictions():
        deck.view.topic = "contradictions"
    question = deck.questions[key]
    assert question.why not in str(deck.view.cards)
    answer(deck, key)
    shown = card_of(deck, key)["answer"]
    assert (shown["is_right"], shown["why"], shown["rests_on"]) == (True, question.why, question.rests_on)
    assert tuple(source for source, _ in shown["sources"]) == question.sources
    (event,) = record.events("answer")
    told = event.data["is_right"], event.data["confidence"], event.version
    assert told == (True, "certain", version_of(question))


def test_a_deck_says_what_is_left_and_is_the_same_when_it_is_opened_again() -> None:
    deck = QuestionDeck(NOTEBOOK)
    safety, count = sum(question.must_pass for question in deck.questions.values()), len(deck.questions)
    assert f"{safety} safety question" in deck.view.summary
    answer(deck)
    again = QuestionDeck(NOTEBOOK)
    first, second = ([card | {"turn": 0} for card in each.view.cards] for each in (deck, again))
    assert first == second
    assert again.view.summary.startswith(f"1 of {count} right, {count - 1} open")
    for key in again.questions:
        answer(again, key)
    assert again.view.summary == f"{count} of {count} right, all answered."


BELIEFS = {key: f"“{each.belief}” {each.correction}" for key, each in load_misconceptions().items()}


def shown_beliefs(key: str, *, chosen: str = "", columns: dict[str, str] | None = None) -> list[str]:
    """Return the beliefs shown after choosing an option, or sorting items into other columns than theirs."""
    deck = QuestionCard(key)
    question, choices = deck.questions[key], card_of(deck, key)["choices"]
    response = [choices.index(chosen)] if chosen else response_to(deck, key)
    for text, column in (columns or {}).items():
        response[choices.index(text)] = question.columns.index(column)
    deck.answer(key, response, "certain")
    return card_of(deck, key)["answer"]["misconceptions"]


@pytest.mark.parametrize(
    ("key", "number"), [(key, n) for key, q in SINGLE.items() for n in range(len(q.choices))]
)
def test_of_an_option_its_own_belief_is_shown_and_no_other(key: str, number: int) -> None:
    option = load_questions()[key].choices[number]
    belief = option.misconception
    assert shown_beliefs(key, chosen=option.text) == ([BELIEFS[belief]] if belief else [])


def test_who_waits_where_it_is_urgent_is_not_told_that_it_is_often_soreness() -> None:
    wait = "Wait for three days, as soreness passes by then."
    assert shown_beliefs("pleuritic_pain_at_four_hours", chosen=wait) == [BELIEFS["m23"]]
    by_phone = "Take antibiotic tablets at home, and call in three days."
    assert shown_beliefs("fever_on_day_three", chosen=by_phone) == []


def test_of_what_is_sorted_the_beliefs_of_what_is_wrong_are_shown_once_each() -> None:
    absolute, relative = load_questions()["sort_contraindications"].columns
    assert shown_beliefs("sort_contraindications") == []
    wrong = {"An anticoagulant": absolute, "A muscle torn yesterday": relative}
    assert shown_beliefs("sort_contraindications", columns=wrong) == [BELIEFS["m22"]]
    assert shown_beliefs("sort_contraindications", columns={"A muscle torn yesterday": relative}) == []
    point, tender = load_questions()["sort_trigger_tender"].columns
    wrong = {"Lies in a taut band": tender, "Hurts only where it is pressed": point}
    assert shown_beliefs("sort_trigger_tender", columns=wrong) == [BELIEFS["m05"]]


def test_options_are_shuffled_differently_for_different_learners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for number in range(6):
        monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / f"{number}.jsonl"))
        seen.add(tuple(QuestionCard(KEY).view.cards[0]["choices"]))
    assert len(seen) > 1
    assert len({frozenset(choices) for choices in seen}) == 1


def test_steps_to_order_never_start_nearly_in_order() -> None:
    for key, question in load_questions().items():
        if question.kind == "order":
            shown = QuestionCard(key).view.cards[0]["choices"]
            assert sum(a == step.text for a, step in zip(shown, question.choices, strict=True)) <= 1


def test_of_what_is_clicked_twice_or_came_too_late_only_the_first_counts(record: Record) -> None:
    deck = QuestionCard(KEY)
    first = card_of(deck)["turn"]
    for _ in range(3):  # a triple click on Submit
        answer(deck, turn=first, rightly=False)
    shown = card_of(deck)["answer"]
    assert shown["headline"] == "Not right; you were: certain."
    assert [line["right"] for line in shown["lines"]] == [False, True], "its own and the best"
    second = card_of(deck)["turn"]
    try_again(deck, turn=second)
    for turn in (first, second):  # another tab, where the question was open, or answered, before
        answer(deck, turn=turn)
    assert card_of(deck)["answer"] is None
    answer(deck)
    try_again(deck, turn=second)
    assert card_of(deck)["answer"], "a late click on Try again takes nothing back"
    assert [event.data["is_right"] for event in record.events("answer")] == [False, True]


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
    send(deck, kind="answer", key=key, turn=turn, response=response, confidence=confidence)
    assert said[0]["problem"].startswith("This answer could not be read: ")
    assert record.events() == []


def test_a_question_reworded_since_is_reviewed_and_one_removed_is_not(record: Record) -> None:
    for key in (KEY, "removed"):
        data = {"response": [0], "confidence": "certain", "is_right": True}
        record.add("answer", key, data, version="older")
    assert list(ReviewDeck(now=LATER).questions) == [KEY]


def test_review_says_honestly_when_nothing_is_due(record: Record) -> None:
    assert ReviewDeck().words().startswith("Nothing to review yet")
    answer(QuestionCard(KEY))
    assert ReviewDeck().words().startswith("Nothing is due. The next review is in ")
    later = ReviewDeck(now=LATER)
    assert list(later.questions) == [KEY]
    assert later.view.cards[0]["answer"] is None, "a review asks anew"
    answer(later)
    assert [event.kind for event in record.events()] == ["answer", "review"]


def test_a_topic_shows_its_claims_and_judgments_come_back_in_every_view(record: Record) -> None:
    explorer = ClaimsExplorer(topic="mechanism")
    keys = [key for key, claim in load_claims().items() if claim.topic == "mechanism"]
    assert list(explorer.questions) == keys
    answer(explorer, keys[0])
    answer(explorer, keys[1], rightly=False, confidence="guess")
    explorer.view.topic = "all"
    assert [card["key"] for card in explorer.view.cards] == list(load_claims())
    answers = tuple(verdict.text for verdict in load_verdicts().values())
    assert {tuple(card["choices"]) for card in explorer.view.cards} == {answers}
    assert card_of(explorer, keys[1])["answer"]["headline"] == "Not right; you were: guess."
    again = ClaimsExplorer(topic="mechanism")
    assert card_of(again, keys[0])["answer"]["is_right"]
    assert again.view.position == 2, "it goes on with the first claim that is open"
    assert again.view.summary.startswith(f"1 of {len(keys)} right, {len(keys) - 2} open.\n")
    assert [event.key for event in record.events("answer")] == keys[:2]


def test_the_score_names_the_topic_and_where_to_look_again_and_a_contradiction_its_verdicts() -> None:
    explorer = ClaimsExplorer()
    answer(explorer, "A06")
    answer(explorer, "A15", rightly=False)
    answer(explorer, "A08")
    lines = ["Mechanism: 1 of 2 right. Look again: A15 in 01_trigger_points.", "Drugs: 1 of 1 right."]
    assert explorer.view.summary.splitlines()[1:] == lines
    assert "\n".join(lines) in explorer.words()
    try_again(explorer, "A15")
    answer(explorer, "A15")
    assert "\nMechanism: 2 of 2 right.\n" in explorer.view.summary
    explorer.view.topic = "contradictions"
    assert list(explorer.questions) == list(load_contradictions())
    answer(explorer, "X1")
    rests_on = "“Three clocks”: A14 supported, B42 partly supported, B44 partly supported"
    assert card_of(explorer, "X1")["answer"]["rests_on"] == rests_on
    assert explorer.view.summary.endswith("\nContradictions: 1 of 1 right.")


def test_judgments_count_for_calibration_and_do_not_enter_the_review_of_questions() -> None:
    explorer = ClaimsExplorer()
    for key in list(load_claims())[:10]:
        answer(explorer, key, confidence="fairly sure")
    assert "fairly sure: 10 of 10 right" in ProgressPanel().words()
    assert ReviewDeck(now=LATER).questions == {}
