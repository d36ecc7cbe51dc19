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
    found = find_muscles(region)
    assert list(found) == main.split() + others.split()
    assert [muscle for muscle in found if found[muscle]] == main.split()
