"""One JupyterLab and one Chromium for all browser tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    HOW_TO_GET_ONE,
    PATIENCE_MS,
    find_chromium,
    jupyter_lab,
    launch,
    watched_page,
)
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

expect.set_options(timeout=PATIENCE_MS)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


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
    with jupyter_lab(lab_root) as address:
        yield address


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    with watched_page(browser) as page:
        yield page
