"""Case cards: the story grows, reasons come at the end, and the walk is kept."""

import re
from html import unescape
from itertools import pairwise

import pytest
from shown import send

from tpi_edu.content.questions import family_of, load_cases, version_of
from tpi_edu.record import Record
from tpi_edu.widgets.cases import KIND, CaseCard

KEY = "thin_rhomboid"
ENDS = {"completed": "The care is completed.", "stopped": "It ends without an", "harm": "came to harm."}

pytestmark = pytest.mark.usefixtures("record")


def acts(card: CaseCard) -> list[str]:
    """Return what the buttons of the page are called."""
    return re.findall('data-act="(.*?)"', card.view.page)


def key_of(card: CaseCard) -> str:
    """Return the key of the patient who is shown."""
    return next(key for key, case in load_cases().items() if case is card.case)


@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.parametrize("key", load_cases())
def test_the_story_grows_and_the_reasons_of_what_was_met_come_at_its_end(key: str, place: int) -> None:
    card = CaseCard(key)
    another = ["another"] * (len(family_of(key)) > 1)
    reasons = {choice.feedback: node for node in card.case.nodes for choice in node.choices}
    while not (node := card.steps[-1][0]).ending:
        for shown in (unescape(card.view.page), card.words()):
            assert "dangerous" not in shown.casefold()
            assert all(choice.text in shown for choice in node.choices)
            assert not any(text in shown for text in (*reasons, *card.case.remember))
        assert acts(card)[len(node.choices) :] == ["again"] * (len(card.steps) > 1) + another
        send(card, act=acts(card)[: len(node.choices)][place])
    met, page = [node for node, _ in card.steps], unescape(card.view.page)
    for shown in (page, card.words()):
        assert shown.index(card.case.title) < shown.index(met[0].when)
        places = [shown.index(node.text) for node in met]
        assert places == sorted(places)
        assert {text: text in shown for text in reasons} == {text: reasons[text] in met for text in reasons}
        assert all(text in shown for text in (ENDS[node.ending], card.case.reflect, *card.case.remember))
    assert all(f"- {node.when} · {node.stage}\n{node.text}" in card.words() for node in met)
    places = [page.index(node.text) for node in met]
    assert places[-2] < page.index("tpi-now") < places[-1]
    assert page.count("tpi-now") == 1
    assert card.words().count(" (yours) ") == page.count('class="tpi-taken"') == len(met) - 1
    for tag in ("li", "ul", "div", "p", "span", "button"):
        assert len(re.findall(rf"<{tag}[ >]", card.view.page)) == card.view.page.count(f"</{tag}>")


def test_a_choice_counts_once_and_is_kept_and_the_start_is_one_click_away(record: Record) -> None:
    card = CaseCard(KEY)
    other, first = acts(card)[:2]
    for act in (first, first, other):  # a double click; another tab, where the first page is still shown
        send(card, act=act)
        assert card.steps == card.case.steps((1,))
    send(card, act=acts(card)[2])
    _, last = record.events(KIND)
    assert (last.key, last.version) == (KEY, version_of(card.case))
    assert last.data == {"taken": [1, 2], "ending": "harm"}
    assert CaseCard(KEY).view.page == card.view.page
    assert len(CaseCard("good_candidate").steps) == 1, "another case is not touched"
    assert "valera_calero_rhomboid</code> (cohort) Valera-Calero JA." in card.view.page
    assert acts(card) == ["again", "another"]
    send(card, act="again")
    assert card.steps == card.case.steps(())


@pytest.mark.parametrize("seed", range(3))
def test_another_patient_is_drawn_from_the_family_and_never_the_same_again(seed: int) -> None:
    card, twin, met = CaseCard(KEY), CaseCard(KEY), [KEY]
    card.random.seed(seed)
    for _ in range(20):
        send(card, act="another")
        met.append(key_of(card))
        assert card.steps == card.case.steps(())
        assert card.case.title in card.words()
    assert set(met) == set(family_of(KEY))
    assert all(now != before for before, now in pairwise(met))
    twin._show(KEY, ())
    twin.random.seed(seed)
    for key in met[1:]:
        send(twin, act="another")
        assert key_of(twin) == key, "who comes next hangs on the seed alone"


def test_a_walk_is_kept_under_the_key_of_its_patient_and_the_last_one_shown_comes_back(
    record: Record,
) -> None:
    card = CaseCard(KEY)
    send(card, act="start 0")
    send(card, act="another")
    variant, place = key_of(card), {"plan": 1}
    while not (node := card.steps[-1][0]).ending:  # what was right for the first patient
        send(card, act=f"{node.key} {place.get(node.key, 0)}")
    last = record.events(KIND)[-1]
    assert (last.key, last.version) == (variant, version_of(load_cases()[variant]))
    assert last.data["ending"] == node.ending != "completed"
    assert len(CaseCard("good_candidate").steps) == 1, "another family is not touched"
    for again in (CaseCard(KEY), CaseCard(variant)):
        assert (key_of(again), again.view.page) == (variant, card.view.page)
    while key_of(card) != KEY:
        send(card, act="another")
    assert card.steps == card.case.steps(()), "who comes back begins anew"
    assert key_of(CaseCard(KEY)) == KEY
    record.start_over()
    assert key_of(card) == KEY


def test_a_patient_without_a_family_has_nobody_to_be_followed_by() -> None:
    alone = next(key for key in load_cases() if family_of(key) == (key,))
    card = CaseCard(alone)
    before = card.view.page
    send(card, act="another")
    assert card.view.page == before
    assert "Another patient" not in before
