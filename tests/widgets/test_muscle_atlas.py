"""The atlas under the learner's hand: by list, by pressing, and from the pain back to the muscle."""

import html

import pytest

from tpi_edu.content.muscles import load_muscles
from tpi_edu.content.plates import load_plates
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS, AtlasPicture, find_view
from tpi_edu.model.atlas import find_muscles
from tpi_edu.widgets.atlas import MuscleAtlas


def press(atlas, panel, x, y):
    place = {"kind": "drag", "x": PANELS[panel] + x, "y": HEIGHT - BOTTOM - y}
    atlas.view._handle_custom_msg(place, [])


def center_of(plate, region):
    area = next(area for area in load_plates()[plate].regions if area.key == region)
    xs, ys = zip(*area.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_choosing_a_muscle_shows_it_as_the_plain_picture_does():
    atlas = MuscleAtlas()
    atlas.controls["muscle"].value = "gastrocnemius"
    plain = AtlasPicture()
    plain.draw(muscle="gastrocnemius")
    assert atlas.view.frame == plain.frame()
    assert atlas.view.svg == plain.svg()
    assert atlas.controls["view"].value == "leg_back"


def test_choosing_where_it_hurts_lists_the_muscles_in_order_and_takes_the_first():
    atlas = MuscleAtlas()
    atlas.controls["region"].value = "shoulder_front"
    listed = [key for _, key in atlas.controls["muscle"].options]
    assert listed == [match.muscle for match in find_muscles("shoulder_front")]
    assert atlas.controls["muscle"].value == listed[0] == "infraspinatus"
    assert atlas.controls["muscle"].options[0][0] == "1. Infraspinatus"
    assert "can come from: Infraspinatus" in atlas.words()


def test_asking_no_more_where_it_hurts_brings_every_muscle_back():
    atlas = MuscleAtlas(region="calf", muscle="gastrocnemius")
    atlas.controls["region"].value = ""
    assert [key for _, key in atlas.controls["muscle"].options] == list(load_muscles())
    assert atlas.controls["muscle"].value == "gastrocnemius"


def test_pressing_on_a_muscle_chooses_it_and_keeps_the_plate():
    atlas = MuscleAtlas(muscle="gluteus_medius")
    mark = next(mark for mark in load_plates()["hip_back"].marks if mark.key == "quadratus_lumborum")
    press(atlas, 0, *mark.at)
    assert atlas.controls["muscle"].value == "quadratus_lumborum"
    assert find_view("quadratus_lumborum") != "hip_back"
    assert atlas.controls["view"].value == "hip_back"


def test_pressing_where_it_hurts_asks_for_that_region():
    atlas = MuscleAtlas(muscle="gastrocnemius")
    press(atlas, 1, *center_of("leg_back", "calf"))
    assert atlas.controls["region"].value == "calf"


def test_pressing_on_a_muscle_that_is_not_listed_ends_the_question():
    atlas = MuscleAtlas(muscle="infraspinatus", region="shoulder_front")
    mark = next(mark for mark in load_plates()["upper_back"].marks if mark.key == "rhomboids")
    press(atlas, 0, *mark.at)
    assert atlas.state() == {"region": "", "muscle": "rhomboids", "view": "upper_back"}


def test_reset_returns_to_the_start():
    atlas = MuscleAtlas(muscle="masseter")
    atlas.controls["region"].value = "calf"
    atlas.reset()
    assert atlas.state() == {"region": "", "muscle": "masseter", "view": "head_side"}


def test_every_fact_stands_under_the_figure_and_in_the_words_with_its_grade():
    atlas = MuscleAtlas(muscle="rhomboids")
    facts = load_muscles()["rhomboids"]
    details = atlas._details.value
    for name in ("hazard", "referral", "trigger_points", "action", "nerve"):
        assert getattr(facts, name).text in atlas.words()
        assert getattr(facts, name).text in html.unescape(details)
    assert f"[{facts.hazard.source}, {facts.hazard.grade}]" in details


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"muscle": "biceps"}, "MuscleAtlas.muscle must be one of upper_trapezius, "),
        ({"region": "everywhere"}, "MuscleAtlas.region must be one of , vertex, "),
        ({"task": "none"}, "MuscleAtlas.task must be one of first_look, "),
        (
            {"region": "calf", "muscle": "masseter"},
            "MuscleAtlas.muscle must be one of gluteus_minimus, gastrocnemius; got 'masseter'.",
        ),
    ],
)
def test_a_wrong_start_is_refused_in_words(wrong, message):
    with pytest.raises(ValueError, match="^" + message):
        MuscleAtlas(**wrong)
