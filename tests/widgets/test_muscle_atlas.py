"""The atlas under the learner's hand: by list, by pressing, and from the pain back to the muscle."""

import json
from html import unescape

import numpy as np
import pytest
from shown import html, press_at
from states import grounds_named  # noqa: F401 (a fixture)

from tpi_edu.content.atlas import load_muscles, load_plates, load_regions
from tpi_edu.figures.atlas import BOTTOM, HEIGHT, PANELS, shown_area
from tpi_edu.model.atlas import find_muscles
from tpi_edu.widgets.atlas import FACTS, MuscleAtlas

LOW = "quadratus_lumborum"


def press_mark(atlas, muscle):
    plate = load_plates()[atlas.state()["view"]]
    x, y = next(mark.at for mark in plate.marks if mark.key == muscle)
    press_at(atlas, PANELS[0] + x, HEIGHT - BOTTOM - y)


def press_area(atlas, region):
    plate = load_plates()[atlas.state()["view"]]
    x, y = np.mean(next(area.points for area in plate.regions if area.key == region), axis=0)
    press_at(atlas, PANELS[1] + x, HEIGHT - BOTTOM - y)


def choose(name):
    return lambda atlas, value: setattr(atlas.inputs[name], "value", value)


@pytest.mark.parametrize(
    ("start", "act", "value", "state"),
    [
        # the plate turns to one that shows the muscle; one that shows it stays, though another is larger
        ({}, choose("muscle"), "gastrocnemius", ("", "gastrocnemius", "leg_back")),
        ({"muscle": "gluteus_medius"}, press_mark, LOW, ("", LOW, "hip_back")),
        # who asks no more where it hurts keeps the muscle
        (
            {"region": "calf", "muscle": "gastrocnemius"},
            choose("region"),
            "",
            ("", "gastrocnemius", "leg_back"),
        ),
        # the learner may turn to a plate without the muscle
        ({"muscle": "masseter"}, choose("view"), "leg_back", ("", "masseter", "leg_back")),
        # pressing where it hurts asks for that region; once more, there is nothing to do
        ({"muscle": "gastrocnemius"}, press_area, "calf", ("calf", "gastrocnemius", "leg_back")),
        ({"region": "calf"}, press_area, "calf", ("calf", "gastrocnemius", "leg_back")),
        # choosing or pressing on a muscle that is listed keeps the question; on another, ends it
        ({"region": "buttock"}, choose("muscle"), "piriformis", ("buttock", "piriformis", "hip_back")),
        ({"region": "buttock"}, press_mark, "gluteus_medius", ("buttock", "gluteus_medius", "hip_back")),
        ({"region": "shoulder_front"}, press_mark, "rhomboids", ("", "rhomboids", "upper_back")),
    ],
)
def test_what_is_chosen_or_pressed_sets_the_rest(start, act, value, state):
    atlas = MuscleAtlas(**start)
    act(atlas, value)
    assert tuple(atlas.state()[name] for name in ("region", "muscle", "view")) == state


@pytest.mark.parametrize("region", load_regions())
def test_choosing_where_it_hurts_lists_its_muscles_in_order_and_shows_the_first(region):
    found = find_muscles(region)
    atlas = MuscleAtlas(muscle=list(found)[-1])
    atlas.inputs["region"].value = region
    names = [load_muscles()[key].label + ("" if main else " (less often)") for key, main in found.items()]
    assert atlas.inputs["muscle"].options == tuple(
        (f"{place}. {name}", key) for place, (name, key) in enumerate(zip(names, found, strict=True), start=1)
    )
    state = atlas.state()
    assert state["muscle"] == next(iter(found))
    assert shown_area(state["view"], state["muscle"])


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
