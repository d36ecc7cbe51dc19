"""From where it hurts to the muscles to examine first."""

import pytest

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
