"""A real JupyterLab and a real Chromium, for the browser tests and the benchmark."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HOW_TO_GET_ONE = "no Chromium found: run `playwright install chromium`, or install the package chromium"
PATIENCE_MS = 60_000
# run on a card: what sticks out of it, and the labels that are cut
OUTSIDE = """(card) => {
    const edge = card.getBoundingClientRect();
    return [...card.querySelectorAll('button, select, .noUi-handle, .widget-label, svg, p')]
        .filter((node) => node.offsetParent !== null || node.tagName === 'svg')
        .filter((node) => { const box = node.getBoundingClientRect();
            return box.left < edge.left - 1 || box.right > edge.right + 1; })
        .map((node) => node.outerHTML.slice(0, 80));
}"""
CUT = """(card) => [...card.querySelectorAll('.widget-label, .widget-label-basic')]
    .filter((node) => node.scrollWidth > node.clientWidth)
    .map((node) => node.textContent)"""
# one cell each in labs.ipynb
LABS = (
    "MuscleAtlas()",
    "AgreementExplorer()",
    "CycleExplorer()",
    "ProcedureExplorer()",
    "DoseLab()",
    "NeedleLab()",
    "ForestExplorer()",
    "CohortExplorer()",
    "RepeatExplorer()",
)
CARDS = ('CaseCard("thin_rhomboid")', "ClaimsExplorer()")  # in the same notebook, without a figure


def find_chromium(playwright: Playwright) -> str | None:
    """Return Playwright's own browser, else one on the PATH, else None."""
    own = Path(playwright.chromium.executable_path)
    on_path = (shutil.which(name) for name in ("chromium", "google-chrome", "chromium-browser"))
    return str(own) if own.exists() else next(filter(None, on_path), None)


@contextmanager
def jupyter_lab(root: Path) -> Iterator[str]:
    """Serve a folder in JupyterLab, with settings of its own, and yield the address."""
    settings = root / ".jupyter-settings"
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "JUPYTER_DATA_DIR": str(settings / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "lab"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        "IPYTHONDIR": str(settings / "ipython"),
    }
    news = settings / "lab" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True, exist_ok=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    log = root / ".lab.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0"]
    options += ["--IdentityProvider.token=", f"--ServerApp.root_dir={root}", "--ServerApp.password="]
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=out, stderr=subprocess.STDOUT, env=env
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)  # a server that starts announces nothing that could be awaited
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


def launch(playwright: Playwright) -> Browser:
    """Start headless Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=list(CHROMIUM_FLAGS))


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook alone on the page and wait until its kernel is ready."""
    page.goto(f"{address}/doc/tree/{name}?reset")
    # the notebook's own indicator says "idle" too while there is no kernel yet
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE_MS)


def choose(page: Page, menu: str, *items: str) -> None:
    """Choose an entry of JupyterLab's menu bar, through submenus."""
    page.get_by_role("menuitem", name=menu, exact=True).first.click()
    for item in items:
        page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()


def run_all(page: Page) -> None:
    """Run every cell of the open notebook and wait until the last one is done."""
    choose(
        page, "Edit", "Clear Outputs of All Cells"
    )  # else the stored numbers would look like a finished run
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
               .every((prompt) => /\\[\\d+\\]/.test(prompt.textContent))""",
        timeout=PATIENCE_MS,
    )
