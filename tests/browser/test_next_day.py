"""A notebook that was run and saved, opened again: with its kernel, without it, and by somebody else."""

import json
from pathlib import Path

import pytest
from lab import choose, open_notebook, require_nothing_from_axe, run_all, watched_page, write_notebook
from playwright.sync_api import BrowserContext, Page, expect

import tpi_edu
from tpi_edu.widgets.card import USE_AGAIN

CARDS = ("AgreementExplorer()", 'QuestionDeck("03_relief_curve")', 'Bibliography("03_relief_curve")')
BOOK = "next_day.ipynb"


@pytest.fixture(scope="module")
def book(browser: BrowserContext, lab: str, lab_root: Path) -> Path:
    """Run every card, save, and close the page; the kernel lives on."""
    path = lab_root / BOOK
    write_notebook(path, (f"import tpi_edu\ntpi_edu.{code}" for code in CARDS))
    with watched_page(browser) as page:
        open_notebook(page, lab, BOOK)
        run_all(page)
        expect(page.locator(".tpi-card")).to_have_count(len(CARDS))
        expect(page.locator(".tpi-still:visible")).to_have_count(0)
        with page.expect_response(lambda reply: BOOK in reply.url and reply.request.method == "PUT"):
            choose(page, "File", "Save Notebook")
    return path


def check_still(page: Page) -> None:
    """Check that every card shows its words, the explorer its picture, and none an error."""
    stills = page.locator(".tpi-still:visible")
    expect(stills).to_have_count(len(CARDS))
    expect(page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(0)
    expect(page.get_by_text("Loading widget").locator("visible=true")).to_have_count(0)
    for still, code in zip(stills.all(), CARDS, strict=True):
        for line in eval(code, vars(tpi_edu)).words().splitlines():
            expect(still).to_contain_text(line)
        expect(still.get_by_text(USE_AGAIN)).to_be_visible()
    picture = stills.first.get_by_role("img")
    assert "disagree on 18 of 100 patients" in picture.get_attribute("alt")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")
    assert picture.bounding_box()["width"] > 800
    require_nothing_from_axe(page)


def test_cards_live_while_their_kernel_does_and_leave_picture_and_words(
    page: Page, lab: str, book: Path
) -> None:
    open_notebook(page, lab, book.name)
    expect(page.locator(".tpi-card")).to_have_count(len(CARDS))
    expect(page.locator(".tpi-still:visible")).to_have_count(0)
    status = page.locator(".tpi-figure [role=status]")
    expect(status).to_contain_text("disagree on 18 of 100 patients")
    page.get_by_role("slider", name="Each says yes in (% of patients)").press("End")
    expect(status).not_to_contain_text("disagree on 18 of 100 patients")

    choose(page, "Kernel", "Shut Down Kernel")
    page.locator("#jp-main-statusbar").get_by_text("No Kernel").wait_for()
    open_notebook(page, lab, book.name)
    check_still(page)
    run_all(page)
    expect(page.locator(".tpi-card")).to_have_count(len(CARDS))
    expect(page.locator(".tpi-still:visible")).to_have_count(0)


def test_a_notebook_that_is_not_trusted_shows_them_too(page: Page, lab: str, book: Path) -> None:
    sent = book.with_name("sent.ipynb")
    notebook = json.loads(book.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "'changed after it was signed'"
    sent.write_text(json.dumps(notebook), encoding="utf-8")
    open_notebook(page, lab, sent.name)
    check_still(page)
