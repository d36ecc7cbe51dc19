"""Measure key press to painted picture, side by side: `python tests/benchmarks/slider_latency.py`.

All methods stand in one notebook and take turns, in one page and one kernel. A press is timed from the
browser's keydown event to the second animation frame after the picture changed (and was decoded, if it is
an image). A burst holds the key: KEYS events, KEY_MS apart, there and back; its lag is the time from the
last keydown until the last picture is painted, which must be the one the burst began with.
"""

import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np
from memory_and_import import verdict
from playwright.sync_api import Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "browser"))

import lab

WARM_UPS = 5
ROUNDS, PRESSES = 12, 4  # presses of one method before the next takes its turn
BURSTS = 3
KEYS, KEY_MS = 90, 16.0
QUIET_MS = 600  # a burst is over when no picture came for so long
REST_MS = (60, 90)  # between presses; of random length, so that presses do not keep step with the frames
LABEL = "Steroid fades (days)"
MUSCLE = "Muscle"

SETUP = f"""\
import base64, io
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import HTML, FloatSlider, VBox, interact
from PIL import Image
from tpi_edu import *

STORIES = ("leaflet", "trials")

def slider():
    return FloatSlider(value=21, min=14, max=60, step=1, description="{LABEL}")

def pixel(shade):
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1), (shade, shade, shade)).save(buffer, "PNG")
    return f'<img alt="" src="data:image/png;base64,{{base64.b64encode(buffer.getvalue()).decode()}}">'

pixels = [pixel(shade) for shade in range(61)]

def floor():
    control, image = slider(), HTML(pixels[21])
    control.observe(lambda change: image.set_trait("value", pixels[round(change.new)]), "value")
    return VBox([control, image])

def draw(fade):
    leaflet, trials = (simulate_relief(Injection(), story=s, steroid_fade_days=fade) for s in STORIES)
    bands = -100 / 7.5 * np.array(list(leaflet.components_nrs.values()))
    _, panels = plt.subplots(1, 3, figsize=(7.92, 4.08), sharey=True)  # as many pixels as the live figure
    for axes, (start, end) in zip(panels, ((0, 6), (6, 168), (168, 1344))):
        shown = (leaflet.times_h >= start) & (leaflet.times_h <= end)
        hours = leaflet.times_h[shown]
        axes.stackplot(hours, bands[:4, shown], alpha=0.3)
        axes.fill_between(hours, 0, bands[4, shown], alpha=0.3)
        axes.plot(hours, leaflet.relief_pct[shown], "k--", lw=2)
        axes.plot(hours, trials.relief_pct[shown], "k-", lw=2)
        axes.axhline(30, color="gray", ls=":")
        axes.set(xlim=(start, end), ylim=(-30, 100), xlabel="hours")
    plt.show()
"""

# What runs in the page: a picture has changed when its image's source or its shown path data have.
WATCH_JS = """() => {
  const frame = () => new Promise(requestAnimationFrame);
  const look = (picture) =>
    [...picture.querySelectorAll("img, svg > g > path, svg > g > text")]
      .map((node) => node.getAttribute("src") ?? node.getAttribute("d") ?? node.textContent).join("\\n");
  const bench = (window.tpiBench = {
    watch(picture) {
      bench.observer?.disconnect();
      bench.begun = bench.seen = look(picture);
      bench.painted = [];
      bench.observer = new MutationObserver(async () => {
        const now = look(picture);
        if (now === "" || now === bench.seen) return;
        bench.seen = now;
        for (const image of picture.querySelectorAll("img")) await image.decode().catch(() => {});
        await frame();
        await frame();
        bench.painted.push(performance.now());
        bench.onPainted?.();
      });
      const changes = { subtree: true, childList: true, characterData: true, attributeFilter: ["src", "d"] };
      bench.observer.observe(picture, changes);
    },
    expect() {
      bench.next = new Promise((resolve, reject) => {
        bench.onPainted = () => resolve(bench.painted.at(-1) - bench.keydown);
        setTimeout(() => reject(new Error("no new picture after 10 s")), 10_000);
      });
    },
    async quiet(ms) {
      const last = () => Math.max(bench.keydown, bench.painted.at(-1) ?? 0);
      while (performance.now() - last() < ms) await new Promise((resolve) => setTimeout(resolve, 20));
      return { lag: last() - bench.keydown, isBack: bench.seen === bench.begun };
    },
  });
  document.addEventListener("keydown", (event) => (bench.keydown = event.timeStamp), true);
}"""

AT_END_JS = """() => {
  const node = document.activeElement;
  const [now, most] = ["now", "max"].map((end) => Number(node.getAttribute(`aria-value${end}`)));
  return node.matches("select") ? node.selectedIndex === node.length - 1 : now >= most;
}"""


@dataclass(kw_only=True)
class Method:
    """One way to show a moving picture: its cell, where its picture is, and what was measured.

    walks: whether the slider is gone along, else to and fro where two neighbors show different pictures.
    """

    name: str
    code: str
    picture: str
    slider: str = LABEL
    walks: bool = True
    presses_ms: list[float] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)


FLOOR = Method(name="floor (1-pixel image)", code="floor()", picture=".widget-html-content")
INTERACT = Method(name="interact + pyplot", code="interact(draw, fade=slider());", picture=".widget-output")
EXPLORERS = [
    Method(name=code, code=code, picture=".tpi-figure > div", slider=slider, walks=slider != "Step")
    for code, slider in (
        ("ReliefExplorer()", LABEL),
        ('ReliefExplorer(story="both", measured=True)', LABEL),
        ("AgreementExplorer()", "Kappa (1: always agree)"),
        ("CycleExplorer()", "Link"),
        ("DoseLab()", "Body weight (kg)"),
        ('NeedleLab(guidance="ultrasound")', "Angle to the skin (degrees)"),
        ("ProcedureExplorer(step=7)", "Step"),
        ("ForestExplorer()", "Smallest difference that matters"),
        ("RepeatExplorer()", "Response (× average)"),
        ("CohortExplorer()", "Responder: relief of at least (%)"),
        ("PredictionLab()", "2 days (%)"),
        ("MuscleAtlas()", MUSCLE),  # a list: its keys are the same
    )
]
METHODS = [FLOOR, INTERACT, *EXPLORERS]


def take_turn(page: Page, method: Method) -> None:
    """Bring a method's cell into view, focus its slider, and watch its picture."""
    cell = page.locator(".jp-CodeCell").nth(1 + METHODS.index(method))
    cell.locator(".jp-Cell-outputWrapper").evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    control = cell.locator(".widget-slider, .widget-dropdown", has_text=method.slider).first
    control.locator(".noUi-handle, select").focus()
    picture = cell.locator(method.picture).first
    picture.locator("img, svg").first.wait_for(timeout=lab.PATIENCE_MS)
    picture.evaluate("(node) => window.tpiBench.watch(node)")
    page.wait_for_timeout(3 * REST_MS[1])


def press(page: Page, key: str) -> float:
    """Press a key and return the milliseconds until the picture it asked for was painted."""
    page.evaluate("() => window.tpiBench.expect()")
    page.keyboard.press(key)
    latency = page.evaluate("() => window.tpiBench.next")
    page.wait_for_timeout(random.uniform(*REST_MS))
    return latency


def measure_presses(page: Page, method: Method, count: int) -> list[float]:
    """Return the latencies of some presses to the right, from the end on from the start again.

    To go to and fro would measure what is remembered of the last pictures.
    """
    take_turn(page, method)
    found = []
    while len(found) < count:
        if not method.walks:
            found.append(press(page, ("ArrowRight", "ArrowLeft")[len(found) % 2]))
        elif page.evaluate(AT_END_JS):
            press(page, "Home")
        else:
            found.append(press(page, "ArrowRight"))
    return found


def measure_burst(page: Page, method: Method) -> None:
    """Hold the key there and back, and note how far the last picture lags behind the last key."""
    take_turn(page, method)
    page.keyboard.press("Home")
    page.evaluate(f"() => window.tpiBench.quiet({QUIET_MS})")
    take_turn(page, method)
    due = time.perf_counter()
    for n in range(KEYS):
        page.keyboard.down("ArrowRight" if n < KEYS // 2 else "ArrowLeft")
        due += KEY_MS / 1000
        time.sleep(max(0.0, due - time.perf_counter()))
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.up(key)
    end = page.evaluate(f"() => window.tpiBench.quiet({QUIET_MS})")
    if not end["isBack"]:
        raise RuntimeError(f"{method.name}: the last picture of a burst is not the one of the last key.")
    method.lags_ms.append(end["lag"])


def measure(page: Page) -> None:
    """Measure every method, by turns."""
    page.evaluate(WATCH_JS)
    lab.open_more(page)
    for method in METHODS:
        measure_presses(page, method, WARM_UPS)
    for _ in range(ROUNDS):
        for method in METHODS:
            method.presses_ms += measure_presses(page, method, PRESSES)
    for _ in range(BURSTS):
        for method in METHODS:
            if method.slider != MUSCLE:  # going back through the list may leave another plate on the left
                measure_burst(page, method)


def report() -> None:
    """Print the table, and whether the explorers reach their targets."""
    floor, pyplot = median(FLOOR.presses_ms), median(INTERACT.presses_ms)
    print(f"{ROUNDS * PRESSES} presses and {BURSTS} bursts of {KEYS} keys per method; lag: median (worst)\n")
    row = "{:44}{:>11}{:>8}{:>9}{:>10}{:>12}".format
    print(row("method", "median ms", "p95 ms", "/ floor", "/ pyplot", "lag ms"))
    for method in METHODS:
        middle, slow = np.percentile(method.presses_ms, (50, 95))
        times = f"{middle:.1f}", f"{slow:.1f}", f"{middle / floor:.2f}", f"{middle / pyplot:.2f}"
        lag = f"{median(method.lags_ms):.0f} ({max(method.lags_ms):.0f})" if method.lags_ms else "none"
        print(row(method.name, *times, lag))
    for method in EXPLORERS:
        for limit, other, words in ((0.45, pyplot, "interact + pyplot"), (1.25, floor, "floor")):
            ratio = median(method.presses_ms) / other
            print(f"{method.name} <= {limit} x {words}: {verdict(ratio <= limit)} ({ratio:.2f})")


def main() -> None:
    """Run the benchmark in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        if lab.find_chromium(playwright) is None:
            sys.exit(lab.HOW_TO_GET_ONE)
        os.environ["TPI_EDU_RECORD"] = ":memory:"  # a prediction on record could not be moved
        lab.write_notebook(Path(folder) / "latency.ipynb", [SETUP, *(method.code for method in METHODS)])
        with lab.jupyter_lab(Path(folder)) as address, lab.launch(playwright, 1600) as browser:
            page = browser.new_page()
            lab.open_notebook(page, address, "latency.ipynb")
            lab.run_all(page)
            measure(page)
    report()


if __name__ == "__main__":
    main()
