"""From where it hurts to the muscles to examine first."""

import pytest

from tpi_edu.content.atlas import load_muscles, load_regions
from tpi_edu.model.atlas import find_muscles


def found(region, *, main=None):
    return [match.muscle for match in find_muscles(region) if main is None or match.main is main]


EXAMPLES = [
    ("temple", ["temporalis", "upper_trapezius"], ["suboccipitals"]),
    ("vertex", ["splenius_capitis"], ["sternocleidomastoid"]),
    ("shoulder_front", ["infraspinatus"], ["pectoralis_major"]),
    (
        "scapular_border",
        ["rhomboids", "scalenes"],
        ["serratus_anterior", "infraspinatus", "levator_scapulae"],
    ),
    (
        "buttock",
        ["gluteus_maximus", "piriformis", "quadratus_lumborum"],
        ["gluteus_medius", "paraspinals", "gluteus_minimus"],
    ),
    ("thigh_back", ["gluteus_minimus"], ["piriformis"]),
    ("groin", [], ["quadratus_lumborum"]),
]


@pytest.mark.parametrize(("region", "main", "other"), EXAMPLES)
def test_the_muscles_a_clinician_would_examine_come_in_order(region, main, other):
    assert found(region) == main + other
    assert found(region, main=True) == main


@pytest.mark.parametrize("region", load_regions())
def test_a_region_finds_every_muscle_that_names_it_and_no_other(region):
    muscles = load_muscles()
    assert sorted(found(region)) == sorted(key for key in muscles if region in muscles[key].regions)
    assert found(region, main=True) == [key for key in found(region) if region in muscles[key].main_regions]


@pytest.mark.parametrize("region", load_regions())
def test_main_patterns_come_first_then_small_ones_then_by_name(region):
    muscles = [load_muscles()[key] for key in found(region)]
    ranks = [(region not in muscle.main_regions, len(muscle.regions), muscle.label) for muscle in muscles]
    assert ranks == sorted(ranks)
