"""Every card under a learner's hand, in a real JupyterLab; what is typed in it stays in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    ARGUMENTS,
    CARDS,
    CUT,
    GRIP,
    LABS,
    OUTSIDE,
    card_of,
    choose_theme,
    finger,
    on_screen,
    open_more,
    open_notebook,
    press_at,
    require_nothing_from_axe,
    restart_kernel,
    run_all,
    said,
    set_slider,
    start_over,
    text_height,
    watched_page,
    write_notebook,
)
from playwright.sync_api import BrowserContext, ElementHandle, Page, expect

from tpi_edu import Injection, simulate_relief
from tpi_edu.content.atlas import load_plates
from tpi_edu.content.questions import load_moments
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS
from tpi_edu.figures.now import NowPicture
from tpi_edu.model.measured import ALL

RELIEF = f"ReliefExplorer({ARGUMENTS['ReliefExplorer']})"
# where the curves end and where now is, from left to right
RIGHTMOST = """(svg) => {
  const paths = [...svg.lastElementChild.children, ...svg.firstElementChild.children];
  const width = (node) => Number(node.getAttribute('fill') === 'none' && node.getAttribute('stroke-width'));
  const end = (node) => node.getBoundingClientRect().right;
  const right = (is) => Math.max(...paths.filter((node) => is(width(node))).map(end));
  return { curve: right((width) => width >= 2), now: right((width) => width === 1.2) };
}"""

# where the parts of a card stand in it, beside each other and wide
PLACES = """(all) => all.flatMap((card) => {
    const body = card.querySelector('.tpi-body').getBoundingClientRect();
    const parts = [...card.querySelectorAll('.tpi-body > *, .tpi-controls > *')];
    return parts.filter((part) => part.offsetParent).map((part) => {
        const box = part.getBoundingClientRect();
        return [box.x - body.x, box.y - body.y, box.width].map(Math.round); // "run again" adds height
    });
})"""
# ipywidgets leaves a slider that was awake once in the order of Tab when it falls asleep
IS_ASLEEP = "() => document.activeElement.matches('[disabled] *')"
KINDS = "select, input, textarea, button, summary, a, [tabindex='0'], [contenteditable='true']"
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


@pytest.fixture(scope="module")
def labs(browser: BrowserContext, lab: str, lab_root: Path) -> Iterator[Page]:
    """One page with every card, for all tests that use them: a test resets what it touches."""
    write_notebook(lab_root / "labs.ipynb", (f"import tpi_edu\ntpi_edu.{code}" for code in CARDS))
    with watched_page(browser) as page:
        open_notebook(page, lab, "labs.ipynb")
        run_all(page)
        page.wait_for_function(f"() => document.querySelectorAll('.tpi-figure svg').length === {len(LABS)}")
        yield page


def test_a_muscle_is_chosen_by_pressing_and_from_where_it_hurts(labs: Page) -> None:
    card = start_over(labs, "MuscleAtlas()")
    muscle = card.get_by_role("combobox", name="Muscle")
    muscle.select_option("Infraspinatus")
    expect(card.locator(".tpi-figure svg")).to_contain_text("from behind")
    mark = next(mark for mark in load_plates()["upper_back"].marks if mark.key == "supraspinatus")
    press_at(card, PANELS[0] + mark.at[0], HEIGHT - BOTTOM - mark.at[1])
    expect(said(card)).to_contain_text("Supraspinatus: pain")

    card.get_by_role("combobox", name="It hurts at").select_option("front of the shoulder")
    expect(said(card)).to_contain_text("Pain at front of the shoulder can come from: Infraspinatus")
    expect(muscle.locator("option").first).to_have_text("1. Infraspinatus")
    card.get_by_role("button", name="Reset").click()
    expect(said(card)).to_contain_text("Upper trapezius: pain")


@pytest.mark.parametrize("code", ["MuscleAtlas()", RELIEF])
def test_a_finger_scrolls_past_a_figure_that_is_tapped_or_slid_along(labs: Page, code: str) -> None:
    card = start_over(labs, code)
    picture = card.locator(".tpi-figure svg")
    picture.scroll_into_view_if_needed()
    before, box = said(card).inner_text(), picture.bounding_box()
    x, y = box["x"] + box["width"] * 0.3, min(box["y"] + box["height"] * 0.6, 800)
    with finger(labs) as draw:
        draw((x, y - up) for up in range(0, 260, 20))
    labs.wait_for_function(
        "([node, y]) => node.getBoundingClientRect().y < y - 100", arg=[picture.element_handle(), box["y"]]
    )
    assert said(card).inner_text() == before


def test_numbers_are_typed_and_blind_hides_the_truth_until_inject(labs: Page) -> None:
    card = start_over(labs, "NeedleLab()")
    inject = card.get_by_role("button", name="Inject")
    expect(said(card)).to_contain_text("hidden until you inject")
    assert "deep" not in said(card).inner_text()
    assert "trigger point" not in card.locator(".tpi-figure svg").text_content()

    set_slider(card, "Advance (mm)", "30")  # all that the start needs
    expect(said(card)).to_contain_text("advanced 30 mm")
    inject.press("Enter")
    expect(said(card)).to_contain_text("Outcome: in target.")
    expect(said(card)).to_contain_text("blind 1 of 3 muscles (Rhomboids)")


def test_a_virtual_patient_is_led_into_harm_by_mouse_and_out_of_it_by_keyboard(labs: Page) -> None:
    card = card_of(labs, 'CaseCard("thin_rhomboid")')
    card.get_by_role("button", name="Nothing special is needed").click()
    expect(card.locator(".tpi-now")).to_be_focused()
    card.get_by_role("button", name="This is muscle soreness").click()
    expect(card).to_contain_text("The patient came to harm.")
    expect(card).to_contain_text("Dangerous (yours)")
    require_nothing_from_axe(labs, ".tpi-case")

    card.get_by_role("button", name="Back to the start").press("Enter")
    for words in ("Feel for the ribs", "Shortest needle", "Ask about breath"):
        card.get_by_role("button", name=words).press("Enter")
        expect(card.locator(".tpi-now")).to_be_focused()
    expect(card).to_contain_text("reindorf_2025")
    assert card.get_by_role("button", name="Ask about breath").count() == 0


def test_a_claim_is_judged_before_its_verdict_is_seen(labs: Page) -> None:
    card = card_of(labs, "ClaimsExplorer()")
    card.get_by_role("combobox", name="Show").select_option(label="Mechanism (4)")
    assert "scott_2009" not in card.inner_text()
    card.get_by_role("radio", name="Supported", exact=True).check()
    card.get_by_role("radio", name="certain").check()
    card.get_by_role("button", name="Submit").press("Enter")
    expect(card.locator(".tpi-headline")).to_contain_text("✗")
    expect(card).to_contain_text("Mechanism: 0 of 1 right. Look again:")


def test_a_curve_is_told_full_screen_by_keyboard_with_what_comes_hidden(labs: Page) -> None:
    card = start_over(labs, RELIEF)
    card.get_by_label("hide what comes later").check()
    expect(said(card)).to_contain_text("Before: pain 7.5 of 10")
    card.get_by_role("combobox", name="Speed").select_option("Fast")
    card.get_by_role("button", name="Full screen").press("Enter")
    expect(card.get_by_role("button", name="Leave full screen")).to_be_visible()
    play = card.get_by_role("button", name="Play", exact=True)
    play.focus()
    for stop in list(load_moments().values())[:3]:
        labs.keyboard.press("Space")
        expect(said(card)).to_contain_text(stop.question)
        expect(play).to_be_focused()
    assert said(card).inner_text().startswith("Day 3: ")
    shown = card.locator(".tpi-figure svg").evaluate(RIGHTMOST)
    assert shown["curve"] <= shown["now"] + 1
    card.get_by_role("button", name="Leave full screen").press("Enter")
    card.get_by_role("button", name="Back to the start").click()
    expect(said(card)).to_contain_text("Before: pain 7.5 of 10")
    card.get_by_role("button", name="Reset").click()


def test_now_is_moved_by_mouse_and_keyboard_and_a_point_says_who_was_measured(labs: Page) -> None:
    card = start_over(labs, RELIEF)
    points = NowPicture()
    points.draw([simulate_relief(Injection())], measured=ALL)
    _, x, y, *_ = next(place for place in points.measured.places if place[0].key == "saeidian_2014_steroid")
    y = NowPicture.size[1] - y
    figure = card.locator(".tpi-figure svg")
    figure.scroll_into_view_if_needed()
    labs.mouse.move(*on_screen(figure, x, y))
    expect(card.locator(".tpi-tip")).to_contain_text("Saeidian 2014: lidocaine with triamcinolone; 32 people")
    labs.mouse.move(*on_screen(figure, x, y + 130))
    expect(card.locator(".tpi-tip")).to_be_hidden()
    labs.mouse.down()
    expect(said(card)).to_contain_text("Day 3: pain")
    labs.mouse.move(*on_screen(figure, points.x_at(336), y))
    expect(said(card)).to_contain_text("Day 14: pain")
    labs.mouse.up()
    card.get_by_role("slider", name="Now").press("ArrowRight")
    expect(said(card)).to_contain_text("Day 14, 12 h: pain")
    press_at(card, x, y)
    expect(said(card)).to_contain_text("Saeidian 2014: lidocaine with triamcinolone; 32 people")
    expect(said(card)).to_contain_text("Day 14, 12 h: pain")
    card.get_by_role("button", name="Reset").click()


def test_no_two_figures_share_an_id(labs: Page) -> None:
    ids = labs.locator(".tpi-figure [id]").evaluate_all("(nodes) => nodes.map((node) => node.id)")
    assert len(ids) > 100
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_either_theme(labs: Page, theme: str) -> None:
    choose_theme(labs, theme)
    open_more(labs)
    labs.locator(".tpi-explorer details").evaluate_all("(all) => all.forEach((each) => each.open = true)")
    require_nothing_from_axe(labs, ".tpi-explorer")
    assert labs.locator('.tpi-explorer [title="null"], .tpi-explorer [aria-label="null"]').count() == 0
    grounds = "(cards) => [...new Set(cards.map((card) => getComputedStyle(card).backgroundColor))]"
    assert labs.locator(".tpi-explorer").evaluate_all(grounds) == ["rgb(255, 255, 255)"]


@pytest.mark.parametrize("width", [1400, 1100, 800, 600])
def test_nothing_sticks_out_no_label_is_cut_and_figures_can_be_read(labs: Page, width: int) -> None:
    labs.set_viewport_size({"width": width, "height": 1000})
    open_more(labs)
    for name in LABS:
        card = card_of(labs, name)
        assert card.evaluate("(node) => node.scrollWidth <= node.clientWidth"), name
        assert card.evaluate(OUTSIDE) == [], name
        assert card.evaluate(CUT) == [], name
        assert text_height(card) >= 11, name
        assert card.evaluate(GRIP) >= 24, name  # Infinity without a slider
    if width == 600:  # a figure that scrolls can be scrolled by keyboard
        require_nothing_from_axe(labs, ".tpi-figure", {"runOnly": ["scrollable-region-focusable"]})


def test_every_figure_fills_the_screen_and_fits_on_it(labs: Page) -> None:
    for name in LABS:
        card = card_of(labs, name)
        card.get_by_role("button", name="Full screen").press("Enter")
        labs.wait_for_function("() => document.fullscreenElement?.classList.contains('tpi-card')")
        leave = card.get_by_role("button", name="Leave full screen")
        for width, height, words in ((1280, 720, 9), (1920, 1080, 15)):
            labs.set_viewport_size({"width": width, "height": height})
            figure = card.locator(".tpi-figure svg").bounding_box()
            assert figure["width"] > 0.6 * width, name
            assert figure["height"] > 0.5 * height, name
            assert figure["y"] + figure["height"] < height, name
            assert text_height(card) >= words, name
            assert card.evaluate(CUT) == [], name
            card.evaluate("(node) => node.scrollTo(0, node.scrollHeight)")
            expect(leave).to_be_in_viewport(ratio=1)
            card.evaluate("(node) => node.scrollTo(0, 0)")
        leave.press("Enter")
        labs.wait_for_function("() => document.fullscreenElement === null")


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
    before = None
    for node in nodes:
        node.focus()
        before = before or labs.evaluate(NOTEBOOK)  # the first makes its cell the active one
        labs.keyboard.type("mxbdd")
        chosen = set()
        for key in ("ArrowDown", "ArrowUp", "ArrowUp"):  # at the end of a list only one way is open
            labs.keyboard.press(key)
            chosen.add(node.evaluate(CHOICE))
        assert labs.evaluate(NOTEBOOK) == before, node.evaluate("(node) => node.outerHTML")
        assert chosen == {None} or len(chosen) > 1, node.evaluate("(node) => node.outerHTML")
    expect(card_of(labs, code)).to_be_visible()


@pytest.mark.parametrize("code", LABS)
def test_tab_reaches_everything_of_an_explorer_in_its_order(labs: Page, code: str) -> None:
    open_more(labs)
    first, *others = focusable(labs, code)[::-1]
    first.focus()
    for node in others:
        labs.keyboard.press("Tab")
        while labs.evaluate(IS_ASLEEP):
            labs.keyboard.press("Tab")
        assert node.evaluate("(node) => node === document.activeElement"), node.evaluate("(n) => n.outerHTML")


def test_a_restarted_kernel_leaves_the_layout_whole(labs: Page) -> None:  # the last: nothing works after it
    cards = labs.locator(".tpi-card:has(.tpi-body)")
    before = cards.evaluate_all(PLACES)
    restart_kernel(labs)
    expect(labs.locator(".jupyter-widgets-disconnected.tpi-card")).to_have_count(len(CARDS))
    assert cards.evaluate_all(PLACES) == before
    labs.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()  # a server does not stop in between
