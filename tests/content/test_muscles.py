"""The muscles of the atlas: every statement a sentence, every region reached, every danger named."""

import re

import pytest

from tpi_edu import load_sources
from tpi_edu.content.atlas import Muscle, load_muscles, load_regions
from tpi_edu.content.schema import Statement

MUSCLES = load_muscles()
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

each_muscle = pytest.mark.parametrize("muscle", MUSCLES.values(), ids=MUSCLES)


def test_every_region_is_reached_by_a_muscle_and_every_region_reached_is_known() -> None:
    assert {region for muscle in MUSCLES.values() for region in muscle.regions} == set(load_regions())


@each_muscle
def test_a_muscle_names_a_main_region_and_each_region_once(muscle: Muscle) -> None:
    assert muscle.main_regions
    assert len(set(muscle.regions)) == len(muscle.regions)


@pytest.mark.parametrize("load", [load_muscles, load_regions])
def test_no_two_muscles_or_regions_are_called_the_same(load) -> None:
    labels = [record.label.lower() for record in load().values()]
    assert len(set(labels)) == len(labels)


@each_muscle
def test_every_statement_is_a_sentence(muscle: Muscle) -> None:
    statements = [said for name in muscle.__slots__ if isinstance(said := getattr(muscle, name), Statement)]
    assert len(statements) == 5
    for said in statements:
        assert said.text[0].isupper()
        assert said.text.endswith(".")


@each_muscle
def test_every_danger_is_named_in_a_few_words_and_explained(muscle: Muscle) -> None:
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
