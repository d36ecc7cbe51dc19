"""The needle picture shows the model's numbers to scale, says them, and hides all tissue while blind."""

import re
from functools import partial
from itertools import product

import numpy as np
import pytest
from seen import drawn, marks, texts

from tpi_edu.content.needle import load_procedure, load_sites
from tpi_edu.figures.hands import PROPS
from tpi_edu.figures.marks import Words
from tpi_edu.figures.needle import (
    BADGES,
    HUB,
    LATER,
    NOT_SAFE,
    READOUTS,
    SYRINGE,
    NeedlePicture,
    describe_needle,
)
from tpi_edu.figures.section import BOTTOM, HEIGHT, INSIDE, LEFT, RIGHT, SKIN_Y, point_at
from tpi_edu.model.needle import HABITUS, OUTCOMES, NeedlePath

PARTS = {*SYRINGE, "outside", "shaft"}
POSITION = {"entry_mm": -26, "angle_deg": 30, "needle_mm": 38, "advance_mm": 30}
TINY = 1e-6
STATES = {
    "in target": ("rhomboids", {}),
    "missed": ("rhomboids", {"entry_mm": -40}),
    "on bone": ("infraspinatus", {"angle_deg": 60}),
    "within 5 mm of the pleura": ("rhomboids", {"entry_mm": 0, "angle_deg": 90, "advance_mm": 20}),
    "pleura pierced": ("rhomboids", {"entry_mm": 0, "angle_deg": 90, "advance_mm": 30}),
}
TRY = {"judged": False}
HAND = "Rhomboids, average build: 38 mm needle entered {} the knot at {}° to the skin, advanced 30 mm."
MISSED = (
    f"{HAND.format('22 mm before', 30)} In the tissue 30.0 mm; tip 15.0 mm below the skin, 4.0 mm from "
    "the middle of the trigger point, 15.0 mm deep. To the pleura: 10.5 mm now, 8.5 mm at a full breath "
    "in. Crossed: skin, fat, trapezius, rhomboid, trigger point. Outcome: missed, the drug goes beside "
    "the trigger point. " + NOT_SAFE
)
PIERCED = (
    f"{HAND.format('over', 90)} In the tissue 30.0 mm; tip 30.0 mm below the skin, 15.0 mm from the "
    "middle of the trigger point, 15.0 mm deep. The needle is through the pleura now: 6.5 mm beyond. "
    "Crossed: skin, fat, trapezius, rhomboid, intercostals, trigger point, pleura. Outcome: pleura "
    f"pierced, a pneumothorax can follow. {LATER} {NOT_SAFE}"
)
LOST = (
    f"{HAND.format('26 mm before', 50)} The tip is not seen; aim for the trigger point, 15.0 mm deep. "
    "Shaft on ultrasound: lost: too steep."
)
BLIND = f"{HAND.format('26 mm before', 30)} What lies under the skin is hidden until you inject."
TO_THE_HUB = f"{BLIND.replace('30 mm.', '38 mm.')} {HUB}"
picture_of = partial(drawn, NeedlePicture)
every_site = pytest.mark.parametrize("site", load_sites())


def placed(site="rhomboids", **changes):
    return NeedlePath(site=site, **POSITION | changes)


def points_mm(picture, key):
    """Return the points of a mark in mm from the trigger point and from the skin."""
    points = marks(picture)[key].path().vertices
    return np.array([point_at(x, HEIGHT - y) for x, y in points])


def lies_inside(mark):
    left, bottom, right, top = mark.box if isinstance(mark, Words) else mark.path().get_extents().extents
    (low_x, low_y), (high_x, high_y) = INSIDE.min - TINY, INSIDE.max + TINY
    return low_x <= left and low_y <= bottom and right <= high_x and top <= high_y


@pytest.mark.parametrize(
    ("site", "angle", "advance"),
    [("rhomboids", 15, 18), ("rhomboids", 30, 12), ("rhomboids", 90, 18), ("infraspinatus", 90, 38)],
)
def test_the_needle_is_drawn_to_scale_as_far_in_as_the_model_has_it(site, angle, advance):
    path = placed(site, angle_deg=angle, advance_mm=advance)
    inside, outside = (points_mm(picture_of(path), f"shapes-{name}") for name in ("shaft", "outside"))
    assert np.hypot(*(inside - (path.tip_x_mm, path.tip_mm)).T).min() < 0.5
    way = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    along = (np.vstack([inside, outside]) - (path.entry_mm, 0)) @ way
    assert (along.min(), along.max()) == pytest.approx((path.path_mm - 38, path.path_mm), abs=0.1)


@pytest.mark.parametrize("view", ["ultrasound", "open"])
@pytest.mark.parametrize(("breath", "depth"), [(0, 25.5), (0.5, 24.5), (1, 23.5)])
def test_lung_and_pleura_move_with_the_breath_under_the_lines_of_its_range(view, breath, depth):
    picture = picture_of(placed(breath=breath), view=view)
    assert points_mm(picture, "stroke-pleura")[:, 1] == pytest.approx(depth, abs=0.01)
    assert points_mm(picture, "shapes-lung")[:, 1].min() == pytest.approx(depth, abs=0.01)
    assert {*points_mm(picture, "stroke-range")[:, 1].round(2)} == {23.5, 25.5}
    order = [key for key in marks(picture) if key in ("shapes-lung", "stroke-range", "stroke-pleura")]
    assert order == ["shapes-lung", "stroke-range", "stroke-pleura"]


def test_the_rings_of_the_lung_lie_in_it_round_and_in_the_open_view_alone():
    for breath in (0.0, 0.6, 1.0):
        path = placed("upper_trapezius", breath=breath)
        picture = picture_of(path)
        assert np.all(path.section.to_pleura(*points_mm(picture, "shapes-rings").T, breath) < -0.2)
        assert marks(picture)["shapes-rings"].look.round_ends
        assert "shapes-rings" not in marks(picture_of(path, view="ultrasound"))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_its_word_and_its_badge(outcome):
    site, changes = STATES[outcome]
    picture = picture_of(placed(site, **changes))
    assert texts(picture)["outcome"] == outcome
    color, shape = list(BADGES.items())[OUTCOMES.index(outcome)]
    badge = marks(picture)["shapes-badge"]
    assert (badge.look.line, badge.place) == (color, shape)


@pytest.mark.parametrize(
    ("changes", "options", "readings", "words"),
    [
        ({"entry_mm": -22}, {}, "15.0 mm|4.0 mm|8.5 mm|30.0 mm|well seen", MISSED),
        (STATES["pleura pierced"][1], {}, "30.0 mm|15.0 mm|6.5 mm beyond|30.0 mm|lost: too steep", PIERCED),
        (
            {"angle_deg": 50},
            {"view": "ultrasound"} | TRY,
            "hidden|hidden|hidden|24.1 mm|lost: too steep",
            LOST,
        ),
        ({}, {"view": "blind"} | TRY, "hidden|hidden|hidden|30.0 mm|well seen", BLIND),
        ({"advance_mm": 38}, {"view": "blind"} | TRY, "hidden|hidden|hidden|38.0 mm|well seen", TO_THE_HUB),
        ({}, TRY, "15.0 mm|0.0 mm|8.5 mm|30.0 mm|well seen", HAND.format("26 mm before", 30)),
        ({}, {"needle": False}, "–|–|–|–|–", "Rhomboids, average build: no needle in the skin."),
    ],
)
def test_readouts_and_words_are_the_numbers_of_the_model(changes, options, readings, words):
    picture = NeedlePicture()
    assert picture.draw(placed(**changes), **options) == words
    said = texts(picture)
    assert [said[f"readout-{index}"] for index in range(len(READOUTS))] == readings.split("|")
    assert ("hub" in said) == (HUB in words)
    names = {mark.name.removesuffix("-line") for mark in picture.marks}
    assert bool(names & {*PARTS, "badge", "outcome"}) == options.get("needle", True)


def test_blind_pictures_of_different_people_differ_in_their_title_alone():
    paths = {h: placed("infraspinatus", angle_deg=60, advance_mm=36, habitus=h) for h in ("thin", "heavy")}
    assert paths["thin"].path_mm < paths["heavy"].path_mm  # bone stops it
    pictures = {h: picture_of(path, view="blind", judged=False) for h, path in paths.items()}
    thin, heavy = (
        re.sub(rf'{habitus} person|(translate|rotate)\([^)]*\)|x="[^"]*"', "", picture.svg())
        for habitus, picture in pictures.items()
    )
    assert thin == heavy
    assert "hidden until you inject" in thin
    assert pictures["thin"].frame() == pictures["heavy"].frame()


def test_ultrasound_shows_less_of_a_steeper_shaft_and_nothing_at_45_degrees():
    def ink(angle):
        picture = picture_of(placed(angle_deg=angle, advance_mm=20), view="ultrasound", judged=False)
        shaft = marks(picture).get("shapes-shaft")
        return sum(np.hypot(*(box[1] - box[0])) for box in shaft.path().to_polygons()) if shaft else 0

    lengths = [ink(angle) for angle in (20, 30, 35, 40, 45)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.02)
    assert lengths[1] > lengths[2] > lengths[3] > lengths[4] == 0


def test_the_ultrasound_image_lies_to_scale_under_the_outlines():
    svg = picture_of(placed(), view="ultrasound").svg()
    wide, high = (int(re.search(rf'<image[^>]* {side}="(\d+)"', svg)[1]) for side in ("width", "height"))
    matrix = re.search(r'<image[^>]* transform="matrix\(([^)]*)\)"', svg)[1]
    across, _, _, down, left, top = map(float, matrix.split())
    assert (left, top) == pytest.approx((LEFT, HEIGHT - SKIN_Y), abs=0.05)
    assert across == pytest.approx(down)
    assert wide * across == pytest.approx(RIGHT - LEFT, abs=0.05)
    assert high * down >= SKIN_Y - BOTTOM


@pytest.mark.parametrize(("view", "is_seen"), [("ultrasound", False), ("open", True)])
def test_behind_the_shoulder_blade_ultrasound_shows_no_pleura_and_where_none_is_that_is_said(view, is_seen):
    picture = picture_of(placed("infraspinatus"), view=view)
    assert ("stroke-pleura" in marks(picture)) is ("lung" in texts(picture).values()) is is_seen
    assert "No pleura here." in describe_needle(placed("vastus_lateralis"), view=view)


@every_site
def test_every_part_is_named_in_the_order_in_which_it_lies(site):
    layers = [layer.name for layer in load_sites()[site].layers]
    for habitus in HABITUS:
        said = texts(picture_of(placed(site, habitus=habitus)))
        parts = [words for name, words in said.items() if name.startswith("part-")]
        assert [words for words in parts if words in layers] == layers
        assert said["target"] == "trigger point"


@every_site
def test_the_name_of_the_trigger_point_lies_neither_on_it_nor_on_the_needle(site):
    for entry, angle in product((-60, -20, 0), (10, 30, 60, 90)):
        path = placed(site, entry_mm=entry, angle_deg=angle, needle_mm=76, advance_mm=60)
        left, bottom, right, top = marks(picture_of(path))["words-target"].box
        low, high = np.array([point_at(left, HEIGHT - top), point_at(right, HEIGHT - bottom)])
        facts = path.section.site
        half = np.array([facts.target_wide_mm.value, facts.target_high_mm.value]) / 2
        middle = np.array([0, path.section.target_mm])
        assert np.any(low > middle + half) or np.any(high < middle - half)
        along = np.linspace((entry, 0), (path.tip_x_mm, path.tip_mm), 200)
        assert not np.any(np.all((along > low) & (along < high), axis=1)), path


def test_every_prop_of_the_procedure_is_drawn_in_the_frame_and_every_prop_is_used():
    assert {name for step in load_procedure().values() for name in step.props} == set(PROPS)
    for prop, (_, shapes) in PROPS.items():
        hands = [
            mark for mark in picture_of(placed(), props=(prop,)).marks if mark.name.startswith(f"{prop}-")
        ]
        assert len(hands) >= len(shapes)
        assert [mark.name for mark in hands if not lies_inside(mark)] == []


@pytest.mark.parametrize(("angle", "cut"), [(10, "shaft"), (30, "barrel")])
def test_nothing_of_a_needle_lies_outside_of_the_frame_and_where_it_is_cut_there_is_no_line(angle, cut):
    path = placed("vastus_lateralis", entry_mm=0, angle_deg=angle, needle_mm=76, advance_mm=66)
    shown = marks(picture_of(path))
    parts = [mark for mark in shown.values() if mark.name.removesuffix("-line") in PARTS]
    assert len(parts) > 7
    assert [mark.name for mark in parts if not lies_inside(mark)] == []
    line = shown[f"shapes-{cut}-line"].path()
    is_cut = np.any(np.isclose(line.vertices, INSIDE.min) | np.isclose(line.vertices, INSIDE.max), axis=1)
    assert is_cut.any()
    assert not np.any(is_cut[1:] & is_cut[:-1] & (line.codes[1:] == line.LINETO))
