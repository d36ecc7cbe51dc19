"""Take the README's picture of the explorer: python tests/browser/readme_picture.py."""

import tempfile
from pathlib import Path

from lab import jupyter_lab, launch, open_notebook, run_all, write_notebook
from PIL import Image
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[2] / "notebooks" / "explorer.png"
CELL = 'from tpi_edu import ReliefExplorer\nReliefExplorer(story="both", measured=True, task="trials")'

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder) / "explorer.ipynb", [CELL])
        with (
            jupyter_lab(Path(folder)) as address,
            sync_playwright() as playwright,
            launch(playwright) as browser,
        ):
            page = browser.new_page()
            page.set_viewport_size({"width": 1400, "height": 1300})  # all of the card
            open_notebook(page, address, "explorer.ipynb")
            run_all(page)
            page.locator(".tpi-explorer").screenshot(path=PICTURE)
    with Image.open(PICTURE) as image:
        image.convert("RGB").quantize(192, Image.Quantize.MAXCOVERAGE, kmeans=2).save(PICTURE, optimize=True)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size / 1024:.0f} kB")
