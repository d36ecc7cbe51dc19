"""What every card keeps to: locks, messages, names, starting over; and cells run again in a real kernel."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

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
COUNT = "import ipywidgets; len(ipywidgets.widgets.widget._instances)"
EXPLORER = "from tpi_edu import ReliefExplorer\nReliefExplorer()"


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


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, cell: str) -> str:
    """Run code as the cell with an id and return the words of its result."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    words = ""
    while True:
        reply = client.get_iopub_msg(timeout=60)
        if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if reply["msg_type"] == "error":
            pytest.fail("\n".join(reply["content"]["traceback"]))
        if reply["msg_type"] == "execute_result":
            words = reply["content"]["data"]["text/plain"]
        if reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
            return words


def test_the_package_is_read_alike_whatever_encoding_a_machine_prefers() -> None:
    code = "from tpi_edu.widgets.deck import DeckView; print(ascii(DeckView._esm))"
    machine = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | machine, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert r"\u2713" in done.stdout, "the check mark of a right answer"


def test_running_a_cell_again_keeps_the_number_of_widgets(kernel: BlockingKernelClient) -> None:
    run(kernel, EXPLORER, "a")
    once = int(run(kernel, COUNT, "count"))
    for _ in range(5):
        run(kernel, EXPLORER, "a")
    assert int(run(kernel, COUNT, "count")) == once
    run(kernel, EXPLORER, "b")
    assert int(run(kernel, COUNT, "count")) > once


def test_an_explorer_kept_by_name_and_shown_again_stays_alive(kernel: BlockingKernelClient) -> None:
    run(kernel, "from tpi_edu import ReliefExplorer\nkept = ReliefExplorer()", "make")
    for _ in range(2):
        assert run(kernel, "kept", "show").startswith("Leaflet story")
    assert run(kernel, "kept.view.comm is not None", "count") == "True"


def test_an_explorer_that_was_replaced_says_so_when_it_is_shown_again(kernel: BlockingKernelClient) -> None:
    run(kernel, EXPLORER, "c")
    run(kernel, "old = _", "keep")
    run(kernel, EXPLORER, "c")
    assert run(kernel, "old", "look") == "This figure was replaced when its cell was run again."
