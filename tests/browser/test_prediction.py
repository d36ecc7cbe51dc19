"""The prediction lab under a learner's hand, in a real JupyterLab: mouse, finger, keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    GRIP,
    OUTSIDE,
    finger,
    on_screen,
    open_notebook,
    press_at,
    run_all,
    watched_page,
    write_notebook,
)
from playwright.sync_api import BrowserContext, Locator, Page, expect

CELL = """from tpi_edu import PredictionLab
from tpi_edu.record import open_record
open_record().start_over()
PredictionLab()"""
HOURS_12, DAYS_2 = (280, 340)  # where their points stand in the figure, of 792 units
LINE = """() => ({
    path: [...document.querySelectorAll('.tpi-figure svg path')].map((n) => n.getAttribute('d')).join(),
    sliders: [...document.querySelectorAll('.noUi-handle')].map((n) => n.getAttribute('aria-valuetext')),
    label: document.querySelector('.tpi-figure svg').getAttribute('aria-label'),
})"""


@pytest.fixture(scope="module")
def predictions(browser: BrowserContext, lab: str, lab_root: Path) -> Iterator[Page]:
    write_notebook(lab_root / "prediction.ipynb", [CELL])
    with watched_page(browser) as page:
        open_notebook(page, lab, "prediction.ipynb")
        yield page


@pytest.fixture
def lab_page(predictions: Page) -> Page:
    """The lab at its start: its cell is run again, which clears the record too."""
    run_all(predictions)
    expect(predictions.locator(".tpi-card")).to_have_count(1)
    expect(predictions.get_by_role("button", name="Commit")).to_be_disabled()
    until(predictions, "label.includes('Move 3 more points') && sliders.every((value) => value === '50')")
    predictions.locator(".tpi-explorer").scroll_into_view_if_needed()
    return predictions


def figure_of(page: Page) -> Locator:
    return page.locator(".tpi-figure svg")


def until(page: Page, test: str) -> None:
    page.wait_for_function(f"() => {{ const {{ path, sliders, label }} = ({LINE})(); return {test}; }}")


def move_all(page: Page) -> None:
    for x, y in ((68, 60), (158, 120), (280, 260), (340, 220)):
        press_at(page.locator(".tpi-explorer"), x, y)
    until(page, "label.includes('Ready to commit')")


def test_dragging_moves_line_and_slider_together(lab_page: Page) -> None:
    before = lab_page.evaluate(LINE)
    lab_page.mouse.move(*on_screen(figure_of(lab_page), HOURS_12, 150))
    lab_page.mouse.down()
    for y in range(150, 240, 5):
        lab_page.mouse.move(*on_screen(figure_of(lab_page), HOURS_12 + 3, y))
    lab_page.mouse.up()
    expected = round(-30 + (408 - 235 - 62) / (380 - 62) * 130)
    until(lab_page, f"Math.abs(sliders[2] - {expected}) <= 1 && label.includes(`12 hours ${{sliders[2]}} %`)")
    after = lab_page.evaluate(LINE)
    assert after["path"] != before["path"]
    assert after["sliders"][:2] + after["sliders"][3:] == ["50"] * 6

    lab_page.mouse.move(*on_screen(figure_of(lab_page), DAYS_2, 80))  # no button is pressed: nothing moves
    lab_page.wait_for_timeout(300)
    assert lab_page.evaluate(LINE) == after


def test_a_finger_draws_instead_of_scrolling(lab_page: Page) -> None:
    with finger(lab_page) as draw:
        assert lab_page.locator(".tpi-card").evaluate(GRIP) >= 44
        draw(on_screen(figure_of(lab_page), DAYS_2, y) for y in (100, 120, 200, 300))
    expected = round(-30 + (408 - 300 - 62) / (380 - 62) * 130)
    assert expected < 0  # the finger ended below zero
    until(lab_page, "sliders[3] === '0'")
    assert lab_page.evaluate(LINE)["sliders"][4:] == ["50"] * 3


def test_the_keyboard_alone_predicts_commits_and_goes_on(lab_page: Page) -> None:
    commit = lab_page.get_by_role("button", name="Commit")
    expect(commit).to_be_disabled()
    lab_page.get_by_role("slider", name="15 minutes (%)").focus()
    for key in ("End", "ArrowLeft", "ArrowLeft"):
        lab_page.keyboard.press(key)
    lab_page.keyboard.press("Tab")  # the readout
    lab_page.keyboard.press("Tab")
    assert lab_page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "3 hours (%)"
    lab_page.keyboard.press("Home")
    lab_page.get_by_role("textbox", name="Why?").focus()
    lab_page.keyboard.type("<script>document.body.id = 'run'</script> the drug & the needle")
    lab_page.get_by_role("slider", name="4 weeks (%)").press("End")
    until(lab_page, "sliders[0] === '98' && sliders[1] === '0' && sliders[6] === '100'")
    expect(commit).to_be_enabled()
    lab_page.get_by_role("textbox", name="Why?").focus()
    lab_page.keyboard.press("Tab")
    lab_page.keyboard.press("Enter")
    until(lab_page, "label.includes('Leaflet story: ') && label.includes('you said')")
    status = lab_page.locator(".tpi-figure [role=status]")
    expect(status).to_contain_text("Trials story: ")
    expect(lab_page.get_by_text("<script>document.body.id = 'run'</script> the drug")).to_be_visible()
    assert lab_page.evaluate("() => document.body.id") != "run"

    again = lab_page.get_by_role("button", name="Try another")
    expect(again).to_be_focused()
    lab_page.keyboard.press("Enter")
    until(lab_page, "label.includes('Move 3 more points') && sliders.every((value) => value === '50')")
    expect(lab_page.get_by_text("Saline, average patient")).to_be_visible()
    expect(status).to_contain_text("Move 3 more points")  # the line below the figure follows a moment later
    assert "tory" not in lab_page.locator(".tpi-figure").inner_html()


def test_after_the_commit_nothing_moves_and_a_long_word_does_not_widen_the_card(lab_page: Page) -> None:
    why = lab_page.get_by_role("textbox", name="Why?")
    why.fill("needle" * 400)
    why.press("Tab")
    move_all(lab_page)
    assert "eaflet" not in figure_of(lab_page).inner_html()
    lab_page.get_by_role("button", name="Commit").click()
    until(lab_page, "label.includes('Leaflet story: ')")
    frozen = lab_page.evaluate(LINE)
    for x in (HOURS_12, DAYS_2):
        press_at(lab_page.locator(".tpi-explorer"), x, 300)
    for slider in lab_page.get_by_role("slider").all():
        slider.press("End", timeout=2_000)
    lab_page.wait_for_timeout(500)
    assert lab_page.evaluate(LINE) == frozen
    assert figure_of(lab_page).evaluate("(node) => getComputedStyle(node).cursor") != "grab"
    expect(lab_page.get_by_text("needleneedle")).to_be_visible()
    card = lab_page.locator(".tpi-card")
    assert card.evaluate("(node) => [...node.querySelectorAll('*'), node].every((n) => n.clientWidth < 1300)")
    assert card.evaluate(OUTSIDE) == []
