"""The needle's geometry: closed forms, bone as a stop, the pleura over a breath."""

from itertools import pairwise
from math import cos, hypot, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpi_edu.content.needle import load_sites
from tpi_edu.model.needle import HABITUS, NEEDLES_MM, NeedlePath, section_of

SITES = tuple(load_sites())
MISSED, ON_BONE, NEAR, PIERCED = "missed", "on bone", "within 5 mm of the pleura", "pleura pierced"


def placed(site="vastus_lateralis", **changes):
    return NeedlePath(
        site=site, **{"entry_mm": -26, "angle_deg": 30, "needle_mm": 38, "advance_mm": 30} | changes
    )


def down(site, entry_mm, advance_mm, **options):
    """Return a long needle that goes straight down."""
    return NeedlePath(
        site=site, entry_mm=entry_mm, angle_deg=90, needle_mm=76, advance_mm=advance_mm, **options
    )


paths = st.fixed_dictionaries(
    {
        "site": st.sampled_from(SITES),
        "habitus": st.sampled_from(HABITUS),
        "entry_mm": st.floats(-60, 0),
        "angle_deg": st.floats(10, 90),
        "needle_mm": st.just(76),
        "advance_mm": st.floats(0, 76),
        "breath": st.floats(0, 1),
    }
)


def test_the_target_is_an_ellipse_of_the_measured_area():
    section = section_of("upper_trapezius")
    wide, high = section.site.target_wide_mm.value, section.site.target_high_mm.value
    assert np.pi / 4 * wide * high == pytest.approx(16, abs=0.5)
    inside = section.in_target(np.array([3.1, 3.3, 0, 0]), section.target_mm + np.array([0, 0, 1.5, 1.7]))
    assert inside.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("path", "outcome", "path_mm", "pleura_least_mm"),
    [
        (placed("rhomboids", entry_mm=-20, angle_deg=36.87, advance_mm=25), "in target", 25, 8.5),
        (placed("rhomboids", entry_mm=-26, angle_deg=36.87, advance_mm=25), MISSED, 25, 8.5),
        (down("infraspinatus", 0, 70), ON_BONE, 24, 20),
        (down("rhomboids", -14, 38), ON_BONE, 18.4, None),
        (down("rhomboids", -1, 38), PIERCED, 38, 25.5 - 2 - 38),  # beside the rib
        (down("rhomboids", 0, 20, habitus="thin"), PIERCED, 20, None),
        (down("rhomboids", 0, 20, habitus="average"), NEAR, 20, 3.5),
        (down("rhomboids", 0, 20, habitus="heavy"), MISSED, 20, None),
        (down("rhomboids", 0, 19.5, breath=0), NEAR, 19.5, 4),  # the outcome counts the whole breath
        (down("rhomboids", 0, 19.5, breath=1), NEAR, 19.5, 4),
        (down("upper_trapezius", 0, 33, habitus="thin"), PIERCED, 33, None),
        (down("upper_trapezius", 0, 33, habitus="average"), MISSED, 33, None),
    ],
)
def test_bone_stops_the_needle_and_protects_the_pleura(path, outcome, path_mm, pleura_least_mm):
    assert (path.outcome, path.path_mm) == (outcome, pytest.approx(path_mm, abs=0.05))
    assert pleura_least_mm is None or path.pleura_least_mm == pytest.approx(pleura_least_mm, abs=0.1)
    assert (path.crossed[-1] == "pleura") == (outcome == PIERCED)


def test_the_depth_once_suggested_for_the_rhomboid_is_too_deep_in_the_lean():
    """Straight down between the ribs; `average` here is as lean as a BMI below 23 [seol_2014]."""
    left = {habitus: down("rhomboids", 0, 19, habitus=habitus) for habitus in HABITUS}
    assert [left[habitus].outcome for habitus in ("thin", "average")] == [NEAR, NEAR]
    assert [left[habitus].pleura_least_mm for habitus in ("thin", "average")] == pytest.approx([0.5, 4.5])


def test_habitus_moves_all_that_lies_below_the_fat_by_the_same_length():
    thin, average = (section_of("rhomboids", habitus) for habitus in ("thin", "average"))
    fat_mm = next(layer.thickness_mm for layer in average.site.layers if layer.kind == "fat")
    less = fat_mm.value - fat_mm.low
    depths = np.array([[s.target_mm, s.pleura_mm, s.bones_mm[0][1], *s.tops_mm] for s in (thin, average)])
    assert depths[1] - depths[0] == pytest.approx([less, less, less, 0, 0, less, less, less])


def test_the_apex_of_the_lung_is_a_dome_and_a_breath_brings_it_nearer():
    section = section_of("upper_trapezius")
    assert section.pleura_at(0.0, 0.0) == pytest.approx(47)
    assert section_of("upper_trapezius", "thin").pleura_mm == 33.4  # the shortest measured way to the lung
    assert section.pleura_at(30.0, 0.0) == pytest.approx(47 + 70 - np.sqrt(70**2 - 30**2))
    x = np.linspace(-40, 40, 9)
    assert section.to_pleura(x, section.pleura_at(x, 0.5), 0.5) == pytest.approx(np.zeros(9), abs=1e-9)
    assert [down("rhomboids", 0, 19.5, breath=b).pleura_now_mm for b in (0.0, 1.0)] == pytest.approx([6, 4])


def test_what_was_crossed_is_named_in_order():
    assert placed("rhomboids").crossed == ("skin", "fat", "trapezius", "rhomboid", "trigger point")
    assert placed("rhomboids", advance_mm=0).crossed == ()


def test_the_shaft_is_seen_up_to_30_degrees_and_lost_from_45():
    assert [placed(angle_deg=deg).visibility for deg in (10, 30, 37.5, 45, 90)] == [1, 1, 0.5, 0, 0]


@pytest.mark.parametrize("habitus", HABITUS)
@pytest.mark.parametrize("site", SITES)
def test_every_target_lies_in_its_muscle_and_can_be_reached_safely_and_no_bone_reaches_the_pleura(
    site, habitus
):
    section = section_of(site, habitus)
    tops = [*section.tops_mm, 99]
    muscle = [m for m in pairwise(tops) if m[0] < section.target_mm - 1.6 and section.target_mm + 1.6 < m[1]]
    assert len(muscle) == 1
    angle = 30 if section.target_mm < 30 else 45
    length = section.target_mm / sin(radians(angle))
    needle = next(needle for needle in NEEDLES_MM if needle > length)
    hand = {"entry_mm": -length * cos(radians(angle)), "angle_deg": angle, "needle_mm": needle}
    assert placed(site, **hand, advance_mm=length, habitus=habitus).outcome == "in target"
    for *_, bottom in section.bones_mm:
        assert bottom <= section.pleura_at(0.0, 1.0)


@given(paths)
def test_a_needle_stays_a_needle(position):
    path = NeedlePath(**position)
    pleuras = path.pleura_now_mm, path.pleura_least_mm, path.section.pleura_mm
    assert np.isinf(pleuras).all() or np.isfinite(pleuras).all()
    assert path.target_off_mm == pytest.approx(hypot(path.tip_x_mm, path.tip_mm - path.section.target_mm))
    assert 0 <= path.path_mm <= path.advance_mm
    assert path.tip_mm == pytest.approx(path.path_mm * sin(radians(path.angle_deg)))
    assert path.tip_x_mm == pytest.approx(path.entry_mm + path.path_mm * cos(radians(path.angle_deg)))
    assert path.pleura_least_mm <= path.pleura_now_mm + 1e-9
    assert (path.outcome == PIERCED) == (path.pleura_least_mm < 0)
    if path.outcome != ON_BONE:
        assert path.path_mm == path.advance_mm


@given(paths, st.floats(0, 76))
def test_advancing_never_shortens_the_path_nor_takes_the_needle_away_from_the_pleura(position, further):
    low, high = sorted((position["advance_mm"], further))
    before, after = (NeedlePath(**position | {"advance_mm": advance}) for advance in (low, high))
    assert after.path_mm >= before.path_mm - 0.051  # where bone is met is known to a step
    assert after.pleura_least_mm <= before.pleura_least_mm + 0.051
