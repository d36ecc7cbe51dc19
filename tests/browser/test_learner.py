"""A learner's way through notebook 03, and what is left of it after the server was closed."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import jupyter_lab, open_notebook, run_all
from playwright.sync_api import Browser, Locator, Page, expect

from tpi_edu.content.questions import load_questions

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BOOK = "03_relief_curve"


def option_texts(stem: str) -> tuple[str, str]:
    """Return the right option of a question and a wrong one."""
    question = next(q for q in load_questions().values() if q.stem == stem)
    right = next(option.text for option in question.options if option.right)
    return right, next(option.text for option in question.options if not option.right)


def answer(deck: Locator, *, rightly: bool) -> None:
    """Answer the first open single-choice question from here on, and see its feedback."""
    while deck.locator(".tpi-options").count() == 0:
        deck.get_by_role("button", name="Next").click()
    right, wrong = option_texts(deck.locator(".tpi-stem").text_content())
    deck.get_by_role("radio", name=right if rightly else wrong, exact=True).check()
    deck.get_by_role("radio", name="certain").check()
    deck.get_by_role("button", name="Submit").click()
    expect(deck.locator(".tpi-headline")).to_contain_text("✓ Right" if rightly else "✗ Not right")
    expect(deck.locator(".tpi-headline")).to_be_focused()


def drag_point(page: Page, figure: Locator, x: float, to_y: float) -> None:
    """Drag in the figure's own units (792 x 408), as seen on the screen."""
    box = figure.bounding_box()
    scale = box["width"] / 792
    page.mouse.move(box["x"] + x * scale, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + x * scale, box["y"] + to_y * scale, steps=6)
    page.mouse.up()


def prediction_of(page: Page) -> list[str]:
    return (
        page.locator(".tpi-explorer")
        .first.get_by_role("slider")
        .evaluate_all("(handles) => handles.map((handle) => handle.getAttribute('aria-valuenow'))")
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record" / "answers.sqlite3"))
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, tmp_path)
    return tmp_path


def new_page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1400, "height": 1000})


def test_what_a_learner_did_is_still_there_after_the_server_was_closed(
    browser: Browser, folder: Path
) -> None:
    with jupyter_lab(folder) as address:
        page = new_page(browser)
        open_notebook(page, address, f"{BOOK}.ipynb")
        run_all(page)
        lab = page.locator(".tpi-explorer").first
        figure = lab.locator(".tpi-figure svg")
        figure.scroll_into_view_if_needed()
        assert lab.get_by_role("button", name="Commit").is_disabled()
        for x, to_y in ((68, 120), (158, 200), (287, 290)):  # by mouse: 15 minutes, 3 hours, 12 hours
            before = prediction_of(page)
            drag_point(page, figure, x, to_y)
            page.wait_for_function(
                """(before) => {
                    const lab = document.querySelector('.tpi-explorer');
                    const handles = [...lab.querySelectorAll('.noUi-handle')];
                    return handles.some((node, i) => node.getAttribute('aria-valuenow') !== before[i]);
                }""",
                arg=before,
            )
        last = lab.get_by_role("slider").last  # by keyboard: 4 weeks
        for _ in range(5):
            last.press("ArrowLeft")
        expect(last).to_have_attribute("aria-valuenow", "45.0")
        lab.get_by_role("textbox", name="Why?").fill("<b>The drug</b> does it")
        assert "leaflet story" not in figure.get_attribute("aria-label").casefold()
        lab.get_by_role("button", name="Commit").press("Enter")
        expect(lab.locator("[role=status]")).to_contain_text("leaflet story", ignore_case=True)
        predicted = prediction_of(page)
        assert lab.locator("b", has_text="The drug").count() == 0, "free text is shown as text"

        explorer = page.locator(".tpi-explorer").nth(1)
        sentence = explorer.locator("[role=status]")
        explorer.get_by_role("button", name="Trials").click()
        expect(sentence).to_contain_text("Trials story")

        deck = page.locator(".tpi-deck")
        answer(deck, rightly=False)
        deck.get_by_role("button", name="Next").click()
        answer(deck, rightly=True)
        report = Axe().run(page, context=".jp-OutputArea-output")
        assert report.violations_count == 0, report.generate_report()
        page.close()

    with jupyter_lab(folder) as address:
        page = new_page(browser)
        open_notebook(page, address, f"{BOOK}.ipynb")
        run_all(page)
        lab = page.locator(".tpi-explorer").first
        expect(lab.locator("[role=status]")).to_contain_text("leaflet story", ignore_case=True)
        assert prediction_of(page) == predicted
        expect(page.locator(".tpi-deck .tpi-count")).to_contain_text("1 of 10 right, 8 open")
        expect(page.locator(".tpi-deck .tpi-headline")).to_contain_text("✗ Not right")
        open_notebook(page, address, "00_start_here.ipynb")
        run_all(page)
        row = page.get_by_role("row", name=f"{BOOK} 1 of 2 answered")
        expect(row.get_by_role("cell").last).to_have_text("1")
        page.close()
