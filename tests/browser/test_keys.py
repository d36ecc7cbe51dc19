"""Keys typed in a card stay in the card: JupyterLab would change, cut and add the notebook's cells."""

import pytest
from lab import CARDS, LABS, card_of, open_more
from playwright.sync_api import ElementHandle, Page, expect

KINDS = "select, input, textarea, button, summary, a, [tabindex='0'], [contenteditable]"
FOCUSABLE = f":is({KINDS}):not([disabled], [disabled] *)"
# of each cell in order: kind, whether it is the active one, source
NOTEBOOK = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map((cell) => [
    ...['CodeCell', 'MarkdownCell', 'RawCell', 'mod-active'].filter((kind) => cell.matches('.jp-' + kind)),
    cell.querySelector('.cm-content')?.textContent])"""
# what an arrow key chooses with: null for what it cannot
CHOICE = """(node) => node.matches('select') ? node.selectedIndex
    : node.matches('[type=radio]')
        ? [...document.getElementsByName(node.name)].findIndex((radio) => radio.checked)
    : node.matches('[role=slider]') ? node.getAttribute('aria-valuenow') : null"""


def focusable(page: Page, code: str) -> list[ElementHandle]:
    """Return what can have the focus on a card, the last first: a list at the top may change what follows."""
    card = card_of(page, code)
    card.locator("details").evaluate_all("(all) => all.forEach((each) => each.open = true)")
    return card.locator(FOCUSABLE).locator("visible=true").element_handles()[::-1]


@pytest.mark.parametrize("code", CARDS)
def test_letters_and_arrows_stay_in_the_card_and_arrows_choose(labs: Page, code: str) -> None:
    open_more(labs)
    nodes = focusable(labs, code)
    assert len(nodes) > 0 or code.startswith(("Bibliography", "ReviewDeck"))  # they have nothing to press yet
    for node in nodes:
        node.focus()
        before = labs.evaluate(NOTEBOOK)
        labs.keyboard.type("mxbdd")
        chosen = set()
        for key in ("ArrowDown", "ArrowUp", "ArrowUp"):  # at the end of a list only one way is open
            labs.keyboard.press(key)
            chosen.add(node.evaluate(CHOICE))
        what = node.evaluate("(node) => node.outerHTML")
        assert labs.evaluate(NOTEBOOK) == before, what
        assert chosen == {None} or len(chosen) > 1, what
    expect(card_of(labs, code)).to_be_visible()


@pytest.mark.parametrize("code", LABS)
def test_tab_reaches_everything_of_an_explorer_in_its_order(labs: Page, code: str) -> None:
    open_more(labs)
    first, *others = focusable(labs, code)[::-1]
    first.focus()
    for node in others:
        labs.keyboard.press("Tab")
        assert node.evaluate("(node) => node === document.activeElement"), node.evaluate("(n) => n.outerHTML")
