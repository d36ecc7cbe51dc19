"""Every notebook, opened as a learner opens it."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import open_notebook, run_all
from playwright.sync_api import Page

NOTEBOOKS = sorted(path.name for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs_from_top_to_bottom(page: Page, lab: str, name: str) -> None:
    open_notebook(page, lab, name)
    cells = page.locator(".jp-CodeCell").count()
    run_all(page)
    outputs = page.locator(".jp-OutputArea-output.jp-OutputArea-executeResult, .jp-OutputArea-executeResult")
    page.wait_for_function(
        f"() => document.querySelectorAll('.jp-OutputArea-executeResult').length === {cells}"
    )
    assert outputs.count() == cells
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    page.wait_for_function(
        """() => [...document.querySelectorAll('.tpi-figure')].every((figure) => {
               const label = figure.querySelector('svg').getAttribute('aria-label');
               return label.length > 80 && label === figure.querySelector('[role=status]').textContent;
           })"""
    )
    assert page.locator(".tpi-figure, .tpi-case").count() >= 1
    report = Axe().run(page, context=".jp-OutputArea-output")
    assert report.violations_count == 0, report.generate_report()
