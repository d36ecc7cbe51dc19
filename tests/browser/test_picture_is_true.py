"""In a real JupyterLab, what every figure shows is what a fresh one shows, whatever a learner did before."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from lab import open_notebook, run_all, watched_page, write_notebook
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect
from probe import cards_with_figures

HERE = Path(__file__).parent
CELL = """import os, sys
os.environ["TPI_EDU_RECORD"] = ":memory:"
sys.path.insert(0, {here!r})
from probe import Probe
Probe({name!r})"""
# press the button below a card; return whether its figures show the marks of the model, all to be seen, and
# what those of a fresh card do: text alternative, every element with attributes and words, own names left out
ASK = """async (cell) => {
  const answer = () => JSON.parse(cell.querySelector('.probe-answer').textContent);
  const figures = (where) => [...cell.querySelectorAll(`${where} .tpi-figure svg`)];
  const bare = (words) => words.replace(/tpi[a-z0-9]+-/g, '');
  const seen = (svg) => [svg.getAttribute('aria-label'), [...svg.querySelectorAll('*')].map((node) => [
    node.tagName,
    node.getAttributeNames().sort().map((name) => [name, bare(node.getAttribute(name))]),
    node.children.length ? '' : node.textContent,
  ])];
  const { asked = 0 } = answer();
  cell.querySelector('.probe-button').click();
  const isThere = () => {
    const labels = JSON.stringify(figures('.probe-box').map((svg) => svg.getAttribute('aria-label')));
    return answer().asked > asked && labels === JSON.stringify(answer().words);
  };
  const patience = performance.now() + 20_000;
  while (!isThere()) {
    if (performance.now() > patience) throw new Error('no fresh figure came');
    await new Promise(requestAnimationFrame);
  }
  const all = (where) => JSON.stringify(figures(where).map(seen));
  const marks = figures('.tpi-explorer').map((svg) => [...svg.lastElementChild.children]
    .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((node) => node.getAttribute('d') ?? node.textContent));
  const isTrue = all('.tpi-explorer') === all('.probe-box')
    && JSON.stringify(marks) === JSON.stringify(answer().marks);
  return { state: answer().state, pictures: figures('.probe-box').length, isTrue };
}"""
# what a learner can change; what plays goes on by itself
FIND = """(card) => ['.widget-slider:not([disabled]) .noUi-handle', 'select:enabled',
    'input[type=checkbox]:enabled', 'button:enabled:not(.widget-play *)',
    '.tpi-drag, .tpi-tap, .tpi-slide'].flatMap((kind) =>
  [...card.querySelectorAll(kind)].flatMap((node, index) => (node.offsetParent ?
    [[kind, index, node.options?.length ?? 0, node.textContent.trim()]] : [])))"""
# put a figure's SVG, or the copy of another's, in its place as if it had just come: all of it is painted anew
PUT = """([figure, other]) => {
  const svg = figure.querySelector('svg');
  const copy = other ? other.querySelector('svg').cloneNode(true) : svg;
  const place = document.createComment('');
  svg.replaceWith(place);
  figure.getBoundingClientRect();
  place.replaceWith(copy);
  window.putBack = () => copy.replaceWith(svg);
}"""
KEYS = ("ArrowLeft", "ArrowRight", "ArrowRight", "PageUp", "PageDown", "Home", "End")
NOT_PRESSED = ("Full screen", "Export as CSV", "Export as JSON", "probe")
HANDFUL = 12  # pixels that may differ, and by how much a color may
NUANCE = 24


@pytest.fixture(scope="module")
def probes(browser: BrowserContext, lab: str, lab_root: Path) -> Iterator[Page]:
    codes = [CELL.format(here=str(HERE), name=name) for name in cards_with_figures()]
    write_notebook(lab_root / "truth.ipynb", codes)
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


def count_other_pixels(cell: Locator) -> int:
    """Return how many pixels of a card's figure change when a fresh one is put in its place."""
    page, figure = cell.page, cell.locator(".tpi-explorer .tpi-figure")
    figure.locator("svg").scroll_into_view_if_needed()
    clip = figure.locator("svg").bounding_box()
    fresh, seen = cell.locator(".probe-box .tpi-figure"), []
    for other in (None, fresh.element_handle()):
        page.evaluate(PUT, [figure.element_handle(), other])
        seen.append(page.screenshot(clip=clip))
    shown, put = seen
    page.evaluate("() => window.putBack()")
    if shown == put:
        return 0
    pixels = [np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int) for png in (shown, put)]
    return int((np.abs(pixels[0] - pixels[1]).max(axis=2) > NUANCE).sum())


@pytest.mark.parametrize("name", cards_with_figures())
def test_what_is_shown_is_what_a_fresh_card_shows(
    probes: Page, name: str, request: pytest.FixtureRequest
) -> None:
    rng, wanted = random.Random(name), request.config.getoption("states")
    cell = probes.locator(".jp-CodeCell").nth(cards_with_figures().index(name))
    card = cell.locator(".tpi-explorer").first
    card.scroll_into_view_if_needed()
    found, changes = cell.evaluate(ASK), 0
    while changes < wanted:
        act(card, rng)
        before = found["state"]
        for turn in range(50):  # until the kernel has heard of it and the browser has followed
            found = cell.evaluate(ASK)
            if found["isTrue"] and (turn or found["state"] != before):
                break
        assert found["isTrue"], found["state"]
        # the panel shows what is on record, which no control of its own changes twice
        changes += found["state"] != before or name == "ProgressPanel"
        if found["state"] != before and found["pictures"]:
            assert count_other_pixels(cell) <= HANDFUL, found["state"]
    for figure in card.locator(".tpi-figure").all():
        expect(figure.get_by_role("status")).to_have_text(figure.locator("svg").get_attribute("aria-label"))
