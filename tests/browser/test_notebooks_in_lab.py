"""Every notebook, opened as a learner opens it; nbval and test_learner.py run them."""

from pathlib import Path

import nbformat
import pytest
from lab import open_notebook, require_nothing_from_axe
from playwright.sync_api import Page

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


# JupyterLab 4.6 gives a stored image/png no text alternative, whatever its metadata say
NO_ALT = {"rules": {"image-alt": {"enabled": False}}}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_that_was_not_run_shows_its_pictures_and_words(page: Page, lab: str, path: Path) -> None:
    outputs = [out for cell in nbformat.read(path, 4).cells for out in cell.get("outputs", [])]
    pictures = sum("image/png" in out.get("data", {}) for out in outputs)
    open_notebook(page, lab, path.name)
    page.locator(".jp-WindowedPanel-outer, .jp-Notebook").first.wait_for()
    page.wait_for_function(
        "(count) => document.querySelectorAll('.jp-RenderedImage img, .jp-RenderedText').length >= count",
        arg=len(outputs),
    )
    assert page.locator(".jp-RenderedImage img").count() == pictures
    require_nothing_from_axe(page, options=NO_ALT)
