"""What holds for one kind of fact alone: hypotheses, muscles, sections and pooled differences."""

import re
from math import pi, sqrt

import pytest
from stored_form import NOTEBOOKS, prose

from tpi_edu import load_sources
from tpi_edu.content.atlas import Muscle, load_muscles
from tpi_edu.content.cycle import CycleHypothesis, load_cycles
from tpi_edu.content.needle import load_sites
from tpi_edu.content.published import GROUPS, load_agreement, load_pooled
from tpi_edu.model.needle import section_of

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
NAMED_HAZARDS = {  # beside lung and cord: what a hazard has to name
    "upper_trapezius": ["accessory nerve", "pincer palpation", "Never both sides blind in one session"],
    "levator_scapulae": ["accessory nerve", "superior angle"],
    "sternocleidomastoid": ["accessory nerve", "external jugular vein", "pincer palpation"],
    "scalenes": ["brachial plexus", "phrenic nerve", "vertebral artery", "stellate ganglion"],
    "temporalis": ["superficial temporal artery", "No particulate steroid", "facial_steroid_blindness"],
    "masseter": ["facial nerve", "No particulate steroid", "facial_steroid_blindness"],
    "supraspinatus": ["suprascapular nerve and artery"],
    "pectoralis_major": ["Pincer palpation lifts the lateral fold alone"],
    "gluteus_maximus": ["sciatic nerve", "before the patient stands"],
    "gluteus_medius": ["superior gluteal nerve and vessels"],
    "gluteus_minimus": ["superior gluteal nerve and vessels", "sciatic nerve"],
}
NOT_BLIND = ["scalenes", "rhomboids", "serratus_anterior", "pectoralis_major", "paraspinals"]
OTHER_NAMES = {  # for one thing there is one name
    r"pincer grip|flat grip": "flat and pincer palpation",
    r"upper angle": "superior angle",
    r"lower angle": "inferior angle",
    r"vertebral border|inner edge of the scapula": "medial border",
    r"\bblock": "infiltration, for the drug in a muscle",
    r"local twitch(?! response)": "local twitch response",
    r"paraesthesia|pleuritic chest pain": "paresthesia, pleuritic pain",
}
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


@pytest.mark.parametrize("key", NAMED_HAZARDS)
def test_a_hazard_names_what_the_needle_can_meet(key: str) -> None:
    assert [words for words in NAMED_HAZARDS[key] if words not in MUSCLES[key].hazard.text] == []


def test_over_the_lung_and_the_plexus_a_novice_is_sent_to_ultrasound_or_to_someone_else() -> None:
    words = "ltrasound, or refer [standard_practice]."
    assert [key for key, muscle in MUSCLES.items() if words in muscle.hazard.text] == NOT_BLIND
    assert words in load_sites()["rhomboids"].hazard


def test_the_gluteus_maximus_refers_to_sacrum_and_coccyx_too() -> None:
    assert MUSCLES["gluteus_maximus"].regions == ("buttock", "sacrum")
    assert "sacrum and coccyx" in MUSCLES["gluteus_maximus"].referral.text


@pytest.mark.parametrize("other", OTHER_NAMES)
def test_one_thing_has_one_name(other: str) -> None:
    page = prose(NOTEBOOKS / "01_trigger_points.ipynb")
    told = [repr(dict(load())) for load in (load_muscles, load_sites, load_cycles, load_agreement)]
    assert re.findall(other, " ".join([page, *told]), re.IGNORECASE) == []


def test_the_section_of_the_rhomboid_is_that_of_the_lean_who_were_measured() -> None:
    """BMI below 23: muscle at 12 ± 2 mm, rib at 21 ± 4 mm, margin 14 to 17 mm [seol_2014]."""
    section = section_of("rhomboids")
    muscle = section.tops_mm[[layer.name for layer in section.site.layers].index("rhomboid")]
    (_, rib, *_), *_ = section.bones_mm
    assert abs(muscle - 12) <= 2
    assert abs(rib - 21) <= 4
    assert 14 <= section.target_mm <= 17
    told = MUSCLES["rhomboids"].hazard.text
    for words in ("12 ± 2 mm", "21 ± 4 mm", "ends at 17 mm", "19 mm, suggested in 59", "too deep", "73 %"):
        assert words in told
    assert "too deep for the lean" in section.site.hazard
    assert (12 + 2, 21 - 4) == (14, 17)


@pytest.mark.parametrize("site", load_sites())
def test_a_target_is_of_the_smaller_size_measured_and_says_what_the_larger_would_be(site: str) -> None:
    facts = load_sites()[site]
    wide, high = facts.target_wide_mm, facts.target_high_mm
    assert pi / 4 * wide.value * high.value == pytest.approx(16, abs=0.5)  # 0.16 cm² [sikdar_2009]
    for area, said in ((57, (wide, high)), (36, (wide, high) if site == "upper_trapezius" else ())):
        low = sqrt(area * 2 / pi)  # an ellipse twice as wide as high [ballyns_2011]
        for quantity, mm in zip(said, (2 * low, low), strict=False):
            assert f"{mm:.1f}" in quantity.note
            assert "[ballyns_2011]" in quantity.note


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
