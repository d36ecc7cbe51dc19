"""What travels to the browser is what the artists hold: path data, words, and one clean SVG."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.image import imread
from matplotlib.lines import Line2D
from matplotlib.text import Text

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.figures.live import ID_PREFIX, LivePicture
from tpi_edu.figures.relief import ReliefPicture

HEIGHT, WIDTH = 408, 792
DRY = Injection(injectate="dry_needling", steroid=False)


def states():
    both = [simulate_relief([Injection(), Injection(day=28)], story=story) for story in ("leaflet", "trials")]
    yield "both", both, {"measured": True}
    yield "one, no bands", [None, simulate_relief(Injection(), story="trials")], {"components": False}
    yield "very sore", [simulate_relief(DRY, patient=Patient(baseline_nrs=2)), None], {}


@pytest.fixture(params=states(), ids=lambda state: state[0])
def picture(request):
    _, curves, options = request.param
    picture = ReliefPicture()
    picture.draw(curves, **options)
    return picture


def parse(d):
    """Return the points of each part of a path, in figure units with y upward."""
    assert re.fullmatch(r"(M(-?\d+\.\d -?\d+\.\d )+Z?)+", d)
    parts = [np.array(part.rstrip("Z").split(), dtype=float).reshape(-1, 2) for part in d.split("M")[1:]]
    return [part * (1, -1) + (0, HEIGHT) for part in parts]


def runs(artist):
    """Return the unbroken parts of what an artist draws, in figure units, curves as short lines."""
    polygons = artist.get_path().transformed(artist.get_transform()).to_polygons(closed_only=False)
    for polygon in polygons:
        finite = np.isfinite(polygon).all(axis=1)
        pieces = np.split(polygon, np.flatnonzero(np.diff(finite)) + 1)
        yield from (piece for piece in pieces if len(piece) > 1 and np.isfinite(piece).all())


def farthest(points, parts):
    """Return how far a point lies from the nearest line through any of the parts, at most."""
    ends = [(part[:-1], part[1:]) for part in parts if len(part) > 1]
    start, end = (np.vstack(side) for side in zip(*ends, strict=True))
    way = end - start
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    along = np.clip(((points[:, None] - start) * way).sum(axis=2) / length, 0, 1)
    return np.hypot(*(points[:, None] - start - along[..., None] * way).T).min(axis=0).max()


def test_hidden_artists_say_that_they_are_not_displayed(picture):
    frame = picture.frame()
    assert set(frame) == set(picture.live)
    for name, artist in picture.live.items():
        assert (frame[name] == {"display": "none"}) == (not artist.get_visible())
    assert any(not artist.get_visible() for artist in picture.live.values())


def test_path_data_are_the_vertices_of_their_artist(picture):
    shapes = [(name, artist) for name, artist in picture.live.items() if not isinstance(artist, Text)]
    drawn = [(name, artist) for name, artist in shapes if artist.get_visible()]
    assert len(drawn) > 5
    for name, artist in drawn:
        found = parse(picture.frame()[name]["d"])
        expected = list(runs(artist))
        assert len(found) == len(expected), name
        assert farthest(np.vstack(found), expected) < 0.3, name
        assert farthest(np.vstack(expected), found) < 0.3, name


def test_bands_and_markers_end_where_they_begin_and_lines_do_not(picture):
    frame = picture.frame()
    for name, artist in picture.live.items():
        if "d" in frame[name]:
            is_open = isinstance(artist, Line2D) or name in {"repeats", "leaders"}
            for part in parse(frame[name]["d"]):
                assert (np.abs(part[0] - part[-1]).max() > 0.1) == is_open, name


def test_words_travel_with_their_place(picture):
    for name, artist in picture.live.items():
        if isinstance(artist, Text) and artist.get_visible():
            x, y = artist.get_transform().transform(artist.get_position())
            found = picture.frame()[name]
            assert found == {
                "x": pytest.approx(x, abs=0.06),
                "y": pytest.approx(HEIGHT - y, abs=0.06),
                "text": artist.get_text(),
            }


def test_a_frame_is_small(picture):
    assert len(repr(picture.frame())) < 40_000


def test_the_svg_holds_an_element_for_each_live_artist_shown_or_not(picture):
    root = ET.fromstring(picture.svg())
    ids = [element.get("id") for element in root.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert {ID_PREFIX + name for name in picture.live} <= set(ids)
    parents = {element.get("id"): element for element in root.iter()}
    for name, artist in picture.live.items():
        tag = "text" if isinstance(artist, Text) else "path"
        assert parents[ID_PREFIX + name].find(f".//{{http://www.w3.org/2000/svg}}{tag}") is not None, name


def test_every_id_and_every_reference_in_the_svg_carries_the_prefix(picture):
    svg = picture.svg()
    root = ET.fromstring(svg)
    ids = {element.get("id") for element in root.iter()} - {None}
    assert all(name.startswith(ID_PREFIX) for name in ids)
    referred = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)
    assert referred
    assert {a or b for a, b in referred} <= ids


def test_the_svg_cannot_reach_the_rest_of_the_page(picture):
    svg = picture.svg()
    assert svg.startswith("<svg")
    for unwanted in ("<style", "<metadata", "<script", "<?xml", "<!DOCTYPE"):
        assert unwanted not in svg
    opening = svg[: svg.index(">")]
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in opening
    assert not re.search(r'\s(width|height)="', opening)  # the page gives it its size


def test_drawing_the_svg_leaves_the_state_as_it_was(picture):
    before = picture.frame()
    picture.svg()
    assert picture.frame() == before


def test_the_svg_is_the_same_each_time(picture):
    assert picture.svg() == picture.svg()


def test_the_png_shows_the_state_and_is_sharp_enough_for_a_projector(picture, tmp_path):
    file = tmp_path / "figure.png"
    file.write_bytes(picture.png())
    image = imread(file)
    assert image.shape[1] >= 1.25 * WIDTH
    assert image.shape[1] / image.shape[0] == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    assert len(np.unique(image[::7, ::7].reshape(-1, image.shape[2]), axis=0)) > 4


def test_only_lines_patches_and_texts_can_be_live():
    picture = LivePicture(100, 100)
    picture.add_live("axes", picture.figure.add_axes((0, 0, 1, 1)))
    with pytest.raises(TypeError, match=r"^A live artist must be a line, a patch or a text; got <Axes: >\.$"):
        picture.frame()
