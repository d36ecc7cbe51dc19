"""A learner's way through notebook 03, what is left of it after the server was closed, and rough handling."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    choose,
    jupyter_lab,
    open_notebook,
    play,
    require_nothing_from_axe,
    restart_kernel,
    run_all,
    watched_page,
    write_notebook,
)
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tpi_edu.content.questions import (
    Option,
    family_of,
    load_cases,
    load_misconceptions,
    load_questions,
)
from tpi_edu.record import Record

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BOOK = "03_relief_curve"
ORDER = next(key for key, question in load_questions().items() if question.kind == "order")
CELLS = (
    f'import tpi_edu\ndeck = tpi_edu.QuestionDeck("{BOOK}")\ndeck',
    "deck",  # as in another tab
    f'tpi_edu.QuestionCard("{ORDER}")',
    "tpi_edu.ClaimsExplorer()",
    'tpi_edu.CaseCard("thin_rhomboid")',
    "tpi_edu.ProgressPanel()",
    "tpi_edu.ReviewSheet()",
)
DROP = """(item) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'words from another program');
    for (const kind of ['dragover', 'drop']) {
        item.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
}"""


def options_of(stem: str) -> tuple[Option, Option]:
    """Return the right option of a question and a wrong one, with a belief where one has it."""
    question = next(q for q in load_questions().values() if q.stem == stem)
    by_belief = sorted(question.choices, key=lambda option: option.misconception)
    return next(option for option in by_belief if option.right), by_belief[-1]


def answer(deck: Locator, *, rightly: bool) -> None:
    """Answer the first open single-choice question from here on, and see its feedback."""
    while deck.locator(".tpi-options").count() == 0:
        deck.get_by_role("button", name="Next").click()
    right, wrong = options_of(deck.locator(".tpi-stem").text_content())
    chosen = right if rightly else wrong
    deck.get_by_role("radio", name=chosen.text, exact=True).check()
    deck.get_by_role("radio", name="certain").check()
    deck.get_by_role("button", name="Submit").click()
    expect(deck.locator(".tpi-headline")).to_contain_text("✓ Right" if rightly else "✗ Not right")
    expect(deck.locator(".tpi-headline")).to_be_focused()
    belief = load_misconceptions().get(chosen.misconception)
    expect(deck.locator(".tpi-belief")).to_contain_text([belief.belief] if belief else [])


def prediction_of(page: Page) -> list[str]:
    return (
        page.locator(".tpi-explorer")
        .first.get_by_role("slider")
        .evaluate_all("(handles) => handles.map((handle) => handle.getAttribute('aria-valuenow'))")
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record" / "answers.jsonl"))
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, tmp_path)
    return tmp_path


def test_what_a_learner_did_is_still_there_after_the_server_was_closed(
    browser: BrowserContext, folder: Path
) -> None:
    with jupyter_lab(folder) as address, watched_page(browser) as page:
        open_notebook(page, address, f"{BOOK}.ipynb")
        run_all(page)
        for kind in ("error", "stderr"):
            assert page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').count() == 0
        lab = page.locator(".tpi-explorer").first
        for slider in lab.get_by_role("slider").all()[::3]:  # 15 minutes, 2 days, 4 weeks
            slider.press("ArrowLeft")
        commit = lab.get_by_role("button", name="Commit")
        expect(commit).to_be_enabled()  # a key pressed on it before does nothing
        commit.press("Enter")
        expect(lab.locator("[role=status]")).to_contain_text("leaflet story", ignore_case=True)
        predicted = prediction_of(page)
        assert predicted == ["49.0", "50.0", "50.0"] * 2 + ["49.0"]

        deck = page.locator(".tpi-deck")
        answer(deck, rightly=False)
        deck.get_by_role("button", name="Next").click()
        answer(deck, rightly=True)
        require_nothing_from_axe(page)

    with jupyter_lab(folder) as address, watched_page(browser) as page:
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
        require_nothing_from_axe(page)


@pytest.fixture(scope="module")
def cards(
    browser: BrowserContext, lab: str, lab_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[list[Locator], Record]]:
    """A page of cards on one kernel, for all tests below, and the record of what is answered there."""
    path = str(tmp_path_factory.mktemp("cards") / "record" / "answers.jsonl")
    first = f'import os\nos.environ["TPI_EDU_RECORD"] = {path!r}\n{CELLS[0]}'
    write_notebook(lab_root / "cards.ipynb", (first, *CELLS[1:]))
    with watched_page(browser) as page:
        open_notebook(page, lab, "cards.ipynb")
        run_all(page)
        cells = page.locator(".jp-CodeCell")
        yield [cells.nth(number).locator(".tpi-explorer") for number in range(len(CELLS))], Record(path)


def test_a_double_click_is_one_answer_to_the_question_that_is_read(cards: tuple) -> None:
    (deck, same, *_), record = cards
    deck.get_by_role("button", name="Next").click()
    expect(deck.locator(".tpi-bar")).to_contain_text("Question 2 of")
    expect(same.locator(".tpi-bar")).to_contain_text("Question 1 of")
    for view in (same, deck):
        view.locator(".tpi-options input").first.check()
        view.get_by_role("radio", name="guess").check()
        view.get_by_role("button", name="Submit").dblclick()  # its second press may fall beside the answer
        expect(view.locator(".tpi-headline")).to_be_visible()
    asked = [key for key, question in load_questions().items() if question.notebook == BOOK]
    assert [event.key for event in record.events()] == asked[:2]


def test_a_press_that_began_on_the_sheet_finds_its_button_after_a_correction(cards: tuple) -> None:
    (*_, sheet), record = cards
    first, second = (sheet.locator(".tpi-judgment").nth(number) for number in (0, 1))
    first.get_by_role("textbox", name="What should it say?").fill("Half of it.")
    second.get_by_role("button", name="Agree").click(delay=1000)  # a slow press: meanwhile the words are kept
    expect(second.get_by_role("button", name="Agree")).to_have_attribute("aria-pressed", "true")
    expect(first.get_by_role("button", name="Correct")).to_have_attribute("aria-pressed", "true")
    expect(first.get_by_role("textbox")).to_have_value("Half of it.")
    assert [event.data["words"] for event in record.events("judgment")] == ["Half of it.", ""]


def test_steps_are_dragged_by_the_learner_and_not_by_what_is_dropped_on_them(cards: tuple) -> None:
    steps = cards[0][2].locator(".tpi-order li")
    before = steps.all_text_contents()
    steps.nth(2).evaluate(DROP)
    assert steps.all_text_contents() == before
    steps.nth(0).drag_to(steps.nth(2))
    assert steps.all_text_contents() == [*before[1:3], before[0], *before[3:]]


def test_another_patient_comes_in_and_is_led_to_an_end(cards: tuple) -> None:
    case, record = cards[0][4], cards[1]
    title = case.locator(".tpi-title")
    expect(title).to_have_text(load_cases()["thin_rhomboid"].title)
    case.get_by_role("button", name="Another patient").press("Enter")
    expect(title).not_to_have_text(load_cases()["thin_rhomboid"].title)
    expect(case.locator(".tpi-now")).to_be_focused()
    keys = {load_cases()[key].title: key for key in family_of("thin_rhomboid")}
    key = keys[title.text_content()]
    play(case, load_cases()[key])
    require_nothing_from_axe(case.page, ".tpi-case")
    assert {event.key for event in record.events("checkpoint")} == {key}


def test_starting_over_reaches_the_page_and_keeps_the_focus(cards: tuple) -> None:
    (deck, same, *_, panel, _), record = cards
    expect(same.locator(".tpi-headline")).to_have_count(1)
    panel.get_by_role("button", name="Refresh").press("Enter")
    expect(panel.get_by_role("button", name="Refresh")).to_be_focused()
    panel.get_by_role("button", name="Start over").press("Enter")
    panel.get_by_role("button", name="Yes, start over").press("Enter")
    expect(panel.get_by_text("Begun anew.")).to_be_focused()
    expect(same.locator(".tpi-headline")).to_have_count(0)
    expect(deck.locator(".tpi-count")).to_contain_text("0 of")
    assert record.events() == []


def test_when_the_kernel_is_gone_every_card_says_what_to_do(cards: tuple) -> None:
    (deck, *_, case, panel, _), _ = cards
    page, gone = deck.page, deck.page.locator(".tpi-gone")
    expect(gone).to_have_count(0)
    restart_kernel(page)
    for again in (True, False):
        expect(gone).to_have_count(len(CELLS))
        expect(gone.first).to_contain_text("Run All Cells")
        for button in (
            deck.locator(".tpi-steps button").last,
            case.get_by_role("button"),
            panel.get_by_role("button"),
        ):
            button.first.click()  # what cannot be sent raises nothing
        if again:
            run_all(page)
            expect(gone).to_have_count(0)
            choose(page, "Kernel", "Shut Down Kernel")
