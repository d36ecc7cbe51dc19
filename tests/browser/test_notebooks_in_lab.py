"""Every notebook, opened as a learner opens it; nbval runs them all, so only the first is run here."""

from pathlib import Path

import nbformat
import pytest
from lab import PATIENCE_MS, open_notebook, require_nothing_from_axe, run_all
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


def test_the_first_notebook_runs_from_top_to_bottom(page: Page, lab: str) -> None:
    open_notebook(page, lab, NOTEBOOKS[0].name)
    run_all(page)
    page.wait_for_function(  # of the cells that JupyterLab keeps on the page: those near to what is seen
        """() => [...document.querySelectorAll('.jp-CodeCell')]
               .every((cell) => cell.querySelector('.jp-OutputArea-executeResult'))""",
        timeout=PATIENCE_MS,
    )
    for kind in ("error", "stderr"):
        assert page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').count() == 0
    page.wait_for_function(
        """() => [...document.querySelectorAll('.tpi-figure')].every((figure) => {
               const label = figure.querySelector('svg')?.getAttribute('aria-label'); // once it is drawn
               return label?.length > 80 && label === figure.querySelector('[role=status]').textContent;
           })"""
    )
    assert page.locator(".tpi-figure, .tpi-deck").count() >= 2
    require_nothing_from_axe(page)
