"""Numbers that prose copies from a lab are what the lab shows now."""

import re
from pathlib import Path

import nbformat
import pytest

from tpi_edu import CohortExplorer, NeedleLab, RepeatExplorer
from tpi_edu.content.cases import load_cases
from tpi_edu.model.cases import walks

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ROWS = {
    "the drug": {"drug"},
    "time passed": {"natural_course"},
    "they came on a bad day": {"regression"},
    "the needle itself": {"needle"},
    "expectation and care": {"context"},
    "bad day, time, expectation, needle": {"regression", "natural_course", "context", "needle"},
    "bad day, time, expectation": {"regression", "natural_course", "context"},
}


def prose(stem):
    cells = nbformat.read(NOTEBOOKS / f"{stem}.ipynb", as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module")
def text():
    return prose("04_who_benefits")


def responders(explorer):
    return int(re.search(r"Of 100, (\d+) have", explorer.words())[1])


@pytest.mark.parametrize("row", ROWS)
def test_what_each_cause_alone_does_is_what_the_lab_shows(text, row):
    words = CohortExplorer(causes=tuple(ROWS[row])).words()
    end = re.search(r"Mean pain 7\.1 → (\d\.\d)", words)[1]
    assert f"| {row} | {end} |" in text


def test_responders_depend_on_the_bar_as_told(text):
    counts = [responders(CohortExplorer(least_pct=least)) for least in (30, 50, 55)]
    assert "{} of 100 respond at 30 %, {} at 50 %, {} at 55 %".format(*counts) in text


def test_the_number_needed_depends_on_the_bar_as_told(text):
    words = {least: CohortExplorer(control=True, least_pct=least).words() for least in (10, 30, 50)}
    needed = {least: int(re.search(r"Number needed to treat: (\d+)", w)[1]) for least, w in words.items()}
    of_control = int(re.search(r"(\d+) of 100\. Number needed", words[30])[1])
    assert f"**{of_control} of 100 respond without any injection**" in text
    assert f"a number needed to treat of {needed[30]}" in text
    assert f"the number goes from {needed[10]} to {needed[50]}" in text


def test_the_rules_need_the_response_that_is_told(text):
    told = float(re.search(r"a response of \*\*([\d.]+) times", text)[1])
    assert "4 of 4 rules allow" in RepeatExplorer(second_day=43, response=told).words()
    assert "3 of 4 rules allow" in RepeatExplorer(second_day=43, response=told - 0.05).words()
    assert "3 of 4 rules allow" in RepeatExplorer(second_day=43, response=2, perpetuating=True).words()


@pytest.mark.parametrize(
    ("row", "start"),
    [
        ("left alone", {"perpetuating": True}),
        ("neither box", {}),
        ("stretching, exercise, posture work", {"adjuncts": True}),
    ],
)
def test_half_relief_holds_for_as_long_as_told(text, row, start):
    words = RepeatExplorer(second_day=43, **start).words()
    days = re.search(r"Relief was 50 % or more for (\d+) days", words)[1]
    assert f"| {row} | {days} |" in text


def test_the_distances_to_the_pleura_are_those_of_the_lab():
    text = prose("02_the_injection")
    flat = NeedleLab(guidance="ultrasound", angle_deg=30, entry_mm=-26, advance_mm=30)
    assert f"the pleura is {flat.path.pleura_least_mm:.1f} mm away at a full breath in" in text
    slips = {
        angle: NeedleLab(guidance="ultrasound", angle_deg=angle, entry_mm=entry, advance_mm=advance)
        for angle, entry, advance in ((90, 0, 20), (30, -26, 35))
    }
    left = {angle: f"{lab.path.pleura_least_mm:.1f} mm" for angle, lab in slips.items()}
    assert f"straight down {left[90]} are left, at 30° {left[30]}" in text


def test_the_counts_of_the_cases_are_those_of_the_content():
    text = prose("06_clinical_cases")
    decisions = [node for case in load_cases().values() for node in case.nodes if node.choices]
    choices = [choice for node in decisions for choice in node.choices]
    dangerous = sum(choice.kind == "dangerous" for choice in choices)
    assert (
        f"Ten patients, {len(decisions)} decisions, {len(choices)} choices. We marked {dangerous} of" in text
    )
    assert f"How many of the {dangerous} are" in text
    assert f"**5 of the {dangerous}** [this_course]" in text
    assert f"The other {dangerous - 5}:" in text
    assert f"of the {sum(1 for case in load_cases().values() for _ in walks(case))} ways" in text
