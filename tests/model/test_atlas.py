"""From where it hurts to the muscles to examine first."""

import pytest

from tpi_edu.content.atlas import load_muscles, load_regions
from tpi_edu.model.atlas import find_muscles

BUTTOCK_SELDOM = "gluteus_medius paraspinals gluteus_minimus"


@pytest.mark.parametrize(
    ("region", "main", "others"),
    [
        ("scapular_border", "rhomboids scalenes", "serratus_anterior infraspinatus levator_scapulae"),
        ("buttock", "gluteus_maximus piriformis quadratus_lumborum", BUTTOCK_SELDOM),
        ("groin", "", "quadratus_lumborum"),
    ],
)
def test_the_muscles_a_clinician_would_examine_come_in_order(region, main, others):
    assert [match.muscle for match in find_muscles(region) if match.main] == main.split()
    assert [match.muscle for match in find_muscles(region)] == [*main.split(), *others.split()]


@pytest.mark.parametrize("region", load_regions())
def test_a_region_finds_all_that_name_it_main_patterns_first_then_small_ones_then_by_name(region):
    named = {key: muscle for key, muscle in load_muscles().items() if region in muscle.regions}
    ranks = [(region not in m.main_regions, len(m.regions), m.label, key) for key, m in named.items()]
    found = [(match.muscle, match.main) for match in find_muscles(region)]
    assert found == [(key, not seldom) for seldom, *_, key in sorted(ranks)]
