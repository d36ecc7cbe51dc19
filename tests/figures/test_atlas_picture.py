"""The atlas: every muscle and region is drawn, can be pressed, and is told in words."""

import numpy as np
import pytest

from tpi_edu.content.muscles import load_muscles, load_regions
from tpi_edu.content.plates import load_plates
from tpi_edu.figures.atlas import (
    BOTTOM,
    HEIGHT,
    PANELS,
    AtlasPicture,
    describe_atlas,
    find_pain_view,
    find_view,
)
from tpi_edu.figures.plates import smooth_path

UNDER_OTHERS = ("splenius_cervicis", "subscapularis", "gluteus_minimus")  # chosen from the list


@pytest.fixture(scope="module")
def picture():
    return AtlasPicture()


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
def test_a_muscle_or_one_that_covers_it_is_found_where_its_mark_is_pressed(picture, muscle):
    picture.draw(muscle=muscle)
    marks = [mark.at for mark in load_plates()[find_view(muscle)].marks if mark.key == muscle]
    assert marks
    found = {picture.find_at(PANELS[0] + x, HEIGHT - BOTTOM - y)[0] for x, y in marks}
    if muscle not in UNDER_OTHERS:
        assert muscle in found
    else:
        assert "" not in found


@pytest.mark.parametrize("muscle", load_muscles())
def test_the_right_plate_shows_where_a_muscle_mainly_hurts(picture, muscle):
    picture.draw(muscle=muscle)
    frame = picture.frame()
    assert "d" in frame["muscle"]
    assert "d" in frame["main"]
    assert ("d" in frame["other"]) <= bool(load_muscles()[muscle].other_regions)


@pytest.mark.parametrize("region", load_regions())
def test_a_region_asked_for_is_shown_and_can_be_pressed(picture, region):
    muscle = next(key for key, facts in load_muscles().items() if region in facts.regions)
    picture.draw(muscle=muscle, region=region)
    assert "d" in picture.frame()["asked"]
    plate = load_plates()[find_pain_view(muscle, region)]
    areas = [smooth_path(area.points, closed=True) for area in plate.regions if area.key == region]
    grid = np.stack(np.meshgrid(np.arange(0, 400, 4.0), np.arange(0, 460, 4.0)), axis=-1).reshape(-1, 2)
    inside = grid[np.any([area.contains_points(grid) for area in areas], axis=0)]
    assert any(picture.find_at(PANELS[1] + x, HEIGHT - BOTTOM - y) == ("", region) for x, y in inside)


def middle_of(shape):
    return np.mean([float(x) for x in shape["d"].replace("M", " ").split()[::2]])


@pytest.mark.parametrize(("muscle", "is_left"), [("infraspinatus", True), ("quadratus_lumborum", False)])
def test_pain_is_shown_on_one_side_of_the_body_only(picture, muscle, is_left):
    picture.draw(muscle=muscle)  # seen from the front the body's right is on the left
    assert (middle_of(picture.frame()["main"]) < PANELS[1] + 200 - 25) == is_left
    assert (middle_of(picture.frame()["main"]) > PANELS[1] + 200 + 25) != is_left


def test_the_muscle_is_outlined_where_its_pain_is_felt_if_it_lies_there(picture):
    picture.draw(muscle="quadratus_lumborum")
    assert middle_of(picture.frame()["source"]) > PANELS[1]
    picture.draw(muscle="infraspinatus")
    assert picture.frame()["source"] == {"display": "none"}


def test_nothing_lies_outside_the_body(picture):
    picture.draw(muscle="masseter")
    assert picture.find_at(2, 2) == ("", "")


def test_what_moves_forgets_the_muscle_before(picture):
    picture.draw(muscle="gastrocnemius", region="calf")
    picture.draw(muscle="temporalis")
    fresh = AtlasPicture()
    fresh.draw(muscle="temporalis")
    assert picture.frame() == fresh.frame()
    assert picture.background == fresh.background


def test_a_plate_travels_quickly(picture):
    for muscle in ("upper_trapezius", "paraspinals", "masseter"):
        picture.draw(muscle=muscle)
        assert len(picture.svg()) < 150_000


def test_words_name_pain_hazard_and_the_way_back():
    words = describe_atlas("infraspinatus", region="shoulder_front")
    regions = load_regions()
    assert words.startswith(f"Infraspinatus: pain is mainly felt at {regions['shoulder_front'].label}")
    assert f"Under the needle: {load_muscles()['infraspinatus'].danger}." in words
    assert f"Pain at {regions['shoulder_front'].label} can come from: Infraspinatus" in words
    assert "no fixed place" in words
