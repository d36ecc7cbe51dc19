"""The atlas: every muscle and region is drawn, can be pressed, and is told in words."""

import numpy as np
import pytest
from seen import drawn, marks, texts

from tpi_edu.content.atlas import load_muscles, load_plates, load_regions
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS, WIDTH, AtlasPicture, smooth_path

COVERS = {  # a muscle: the one over it, which is found where the two overlap
    "gluteus_minimus": "gluteus_medius",
    "levator_scapulae": "upper_trapezius",
    "quadratus_lumborum": "paraspinals",
    "scalenes": "upper_trapezius",
    "splenius_cervicis": "upper_trapezius",
    "subscapularis": "infraspinatus",
}


@pytest.mark.parametrize("name", load_plates())
def test_a_mark_lies_in_its_muscle_which_or_the_one_over_it_is_found_where_it_is_pressed(name):
    for mark in load_plates()[name].marks:
        picture = drawn(AtlasPicture, muscle=mark.key, view=name)
        x, y = PANELS[0] + mark.at[0], BOTTOM + mark.at[1]
        shapes = marks(picture)["shapes-muscle"].place
        assert any(shape.contains_point((x, y)) for shape in shapes), (mark.key, mark.at)
        assert picture.find_at(x, HEIGHT - y)[0] in (mark.key, COVERS.get(mark.key))
        assert picture.find_at(2, 2) == ("", "")  # outside the body


@pytest.mark.parametrize("muscle", load_muscles())
def test_the_plates_show_a_muscle_its_marks_and_where_it_hurts(muscle):
    picture, facts = drawn(AtlasPicture, muscle=muscle), load_muscles()[muscle]
    shown = set(marks(picture))
    assert shown >= {"shapes-muscle", "shapes-main", "shapes-marks"}
    assert ("shapes-other" in shown) <= bool(facts.other_regions)
    assert "shapes-asked" not in shown
    assert texts(picture)["muscle"].casefold() == f"muscle: {facts.label}".casefold()
    assert texts(picture)["danger"] == f"Under the needle: {facts.danger}"


@pytest.mark.parametrize("region", load_regions())
def test_a_region_asked_for_is_outlined_and_can_be_pressed(region):
    muscle = next(key for key, facts in load_muscles().items() if region in facts.regions)
    picture = drawn(AtlasPicture, muscle=muscle, region=region)
    grid = np.meshgrid(np.arange(PANELS[1], WIDTH, 4.0), np.arange(BOTTOM, HEIGHT, 4.0))
    places = np.stack(grid, axis=-1).reshape(-1, 2)
    inside = places[marks(picture)["shapes-asked"].path().contains_points(places)]
    assert any(picture.find_at(x, HEIGHT - y) == ("", region) for x, y in inside)


@pytest.mark.parametrize(
    ("muscle", "is_left", "lies_there"), [("infraspinatus", True, False), ("quadratus_lumborum", False, True)]
)
def test_pain_is_shown_on_one_side_of_the_body_with_the_muscle_where_it_lies_there(
    muscle, is_left, lies_there
):
    shown = marks(drawn(AtlasPicture, muscle=muscle))
    middle = np.mean(shown["shapes-main"].path().vertices[:, 0])
    assert (middle < PANELS[1] + 200 - 25) == is_left  # seen from the front the body's right is on the left
    assert (middle > PANELS[1] + 200 + 25) != is_left
    assert ("shapes-source" in shown) == lies_there
    assert not lies_there or shown["shapes-source"].path().get_extents().x0 > PANELS[1]


def test_a_curve_has_a_corner_at_a_doubled_point_and_nowhere_else():
    path = smooth_path([(0, 0), (0, 0), (40, 0), (40, 40)], closed=False)
    leave, arrive = path.vertices[4:6]  # the handles of the piece from the doubled point to the next
    assert leave.tolist() == [0, 0]
    assert arrive.tolist() != [40, 0]


def test_words_name_pain_hazard_and_the_way_back():
    assert AtlasPicture().draw(muscle="infraspinatus", region="shoulder_front") == (
        "Infraspinatus: pain is mainly felt at front of the shoulder, front and outer side of the upper arm; "
        "also at inner edge of the shoulder blade.\n"
        f"Under the needle: {load_muscles()['infraspinatus'].danger}.\n"
        "Pain at front of the shoulder can come from: Infraspinatus, Pectoralis major (less often).\n"
        "Experts expect no fixed place and no fixed area of referred pain [delphi_2018]."
    )
