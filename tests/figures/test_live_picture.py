"""One list of marks, three readers: what the browser is sent, what a PNG and a figure show, is the same."""

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.image import imread
from matplotlib.path import Path
from states import EXPLORERS

from tpi_edu import Injection, simulate_relief
from tpi_edu.figures.live import ID_PREFIX
from tpi_edu.figures.marks import Shapes, Stroke, Words, checked, svg_path_data, write
from tpi_edu.figures.relief import ReliefPicture
from tpi_edu.figures.shapes import arrow_head, box, cross, diamond, leader, ring, rounded_box, square
from tpi_edu.figures.sheet import Panel, Sheet
from tpi_edu.figures.style import Look

SVG = "{http://www.w3.org/2000/svg}"
HEIGHT = 100.0
MOST_BYTES = 150_000  # of an SVG
PANEL = Panel(box=(40.0, 30.0, 180.0, 90.0), x_ends=(-1, 3), y_ends=(10, 0))
LINE = Look(line="#123456", width=2.0, dashes=(3.0, 1.5), round_ends=True)
FILL = Look(fill="#abcdef", alpha=0.5)
BOLD = Look(ink="#654321", size=9.0, bold=True)


every_explorer = pytest.mark.parametrize("explorer_type", EXPLORERS)


@pytest.fixture
def picture(explorer_type):
    picture = explorer_type().picture
    picture.marks += (Words("escaped", (60, 50), BOLD, text="x < 1 & 2"),)
    return picture


def read(d):
    """Return where each subpath of path data goes, in figure units with y upward, and whether it closes."""
    found = []
    for start, rest in re.findall(r"M([^Mlc]+)([^M]*)", d):
        at = np.array([[float(number) for number in start.split()]])
        points = [at]
        for command, numbers in re.findall(r"([lc])([^lcz]*)", rest):
            steps = np.array(numbers.split(), dtype=float).reshape(-1, 1 if command == "l" else 3, 2)
            for step in steps:
                points.append(points[-1][-1] + step)
        found.append((np.vstack(points) * (1, -1) + (0, HEIGHT), rest.endswith("z")))
    return found


# -- marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "do not", "Upper", "a_b", "-a", "a-", "a--b", "1a", "a#b"])
def test_a_name_that_cannot_be_a_key_is_refused(name):
    message = f"Mark.name must be words of a-z and 0-9 joined by hyphens; got {name!r}."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Stroke(name, [])


def test_a_name_is_there_once_in_its_kind_and_what_shows_nothing_is_no_mark():
    marks = [Stroke("a", [(0, 0), (1, 1)]), Words("a", (0, 0), text="a"), Shapes("a", [[(0, 0), (1, 1)]])]
    empty = [Shapes("b", []), Stroke("b", np.full((3, 2), np.nan)), *write("b", "", (0, 0))]
    assert checked([*marks, *empty]) == tuple(marks)
    message = r"^Mark\.name must be there once in a picture; got stroke-a twice\.$"
    with pytest.raises(ValueError, match=message):
        checked([*marks, Stroke("a", [(5, 5), (6, 6)])])
    with pytest.raises(ValueError, match=r"^Words\.text must hold words at c; got ' '\.$"):
        Words("c", (0, 0), text=" ")


def test_what_the_browser_is_sent_holds_place_and_look():
    bent = Shapes("a", [[(10, 20), (30.04, 40), (30.04, 90)]], LINE, under=True)
    assert bent.element(HEIGHT) == {
        "key": "shapes-a",
        "tag": "path",
        "under": True,
        "d": "M10 80 l20 -20 0 -50",
        "fill": "none",
        "stroke": "#123456",
        "stroke-width": "2",
        "stroke-dasharray": "6 3",
        "style": "stroke-linecap: round",
    }
    area = Shapes("a", [[(10, 20), (30, 20), (30, 40)]], FILL).element(HEIGHT)
    assert (area["fill"], area["opacity"], "stroke" in area) == ("#abcdef", "0.5", False)
    assert Words("a", (10, 20.06), BOLD, text="a < b", anchor="right").element(HEIGHT) == {
        "key": "words-a",
        "tag": "text",
        "under": False,
        "text": "a < b",
        "x": "10.0",
        "y": "79.9",
        "text-anchor": "end",
        "font-size": "9",
        "fill": "#654321",
        "font-weight": "bold",
    }


numbers = st.floats(-50, 900)
rows = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=30)
curves = st.integers(1, 6).flatmap(
    lambda count: st.lists(st.tuples(numbers, numbers), min_size=3 * count + 1, max_size=3 * count + 1)
)


@given(st.lists(st.tuples(st.booleans(), rows, curves), min_size=1, max_size=3))
def test_path_data_go_where_the_path_goes_to_a_tenth_of_a_unit_however_long(pieces):
    paths = []
    for is_curve, line, curve in pieces:
        points = [*curve, curve[0]] if is_curve else line
        codes = [Path.CURVE4] * (len(curve) - 1) if is_curve else [Path.LINETO] * (len(line) - 1)
        paths.append(Path(points, [Path.MOVETO, *codes, *[Path.CLOSEPOLY] * is_curve]))
    found = read(svg_path_data(Path.make_compound_path(*paths), HEIGHT))
    assert [closes for _, closes in found] == [is_curve for is_curve, _, _ in pieces]
    for (points, closes), path in zip(found, paths, strict=True):
        assert points == pytest.approx(path.vertices[: len(path.vertices) - closes], abs=0.051)


def test_a_stroke_has_gaps_and_no_points_on_straight_ways():
    x = np.linspace(0, 100, 101)
    points = np.column_stack([x, np.where(x == 50, np.nan, x)])
    (first, _), (second, _) = read(Stroke("a", points, LINE).element(HEIGHT)["d"])
    assert (first[0], first[-1]) == (pytest.approx((0, 0)), pytest.approx((49, 49)))
    assert (second[0], second[-1]) == (pytest.approx((51, 51)), pytest.approx((100, 100)))
    assert len(first) + len(second) < 10


# -- pictures -----------------------------------------------------------------------------------


@every_explorer
def test_a_figure_shows_the_same_marks_as_the_browser(picture):
    artists = picture.whole_figure().artists[-len(picture.marks) :]
    for artist, mark, element in zip(artists, picture.marks, picture.frame(), strict=True):
        assert (artist.get_zorder() < 0) is element["under"]
        if isinstance(mark, Words):
            assert artist.get_position() == pytest.approx(np.array(mark.place) / 72)
            assert (artist.get_text(), artist.get_ha()) == (element["text"], mark.anchor)
            style = f"{artist.get_size():g}", artist.get_weight(), to_hex(artist.get_color())
            assert style == (element["font-size"], element.get("font-weight", "normal"), element["fill"])
            continue
        assert artist.get_path().vertices * 72 == pytest.approx(mark.path().vertices)
        assert f"{artist.get_alpha():g}" == element.get("opacity", "1")
        if element["fill"] != "none":
            assert to_hex(artist.get_facecolor()) == element["fill"].lower()
        if "stroke" in element:
            assert to_hex(artist.get_edgecolor()) == element["stroke"].lower()
            assert f"{artist.get_linewidth():g}" == element["stroke-width"]


@every_explorer
def test_the_whole_svg_holds_marks_under_and_over_what_stands_still(picture):
    still = picture.svg().partition(">")[2].removesuffix("</svg>")
    under, _, over = picture.whole_svg().partition(still)
    for part, side in ((f"{under}</svg>", True), (f"<svg>{over}", False)):
        found = [(each.tag.removeprefix(SVG), each.get("d"), each.text) for each in ET.fromstring(part)]
        wanted = [item for item in picture.frame() if item["under"] is side]
        assert found == [(item["tag"], item.get("d"), item.get("text")) for item in wanted]


@every_explorer
def test_the_svg_keeps_to_itself_on_a_page(picture):
    svg = picture.svg()
    assert svg.startswith("<svg")
    assert len(svg) < MOST_BYTES
    for unwanted in ("<style", "<metadata", "<script", "<?xml", "<!DOCTYPE"):
        assert unwanted not in svg
    opening = svg[: svg.index(">")]
    assert 'viewBox="0 0 {:g} {:g}"'.format(*picture.size) in opening
    assert not re.search(r'\s(width|height)="', opening)  # the page gives it its size
    ids = [element.get("id") for element in ET.fromstring(svg).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(ID_PREFIX) for name in ids)
    assert {a or b for a, b in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)} <= set(ids)


def test_the_png_shows_the_marks_and_is_sharp_enough_for_a_projector():
    def shade(marks):
        picture.marks = marks
        return imread(io.BytesIO(picture.png()), format="png")[..., :3]

    picture = ReliefPicture()
    picture.draw([simulate_relief(Injection())])
    one, two = shade(picture.marks), shade(())
    height, width, _ = one.shape
    assert width >= 1.25 * picture.size[0]
    assert width / height == pytest.approx(picture.size[0] / picture.size[1], rel=0.01)
    assert np.abs(one - two).max(axis=2).mean() > 0.02


def test_a_label_takes_the_first_free_place_or_none():
    picture, places = ReliefPicture(), [(150.0, 150.0), (150.0, 170.0)]
    for name, y in (("a", 150), ("b", 170)):
        (label,) = picture.label(name, "words", places, BOLD)
        assert label.place == pytest.approx((150, y - 0.36 * BOLD.size))
    assert picture.label("c", "words", places) == []
    assert picture.label("d", "words", [(780.0, 150.0)]) == []  # out of bounds
    assert len(picture.label("d", "words", [(780.0, 150.0)], bounds=(0.0, 0.0, 900.0, 400.0))) == 1
    line = np.column_stack([np.arange(300.0, 391.0), np.full(91, 220.0)])
    (label,) = picture.along("e", "words", [line])
    assert 220 < label.box[1] < 230


def test_the_box_of_words_is_theirs():
    left, bottom, right, top = Words("a", (100, 50), BOLD, text="wide words", anchor="right").box
    assert right == 100
    assert 40 < right - left < 80
    assert bottom < 50 < top
    assert top - bottom == pytest.approx(0.9 * BOLD.size)


# -- panels and shapes --------------------------------------------------------------------------


def test_a_panel_knows_where_its_axes_draw():
    axes = Sheet(200, HEIGHT).add_panel(PANEL)
    values = np.array([(-1, 10), (0.3, 2), (3, 0), (4, 11)])
    assert PANEL.points(*values.T) == pytest.approx(axes.transData.transform(values))
    assert PANEL.points(1, [0, 10]) == pytest.approx(np.array([(110, 90), (110, 30)]))


@pytest.mark.parametrize(
    ("shape", "extents", "inside", "outside"),
    [
        (ring(30, 40, 5), (25, 35, 35, 45), (33.4, 43.4), (33.7, 43.7)),
        (ring(30, 40, np.array([10, 5])), (20, 35, 40, 45), (36.9, 43.4), (37.3, 43.7)),
        (square(30, 40, 5), (25, 35, 35, 45), (34.9, 44.9), (35.1, 45.1)),
        (diamond(30, 40, 5), (23.5, 33.5, 36.5, 46.5), (33.2, 43.2), (33.3, 43.3)),
        (cross(30, 40, 5), (25, 35, 35, 45), (33, 43), (30, 44)),
        (box(10, 20, 60, 50), (10, 20, 60, 50), (10.1, 49.9), (9.9, 49.9)),
        (rounded_box(10, 20, 60, 50, 8), (10, 20, 60, 50), (12.5, 47.5), (12.2, 47.8)),
    ],
)
def test_outlines_stand_where_they_are_put_with_their_corners(shape, extents, inside, outside):
    assert shape.get_extents().extents == pytest.approx(extents, abs=0.01)
    assert shape.vertices[-1] == pytest.approx(shape.vertices[0])
    left, bottom, right, top = extents
    for (x, y), is_in in ((inside, True), (outside, False)):
        corners = [(x, y), (left + right - x, y), (x, bottom + top - y), (left + right - x, bottom + top - y)]
        assert shape.contains_points(corners).tolist() == [is_in] * 4


def test_an_arrow_head_points_along_its_way():
    tip, left, right, end = arrow_head((50, 50), (0, 7)).vertices
    assert tip.tolist() == end.tolist() == [50, 50]
    assert [left[1], right[1]] == pytest.approx([37, 37])
    assert left[0] == pytest.approx(100 - right[0])


def test_a_leader_ends_at_its_label_and_is_drawn_where_they_stand_apart():
    label = Words("a", (150, 40), text="far")
    (line,) = leader(20, 45, label)
    start, end = line.vertices
    assert np.hypot(*(start - (20, 45))) == pytest.approx(6)
    assert label.box[0] - 4 < end[0] < label.box[0]
    assert leader(label.box[0] - 10, 45, label) == []
