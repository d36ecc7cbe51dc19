"""The needle's geometry: closed forms, bone as a stop, the pleura over a breath, and what is refused."""

from itertools import pairwise
from math import radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpi_edu.content.needle import load_sites
from tpi_edu.model.needle import HABITUS, NEEDLES_MM, place_needle, section_of

SITES = tuple(load_sites())
POSITION = {"entry_mm": -26, "angle_deg": 30, "needle_mm": 38, "advance_mm": 30}


def placed(site="vastus_lateralis", **changes):
    return place_needle(site, **POSITION | changes)


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


@pytest.mark.parametrize(("angle", "length"), [(15, 58), (30, 30), (45, 21), (60, 17)])
def test_the_length_to_reach_15_mm_is_the_published_one(angle, length):
    path = placed(angle_deg=angle, needle_mm=76, advance_mm=15 / sin(radians(angle)), entry_mm=-60)
    assert path.tip_mm == pytest.approx(15)
    assert round(path.path_mm) == length


@pytest.mark.parametrize(("angle", "depth"), [(30, 19.0), (45, 26.9)])
def test_a_38_mm_needle_reaches_the_published_depth_and_is_then_in_to_the_hub(angle, depth):
    path = placed(angle_deg=angle, advance_mm=38)
    assert round(path.tip_mm, 1) == depth
    assert path.is_at_hub
    assert not placed(angle_deg=angle, advance_mm=37).is_at_hub


def test_the_tip_the_distance_and_the_outcome_follow_from_entry_angle_and_length():
    path = placed("rhomboids", entry_mm=-20, angle_deg=36.87, advance_mm=25)
    assert (path.tip_x_mm, path.tip_mm) == pytest.approx((0, 15), abs=1e-3)
    assert path.target_off_mm == pytest.approx(0, abs=1e-3)
    assert (path.outcome, path.pleura_now_mm) == ("in target", pytest.approx(10.5, abs=1e-3))
    beside = placed("rhomboids", entry_mm=-26, angle_deg=36.87, advance_mm=25)
    assert beside.target_off_mm == pytest.approx(6, abs=1e-3)
    assert beside.outcome == "missed"


def test_the_target_is_an_ellipse_of_the_measured_area():
    site = load_sites()["upper_trapezius"]
    area_cm2 = np.pi / 4 * site.target_wide_mm.value * site.target_high_mm.value / 100
    assert area_cm2 == pytest.approx(0.16, abs=0.005)
    section = section_of("upper_trapezius")
    inside = section.in_target(np.array([3.1, 3.3, 0, 0]), section.target_mm + np.array([0, 0, 1.5, 1.7]))
    assert inside.tolist() == [True, False, True, False]


def test_bone_stops_the_needle_and_protects_the_pleura():
    path = placed("infraspinatus", angle_deg=90, needle_mm=76, advance_mm=70, entry_mm=0)
    assert path.outcome == "on bone"
    assert path.path_mm == path.tip_mm == pytest.approx(24, abs=0.05)
    assert path.pleura_least_mm == pytest.approx(20, abs=0.1)
    assert not path.is_at_hub
    assert "pleura" not in path.crossed


def test_beside_a_rib_the_same_needle_goes_through_the_pleura():
    over = placed("rhomboids", angle_deg=90, entry_mm=-14, advance_mm=38)
    beside = placed("rhomboids", angle_deg=90, entry_mm=-1, advance_mm=38)
    assert (over.outcome, beside.outcome) == ("on bone", "pleura pierced")
    assert over.path_mm == pytest.approx(18.4, abs=0.05)
    assert beside.path_mm == 38
    assert beside.pleura_least_mm == pytest.approx(25.5 - 2 - 38)
    assert beside.crossed[-1] == "pleura"


def test_the_same_depth_pierces_in_a_thin_person_and_not_in_others():
    outcomes = [
        placed("rhomboids", angle_deg=90, entry_mm=0, advance_mm=20, habitus=habitus).outcome
        for habitus in HABITUS
    ]
    assert outcomes == ["pleura pierced", "within 5 mm of the pleura", "missed"]


def test_habitus_moves_all_that_lies_below_the_fat_by_the_same_length():
    thin, average = (section_of("rhomboids", habitus) for habitus in ("thin", "average"))
    less = load_sites()["rhomboids"].fat_mm.value - load_sites()["rhomboids"].fat_mm.low
    assert average.target_mm - thin.target_mm == less
    assert average.pleura_mm - thin.pleura_mm == pytest.approx(less)
    assert average.bones_mm[0][1] - thin.bones_mm[0][1] == pytest.approx(less)
    assert np.subtract(average.tops_mm, thin.tops_mm).tolist() == [0, 0, less, less, less]


def test_a_breath_brings_the_pleura_nearer_and_the_outcome_counts_the_whole_breath():
    out, full = (
        placed("rhomboids", angle_deg=90, entry_mm=0, advance_mm=19.5, breath=breath) for breath in (0.0, 1.0)
    )
    assert out.pleura_now_mm == pytest.approx(6)
    assert out.pleura_least_mm == full.pleura_now_mm == pytest.approx(4)
    assert out.outcome == full.outcome == "within 5 mm of the pleura"


def test_the_apex_of_the_lung_is_a_dome():
    section = section_of("upper_trapezius")
    assert section.pleura_at(0.0, 0.0) == pytest.approx(47)
    assert section.pleura_at(30.0, 0.0) == pytest.approx(47 + 70 - np.sqrt(70**2 - 30**2))
    x = np.linspace(-40, 40, 9)
    assert section.to_pleura(x, section.pleura_at(x, 0.5), 0.5) == pytest.approx(np.zeros(9), abs=1e-9)


def test_what_was_crossed_is_named_in_order():
    assert placed("vastus_lateralis").pleura_least_mm is None
    assert placed("rhomboids").crossed == ("skin", "fat", "trapezius", "rhomboid", "trigger point")
    assert placed("rhomboids", advance_mm=0).crossed == ()


@pytest.mark.parametrize(("angle", "seen"), [(10, 1), (30, 1), (37.5, 0.5), (45, 0), (90, 0)])
def test_the_shaft_is_seen_up_to_30_degrees_and_lost_from_45(angle, seen):
    assert placed(angle_deg=angle).visibility == seen


@pytest.mark.parametrize("habitus", HABITUS)
@pytest.mark.parametrize("site", SITES)
def test_every_target_lies_in_its_muscle_and_can_be_reached_safely(site, habitus):
    section = section_of(site, habitus)
    tops = [*section.tops_mm, 99]
    muscle = [m for m in pairwise(tops) if m[0] < section.target_mm - 1.6 and section.target_mm + 1.6 < m[1]]
    assert len(muscle) == 1
    angle = 30 if section.target_mm < 30 else 45
    length = section.target_mm / sin(radians(angle))
    needle = next(needle for needle in NEEDLES_MM if needle > length)
    entry = -length * np.cos(radians(angle))
    path = place_needle(
        site, entry_mm=entry, angle_deg=angle, needle_mm=needle, advance_mm=length, habitus=habitus
    )
    assert path.outcome == "in target"


def test_ribs_never_reach_the_pleura_in_a_full_breath():
    for habitus in HABITUS:
        section = section_of("rhomboids", habitus)
        assert max(bone[3] for bone in section.bones_mm) <= section.pleura_at(0.0, 1.0)


@given(paths)
def test_a_needle_stays_a_needle(position):
    path = place_needle(**position)
    assert (path.pleura_now_mm is None) == (path.section.pleura_mm is None)
    assert path.target_off_mm >= 0
    assert 0 <= path.path_mm <= path.advance_mm
    assert path.tip_mm == pytest.approx(path.path_mm * sin(radians(path.angle_deg)))
    if path.pleura_now_mm is not None:
        assert path.pleura_least_mm <= path.pleura_now_mm + 1e-9
        assert (path.outcome == "pleura pierced") == (path.pleura_least_mm < 0)
    if path.outcome != "on bone":
        assert path.path_mm == path.advance_mm


@given(paths, st.floats(0, 76))
def test_advancing_never_shortens_the_path_nor_takes_the_needle_away_from_the_pleura(position, further):
    low, high = sorted((position["advance_mm"], further))
    before, after = (place_needle(**position | {"advance_mm": advance}) for advance in (low, high))
    assert after.path_mm >= before.path_mm - 0.051  # where bone is met is known to a step
    if before.pleura_least_mm is not None:
        assert after.pleura_least_mm <= before.pleura_least_mm + 0.051


def test_a_thin_neck_has_the_shortest_measured_way_to_the_lung():
    down = {"site": "upper_trapezius", "angle_deg": 90, "entry_mm": 0, "needle_mm": 38}
    thin, average = (place_needle(**down, advance_mm=33, habitus=habitus) for habitus in ("thin", "average"))
    assert thin.section.pleura_mm == 33.4
    assert thin.outcome == "pleura pierced"
    assert average.outcome != "pleura pierced"
