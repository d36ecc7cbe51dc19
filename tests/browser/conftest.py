"""One JupyterLab and one Chromium for all browser tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    CARDS,
    HOW_TO_GET_ONE,
    LABS,
    PATIENCE_MS,
    find_chromium,
    jupyter_lab,
    launch,
    open_notebook,
    run_all,
    watched_page,
    write_notebook,
)
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

expect.set_options(timeout=PATIENCE_MS)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PREDICTION = """from tpi_edu import PredictionLab
from tpi_edu.record import open_record
open_record().start_over()
PredictionLab()"""


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        if find_chromium(playwright) is None:
            if os.environ.get("CI"):
                pytest.fail(HOW_TO_GET_ONE)
            pytest.skip(HOW_TO_GET_ONE)  # a learner's machine may have none; in CI this fails
        with launch(playwright) as chromium:
            yield chromium


@pytest.fixture(scope="session")
def lab_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the lab serves."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def lab(browser: BrowserContext, lab_root: Path) -> Iterator[str]:  # noqa: ARG001 (skips first)
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, lab_root)
    labs = [f"import tpi_edu\ntpi_edu.{code}" for code in CARDS]
    for name, codes in (("prediction", [PREDICTION]), ("labs", labs)):
        write_notebook(lab_root / f"{name}.ipynb", codes)
    with jupyter_lab(lab_root) as address:
        yield address


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    with watched_page(browser) as page:
        yield page


@pytest.fixture(scope="session")
def labs(browser: BrowserContext, lab: str) -> Iterator[Page]:
    """One page with every card, for all tests that use them: a test resets what it touches."""
    with watched_page(browser) as page:
        open_notebook(page, lab, "labs.ipynb")
        run_all(page)
        page.wait_for_function(f"() => document.querySelectorAll('.tpi-figure svg').length === {len(LABS)}")
        yield page
