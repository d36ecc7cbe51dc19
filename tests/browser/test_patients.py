"""Every virtual patient of the package, on a page."""

from pathlib import Path

from lab import open_notebook, play, require_nothing_from_axe, run_all, watched_page, write_notebook
from playwright.sync_api import BrowserContext

from tpi_edu.content.questions import load_cases


def test_every_patient_is_led_to_an_end(browser: BrowserContext, lab: str, lab_root: Path) -> None:
    cells = [f"import tpi_edu\ntpi_edu.CaseCard({key!r})" for key in load_cases()]
    write_notebook(lab_root / "patients.ipynb", cells)
    with watched_page(browser) as page:
        open_notebook(page, lab, "patients.ipynb")
        run_all(page)
        for number, case in enumerate(load_cases().values()):
            play(page.locator(".jp-CodeCell").nth(number).locator(".tpi-explorer"), case)
        require_nothing_from_axe(page)
