"""A real JupyterLab and a real Chromium, for the browser tests and the benchmark."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args, get_type_hints

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

import tpi_edu
from tpi_edu.content.questions import Case, Choice
from tpi_edu.widgets.card import Card
from tpi_edu.widgets.explorer import Explorer

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHROMIUM_FLAGS += ["--disable-component-update", "--disable-sync", "--no-first-run"]
HOW_TO_GET_ONE = "no Chromium found: run `playwright install chromium`, or install the package chromium"
PATIENCE_MS = 60_000
# run on a card: what sticks out of it (a figure only inside a box that scrolls), and the labels that are cut
OUTSIDE = """(card) => {
    const edge = card.getBoundingClientRect();
    const parts = 'button, select, textarea, .noUi-handle, .widget-label, .tpi-figure > div, p';
    return [...card.querySelectorAll(parts)]
        .filter((node) => node.offsetParent !== null)
        .filter((node) => { const box = node.getBoundingClientRect();
            return box.left < edge.left - 1 || box.right > edge.right + 1; })
        .map((node) => node.outerHTML.slice(0, 80));
}"""
CUT = """(card) => [...card.querySelectorAll('.widget-label, .widget-label-basic, button')]
    .filter((node) => node.scrollWidth > node.clientWidth)
    .map((node) => node.textContent)"""
# the smallest side of what can be pressed of a slider's handle
GRIP = """(card) => Math.min(...[...card.querySelectorAll('.noUi-touch-area')]
    .filter((area) => area.offsetParent !== null)
    .flatMap((area) => [area.offsetWidth, area.offsetHeight]))"""
# every card of the package, one cell each in labs.ipynb; LABS are those with a figure
ARGUMENTS = {
    "Bibliography": '"03_relief_curve"',
    "CaseCard": '"thin_rhomboid"',
    "QuestionCard": '"sort_the_clocks"',
    "QuestionDeck": '"03_relief_curve"',
    "ReliefExplorer": 'measured=True, story="trials"',  # else some of its controls are asleep
}
_CLASSES = {name: thing for name in tpi_edu.__all__ if isinstance(thing := getattr(tpi_edu, name), type)}
CARDS = {
    f"{name}({ARGUMENTS.get(name, '')})": kind for name, kind in _CLASSES.items() if issubclass(kind, Card)
}
LABS = tuple(code for code, kind in CARDS.items() if issubclass(kind, Explorer))
CASE_KINDS = get_args(get_type_hints(Choice)["kind"])  # the best first
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


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
    # it would run Node.js for every page, to see whether an extension wants a new build
    options += ["--ServerApp.tornado_settings={'page_config_data': {'buildCheck': False}}"]
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=out, stderr=subprocess.STDOUT, env=env
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:  # it waits for a kernel that does not answer
                server.kill()
                server.wait()


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


def launch(playwright: Playwright, width: int = 1400) -> BrowserContext:
    """Start headless Chromium, with one cache for all its pages: JupyterLab is large."""
    path, viewport = find_chromium(playwright), {"width": width, "height": 1000}
    return playwright.chromium.launch_persistent_context(
        "", executable_path=path, args=CHROMIUM_FLAGS, viewport=viewport
    )


@contextmanager
def watched_page(browser: BrowserContext) -> Iterator[Page]:
    """Open a page that fails the test when a script on it reports an error."""
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def write_notebook(path: Path, codes: Iterable[str]) -> None:
    """Write a notebook with a cell for each piece of code."""
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)


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


def card_of(page: Page, code: str) -> Locator:
    """Return the card that the code of labs.ipynb shows."""
    card = page.locator(".jp-CodeCell").nth(list(CARDS).index(code)).locator(".tpi-card")
    card.scroll_into_view_if_needed()
    return card


def restart_kernel(page: Page) -> None:
    """Restart the kernel of the open notebook."""
    choose(page, "Kernel", "Restart Kernel…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()


def start_over(page: Page, code: str) -> Locator:
    """Return the card of a lab in its starting state."""
    card = card_of(page, code)
    card.get_by_role("button", name="Reset").click()
    return card


def open_more(page: Page) -> None:
    """Show the controls behind every *More* on the page."""
    for button in page.get_by_role("button", name="More", exact=True).all():
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        expect(button).to_have_attribute("aria-expanded", "true")


def choose_theme(page: Page, theme: str) -> None:
    """Switch JupyterLab to a theme and wait until it is there."""
    choose(page, "Settings", "Theme", theme)
    page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")


def said(card: Locator) -> Locator:
    """Return the line below a card's figure."""
    return card.locator(".tpi-figure [role=status]")


def on_screen(figure: Locator, x: float, y: float) -> tuple[float, float]:
    """Return where on the screen a place of a figure is, given in units of its SVG."""
    return tuple(
        figure.evaluate(
            """(svg, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
                                  return [p.x, p.y]; }""",
            [x, y],
        )
    )


def press_at(card: Locator, x: float, y: float) -> None:
    """Press on the figure at a place given in units of its SVG."""
    card.locator(".tpi-figure").scroll_into_view_if_needed()  # its SVG may just be replaced
    card.page.mouse.click(*on_screen(card.locator(".tpi-figure svg"), x, y))


@contextmanager
def finger(page: Page) -> Iterator[Callable[[Iterable[tuple[float, float]]], None]]:
    """Let the screen be touched; yield what puts a finger down, moves it through places and lifts it."""
    cdp = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def draw(places: Iterable[tuple[float, float]]) -> None:
        for number, place in enumerate(places):
            touch("touchMove" if number else "touchStart", place)
        touch("touchEnd")

    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        yield draw
    finally:  # others use the same page
        cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def set_slider(card: Locator, name: str, value: str) -> None:
    """Type a value into a slider's readout, as a keyboard user may."""
    readout = card.get_by_role("textbox", name=f"{name}, value")
    readout.fill(value)
    readout.press("Enter")


def text_height(card: Locator) -> float:
    """Return the height of the smallest words of a figure on the screen; some stand on end."""
    return min(
        card.locator(".tpi-figure svg text").evaluate_all(
            """(nodes) => nodes.filter((n) => n.textContent.trim() && n.getBoundingClientRect().width > 0)
                .map((n) => { const { a, b } = n.getScreenCTM();
                              return Math.hypot(a, b) * parseFloat(getComputedStyle(n).fontSize); })"""
        )
    )


def play(card: Locator, case: Case) -> None:
    """Lead a patient to an end by the best choices, and see what is told on the way and to remember."""
    taken = []
    while choices := case.steps(taken)[-1][0].choices:
        kinds = [CASE_KINDS.index(choice.kind) for choice in choices]
        taken.append(kinds.index(min(kinds)))
        card.get_by_role("button", name=choices[taken[-1]].text, exact=True).click()
        expect(card.locator(".tpi-now")).to_contain_text(case.steps(taken)[-1][0].text)
        expect(card.locator(".tpi-now")).to_be_focused()
    assert case.steps(taken)[-1][0].ending in ("completed", "stopped")
    for line in case.remember:
        expect(card).to_contain_text(line)


def require_nothing_from_axe(
    page: Page, context: str = ".jp-OutputArea-output", options: dict | None = None
) -> None:
    """Check that axe finds nothing to mend in a part of the page."""
    report = Axe().run(page, context=context, options=options)
    assert report.violations_count == 0, report.generate_report()
