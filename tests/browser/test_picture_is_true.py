"""In a real JupyterLab, what every figure shows is what a fresh one shows, whatever a learner did before."""

import base64
import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from lab import open_notebook, run_all, watched_page, write_notebook
from PIL import Image
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect
from states import EXPLORERS

NAMES = [explorer.__name__ for explorer in EXPLORERS]
HERE = Path(__file__).parent
PATHS = [str(HERE), str(HERE.parent / "figures")]
CELL = """import os, sys
os.environ["TPI_EDU_RECORD"] = ":memory:"
sys.path[:0] = {paths}
from probe import Probe
Probe({name!r})"""
# press the button below a card until its figure shows the marks of the model, all to be seen, and what that
# of a fresh card does: text alternative, every element with attributes and words, own names left out. After a
# change this takes until the kernel has heard of it and the browser has followed.
ASK = """async (cell, before) => {
  const answer = () => JSON.parse(cell.querySelector('.probe-answer').textContent);
  const figure = (where) => cell.querySelector(`${where} .tpi-figure svg`);
  const bare = (words) => words.replace(/tpi[a-z0-9]+-/g, '');
  const seen = (svg) => JSON.stringify([svg.getAttribute('aria-label'), ...[...svg.querySelectorAll('*')].map(
    (node) => [
      node.tagName,
      node.getAttributeNames().sort().map((name) => [name, bare(node.getAttribute(name))]),
      node.children.length ? '' : node.textContent,
    ])]);
  const ask = async () => {
    const { asked = 0 } = answer();
    cell.querySelector('.probe-button').click();
    const isThere = () =>
      answer().asked > asked && figure('.probe-box')?.getAttribute('aria-label') === answer().words;
    const patience = performance.now() + 20_000;
    while (!isThere()) {
      if (performance.now() > patience) throw new Error('no fresh figure came');
      await new Promise(requestAnimationFrame);
    }
    const marks = [...figure('.tpi-explorer').lastElementChild.children]
      .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((node) => node.getAttribute('d') ?? node.textContent);
    const isTrue = seen(figure('.tpi-explorer')) === seen(figure('.probe-box'))
      && JSON.stringify(marks) === JSON.stringify(answer().marks);
    return { state: answer().state, isTrue };
  };
  for (let turn = 0; ; turn++) {
    const found = await ask();
    if (turn === 50 || (found.isTrue && (turn || found.state !== before))) return found;
  }
}"""
# what a learner can change; what plays goes on by itself
FIND = """(card) => ['.widget-slider:not([disabled]) .noUi-handle', 'select:enabled',
    'input[type=checkbox]:enabled', 'button:enabled:not(.widget-play *)',
    '.tpi-drag, .tpi-tap, .tpi-slide'].flatMap((kind) =>
  [...card.querySelectorAll(kind)].flatMap((node, index) => (node.offsetParent ?
    [[kind, index, node.options?.length ?? 0, node.textContent.trim()]] : [])))"""
# put the copy of a fresh card's figure in the place of a card's own, or the own one back: both as if they had
# just come, for all of it is painted anew; return where it stands
SHOW = """(cell, isFresh) => {
  const [own, fresh] = ['.tpi-explorer', '.probe-box']
    .map((where) => cell.querySelector(`${where} .tpi-figure > div`));
  if (isFresh) own.svg = own.firstElementChild;
  own.replaceChildren(isFresh ? fresh.firstElementChild.cloneNode(true) : own.svg);
  own.firstElementChild.scrollIntoView({ block: 'center' });
  const { left, top, right, bottom } = own.firstElementChild.getBoundingClientRect();
  const [x, y] = [left, top].map(Math.floor);
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y, scale: 1 };
}"""
KEYS = ("ArrowLeft", "ArrowRight", "ArrowRight", "PageUp", "PageDown", "Home", "End")
NOT_PRESSED = ("Full screen", "probe")
HANDFUL = 12  # pixels that may differ, and by how much a color may
NUANCE = 24


@pytest.fixture(scope="module")
def probes(browser: BrowserContext, lab: str, lab_root: Path) -> Iterator[Page]:
    write_notebook(lab_root / "truth.ipynb", (CELL.format(paths=PATHS, name=name) for name in NAMES))
    with watched_page(browser) as page:
        open_notebook(page, lab, "truth.ipynb")
        run_all(page)
        yield page


def act(card: Locator, rng: random.Random) -> None:
    """Do what a learner may do on a card now."""
    found = [each for each in card.evaluate(FIND) if each[-1] not in NOT_PRESSED]
    kind, index, options, _ = rng.choice(
        [each for each in found for _ in range(3 if "tap" in each[0] else 1)]
    )
    node = card.locator(kind).nth(index)
    if "noUi" in kind:
        node.press(rng.choice(KEYS))
    elif options:
        node.select_option(index=rng.randrange(options))
    elif "tap" in kind:
        press(node, rng)
    else:
        node.click()


def press(picture: Locator, rng: random.Random) -> None:
    box = picture.bounding_box()
    at = {"x": box["width"] * rng.uniform(0.02, 0.98), "y": box["height"] * rng.uniform(0.05, 0.9)}
    picture.click(position=at)


def count_other_pixels(cell: Locator, camera: CDPSession) -> int:
    """Return how many pixels of a card's figure change when a fresh one is put in its place."""
    seen = []
    for is_fresh in (True, False):
        clip = cell.evaluate(SHOW, is_fresh)
        shot = camera.send("Page.captureScreenshot", {"clip": clip, "optimizeForSpeed": True})
        seen.append(base64.b64decode(shot["data"]))
    if seen[0] == seen[1]:
        return 0
    fresh, own = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int) for png in seen)
    return int((np.abs(fresh - own).max(axis=2) > NUANCE).sum())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_is_what_a_fresh_card_shows(
    probes: Page, name: str, request: pytest.FixtureRequest
) -> None:
    rng, wanted = random.Random(name), request.config.getoption("states")
    cell = probes.locator(".jp-CodeCell").nth(NAMES.index(name))
    card = cell.locator(".tpi-explorer").first
    card.scroll_into_view_if_needed()
    camera = probes.context.new_cdp_session(probes)
    found, changes = cell.evaluate(ASK), 0
    while changes < wanted:
        before = found["state"]
        act(card, rng)
        found = cell.evaluate(ASK, before)
        assert found["isTrue"], found["state"]
        if found["state"] != before:
            changes += 1
            assert count_other_pixels(cell, camera) <= HANDFUL, found["state"]
    figure = card.locator(".tpi-figure")
    expect(figure.get_by_role("status")).to_have_text(figure.locator("svg").get_attribute("aria-label"))
