"""What every card has: a lock, an end, an unseen part in the browser, a still."""

from collections.abc import Callable
from html import escape

import ipywidgets
import pytest

from tpi_edu import AgreementExplorer, Bibliography, CaseCard, ProgressPanel, QuestionDeck
from tpi_edu.widgets.card import Card
from tpi_edu.widgets.still import USE_AGAIN, still_html

CARDS = {
    "explorer": AgreementExplorer,
    "deck": lambda: QuestionDeck("03_relief_curve"),
    "case": lambda: CaseCard("thin_rhomboid"),
    "panel": ProgressPanel,
    "list": lambda: Bibliography("03_relief_curve"),
}

each_card = pytest.mark.parametrize("make", CARDS.values(), ids=CARDS)


class WatchedLock:
    """A lock that notes whether the card lived when it was taken and when it was given back."""

    def __init__(self, card: Card) -> None:
        self.card, self.lived = card, []

    def __enter__(self) -> None:
        self.lived.append(self.card.comm is not None)

    def __exit__(self, *_error: object) -> None:
        self.lived.append(self.card.comm is not None)


@each_card
def test_a_card_ends_once_and_under_its_lock(make: Callable[[], Card]) -> None:
    card = make()
    widgets = [card, *card.children, card.layout]
    card._lock = WatchedLock(card)
    card.end()
    assert card._lock.lived[0]
    assert not card._lock.lived[-1]
    assert [widget for widget in widgets if widget.comm] == []
    card.end()
    assert isinstance(card.words(), str)


@each_card
def test_the_unseen_part_stays_the_last_child_of_a_card(make: Callable[[], Card]) -> None:
    card = make()
    *shown, page = card.children
    assert page is card._keeper
    card.children = [*reversed(shown), page, ipywidgets.HTML()]
    assert card.children[-1] is page
    assert card.children.count(page) == 1


def test_a_still_has_words_picture_and_what_to_do_and_takes_words_literally() -> None:
    words = "Relief < 30 %\n& fading"
    html = still_html(words, ("image/png", b"picture"))
    assert f'<img alt="{escape(words)}" src="data:image/png;base64,cGljdHVyZQ==">' in html
    assert "<p>Relief &lt; 30 %</p><p>&amp; fading</p>" in html
    assert USE_AGAIN in html
    assert "<img" not in still_html(words)
