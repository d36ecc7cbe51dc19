"""The muscles of the atlas: all there, every statement sourced and graded, every danger named."""

import re
from dataclasses import fields

import pytest

from tpi_edu import load_sources
from tpi_edu.content.muscles import Muscle, Statement, load_muscles, load_regions
from tpi_edu.content.schema import ContentError, build

MUSCLES = load_muscles()
STATEMENTS = {
    f"{key} {field.name}": value
    for key, muscle in MUSCLES.items()
    for field in fields(muscle)
    if isinstance(value := getattr(muscle, field.name), Statement)
}
TAUGHT = [
    "upper_trapezius",
    "levator_scapulae",
    "sternocleidomastoid",
    "scalenes",
    "splenius_capitis",
    "splenius_cervicis",
    "suboccipitals",
    "temporalis",
    "masseter",
    "supraspinatus",
    "infraspinatus",
    "subscapularis",
    "rhomboids",
    "serratus_anterior",
    "pectoralis_major",
    "paraspinals",
    "quadratus_lumborum",
    "gluteus_maximus",
    "gluteus_medius",
    "gluteus_minimus",
    "piriformis",
    "gastrocnemius",
]
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
SAID = {"text": "Closes the jaw.", "source": "standard_anatomy", "grade": "textbook"}


def test_the_muscles_are_those_the_atlas_teaches():
    assert list(MUSCLES) == TAUGHT


def test_every_region_a_muscle_names_is_known_and_named_once():
    for muscle in MUSCLES.values():
        assert set(muscle.regions) <= set(load_regions())
        assert len(set(muscle.regions)) == len(muscle.regions)
        assert muscle.main_regions


def test_every_region_is_reached_by_a_muscle():
    reached = {region for muscle in MUSCLES.values() for region in muscle.regions}
    assert set(load_regions()) - reached == set()


def test_no_two_muscles_or_regions_are_called_the_same():
    for records in (MUSCLES, load_regions()):
        labels = [record.label.lower() for record in records.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_a_sentence_with_known_sources_and_graded_as_its_source(name):
    statement, sources = STATEMENTS[name], load_sources()
    cited = {key for group in re.findall(r"\[([^\]]+)\]", statement.text) for key in group.split(", ")}
    assert {statement.source} | cited <= set(sources)
    assert statement.grade == sources[statement.source].grade
    assert statement.text[0].isupper()
    assert statement.text.endswith(".")


@pytest.mark.parametrize("key", MUSCLES)
def test_every_danger_is_named_in_a_few_words_and_explained(key):
    muscle = MUSCLES[key]
    assert 1 <= len(muscle.danger.split()) <= 4
    words = {word.strip(",") for word in muscle.danger.split() if len(word) > 3}
    assert any(word in muscle.hazard.text.lower() for word in words)


@pytest.mark.parametrize("key", NEAR_THE_LUNG)
def test_muscles_near_the_chest_warn_of_the_lung_in_both_the_short_and_the_long_form(key):
    assert "lung" in MUSCLES[key].danger
    assert re.search("lung|pleura", MUSCLES[key].hazard.text)


def test_what_was_not_checked_in_print_claims_no_more_than_a_textbook():
    sources = load_sources()
    assert {sources[key].grade for key in FROM_MEMORY} == {"textbook"}
    for field in ("action", "nerve"):
        assert {getattr(muscle, field).source for muscle in MUSCLES.values()} == {"standard_anatomy"}


def test_the_piriformis_shows_that_the_cadaver_studies_disagree():
    hazard = MUSCLES["piriformis"].hazard
    for words in ("disagree", "0 of 19 hips [kearns_2018]", "11 of 14 [hannah_2023]"):
        assert words in hazard.text


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            SAID | {"grade": "sure"},
            "grade must be one of trial, review, cohort, textbook, leaflet, assumption; got 'sure'.",
        ),
        (
            SAID | {"source": "this_course"},
            "grade must be 'assumption' exactly when source is 'this_course'; "
            "got grade 'textbook' with source 'this_course'.",
        ),
        (
            SAID | {"grade": "assumption"},
            "grade must be 'assumption' exactly when source is 'this_course'; "
            "got grade 'assumption' with source 'standard_anatomy'.",
        ),
    ],
)
def test_a_statement_of_no_known_grade_is_refused_with_file_muscle_and_field(row, message):
    muscle = {field.name: SAID for field in fields(Muscle) if field.type in (Statement, "Statement")}
    muscle |= {"label": "x", "danger": "y", "main_regions": ["ear"], "other_regions": [], "action": row}
    with pytest.raises(ContentError, match=f"^{re.escape(f'muscles.toml [x]: action: {message}')}$"):
        build(Muscle, muscle, where="muscles.toml [x]")
