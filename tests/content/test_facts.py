"""What holds for one kind of fact alone: hypotheses, muscles and pooled differences."""

import re

import pytest

from tpi_edu import load_sources
from tpi_edu.content.atlas import Muscle, load_muscles
from tpi_edu.content.cycle import CycleHypothesis, load_cycles
from tpi_edu.content.published import GROUPS, load_pooled

CYCLES, MUSCLES = load_cycles(), load_muscles()
NEAR_THE_LUNG = [
    "upper_trapezius",
    "levator_scapulae",
    "scalenes",
    "splenius_cervicis",
    "supraspinatus",
    "infraspinatus",
    "subscapularis",
    "rhomboids",
    "serratus_anterior",
    "pectoralis_major",
    "paraspinals",
    "quadratus_lumborum",
]
FROM_MEMORY = {"standard_anatomy", "travell_simons_1999", "travell_simons_1992"}
PRINTED_MM = {
    "needling_or_placebo_2011": (16.67, 3.23, 30.11),
    "needling_or_placebo_2009": (14.9, -5.81, 33.99),
}


@pytest.mark.parametrize("cycle", CYCLES.values(), ids=CYCLES)
def test_a_circle_closes_and_claims_no_more_than_was_seen(cycle: CycleHypothesis) -> None:
    assert len({link.node for link in cycle.links}) == len(cycle.links)
    for link in cycle.links:
        assert link.evidence != "measured" or link.known.grade in ("cohort", "trial")
    evidence = {link.evidence for link in cycle.links}
    if cycle.standing == "not supported":
        assert "measured" not in evidence
        assert "thought to" not in {item.effect for link in cycle.links for item in link.breaks}
    if cycle.standing == "contested hypothesis":
        assert "contested" in evidence


@pytest.mark.parametrize("muscle", MUSCLES.values(), ids=MUSCLES)
def test_a_muscle_has_a_main_region_each_region_once_and_a_danger_that_is_explained(muscle: Muscle) -> None:
    assert muscle.main_regions
    assert len(set(muscle.regions)) == len(muscle.regions)
    assert 1 <= len(muscle.danger.split()) <= 4
    words = {word.strip(",") for word in muscle.danger.split() if len(word) > 3}
    assert any(word in muscle.hazard.text.lower() for word in words)


@pytest.mark.parametrize("key", NEAR_THE_LUNG)
def test_muscles_near_the_chest_warn_of_the_lung_in_both_the_short_and_the_long_form(key: str) -> None:
    assert "lung" in MUSCLES[key].danger
    assert re.search("lung|pleura", MUSCLES[key].hazard.text)


def test_what_was_not_checked_in_print_claims_no_more_than_a_textbook() -> None:
    assert {load_sources()[key].grade for key in FROM_MEMORY} == {"textbook"}
    for field in ("action", "nerve"):
        assert {getattr(muscle, field).source for muscle in MUSCLES.values()} == {"standard_anatomy"}


@pytest.mark.parametrize("key", PRINTED_MM)
def test_a_benefit_in_mm_of_100_is_turned_and_divided_by_ten_and_the_note_says_so(key: str) -> None:
    value, low, high = PRINTED_MM[key]
    found = load_pooled()[key].difference_nrs
    assert (found.value, found.low, found.high) == tuple(round(-mm / 10, 2) for mm in (value, high, low))
    assert f"{value:g}" in found.note
    assert f"({low:g} to {high:g})" in found.note
    assert "divided by 10" in found.note


@pytest.mark.parametrize("key", load_pooled())
def test_certainty_tells_nothing_of_size_and_flags_an_estimate_beside_the_middle_of_its_interval(
    key: str,
) -> None:
    estimate = load_pooled()[key]
    found = estimate.difference_nrs
    assert not re.search(r"point|small|large|effect|below|above", estimate.certainty)
    in_the_middle = abs(found.value - (found.low + found.high) / 2) < 0.0055  # what rounding may do
    assert in_the_middle == ("misprint" not in estimate.certainty)
    assert in_the_middle == ("misprint" not in found.note)


def test_every_estimate_is_shown_among_those_that_compare_alike() -> None:
    alike = {"dry needling": "dry_needling", "placebo": "placebo"}
    groups = {estimate.group: alike.get(estimate.second, "dry") for estimate in load_pooled().values()}
    assert groups == {group: group for group in GROUPS}
