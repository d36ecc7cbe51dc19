"""What every card keeps to: its lock, its end, its unseen part, its messages and names, and starting over."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from threading import Thread
from unittest.mock import MagicMock

import ipywidgets
import pytest
from shown import find, html, send

from tpi_edu import (
    Bibliography,
    CaseCard,
    ClaimsExplorer,
    PredictionLab,
    ProgressPanel,
    QuestionCard,
    QuestionDeck,
    ReviewDeck,
    ReviewSheet,
)
from tpi_edu.content.questions import load_cases, load_questions, version_of
from tpi_edu.content.review import unsettled_statements
from tpi_edu.record import Record
from tpi_edu.widgets.card import USE_AGAIN, Card, still_html

KEY = "worse_next_morning"  # in the notebook's deck, too
ANSWER = {"kind": "answer", "key": KEY, "turn": 1, "response": [0], "confidence": "guess"}
OF_THE_RECORD = {
    QuestionDeck: lambda: QuestionDeck("03_relief_curve"),
    ReviewDeck: lambda: ReviewDeck(now=datetime.now(UTC) + timedelta(days=90)),
    ClaimsExplorer: ClaimsExplorer,
    CaseCard: lambda: CaseCard("thin_rhomboid"),
    PredictionLab: PredictionLab,
    ProgressPanel: ProgressPanel,
    ReviewSheet: ReviewSheet,
}
UNSETTLED = next(iter(unsettled_statements().values()))[0]
CARDS = OF_THE_RECORD | {Bibliography: lambda: Bibliography("03_relief_curve")}

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_keeps_its_unseen_part_last_and_ends_once_under_its_lock(kind: type[Card]) -> None:
    count = len(ipywidgets.widgets.widget._instances)
    card = CARDS[kind]()
    *seen, keeper = card.children
    assert keeper is card._keeper
    card.children = [*reversed(seen), keeper, ipywidgets.HTML()]
    assert card.children[-1] is keeper
    assert card.children.count(keeper) == 1
    lived, card._lock = [], MagicMock()
    for way in (card._lock.__enter__, card._lock.__exit__):
        way.side_effect = lambda *_: lived.append(card.comm is not None)
    card.end()
    assert (lived[0], lived[-1]) == (True, False)
    assert len(ipywidgets.widgets.widget._instances) == count, "every widget of the card is closed"
    card.end()
    assert isinstance(card.words(), str)


def test_a_still_has_words_picture_and_what_to_do_and_takes_words_literally() -> None:
    words = "Relief < 30 %\n& fading"
    still = still_html(words, "picture")
    assert f'<img alt="{escape(words)}" src="data:image/svg+xml;base64,cGljdHVyZQ==">' in still
    assert "<p>Relief &lt; 30 %</p><p>&amp; fading</p>" in still
    assert USE_AGAIN in still
    assert "<img" not in still_html(words)


@pytest.mark.parametrize("meanwhile", ["the same again", "end"])
@pytest.mark.parametrize(("kind", "message"), [(QuestionDeck, ANSWER), (CaseCard, {"act": "start 0"})])
def test_nothing_overtakes_a_message_that_is_being_dealt_with(
    record: Record, monkeypatch: pytest.MonkeyPatch, kind: type[Card], message: dict, meanwhile: str
) -> None:
    card, add, overtaken = CARDS[kind](), record.add, []
    other = Thread(target=card.end if meanwhile == "end" else lambda: send(card, **message))

    def slow_add(*event: object, **version: str) -> None:
        if other.ident is None:
            other.start()
            other.join(0.2)
            overtaken.append(not other.is_alive())
        add(*event, **version)

    monkeypatch.setattr(record, "add", slow_add)
    send(card, **message)
    other.join()
    assert overtaken == [False]
    assert len(record.events()) == 1


def predict(lab: PredictionLab) -> None:
    """Move three points, give a reason and commit."""
    for slider in list(lab.inputs.values())[:3]:
        slider.value = 80
    find(lab, "Why").value = "because"
    find(lab, "Commit").click()


def seen_of(card: Card) -> tuple:
    """Return all that is seen of a card; turns are counted, not seen."""
    state = {name: getattr(card.view, name, "") for name in ("page", "frame", "touch")}
    return card.words(), html(card), state, [{**each, "turn": 0} for each in getattr(card.view, "cards", [])]


ANSWERED = {"response": [0], "confidence": "guess", "is_right": True}
# what kind of event a card reads under which key and version, one that it shows, and some it cannot read
READ = {
    QuestionDeck: ("answer", KEY, version_of(load_questions()[KEY]), ANSWERED, [{}, {"response": "broken"}]),
    CaseCard: (
        *("checkpoint", "thin_rhomboid", version_of(load_cases()["thin_rhomboid"])),
        *({"taken": [1]}, [{}, {"taken": [9]}, {"taken": 3}]),
    ),
    ReviewSheet: (
        *("judgment", UNSETTLED.key, UNSETTLED.version, {"judgment": "strike", "words": "why"}),
        [{}, {"judgment": "perhaps", "words": ""}, {"judgment": "agree", "words": 3}],
    ),
    PredictionLab: (
        *("prediction", "lidocaine+steroid", "", {"relief_pct": [40] * 7}),
        [{}, *({"relief_pct": bad} for bad in (None, [1, 2], ["x"] * 7, [50] * 6 + [500]))],
    ),
}


@pytest.mark.parametrize("kind", READ)
def test_the_last_event_that_can_be_read_is_shown_if_it_is_of_the_present_wording(
    record: Record, kind: type[Card]
) -> None:
    name, key, version, good, bad = READ[kind]
    fresh = seen_of(CARDS[kind]())
    for data in bad:
        record.add(name, key, data, version=version)
    record.add(name, key, good, version="of another wording")
    record.add(name, "removed", good, version=version)
    assert seen_of(CARDS[kind]()) == fresh
    record.add(name, key, good, version=version)
    shown = seen_of(CARDS[kind]())
    assert shown != fresh
    record.add(name, key, bad[-1], version=version)
    assert seen_of(CARDS[kind]()) == shown


@pytest.mark.parametrize("kind", OF_THE_RECORD)
def test_starting_over_reaches_every_card_on_the_page(record: Record, kind: type[Card]) -> None:
    fresh = seen_of(CARDS[kind]())
    QuestionCard(KEY).answer(KEY, [0], "guess")
    ClaimsExplorer().answer("A06", [0], "guess")
    send(CaseCard("thin_rhomboid"), act="start 1")
    send(ReviewSheet(), act=f"{UNSETTLED.key} agree")
    predict(PredictionLab())
    card, ended = CARDS[kind](), CARDS[kind]()
    assert seen_of(card) != fresh
    ended.end()
    record.start_over()
    assert seen_of(card) == seen_of(CARDS[kind]())
    send(card, **ANSWER | {"act": "start 2", "response": [1]})  # it was on its way
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
        send(card, **message)
    assert [set(each) for each in sent] == [state]


@pytest.mark.parametrize(
    ("kind", "argument", "first"),
    [
        (QuestionCard, "key", ""),
        (QuestionDeck, "notebook", "00_start_here, "),
        (CaseCard, "key", "good_candidate, "),
        (ClaimsExplorer, "topic", "all, "),
        (Bibliography, "notebook", "00_start_here, "),
    ],
)
def test_unknown_names_are_refused(kind: Callable, argument: str, first: str) -> None:
    message = rf"^{kind.__name__}\.{argument} must be one of {first}.*; got 'nothing'\.$"
    with pytest.raises(ValueError, match=message):
        kind(**{argument: "nothing"})


def test_the_package_is_read_alike_whatever_encoding_a_machine_prefers() -> None:
    code = "from tpi_edu.widgets.deck import DeckView; print(ascii(DeckView._esm))"
    machine = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | machine, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert r"\u2713" in done.stdout, "the check mark of a right answer"
