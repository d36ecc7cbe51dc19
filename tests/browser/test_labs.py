"""Every lab of notebooks 01 and 02 under a learner's hand, in a real JupyterLab."""

from pathlib import Path

import pytest
from lab import (
    ARGUMENTS,
    CUT,
    GRIP,
    LABS,
    OUTSIDE,
    card_of,
    choose_theme,
    on_screen,
    open_more,
    open_notebook,
    press_at,
    require_nothing_from_axe,
    run_all,
    said,
    set_slider,
    start_over,
    text_height,
    write_notebook,
)
from playwright.sync_api import Page, expect

from tpi_edu import Injection, simulate_relief
from tpi_edu.content.atlas import load_plates
from tpi_edu.content.questions import load_moments
from tpi_edu.figures import section
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


def test_a_muscle_is_chosen_by_list_by_keyboard_by_pressing_and_from_where_it_hurts(labs: Page) -> None:
    card = start_over(labs, "MuscleAtlas()")
    muscle = card.get_by_role("combobox", name="Muscle")
    muscle.select_option("Rhomboids")
    expect(said(card)).to_contain_text("Rhomboids: pain is mainly felt at")
    expect(card.locator(".tpi-figure svg")).to_contain_text("Muscle: rhomboids")
    for key in ("Space", "ArrowDown", "Enter"):
        muscle.press(key)
    expect(said(card)).to_contain_text("Serratus anterior: pain")

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


def test_a_finger_scrolls_past_a_figure_that_only_needs_a_tap(labs: Page) -> None:
    card = start_over(labs, "MuscleAtlas()")
    picture = card.locator(".tpi-figure svg")
    picture.scroll_into_view_if_needed()
    before, box = said(card).inner_text(), picture.bounding_box()
    cdp = labs.context.new_cdp_session(labs)
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    x, y = box["x"] + box["width"] * 0.3, min(box["y"] + box["height"] * 0.6, 800)
    for kind, up in (
        ("touchStart", 0),
        *(("touchMove", up) for up in range(20, 260, 20)),
        ("touchEnd", None),
    ):
        points = [] if up is None else [{"x": x, "y": y - up}]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    labs.wait_for_function(
        "([node, y]) => node.getBoundingClientRect().y < y - 100", arg=[picture.element_handle(), box["y"]]
    )
    assert said(card).inner_text() == before


def test_the_needle_hits_misses_and_goes_too_deep_and_blind_hides_the_truth(labs: Page) -> None:
    card = start_over(labs, "NeedleLab()")
    inject = card.get_by_role("button", name="Inject")
    expect(said(card)).to_contain_text("hidden until you inject")
    assert "deep" not in said(card).inner_text()
    assert "trigger point" not in card.locator(".tpi-figure svg").text_content()

    set_slider(card, "Angle to the skin (degrees)", "37")
    set_slider(card, "Advance (mm)", "25")
    expect(said(card)).to_contain_text("advanced 25 mm")
    inject.press("Enter")
    expect(said(card)).to_contain_text("Outcome: in target.")
    expect(said(card)).to_contain_text("blind 1 of 3 muscles (Rhomboids)")

    set_slider(card, "Advance (mm)", "10")
    expect(said(card)).to_contain_text("hidden until you inject")
    inject.click()
    expect(said(card)).to_contain_text("Outcome: missed")

    card.get_by_role("button", name="Ultrasound").click()
    set_slider(card, "Angle to the skin (degrees)", "80")
    set_slider(card, "Entry (mm from the knot)", "-5")
    set_slider(card, "Advance (mm)", "38")
    expect(said(card)).to_contain_text("5 mm before the knot at 80° to the skin, advanced 38 mm")
    inject.click()
    expect(said(card)).to_contain_text("pleura pierced")
    expect(said(card)).to_contain_text("hours later")


def test_the_needle_points_where_the_mouse_presses(labs: Page) -> None:
    card = start_over(labs, "NeedleLab()")
    card.get_by_role("button", name="Ultrasound").click()
    expect(said(card)).to_contain_text("15.0 mm deep")
    ((x, y),) = section.place([(0, 15)])
    press_at(card, x, section.HEIGHT - y)
    expect(said(card)).to_contain_text("at 37° to the skin, advanced 25 mm")


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
    _, x, y, *_ = next(place for place in points.places if place[0].key == "saeidian_2014_steroid")
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


def test_a_cell_that_is_run_again_shows_one_card_that_works(page: Page, lab: str, lab_root: Path) -> None:
    write_notebook(lab_root / "again.ipynb", ["import tpi_edu\ntpi_edu.AgreementExplorer()"])
    open_notebook(page, lab, "again.ipynb")
    for _ in range(2):
        run_all(page)
        expect(said(page.locator(".tpi-card"))).to_contain_text("disagree on 18 of 100 patients")
    page.get_by_role("slider", name="Each says yes in (% of patients)").press("End")
    expect(said(page.locator(".tpi-card"))).to_contain_text("disagree on 0 of 100 patients")


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


@pytest.mark.parametrize(("width", "height", "words"), [(1280, 720, 9), (1920, 1080, 15)])
def test_every_figure_fills_the_screen_and_fits_on_it(
    labs: Page, width: int, height: int, words: int
) -> None:
    labs.set_viewport_size({"width": width, "height": height})
    for name in LABS:
        card = card_of(labs, name)
        card.get_by_role("button", name="Full screen").press("Enter")
        labs.wait_for_function("() => document.fullscreenElement?.classList.contains('tpi-card')")
        figure = card.locator(".tpi-figure svg").bounding_box()
        assert figure["width"] > 0.6 * width, name
        assert figure["height"] > 0.5 * height, name
        assert figure["y"] + figure["height"] < height, name
        assert text_height(card) >= words, name
        assert card.evaluate(CUT) == [], name
        card.evaluate("(node) => node.scrollTo(0, node.scrollHeight)")
        leave = card.get_by_role("button", name="Leave full screen")
        expect(leave).to_be_in_viewport(ratio=1)
        leave.press("Enter")
        labs.wait_for_function("() => document.fullscreenElement === null")
