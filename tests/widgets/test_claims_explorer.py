"""Judging the claims: the verdict stays hidden until a judgment with confidence is given, and is kept."""

import pytest

from tpi_edu import ProgressPanel, ReviewDeck
from tpi_edu.content.claims import VERDICTS, load_claims, load_contradictions
from tpi_edu.record import Record
from tpi_edu.widgets.claims import ClaimsExplorer

pytestmark = pytest.mark.usefixtures("record")


def card_of(explorer: ClaimsExplorer, key: str) -> dict:
    return next(card for card in explorer.view.cards if card["key"] == key)


def judge(explorer: ClaimsExplorer, key: str, verdict: str, confidence: str = "certain") -> None:
    card, text = card_of(explorer, key), VERDICTS.get(verdict, [verdict])[0]
    content = {"kind": "answer", "key": key, "turn": card["turn"], "confidence": confidence}
    explorer.view._handle_custom_msg(content | {"response": [card["choices"].index(text)]}, [])


def test_all_claims_are_asked_in_order_with_the_same_four_answers_and_nothing_given_away() -> None:
    cards = ClaimsExplorer().view.cards
    assert [card["key"] for card in cards] == list(load_claims())
    assert {tuple(card["choices"]) for card in cards} == {tuple(text for text, _ in VERDICTS.values())}
    assert all(card["answer"] is None for card in cards)
    sent = str(cards)
    assert not any(claim.reason in sent for claim in load_claims().values())


@pytest.mark.parametrize("key", load_claims())
def test_the_verdict_of_the_ledger_is_right_and_its_reason_and_sources_appear(key: str) -> None:
    explorer = ClaimsExplorer(topic=load_claims()[key].topic)
    judge(explorer, key, load_claims()[key].verdict)
    answer = card_of(explorer, key)["answer"]
    assert answer["is_right"]
    assert answer["why"] == load_claims()[key].reason
    assert tuple(source for source, _ in answer["sources"]) == load_claims()[key].sources


def test_a_topic_shows_its_claims_and_judgments_come_back_in_every_view(record: Record) -> None:
    explorer = ClaimsExplorer(topic="mechanism")
    keys = [key for key, claim in load_claims().items() if claim.topic == "mechanism"]
    assert [card["key"] for card in explorer.view.cards] == keys
    judge(explorer, "A06", "partly")
    judge(explorer, "A15", "supported", "guess")
    explorer.view.topic = "all"
    assert [card["key"] for card in explorer.view.cards] == list(load_claims())
    assert card_of(explorer, "A15")["answer"]["headline"] == "Not right; you were: guess."
    again = ClaimsExplorer(topic="mechanism")
    assert card_of(again, "A06")["answer"]["is_right"]
    assert again.view.position == 2, "it goes on with the first claim that is open"
    assert again.view.summary == f"1 of {len(keys)} right, {len(keys) - 2} open."
    assert [event.key for event in record.events("answer")] == ["A06", "A15"]
    record.start_over()
    assert not any(card["answer"] for shown in (explorer, again) for card in shown.view.cards)
    assert explorer.words() == ClaimsExplorer().words(), "the score is gone, too"


def test_the_score_names_the_topic_and_the_notebook_to_look_in_again() -> None:
    explorer = ClaimsExplorer()
    assert explorer._score.value == ""
    judge(explorer, "A06", "partly")
    judge(explorer, "A15", "supported")
    judge(explorer, "A08", "supported")
    assert explorer._score.value == (
        "Mechanism: 1 of 2 right. Look again: A15 in 01_trigger_points.<br>Drugs: 1 of 1 right."
    )
    assert explorer.words().endswith("Look again: A15 in 01_trigger_points.\nDrugs: 1 of 1 right.")
    explorer.again("A15")
    judge(explorer, "A15", load_claims()["A15"].verdict)
    assert "Mechanism: 2 of 2 right.<br>" in explorer._score.value


def test_contradictions_are_reconciled_before_the_resolution_appears() -> None:
    explorer = ClaimsExplorer(topic="contradictions")
    assert [card["key"] for card in explorer.view.cards] == list(load_contradictions())
    assert not any(pair.resolution in str(explorer.view.cards) for pair in load_contradictions().values())
    judge(explorer, "X1", "They speak of different things", "guess")
    answer = card_of(explorer, "X1")["answer"]
    assert answer["is_right"]
    assert answer["why"] == load_contradictions()["X1"].resolution
    assert answer["rests_on"] == "“Three clocks”: A14 supported, B42 misleading, B44 partly supported"
    assert explorer._score.value == "Contradictions: 1 of 1 right."


def test_judgments_count_for_calibration_and_do_not_enter_the_review_of_questions() -> None:
    explorer = ClaimsExplorer()
    for key in list(load_claims())[:10]:
        judge(explorer, key, load_claims()[key].verdict, "fairly sure")
    assert "fairly sure: 10 of 10 right" in ProgressPanel().words()
    assert ReviewDeck().questions == {}


def test_a_topic_is_shown_by_one_message_from_its_first_open_claim_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    explorer, sent = ClaimsExplorer(), []
    judge(explorer, "A06", "partly")
    monkeypatch.setattr(
        type(explorer.view), "_send", lambda _view, message, **_: sent.append(message["state"])
    )
    explorer.view.set_state({"topic": "mechanism"})  # as the list in the browser does
    assert [set(state) for state in sent if "cards" in state] == [{"cards", "summary", "position"}]
    assert explorer.view.position == 1


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^ClaimsExplorer.topic must be one of all, identification, .*; got 'x'\.$"
    ):
        ClaimsExplorer(topic="x")
