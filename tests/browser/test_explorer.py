"""The relief explorer under a learner's hand, in a real JupyterLab."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import STATE, choose_theme, open_more, open_notebook, run_all
from playwright.sync_api import Page, expect


@pytest.fixture
def explorer(page: Page, lab: str) -> Page:
    open_notebook(page, lab, "explorer.ipynb")
    run_all(page)
    page.locator(".tpi-figure svg").wait_for()
    open_more(page)
    page.get_by_role("slider", name="Steroid sets in (days)").wait_for()
    return page


def until_changed(page: Page, before: dict[str, str], parts: tuple[str, ...]) -> None:
    page.wait_for_function(
        f"([was, parts]) => {{ const now = ({STATE})(); return parts.every((p) => now[p] !== was[p]); }}",
        arg=[before, list(parts)],
        timeout=10_000,
    )


def press_slider(name: str, key: str = "ArrowRight"):
    return lambda page: page.get_by_role("slider", name=name).press(key)


ALL = ("picture", "label", "sentence")
CONTROLS = {
    "injectate": (
        lambda page: page.get_by_role("combobox", name="Injectate").select_option("Dry needling"),
        ALL,
    ),
    "steroid": (lambda page: page.get_by_role("checkbox", name="with steroid").uncheck(), ALL),
    "story": (lambda page: page.get_by_role("button", name="Trials").click(), ALL),
    "steroid onset": (press_slider("Steroid sets in (days)", "End"), ALL),
    "steroid fade": (press_slider("Steroid fades (days)"), ALL),
    "starting pain": (press_slider("Starting pain (0-10)"), ALL),
    "response": (press_slider("Response (× average)"), ALL),
    "repeat": (press_slider("Repeat on day (0: none)", "End"), ALL),
    "fibromyalgia": (lambda page: page.get_by_role("checkbox", name="fibromyalgia").check(), ALL),
    "vitamin B12": (
        lambda page: page.get_by_role("checkbox", name="with vitamin B12").check(),
        ("label", "sentence"),
    ),
    "components": (lambda page: page.get_by_role("checkbox", name="show components").uncheck(), ("picture",)),
    "measured": (
        lambda page: page.get_by_role("checkbox", name="show measured points").check(),
        ("picture",),
    ),
}


def test_each_control_changes_what_is_seen_and_said_and_reset_brings_it_back(explorer: Page) -> None:
    start = explorer.evaluate(STATE)
    for act, parts in CONTROLS.values():
        act(explorer)
        until_changed(explorer, start, parts)
        assert explorer.evaluate(STATE)["label"] == explorer.locator(".tpi-figure svg").get_attribute(
            "aria-label"
        )
        explorer.get_by_role("button", name="Reset").click()
        explorer.wait_for_function(
            f"(start) => JSON.stringify(({STATE})()) === JSON.stringify(start)", arg=start, timeout=10_000
        )


def test_everything_can_be_reached_and_used_by_keyboard_alone(explorer: Page) -> None:
    explorer.get_by_role("combobox", name="Injectate").focus()
    reached = []
    for _ in range(30):
        reached.append(
            explorer.evaluate(
                """() => { const a = document.activeElement;
                    return a.getAttribute('aria-label') || a.labels?.[0]?.textContent || a.textContent; }"""
            )
        )
        if reached[-1].startswith("Where do these"):
            break
        explorer.keyboard.press("Tab")
    names = [
        "Injectate",
        "with steroid",
        "Leaflet",
        "Trials",
        "Both",
        "Reset",
        "More",
        "Steroid sets in (days)",
    ]
    names += [
        "Steroid fades (days)",
        "Starting pain (0-10)",
        "Response (× average)",
        "Repeat on day (0: none)",
    ]
    names += ["fibromyalgia", "with vitamin B12", "show components", "show measured points", "Full screen"]
    assert [name for name in reached if not name.endswith(", value")] == [
        *names,
        "Where do these numbers come from?",
    ]

    explorer.keyboard.press("Enter")  # on "Where do these numbers come from?"
    expect(explorer.get_by_role("table")).to_be_visible()
    before = explorer.evaluate(STATE)
    explorer.get_by_role("checkbox", name="with steroid").focus()
    explorer.keyboard.press("Space")
    until_changed(explorer, before, ALL)
    before = explorer.evaluate(STATE)
    explorer.get_by_role("slider", name="Response (× average)").focus()
    for _ in range(5):
        explorer.keyboard.press("ArrowLeft")
    until_changed(explorer, before, ALL)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_either_theme(explorer: Page, theme: str) -> None:
    choose_theme(explorer, theme)
    explorer.get_by_text("Where do these numbers come from?").click()
    report = Axe().run(explorer, context=".tpi-explorer")
    assert report.violations_count == 0, report.generate_report()
    assert explorer.locator('.tpi-explorer [title="null"], .tpi-explorer [aria-label="null"]').count() == 0
    background = explorer.locator(".tpi-explorer").evaluate(
        "(node) => getComputedStyle(node).backgroundColor"
    )
    assert background == "rgb(255, 255, 255)"


def test_a_second_view_and_a_second_run_do_not_disturb_each_other(explorer: Page) -> None:
    run_all(explorer)
    explorer.locator(".tpi-figure svg").wait_for()
    assert explorer.locator(".tpi-explorer").count() == 1
    ids = explorer.evaluate("() => [...document.querySelectorAll('.tpi-figure [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    before = explorer.evaluate(STATE)
    explorer.get_by_role("button", name="Trials").click()
    until_changed(explorer, before, ALL)
