"""One JupyterLab and one Chromium for all browser tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from lab import CARDS, HOW_TO_GET_ONE, LABS, find_chromium, jupyter_lab, launch, open_notebook, run_all
from playwright.sync_api import Browser, Page, sync_playwright

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
EXPLORER = 'from tpi_edu import ReliefExplorer\nReliefExplorer(story="both")'
PREDICTION = """from types import SimpleNamespace
from tpi_edu import PredictionLab
PredictionLab(record=SimpleNamespace(add=lambda *event: None, events=lambda kind: []))"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        if find_chromium(playwright) is None:
            if os.environ.get("CI"):
                pytest.fail(HOW_TO_GET_ONE)
            pytest.skip(HOW_TO_GET_ONE)  # a learner's machine may have none; in CI this fails
        with launch(playwright) as chromium:
            yield chromium


@pytest.fixture(scope="session")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 (skips first)
    root = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, root)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    labs = [f"import tpi_edu\ntpi_edu.{code}" for code in (*LABS, *CARDS)]
    for name, codes in (("explorer", [EXPLORER]), ("prediction", [PREDICTION]), ("labs", labs)):
        cells = [nbformat.v4.new_code_cell(code) for code in codes]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / f"{name}.ipynb")
    with jupyter_lab(root) as address:
        yield address


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """Open a page that fails the test when a script on it reports an error."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched_page(browser) as page:
        yield page


@pytest.fixture(scope="session")
def labs(browser: Browser, lab: str) -> Iterator[Page]:
    """One page with every lab, for all tests that use them: a test resets what it touches."""
    with watched_page(browser) as page:
        open_notebook(page, lab, "labs.ipynb")
        run_all(page)
        page.wait_for_function(f"() => document.querySelectorAll('.tpi-figure svg').length === {len(LABS)}")
        yield page
