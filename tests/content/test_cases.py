"""The virtual patients: each runs to an end, is sourced, and gives nothing away by its form."""

import re

import pytest

from tpi_edu.content.questions import Case, load_cases
from tpi_edu.model.dose import concentration_mg_per_ml, max_dose_mg

CASES = load_cases()
DECISIONS = [node for case in CASES.values() for node in case.nodes if node.choices]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_runs_from_history_over_examination_to_a_debrief_with_sources(case: Case) -> None:
    assert 5 <= len(case.nodes) <= 9
    assert case.nodes[0].stage == "history"
    assert "consequence" in {node.stage for node in case.nodes if node.ending}
    assert "examination" in {node.stage for node in case.nodes}
    assert case.reflect.endswith("?")
    assert len(case.remember) == 3
    assert all("[" in text for text in case.remember)
    cited = re.findall(r"\w+", " ".join(re.findall(r"\[(.+?)\]", " ".join(case.remember))))
    chosen = [key for node in case.nodes for choice in node.choices for key in choice.sources]
    assert case.sources == tuple(sorted({*cited, *chosen}))


def test_the_good_choice_is_not_given_away_by_its_length_or_its_place() -> None:
    longest, shortest, first = 0, 0, 0
    for node in DECISIONS:
        lengths = [len(choice.text) for choice in node.choices]
        best = next(n for n, choice in enumerate(node.choices) if choice.kind == "good")
        longest += lengths[best] == max(lengths)
        shortest += lengths[best] == min(lengths)
        first += best == 0
    assert max(longest, shortest) <= 0.4 * len(DECISIONS)
    assert 0.25 * len(DECISIONS) <= first <= 0.45 * len(DECISIONS)


def test_doses_told_in_the_cases_are_those_of_the_model() -> None:
    text = repr(CASES["minutes_later"])
    assert f"{10 * concentration_mg_per_ml(0.25):g} mg. One point" in text  # 10 mL of 0.25 %
    assert f"allows {max_dose_mg('bupivacaine', 80):g} mg for his 80 kg" in text
    assert "100 mL, then 200-250 mL over 15-20 minutes" in text
    assert "about 12 mL/kg" in text


def test_glucose_is_the_same_in_both_units() -> None:
    pairs = re.findall(r"(\d+) mg/dL[^.?!]*?([\d.]+) mmol/L", repr(CASES))
    assert len(pairs) == repr(CASES).count("mmol/L")
    for mg_per_dl, mmol_per_l in pairs:
        assert float(mg_per_dl) / 18 == pytest.approx(float(mmol_per_l), abs=0.05)


def test_no_rate_of_pneumothorax_is_printed() -> None:
    for sentence in re.split(r"[.?!;:'\"] ", repr(CASES)):
        assert not re.search(r"pneumothorax.*(\d %|\d in \d|per cent)", re.sub(r"\[.*?\]", "", sentence)), (
            sentence
        )
