"""The atlas: every muscle and region is drawn, can be pressed, and is told in words."""

import numpy as np
import pytest
from seen import marks, texts

from tpi_edu.content.atlas import load_muscles, load_plates, load_regions
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS, WIDTH, AtlasPicture, find_view, smooth_path

UNDER_OTHERS = ("splenius_cervicis", "subscapularis", "gluteus_minimus")  # chosen from the list


def drawn_with(**state):
    picture = AtlasPicture()
    picture.draw(**state)
    return picture


def outlines(picture, name):
    return marks(picture)[f"shapes-{name}"].path()


def drawn(what):
    return {area.key for plate in load_plates().values() for area in getattr(plate, what)}


def test_plates_show_exactly_the_muscles_and_regions_that_are_taught():
    assert drawn("muscles") == drawn("marks") == set(load_muscles())
    assert drawn("regions") == set(load_regions())


@pytest.mark.parametrize("name", load_plates())
def test_every_mark_lies_in_a_shape_of_its_muscle(name):
    plate = load_plates()[name]
    for mark in plate.marks:
        shapes = [smooth_path(area.points, closed=True) for area in plate.muscles if area.key == mark.key]
        assert any(shape.contains_point(mark.at) for shape in shapes), (mark.key, mark.at)


@pytest.mark.parametrize("muscle", load_muscles())
def test_a_muscle_or_one_that_covers_it_is_found_where_its_mark_is_pressed(muscle):
    picture = drawn_with(muscle=muscle)
    at = [mark.at for mark in load_plates()[find_view(muscle)].marks if mark.key == muscle]
    assert at
    found = {picture.find_at(PANELS[0] + x, HEIGHT - BOTTOM - y)[0] for x, y in at}
    assert "" not in found if muscle in UNDER_OTHERS else muscle in found


@pytest.mark.parametrize("muscle", load_muscles())
def test_the_plates_show_a_muscle_its_marks_and_where_it_hurts(muscle):
    picture, facts = drawn_with(muscle=muscle), load_muscles()[muscle]
    shown = set(marks(picture))
    assert shown >= {"shapes-muscle", "shapes-main", "shapes-marks"}
    assert ("shapes-other" in shown) <= bool(facts.other_regions)
    assert "shapes-asked" not in shown
    assert texts(picture)["muscle"].casefold() == f"muscle: {facts.label}".casefold()
    assert texts(picture)["danger"] == f"Under the needle: {facts.danger}"


@pytest.mark.parametrize("region", load_regions())
def test_a_region_asked_for_is_outlined_and_can_be_pressed(region):
    muscle = next(key for key, facts in load_muscles().items() if region in facts.regions)
    picture = drawn_with(muscle=muscle, region=region)
    grid = np.meshgrid(np.arange(PANELS[1], WIDTH, 4.0), np.arange(BOTTOM, HEIGHT, 4.0))
    places = np.stack(grid, axis=-1).reshape(-1, 2)
    inside = places[outlines(picture, "asked").contains_points(places)]
    assert any(picture.find_at(x, HEIGHT - y) == ("", region) for x, y in inside)


def middle_of(path):
    return np.mean(path.vertices[:, 0])


@pytest.mark.parametrize(("muscle", "is_left"), [("infraspinatus", True), ("quadratus_lumborum", False)])
def test_pain_is_shown_on_one_side_of_the_body_only(muscle, is_left):
    middle = middle_of(outlines(drawn_with(muscle=muscle), "main"))
    assert (middle < PANELS[1] + 200 - 25) == is_left  # seen from the front the body's right is on the left
    assert (middle > PANELS[1] + 200 + 25) != is_left


def test_the_muscle_is_outlined_where_its_pain_is_felt_if_it_lies_there():
    assert middle_of(outlines(drawn_with(muscle="quadratus_lumborum"), "source")) > PANELS[1]
    assert "shapes-source" not in marks(drawn_with(muscle="infraspinatus"))


def test_a_curve_has_a_corner_at_a_doubled_point_and_nowhere_else():
    path = smooth_path([(0, 0), (0, 0), (40, 0), (40, 40)], closed=False)
    leave, arrive = path.vertices[4:6]  # the handles of the piece from the doubled point to the next
    assert leave.tolist() == [0, 0]
    assert arrive.tolist() != [40, 0]


def test_nothing_lies_outside_the_body():
    assert drawn_with(muscle="masseter").find_at(2, 2) == ("", "")


def test_a_plate_travels_quickly():
    for muscle in ("upper_trapezius", "paraspinals", "masseter"):
        assert len(drawn_with(muscle=muscle).svg()) < 150_000


def test_words_name_pain_hazard_and_the_way_back():
    words = AtlasPicture().draw(muscle="infraspinatus", region="shoulder_front").split("\n")
    label = load_regions()["shoulder_front"].label
    assert words[0].startswith(f"Infraspinatus: pain is mainly felt at {label}")
    assert words[1] == f"Under the needle: {load_muscles()['infraspinatus'].danger}."
    assert words[2].startswith(f"Pain at {label} can come from: Infraspinatus")
    assert words[3] == "Experts expect no fixed place and no fixed area of referred pain [delphi_2018]."
