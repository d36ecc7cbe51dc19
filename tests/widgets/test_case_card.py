"""Case cards: the story grows, reasons come at the end, and the walk is kept."""

import re

import pytest
from shown import send

from tpi_edu.content.questions import load_cases
from tpi_edu.record import Record
from tpi_edu.widgets.cases import KIND, CaseCard

KEY = "thin_rhomboid"
GOOD = (0, 1, 1)
HARM = (1, 2)

pytestmark = pytest.mark.usefixtures("record")


def play(*numbers: int) -> CaseCard:
    card = CaseCard(KEY)
    for number in numbers:
        card.choose(number)
    return card


def test_a_case_begins_with_its_first_moment_and_its_choices() -> None:
    card = CaseCard(KEY)
    first = load_cases()[KEY].nodes[0]
    assert first.text in card.view.page
    assert card.view.page.count("<button") == len(first.choices)
    assert card.words().splitlines()[1] == f"{first.when} ({first.stage}): {first.text}"


def test_the_story_grows_and_the_new_moment_is_the_one_to_focus() -> None:
    card = play(*HARM)
    for words in ("Late morning", "Nothing special is needed", "Four hours later", "Three in the morning"):
        assert words in card.view.page
        assert words in card.words()
    page = card.view.page
    assert page.count("tpi-now") == 1
    assert page.index("Three in the morning") > page.index("tpi-now") > page.index("Four hours later")


def test_no_reason_or_kind_is_shown_before_the_end() -> None:
    for card in (CaseCard(KEY), play(1)):
        shown = (card.view.page + card.words()).casefold()
        feedback = [c.feedback.casefold() for node in card.case.nodes for c in node.choices]
        assert not any(text in shown for text in feedback)
        assert "dangerous" not in shown
        assert card.case.remember[0].casefold() not in shown


@pytest.mark.parametrize(("taken", "outcome"), [(GOOD, "The care is completed."), (HARM, "came to harm.")])
def test_the_debrief_says_what_to_think_of_every_choice_met_and_of_none_unmet(
    taken: tuple, outcome: str
) -> None:
    card = play(*taken)
    met = card.walk.met()
    assert outcome in card.words()
    for node in card.case.nodes:
        for choice in node.choices:
            assert (choice.feedback in card.words()) == (node in met)
    for text in (card.case.reflect, *card.case.remember):
        assert text in card.words()
    assert card.words().count(", your choice: ") == card.view.page.count('class="tpi-taken"') == len(taken)
    assert "valera_calero_rhomboid</code> (cohort) Valera-Calero JA." in card.view.page
    assert card.view.page.count("<button") == 1, "back to the start is the only choice left"


def test_a_choice_counts_once_and_the_start_is_one_click_away() -> None:
    card = CaseCard(KEY)
    first, second = re.findall('data-act="(.*?)"', card.view.page)[:2]
    send(card, act=first)
    assert card.walk.taken == (0,)
    for act in (first, second):  # a double click; another tab, where the first page is still shown
        send(card, act=act)
    assert card.walk.taken == (0,)
    send(card, act=re.findall('data-act="(.*?)"', card.view.page)[1])
    assert card.walk.taken == (0, 1)
    send(card, act="again")
    assert card.walk.taken == ()


def test_the_walk_is_kept_and_shown_again(record: Record) -> None:
    card = play(*HARM)
    assert CaseCard(KEY).view.page == card.view.page
    last = record.events(KIND)[-1]
    assert (last.key, last.version) == (KEY, card.case.version)
    assert last.data == {"taken": [1, 2], "ending": "harm"}
    assert CaseCard("good_candidate").walk.taken == (), "another case is not touched"


@pytest.mark.parametrize("key", load_cases())
def test_every_case_is_shown_with_its_words_unbroken(key: str) -> None:
    card = CaseCard(key)
    while not card.walk.node.ending:
        card.choose(len(card.walk.node.choices) - 1)
    assert load_cases()[key].title in card.words()
    for tag in ("li", "ul", "div", "p", "span", "button"):
        opened = re.findall(rf"<{tag}[ >]", card.view.page)
        assert len(opened) == card.view.page.count(f"</{tag}>")
