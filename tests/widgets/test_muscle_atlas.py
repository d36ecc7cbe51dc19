"""The atlas under the learner's hand: by list, by pressing, and from the pain back to the muscle."""

import json
import re
from html import unescape

import numpy as np
import pytest
from shown import html, press_at
from states import name_grounds

from tpi_edu.content.muscles import load_muscles, load_regions
from tpi_edu.content.plates import load_plates
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS, find_view, is_drawn
from tpi_edu.model.atlas import find_muscles
from tpi_edu.widgets.atlas import FACTS, MuscleAtlas


@pytest.fixture(scope="module", autouse=True)
def grounds_named():
    yield from name_grounds()


def press(atlas, panel, x, y):
    press_at(atlas, PANELS[panel] + x, HEIGHT - BOTTOM - y)


def press_mark(atlas, muscle):
    plate = load_plates()[atlas.state()["view"]]
    press(atlas, 0, *next(mark.at for mark in plate.marks if mark.key == muscle))


def listed(atlas):
    return [key for _, key in atlas.inputs["muscle"].options]


def test_choosing_a_muscle_turns_to_the_plate_that_shows_it_largest():
    atlas = MuscleAtlas()
    atlas.inputs["muscle"].value = "gastrocnemius"
    assert atlas.state()["view"] == "leg_back"


def test_a_plate_that_shows_the_muscle_chosen_stays():
    atlas = MuscleAtlas(muscle="gluteus_medius")
    press_mark(atlas, "quadratus_lumborum")
    assert atlas.state() == {"region": "", "muscle": "quadratus_lumborum", "view": "hip_back"}
    assert find_view("quadratus_lumborum") != "hip_back"


def test_the_learner_may_turn_to_a_plate_without_the_muscle():
    atlas = MuscleAtlas(muscle="masseter")
    atlas.inputs["view"].value = "leg_back"
    assert atlas.state() == {"region": "", "muscle": "masseter", "view": "leg_back"}


@pytest.mark.parametrize("region", load_regions())
def test_choosing_where_it_hurts_lists_its_muscles_in_order_and_shows_the_first(region):
    atlas = MuscleAtlas(muscle=find_muscles(region)[-1].muscle)
    atlas.inputs["region"].value = region
    assert listed(atlas) == [match.muscle for match in find_muscles(region)]
    state = atlas.state()
    assert state["muscle"] == listed(atlas)[0]
    assert is_drawn(state["muscle"], state["view"])


def test_the_list_numbers_the_muscles_and_says_which_send_pain_less_often():
    labels = [label for label, _ in MuscleAtlas(region="calf").inputs["muscle"].options]
    names = [
        load_muscles()[match.muscle].label + ("" if match.main else " (less often)")
        for match in find_muscles("calf")
    ]
    assert labels == [f"{place}. {name}" for place, name in enumerate(names, start=1)]


def test_asking_no_more_where_it_hurts_brings_every_muscle_back_and_keeps_the_one_chosen():
    atlas = MuscleAtlas(region="calf", muscle="gastrocnemius")
    atlas.inputs["region"].value = ""
    assert listed(atlas) == list(load_muscles())
    assert atlas.state()["muscle"] == "gastrocnemius"


def test_pressing_where_it_hurts_asks_for_that_region():
    atlas = MuscleAtlas(muscle="gastrocnemius")
    area = next(area for area in load_plates()["leg_back"].regions if area.key == "calf")
    press(atlas, 1, *np.mean(area.points, axis=0))
    assert atlas.state() == {"region": "calf", "muscle": "gastrocnemius", "view": "leg_back"}
    press(atlas, 1, *np.mean(area.points, axis=0))  # once more: nothing to do
    assert atlas.state()["region"] == "calf"


def test_pressing_on_a_muscle_that_is_not_listed_ends_the_question():
    atlas = MuscleAtlas(muscle="infraspinatus", region="shoulder_front")
    press_mark(atlas, "rhomboids")
    assert atlas.state() == {"region": "", "muscle": "rhomboids", "view": "upper_back"}


def test_pressing_on_a_muscle_that_is_listed_keeps_the_question():
    atlas = MuscleAtlas(region="buttock")
    muscle = next(m for m in listed(atlas)[1:] if is_drawn(m, atlas.state()["view"]))
    press_mark(atlas, muscle)
    assert (atlas.state()["region"], atlas.state()["muscle"]) == ("buttock", muscle)


def test_where_only_shapes_change_one_small_message_travels():
    atlas, sent = MuscleAtlas(), []
    atlas.view.send_state = lambda key=None: sent.append(set(key))
    atlas.inputs["muscle"].value = "masseter"
    atlas.reset()
    assert sent == [{"frame", "description"}] * 2
    assert len(json.dumps([atlas.view.frame, atlas.view.description])) < 10_000
    atlas.inputs["region"].value = "calf"  # both plates turn
    atlas.reset()
    assert sent[2:] == [{"svg", "frame", "description"}] * 2


def test_every_fact_stands_beside_the_figure_and_in_the_words_with_its_grade():
    atlas = MuscleAtlas(muscle="rhomboids")
    facts = load_muscles()["rhomboids"]
    details = unescape(html(atlas))
    for name in FACTS:
        fact = getattr(facts, name)
        assert fact.text in atlas.words()
        assert f"{fact.text} <small>[{fact.source}, {fact.grade}]" in details
    assert load_plates()["upper_back"].note in details


def test_a_muscle_that_sends_no_pain_to_the_region_is_refused():
    message = "MuscleAtlas.muscle must be one of gastrocnemius, gluteus_minimus; got 'masseter'."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        MuscleAtlas(region="calf", muscle="masseter")
