"""Case cards: the story grows, reasons come at the end, and the walk is kept."""

import re
from html import unescape

import pytest
from shown import send

from tpi_edu.content.questions import load_cases, version_of
from tpi_edu.record import Record
from tpi_edu.widgets.cases import KIND, CaseCard

KEY = "thin_rhomboid"
ENDS = {"completed": "The care is completed.", "stopped": "It ends without an", "harm": "came to harm."}

pytestmark = pytest.mark.usefixtures("record")


def acts(card: CaseCard) -> list[str]:
    """Return what the buttons of the page are called."""
    return re.findall('data-act="(.*?)"', card.view.page)


@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.parametrize("key", load_cases())
def test_the_story_grows_and_the_reasons_of_what_was_met_come_at_its_end(key: str, place: int) -> None:
    card = CaseCard(key)
    reasons = {choice.feedback: node for node in card.case.nodes for choice in node.choices}
    while not (node := card.steps[-1][0]).ending:
        for shown in (unescape(card.view.page), card.words()):
            assert "dangerous" not in shown.casefold()
            assert all(choice.text in shown for choice in node.choices)
            assert not any(text in shown for text in (*reasons, *card.case.remember))
        assert len(acts(card)) == len(node.choices) + (len(card.steps) > 1)
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
    assert acts(card) == ["again"]
    send(card, act="again")
    assert card.steps == card.case.steps(())
