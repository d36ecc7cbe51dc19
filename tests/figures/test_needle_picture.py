"""The needle picture shows the model's numbers to scale, says them, and hides all tissue while blind."""

import re

import numpy as np
import pytest
from matplotlib.text import Text

from tpi_edu.content.procedure import load_procedure
from tpi_edu.content.sites import load_sites
from tpi_edu.figures.hands import PROPS
from tpi_edu.figures.labels import text_width
from tpi_edu.figures.needle import BADGES, NeedlePicture
from tpi_edu.figures.needle_words import HUB, LATER, NOT_SAFE, describe_needle
from tpi_edu.figures.section import BOTTOM, HEIGHT, LEFT, RIGHT, SKIN_Y, UNITS_PER_MM
from tpi_edu.figures.style import TEXT_SIZE
from tpi_edu.figures.tissue import LEFT_MM
from tpi_edu.model.needle import HABITUS, OUTCOMES, place_needle

POSITION = {"entry_mm": -26, "angle_deg": 30, "needle_mm": 38, "advance_mm": 30}
TISSUE = ("lung", "pleura", "shaft", "text-target")
STATES = {
    "in target": ("rhomboids", {}),
    "missed": ("rhomboids", {"entry_mm": -40}),
    "on bone": ("infraspinatus", {"angle_deg": 60}),
    "within 5 mm of the pleura": ("rhomboids", {"entry_mm": 0, "angle_deg": 90, "advance_mm": 20}),
    "pleura pierced": ("rhomboids", {"entry_mm": 0, "angle_deg": 90, "advance_mm": 30}),
}


def placed(site="rhomboids", **changes):
    return place_needle(site, **POSITION | changes)


def drawn(path, **options):
    picture = NeedlePicture()
    picture.draw(path, **options)
    return picture


def points_mm(picture, name):
    """Return the points of a live shape in mm from the trigger point and from the skin."""
    d = picture.frame()[name]["d"]
    x, y = np.array(re.findall(r"-?[\d.]+", d), dtype=float).reshape(-1, 2).T
    depth = (y - (picture.height - SKIN_Y)) / UNITS_PER_MM
    return np.column_stack([LEFT_MM + (x - LEFT) / UNITS_PER_MM, depth])


def badge(state, index):
    """Return the shape of an outcome's badge, wherever it stands."""
    site, changes = state
    points = points_mm(drawn(placed(site, **changes)), f"badge-{index}")
    return tuple(np.round(points - points[0], 1).ravel())


def is_shown(picture, name):
    return picture.frame()[name].get("display") != "none"


@pytest.mark.parametrize("angle", [15, 30, 60, 90])
def test_the_tip_is_drawn_where_the_model_has_it(angle):
    path = placed(angle_deg=angle, advance_mm=18)
    shaft = points_mm(drawn(path), "shaft")
    off = np.hypot(*(shaft - (path.tip_x_mm, path.tip_mm)).T)
    assert off.min() < 0.5
    assert shaft[:, 1].max() <= path.tip_mm + 0.5


def test_needle_in_and_out_of_the_tissue_are_as_long_as_the_needle():
    path = placed(advance_mm=12)
    picture = drawn(path)
    inside, outside = (points_mm(picture, name) for name in ("shaft", "outside"))
    ends = np.vstack([inside, outside])
    along = (ends - (path.entry_mm, 0)) @ (np.cos(np.pi / 6), np.sin(np.pi / 6))
    assert along.max() == pytest.approx(12, abs=0.1)
    assert along.min() == pytest.approx(12 - 38, abs=0.1)


def test_on_bone_the_needle_sticks_out_by_what_did_not_go_in():
    path = placed("infraspinatus", angle_deg=90, advance_mm=38)
    outside = points_mm(drawn(path), "outside")
    assert outside[:, 1].min() == pytest.approx(24 - 38, abs=0.2)


def test_the_pleura_moves_with_the_breath():
    out, full = (points_mm(drawn(placed(breath=breath)), "pleura")[:, 1].mean() for breath in (0.0, 1.0))
    assert (out, full) == (pytest.approx(25.5, abs=0.1), pytest.approx(23.5, abs=0.1))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_its_word_and_a_shape_of_its_own(outcome):
    site, changes = STATES[outcome]
    picture = drawn(placed(site, **changes))
    assert picture.frame()["text-outcome"]["text"] == outcome
    shown = [index for index in range(len(BADGES)) if is_shown(picture, f"badge-{index}")]
    assert shown == [OUTCOMES.index(outcome)]
    others = [badge(STATES[other], OUTCOMES.index(other)) for other in OUTCOMES if other != outcome]
    assert badge(STATES[outcome], shown[0]) not in others


def test_readouts_are_the_numbers_of_the_model():
    path = placed(entry_mm=-22)
    frame = drawn(path).frame()
    words = [frame[f"text-readout-{index}"]["text"] for index in range(5)]
    off = f"{path.target_off_mm:.1f} mm"
    assert words == ["15.0 mm", off, "8.5 mm", "30.0 mm", "well seen"]
    for word in words[:4]:
        assert word in describe_needle(path)
    assert words[4] in describe_needle(path, view="ultrasound")


def test_blind_shows_and_says_nothing_of_the_tissue():
    picture = drawn(placed(), view="blind", judged=False)
    for name in TISSUE:
        assert not is_shown(picture, name)
    shown = picture.svg() + str(picture.frame()) + picture.description
    for word in (
        "trigger point",
        "15.0",
        "8.5 mm",
        "pleura pierced",
        "in target",
        "trapezius",
        "rib<",
        "lung<",
    ):
        assert word not in shown
    assert "hidden until you inject" in picture.svg()


def test_after_an_open_view_blind_is_as_if_nothing_had_been_shown():
    picture = drawn(placed("infraspinatus", angle_deg=60))
    picture.draw(placed(), view="ultrasound", judged=False)
    picture.draw(placed(), view="blind", judged=False)
    fresh = drawn(placed(), view="blind", judged=False)
    assert picture.frame() == fresh.frame()
    assert picture.svg() == fresh.svg()


def test_blind_pictures_of_different_people_differ_in_their_title_alone():
    def without_title(habitus):
        svg = drawn(placed(habitus=habitus), view="blind", judged=False).svg()
        return svg.replace({"thin": "thin person", "heavy": "heavy person"}[habitus], "")

    thin, heavy = (
        re.sub(r'(translate|rotate)\([^)]*\)|x="[^"]*"', "", without_title(h)) for h in ("thin", "heavy")
    )
    assert thin == heavy


def test_ultrasound_shows_less_of_a_steeper_shaft_and_nothing_at_45_degrees():
    def ink(angle):
        picture = drawn(placed(angle_deg=angle, advance_mm=20), view="ultrasound", judged=False)
        if not is_shown(picture, "shaft"):
            return 0
        boxes = picture.frame()["shaft"]["d"].split("M")[1:]
        corners = [np.array(part.split(), dtype=float).reshape(-1, 2) for part in boxes]
        return sum(np.hypot(*(box[1] - box[0])) for box in corners)

    lengths = [ink(angle) for angle in (20, 30, 35, 40, 45)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.02)
    assert lengths[1] > lengths[2] > lengths[3] > lengths[4] == 0
    lost = drawn(placed(angle_deg=50, advance_mm=20), view="ultrasound", judged=False)
    assert lost.frame()["text-readout-1"]["text"] == "hidden"
    assert "The tip is not seen" in lost.description
    assert is_shown(lost, "text-target")


def test_the_ultrasound_image_lies_to_scale_under_the_outlines():
    svg = drawn(placed(), view="ultrasound").svg()
    wide, high = (int(re.search(rf'<image[^>]* {side}="(\d+)"', svg)[1]) for side in ("width", "height"))
    matrix = re.search(r'<image[^>]* transform="matrix\(([^)]*)\)"', svg)[1]
    across, _, _, down, left, top = map(float, matrix.split())
    assert (left, top) == pytest.approx((LEFT, HEIGHT - SKIN_Y), abs=0.05)
    assert across == pytest.approx(down)
    assert wide * across == pytest.approx(RIGHT - LEFT, abs=0.05)
    assert high * down >= SKIN_Y - BOTTOM


def test_behind_the_shoulder_blade_ultrasound_shows_no_pleura():
    path = placed("infraspinatus")
    assert not is_shown(drawn(path, view="ultrasound"), "pleura")
    assert ">lung<" not in drawn(path, view="ultrasound").svg()
    assert is_shown(drawn(path), "pleura")
    assert ">lung<" in drawn(path).svg()


@pytest.mark.parametrize("site", load_sites())
def test_every_part_is_named_inside_the_figure(site):
    for habitus in HABITUS:
        picture = drawn(placed(site, habitus=habitus))
        picture.figure.draw_without_rendering()  # which puts the names in place
        renderer = picture.figure.canvas.get_renderer()
        texts = [
            text for text in picture.figure.findobj(Text) if text.get_visible() and text.get_text().strip()
        ]
        boxes = [Text.get_window_extent(text, renderer) for text in texts]  # not of the line to a name
        for text, box in zip(texts, boxes, strict=True):
            assert box.x0 >= 0, text
            assert box.x1 <= picture.width, text
            assert box.y0 >= 0, text
            assert box.y1 <= picture.height, text
        hits = [
            (a.get_text(), b.get_text())
            for i, (a, box) in enumerate(zip(texts, boxes, strict=True))
            for b, other in zip(texts[i + 1 :], boxes[i + 1 :], strict=True)
            if box.padded(-1).overlaps(other.padded(-1))
        ]
        assert hits == []
        names = {text.get_text() for text in texts}
        assert {layer.name for layer in load_sites()[site].layers} | {"trigger point"} <= names


def test_the_words_say_what_follows_and_that_no_depth_is_safe():
    pierced = describe_needle(placed(**STATES["pleura pierced"][1]))
    assert LATER in pierced
    assert "8.5 mm" not in pierced
    assert "is through the pleura now: 6.5 mm beyond." in pierced
    assert pierced.endswith(NOT_SAFE)
    assert HUB in describe_needle(placed(advance_mm=38), view="blind")
    assert HUB not in describe_needle(placed(advance_mm=37))
    assert "No pleura here." in describe_needle(placed("vastus_lateralis"))


def test_in_to_the_hub_is_said_in_the_picture():
    assert is_shown(drawn(placed(advance_mm=38), view="blind"), "text-hub")
    assert not is_shown(drawn(placed(advance_mm=37)), "text-hub")


def test_only_a_new_place_or_view_changes_the_background():
    picture = drawn(placed())
    before = picture.background
    picture.draw(placed(advance_mm=10, angle_deg=44, breath=0.5))
    assert picture.background == before
    picture.draw(placed(habitus="thin"))
    assert picture.background != before


@pytest.mark.parametrize("site", load_sites())
def test_the_name_of_the_trigger_point_lies_neither_on_it_nor_on_the_needle(site):
    half = text_width("trigger point", TEXT_SIZE, "bold") / 2
    picture = NeedlePicture()
    for entry in (-60, -20, 0):
        for angle in (10, 30, 60, 90):
            path = placed(site, entry_mm=entry, angle_deg=angle, needle_mm=76, advance_mm=60)
            picture.draw(path)
            label = picture.frame()["text-target"]
            assert "x" in label, path
            x, y = picture.point_at(label["x"], label["y"] - TEXT_SIZE / 3)
            box = np.array([half, TEXT_SIZE / 2]) / UNITS_PER_MM
            ellipse = np.array(
                [path.section.site.target_wide_mm.value, path.section.site.target_high_mm.value]
            )
            assert np.any(np.abs((x, y - path.section.target_mm)) > box + ellipse / 2)
            along = np.linspace((entry, 0), (path.tip_x_mm, path.tip_mm), 200)
            assert not np.any(np.all(np.abs(along - (x, y)) < box, axis=1)), path


def test_an_unknown_view_is_refused():
    with pytest.raises(ValueError, match=r"^NeedlePicture\.view must be one of blind, ultrasound, open; got"):
        drawn(placed(), view="x-ray")


def test_every_prop_of_the_procedure_can_be_drawn_and_every_prop_is_used():
    used = {name for step in load_procedure().values() for name in step.props}
    assert used == set(PROPS)
