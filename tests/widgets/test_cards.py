"""What every card keeps to: its lock, its messages, its names, and starting over."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from tpi_edu import CaseCard, ClaimsExplorer, ProgressPanel, QuestionCard, QuestionDeck, ReviewDeck
from tpi_edu.record import Record
from tpi_edu.widgets.card import Card

KEY = "worse_next_morning"  # in the notebook's deck, too
ANSWER = {"kind": "answer", "key": KEY, "turn": 1, "response": [0], "confidence": "guess"}
CARDS = {
    QuestionDeck: lambda: QuestionDeck("03_relief_curve"),
    ReviewDeck: lambda: ReviewDeck(now=datetime.now(UTC) + timedelta(days=90)),
    ClaimsExplorer: ClaimsExplorer,
    CaseCard: lambda: CaseCard("thin_rhomboid"),
    ProgressPanel: ProgressPanel,
}


def send(card: Card, message: dict) -> None:
    """Send what the view in the browser sends."""
    card.view._handle_custom_msg(message, [])


@pytest.mark.parametrize("meanwhile", ["the same again", "end"])
@pytest.mark.parametrize(("kind", "message"), [(QuestionDeck, ANSWER), (CaseCard, {"act": "start 0"})])
def test_nothing_overtakes_a_message_that_is_being_dealt_with(
    record: Record, monkeypatch: pytest.MonkeyPatch, kind: type[Card], message: dict, meanwhile: str
) -> None:
    card, add, overtaken = CARDS[kind](), record.add, []
    other = Thread(target=card.end if meanwhile == "end" else lambda: send(card, message))

    def slow_add(*event: object, **version: str) -> None:
        if other.ident is None:
            other.start()
            other.join(0.2)
            overtaken.append(not other.is_alive())
        add(*event, **version)

    monkeypatch.setattr(record, "add", slow_add)
    send(card, message)
    other.join()
    assert overtaken == [False]
    assert len(record.events()) == 1


@pytest.mark.parametrize("kind", CARDS)
def test_starting_over_reaches_every_card_on_the_page(record: Record, kind: type[Card]) -> None:
    QuestionCard(KEY).answer(KEY, [0], "guess")
    explorer = ClaimsExplorer()
    explorer.answer("A06", [0], "guess")
    CaseCard("thin_rhomboid").choose(1)
    card, ended = CARDS[kind](), CARDS[kind]()
    ended.end()
    record.start_over()
    fresh = CARDS[kind]()
    assert card.words() == fresh.words()
    assert getattr(card.view, "page", "") == getattr(fresh.view, "page", "")
    shown = [[{**each, "turn": 0} for each in getattr(view, "cards", [])] for view in (card.view, fresh.view)]
    assert shown[0] == shown[1]
    send(card, ANSWER | {"act": "start 2", "response": [1]})  # it was on its way
    assert record.events("answer") == []


@pytest.mark.parametrize(
    ("kind", "message", "state"),
    [
        (QuestionDeck, ANSWER, {"cards", "summary"}),
        (CaseCard, {"act": "start 0"}, {"page"}),
        (ProgressPanel, {"act": "Start over"}, {"page"}),
        (ClaimsExplorer, {"topic": "mechanism"}, {"cards", "summary", "position"}),
    ],
)
@pytest.mark.usefixtures("record")
def test_what_changes_is_sent_in_one_message(
    monkeypatch: pytest.MonkeyPatch, kind: type[Card], message: dict, state: set
) -> None:
    ClaimsExplorer().answer("A06", [0], "guess")  # so that its topic begins with the second claim
    card, sent = CARDS[kind](), []
    monkeypatch.setattr(type(card.view), "_send", lambda _view, message, **_: sent.append(message["state"]))
    if "topic" in message:  # as the list in the browser does
        card.view.set_state(message)
        sent = [each for each in sent if each.keys() != {"topic"}]  # the echo of it
    else:
        send(card, message)
    assert [set(each) for each in sent] == [state]


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        (QuestionCard, "nothing", "QuestionCard.key must be one of .*; got 'nothing'."),
        (QuestionDeck, "07", "QuestionDeck.notebook must be one of 00_start_here, .*; got '07'."),
        (CaseCard, "nobody", "CaseCard.key must be one of good_candidate, .*; got 'nobody'."),
        (
            lambda name: ClaimsExplorer(topic=name),
            "x",
            "ClaimsExplorer.topic must be one of all, .*; got 'x'.",
        ),
    ],
)
def test_unknown_names_are_refused(kind: Callable, name: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        kind(name)


def test_the_package_is_read_alike_whatever_encoding_a_machine_prefers() -> None:
    code = "from tpi_edu.widgets.deck import DeckView; print(ascii(DeckView._esm))"
    machine = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | machine, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert r"\u2713" in done.stdout, "the check mark of a right answer"
