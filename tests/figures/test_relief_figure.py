"""The relief figure says what the curve says: bands, lines, markers and points, read from the artists."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import tpi_edu
from tpi_edu import Injection, Patient, plot_relief, simulate_relief
from tpi_edu.figures.relief import ReliefPicture

DAY = 24.0
TWO_WEEKS_H = 14 * DAY
STARTS_H = (0, 6, 7 * DAY)
ENDS_H = (6, 7 * DAY, 8 * 7 * DAY)
RELIEVING = ("context", "needle", "steroid", "anesthetic")
DRY = Injection(injectate="dry_needling", steroid=False)
CURVES = {
    "leaflet": simulate_relief(Injection()),
    "trials": simulate_relief(Injection(), story="trials"),
    "dry needling": simulate_relief(DRY, story="trials", patient=Patient(fibromyalgia=True)),
    "pain cannot fall below 0": simulate_relief(Injection(), patient=Patient(response=2, baseline_nrs=10)),
    "very sore": simulate_relief(DRY, patient=Patient(baseline_nrs=2)),
    "no response": simulate_relief(Injection(injectate="ropivacaine"), patient=Patient(response=0)),
    "repeat": simulate_relief([Injection(), Injection(day=3)], story="trials"),
}


def artists_of(figure):
    return {artist.get_gid(): artist for artist in figure.findobj() if artist.get_gid()}


def whole_line(artists, slot, panel):
    """Return hours and relief of a slot's line in a panel, measured and guessed parts together."""
    line, guess = (artists[f"{part}-{slot}-{panel}"] for part in ("line", "guess"))
    hours, known = np.array(line.get_xdata()), np.array(line.get_ydata())
    return hours, np.where(np.isnan(known), np.array(guess.get_ydata()), known)


def thickness(artists, name, panel, hours):
    """Return lower and upper edge of a band at each hour; a hidden band is empty."""
    band = artists[f"band-{name}-{panel}"]
    if not band.get_visible():
        return np.zeros_like(hours), np.zeros_like(hours)
    corners = band.get_xy()
    at = [corners[corners[:, 0] == hour, 1] for hour in hours]
    return np.array([y.min() for y in at]), np.array([y.max() for y in at])


def centers(shape):
    """Return the center of each marker of a compound shape, in figure units."""
    path = shape.get_path()
    kept = path.codes != path.CLOSEPOLY
    vertices, codes = path.vertices[kept], path.codes[kept]
    markers = np.split(vertices, np.flatnonzero(codes == path.MOVETO)[1:])
    return np.array([(part.min(axis=0) + part.max(axis=0)) / 2 for part in markers]) * 72


def place(picture, hours, relief):
    """Return where an hour and a relief are drawn, in figure units."""
    panel = sum(hours >= start for start in STARTS_H[1:])
    return picture.axes[panel].transData.transform((hours, relief))


def drawn(*curves, **options):
    picture = ReliefPicture(tuple(curve.story for curve in curves))
    picture.draw(curves, **options)
    return picture


@pytest.mark.parametrize("name", CURVES)
def test_the_line_is_the_curve(name):
    curve = CURVES[name]
    artists = artists_of(plot_relief(curve))
    for panel in range(3):
        hours, relief = whole_line(artists, 0, panel)
        assert (hours[0], hours[-1]) == (STARTS_H[panel], ENDS_H[panel])
        np.testing.assert_allclose(relief, curve.at(hours=hours), atol=1e-9)


@pytest.mark.parametrize("name", CURVES)
def test_the_bands_add_up_to_the_line(name):
    artists = artists_of(plot_relief(CURVES[name]))
    for panel in range(3):
        hours, relief = whole_line(artists, 0, panel)
        edges = [thickness(artists, band, panel, hours) for band in RELIEVING]
        top = np.max([high for _, high in edges], axis=0)
        np.testing.assert_allclose(
            sum(high - low for low, high in edges), top, atol=0.2
        )  # no gap, no overlap
        sore_low, sore_high = thickness(artists, "soreness", panel, hours)
        np.testing.assert_allclose(sore_high, 0, atol=1e-9)
        np.testing.assert_allclose(top + sore_low, relief, atol=0.2)


def test_bands_can_be_left_out():
    artists = artists_of(plot_relief(CURVES["leaflet"], components=False))
    assert not any(artist.get_visible() for gid, artist in artists.items() if gid.startswith("band-"))


def test_bands_are_those_of_the_first_curve():
    both = artists_of(plot_relief(CURVES["trials"], CURVES["leaflet"]))
    alone = artists_of(plot_relief(CURVES["trials"]))
    for gid, artist in alone.items():
        if gid.startswith("band-"):
            np.testing.assert_array_equal(both[gid].get_xy(), artist.get_xy())


def test_leaflet_lines_are_dashed_and_trials_lines_solid():
    artists = artists_of(plot_relief(CURVES["leaflet"], CURVES["trials"]))
    for panel in range(3):
        for part in ("line", "guess"):
            assert artists[f"{part}-0-{panel}"].is_dashed()
            assert not artists[f"{part}-1-{panel}"].is_dashed()


def test_the_measured_part_of_a_trials_line_is_up_to_hour_2_and_from_day_14():
    artists = artists_of(plot_relief(CURVES["trials"]))
    for panel in range(3):
        line, guess = artists[f"line-0-{panel}"], artists[f"guess-0-{panel}"]
        hours = np.array(line.get_xdata())
        known, guessed = (~np.isnan(np.array(part.get_ydata())) for part in (line, guess))
        measured = (hours <= 2) | (hours >= TWO_WEEKS_H)
        np.testing.assert_array_equal(known, measured)
        assert guessed[~measured].all()
        meet = hours[known & guessed]
        assert meet.tolist() == [[2.0], [], [TWO_WEEKS_H]][panel]
        assert (line.get_visible(), guess.get_visible()) == (known.any(), (~measured).any())
        assert guess.get_color() != line.get_color()
        assert guess.get_linewidth() < line.get_linewidth()


@pytest.mark.parametrize("day", [1, 20, 28])
def test_after_a_repeat_all_of_a_trials_line_is_a_guess(day):
    artists = artists_of(plot_relief(simulate_relief([Injection(), Injection(day=day)], story="trials")))
    for panel in range(3):
        line = artists[f"line-0-{panel}"]
        known = ~np.isnan(np.array(line.get_ydata()))
        hours = np.array(line.get_xdata())
        np.testing.assert_array_equal(known, (hours <= day * DAY) & ((hours <= 2) | (hours >= TWO_WEEKS_H)))


def test_nothing_of_a_leaflet_line_is_marked_as_a_guess():
    artists = artists_of(plot_relief(CURVES["leaflet"]))
    assert not any(artists[f"guess-0-{panel}"].get_visible() for panel in range(3))


def test_the_measured_points_stand_where_the_trial_found_them():
    picture = drawn(CURVES["trials"], measured=True)
    found = centers(picture.live["measured"])
    five_minutes = 0.083
    expected = [
        place(picture, hours, relief)
        for arm in ((70.8, 43.5), (76.3, 44.4))
        for hours, relief in zip((five_minutes, TWO_WEEKS_H), arm, strict=True)
    ]
    np.testing.assert_allclose(found, expected, atol=0.3)
    assert found[:, 1] == pytest.approx([picture.y(relief) for relief in (70.8, 43.5, 76.3, 44.4)], abs=0.3)


def test_measured_points_are_shown_on_request_only():
    for measured in (False, True):
        artists = artists_of(plot_relief(CURVES["trials"], measured=measured))
        assert artists["measured"].get_visible() is measured


@pytest.mark.parametrize(
    "name", ["leaflet", "trials", "dry needling", "pain cannot fall below 0", "very sore"]
)
def test_markers_stand_on_the_curve_at_its_milestones(name):
    curve = CURVES[name]
    picture = drawn(curve)
    at = curve.milestones
    expected = [
        place(picture, hours, curve.at(hours=hours))
        for hours in (at.early_h, at.dip_h, at.peak_h, at.fade_h)
        if hours is not None and hours < ENDS_H[-1]
    ]
    found = centers(picture.live["milestones"])
    assert len(found) == len(expected)
    np.testing.assert_allclose(sorted(found.tolist()), sorted(map(list, expected)), atol=0.3)


def test_y_is_where_the_axes_draw_a_relief():
    for name in ("leaflet", "very sore"):
        picture = drawn(CURVES[name])
        for relief in (-20, 0, 30, 100):
            assert picture.y(relief) == pytest.approx(place(picture, 1, relief)[1])


def test_the_relief_axis_is_fixed_unless_soreness_is_very_large():
    picture = ReliefPicture(("leaflet",))
    states = [("leaflet", -30), ("no response", -30), ("very sore", -100), ("leaflet", -30)]
    backgrounds = []
    for name, floor in states:
        picture.draw([CURVES[name]])
        backgrounds.append(picture.background)
        assert [axes.get_ylim() for axes in picture.axes] == [(floor, 100)] * 3
        assert [axes.get_xlim() for axes in picture.axes] == list(zip(STARTS_H, ENDS_H, strict=True))
    assert backgrounds[0] == backgrounds[1] == backgrounds[3] != backgrounds[2]


@pytest.mark.parametrize("empty", [0, 1])
def test_an_empty_slot_draws_nothing(empty):
    picture = ReliefPicture(("leaflet", "trials"))
    both = [CURVES["leaflet"], CURVES["trials"]]
    picture.draw(both)
    picture.draw([None if slot == empty else curve for slot, curve in enumerate(both)])
    parts = [f"{part}-{empty}-{panel}" for part in ("line", "guess") for panel in range(3)]
    assert not any(picture.live[name].get_visible() for name in [*parts, f"text-name-{empty}"])
    assert picture.live[f"line-{1 - empty}-0"].get_visible()
    assert picture.live[f"text-name-{1 - empty}"].get_visible()


def test_a_figure_drawn_again_equals_a_figure_drawn_once():
    used = ReliefPicture(("leaflet",))
    for curve in (CURVES["very sore"], CURVES["no response"], CURVES["leaflet"]):
        used.draw([curve])
    fresh = drawn(CURVES["leaflet"])
    assert used.frame() == fresh.frame()
    assert used.description == fresh.description


def test_neither_importing_nor_drawing_imports_pyplot():
    code = (
        "import sys, tpi_edu as t; t.plot_relief(t.simulate_relief(t.Injection())); "
        "assert 'matplotlib.figure' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=Path(tpi_edu.__file__).parents[1], timeout=60
    )
