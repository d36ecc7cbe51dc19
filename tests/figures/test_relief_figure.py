"""The relief figure says what the curve says: lines, bands, markers and names, read from its marks."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from seen import drawn, flaws, marks, middles, texts

from tpi_edu import Injection, Patient, describe_relief, load_injectates, simulate_relief
from tpi_edu.content.measurements import load_unseen
from tpi_edu.figures.clocks import CLOCKS, clock_at, clocks_from
from tpi_edu.figures.measured import LOOKS
from tpi_edu.figures.relief import ReliefPicture
from tpi_edu.model.measured import ALL, SKIN, Chosen, measured_points, stretches

DAY = 24.0
RELIEVING = ("context", "needle", "steroid", "anesthetic")
HOURS = np.array([0.3, 1, 3, 5.9, 8, 30, 100, 160, 200, 500, 1300])  # where no band is nearly upright
BANDS = {f"shapes-band-{name}" for name in (*RELIEVING, "soreness")}
DRY = Injection(injectate="dry_needling", steroid=False)
CURVES = {
    "leaflet": simulate_relief(Injection()),
    "trials": simulate_relief(Injection(), story="trials"),
    "dry needling": simulate_relief(DRY, story="trials", patient=Patient(fibromyalgia=True)),
    "pain cannot fall below 0": simulate_relief(Injection(), patient=Patient(response=2, baseline_nrs=10)),
    "very sore": simulate_relief(DRY, patient=Patient(baseline_nrs=1, response=0)),  # down to -200 %
    "no response": simulate_relief(Injection(injectate="ropivacaine"), patient=Patient(response=0)),
    "repeat": simulate_relief([Injection(), Injection(day=3)], story="trials"),
}
each_curve = pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)


def line_of(picture, part):
    """Return hours and relief of a line where it is drawn."""
    mark, clocks = marks(picture).get(f"stroke-{part}"), picture.clocks
    if mark is None:
        return np.empty((0, 2))
    x, y = mark.place[np.isfinite(mark.place).all(axis=1)].T
    ends = [clock.box[0::2] for clock in clocks], [clock.x_ends for clock in clocks]
    zero, one = clocks[0].y([0, 1])
    return np.column_stack([np.interp(x, *map(np.ravel, ends)), (y - zero) / (one - zero)])


@each_curve
def test_the_line_is_the_curve_and_markers_stand_on_it_at_its_milestones(curve):
    picture, at = drawn(ReliefPicture, [curve]), curve.milestones
    both = np.vstack([line_of(picture, "line-0"), line_of(picture, "guess-0")])
    np.testing.assert_allclose(both[:, 1], curve.at(hours=both[:, 0]), atol=1e-6)
    for clock in CLOCKS:
        assert {*clock.x_ends} <= {*both[:, 0].round(6)}
    (floor,) = picture.ground
    expected = [
        clock_at(picture.clocks, hours).points(hours, curve.at(hours=hours))[0].tolist()
        for hours in (at.early_h, at.dip_h, at.peak_h, at.fade_h)
        if hours is not None and hours < CLOCKS[-1].x_ends[1] and curve.at(hours=hours) >= floor
    ]
    found = middles(marks(picture)["shapes-milestones"])
    np.testing.assert_allclose(sorted(found), sorted(expected), atol=0.3)


def band_on(picture, clock, name, at):
    """Return the edges of a band on a clock at some x, % of the starting pain, or None if it is not there."""
    band = marks(picture).get(f"shapes-band-{name}")
    for piece in band.place if band else ():
        x, y = piece.vertices.T  # to the right below, and back above
        end = int(np.argmax(x))
        if x[0] == clock.box[0]:
            edges = np.interp(at, x[: end + 1], y[: end + 1]), np.interp(at, x[end:][::-1], y[end:][::-1])
            return (np.array(edges) - clock.y(0)) / (clock.y(1) - clock.y(0))
    return None


@each_curve
def test_the_bands_add_up_to_the_line_and_nothing_is_drawn_below_the_axis(curve):
    picture = drawn(ReliefPicture, [curve])
    shown = [mark for mark in picture.marks if mark.key.startswith(("stroke", "shapes-band"))]
    lowest = {mark.key: mark.path().vertices[:, 1].min() for mark in shown}
    assert min(lowest.values()) > CLOCKS[0].box[1] - 1.1, lowest  # cut 1 unit outside
    for clock in picture.clocks:
        hours = HOURS[clock.within(HOURS)]
        nothing = top = np.zeros_like(hours)
        for name in RELIEVING:
            edges = band_on(picture, clock, name, clock.x(hours))
            low, high = (top, top) if edges is None else edges
            np.testing.assert_allclose(low, top, atol=0.3)  # no gap, no overlap
            top = high
        edges = band_on(picture, clock, "soreness", clock.x(hours))
        below, zero = (nothing, nothing) if edges is None else edges
        np.testing.assert_allclose(zero, 0, atol=0.1)
        relief = np.maximum(curve.at(hours=hours), picture.ground)
        np.testing.assert_allclose(top + below, relief, atol=0.5)


def test_bands_are_those_of_the_first_curve_and_can_be_left_out():
    both, alone = (
        [element for element in drawn(ReliefPicture, curves).frame() if element["key"] in BANDS]
        for curves in ((CURVES["trials"], CURVES["leaflet"]), (CURVES["trials"],))
    )
    assert both == alone != []
    without = drawn(ReliefPicture, [CURVES["leaflet"]], components=False)
    assert not marks(without).keys() & BANDS
    assert not texts(without).keys() & {"needle", "context", "soreness"}


def test_leaflet_lines_are_dashed_and_trials_lines_solid_and_guesses_fainter():
    shown = marks(drawn(ReliefPicture, [CURVES["leaflet"], CURVES["trials"]]))
    assert shown["stroke-line-0"].look.dashes
    assert not shown["stroke-line-1"].look.dashes
    known, guess = shown["stroke-line-1"].look, shown["stroke-guess-1"].look
    assert guess.line != known.line
    assert guess.width < known.width
    assert "stroke-guess-0" not in shown


@pytest.mark.parametrize("day", [None, 3, 20, 28])
def test_a_trials_line_is_known_where_values_were_seen_until_a_repeat(day):
    plan = [Injection(), *([Injection(day=day)] if day else [])]
    picture = drawn(ReliefPicture, [simulate_relief(plan, story="trials")])
    known, guessed = (line_of(picture, part)[:, 0] for part in ("line-0", "guess-0"))
    end = day * DAY if day else np.inf
    known_from = [each for each in stretches() if each.is_known(plan[0]) and each.start_h < end]
    spans = [(each.start_h, min(each.end_h, end)) for each in known_from]
    for hours, is_known in ((known, True), (guessed, False)):
        inside = np.any([(low <= hours) & (hours <= high) for low, high in spans], axis=0)
        off = np.abs(hours[:, None] - np.ravel(spans)).min(axis=1)
        at_ends = off <= np.where(hours > 7 * DAY, 8.0, 1.0)  # a step of the curve: there both lines meet
        assert np.all(at_ends | (inside == is_known))


def test_every_measured_point_stands_at_its_relief_near_its_time_as_its_kind_on_request():
    picture = drawn(ReliefPicture, [CURVES["trials"]], measured=ALL)
    expected = {name: [] for name in LOOKS}
    for point in measured_points():
        if clock := clock_at(CLOCKS, point.hours):
            name = SKIN if point.arm.route == "skin" else point.arm.kind
            expected[name].append(clock.points(point.hours, point.relief_pct)[0])
    assert sum(map(len, expected.values())) > 40
    spots = {(x, y) for x, y, _, words in picture.spots() if not words.startswith("Measured, value not seen")}
    for name, places in expected.items():
        *found, key = middles(marks(picture)[f"shapes-measured-{name.replace(' ', '-')}"])
        assert texts(picture)[f"measured-{name.replace(' ', '-')}"] == name
        assert key[1] < CLOCKS[0].box[1] - 40  # below the axes
        assert sorted(y for _, y in found) == pytest.approx(sorted(y for _, y in places), abs=0.1)
        assert {(round(x), round(picture.size[1] - y)) for x, y in found} <= spots
        for x, y in found:  # moved aside where others stand already
            assert any(abs(x - at) < 16 and abs(y - height) < 0.1 for at, height in places), name
    assert not [key for key in marks(drawn(ReliefPicture, [CURVES["trials"]])) if "measured" in key]


def test_a_tick_stands_where_studies_asked_whose_values_were_not_seen_longer_with_more():
    picture = drawn(ReliefPicture, [CURVES["trials"]], measured=ALL)
    counts = Counter(hours for study in load_unseen().values() for hours in study.times_h)
    expected = {float(clock.x(hours)): n for hours, n in counts.items() if (clock := clock_at(CLOCKS, hours))}
    ticks = marks(picture)["shapes-unseen"].place
    found = {line[0, 0]: np.ptp(line[:, 1]) for line in ticks}
    assert found.keys() == expected.keys()
    assert sorted(expected, key=expected.get) == sorted(expected, key=lambda x: (found[x], expected[x]))
    assert texts(picture)["unseen"] == "measured, value not seen"
    said = {(x, words) for x, _, _, words in picture.spots() if words.startswith("Measured, value not seen")}
    assert len(said) == len(found)
    counted = {round(x): count for x, count in expected.items()}
    assert all(words.count(",") == counted[x] for x, words in said)
    assert "shapes-unseen" not in marks(
        drawn(ReliefPicture, [CURVES["trials"]], measured=Chosen("dry needle"))
    )


def test_each_of_two_trials_curves_has_its_range_beside_what_was_measured():
    curves = [CURVES["trials"], CURVES["dry needling"]]
    shown = marks(drawn(ReliefPicture, curves, measured=ALL)).keys()
    assert {"shapes-band-range-0", "shapes-band-range-1"} <= shown


def test_the_relief_axis_is_fixed_unless_soreness_is_very_large():
    picture = ReliefPicture()
    for name, floor in (("leaflet", -30), ("no response", -30), ("very sore", -100), ("leaflet", -30)):
        picture.draw([CURVES[name]])
        axes = picture.whole_figure().axes
        assert [each.get_ylim() for each in axes] == [(floor, 100)] * 3
        assert [each.get_xlim() for each in axes] == [clock.x_ends for clock in CLOCKS]
        for each, clock in zip(axes, clocks_from(floor), strict=True):
            at = clock.x_ends[0] + 5, 30
            np.testing.assert_allclose(each.transData.transform(at), clock.points(*at)[0])


PATIENTS = [
    Patient(response=response, baseline_nrs=baseline)
    for response, baseline in ((1, 7.5), (0.45, 7.5), (1.35, 5), (1, 2), (2, 10))
]
PATIENTS += [Patient(response=response, fibromyalgia=True) for response in (0, 1)]
PLANS = list(product(load_injectates(), (("leaflet",), ("trials",), ("leaflet", "trials")), (0, 3, 28)))


@pytest.mark.parametrize(("n", "plan"), list(enumerate(PLANS)))
def test_every_line_is_named_nothing_lies_on_words_and_never_up_to_30_percent_is_said_when_true(n, plan):
    injectate, stories, repeat_day = plan
    days = [0, repeat_day] if repeat_day else [0]
    what = [Injection(injectate=injectate, steroid=injectate != "dry_needling", day=day) for day in days]
    patient = PATIENTS[n % len(PATIENTS)]
    curves = [simulate_relief(what, patient=patient, story=story) for story in stories]
    picture = drawn(ReliefPicture, curves, measured=ALL if n % 2 else None)
    assert {f"name-{slot}" for slot in range(len(stories))} <= texts(picture).keys()
    assert flaws(picture) == []
    until = repeat_day * DAY - 0.1 if repeat_day else 84 * DAY
    for curve in curves:
        highest = curve.at(hours=np.geomspace(0.1, until, 2000)).max()
        if abs(highest - 30) > 0.2:
            first = describe_relief(curve).split("The repeat")[0]
            assert ("Never up to 30 %" in first) == (highest < 30)


@pytest.mark.parametrize("stories", [("leaflet",), ("trials",), ("leaflet", "trials")])
def test_in_the_main_states_every_milestone_is_labeled(stories):
    curves = [CURVES[story] for story in stories]
    at = curves[0].milestones
    wanted = {name for name in ("dip", "peak", "fade") if getattr(at, f"{name}_h") is not None}
    wanted |= {"early", "important"} | ({"not-seen"} if "trials" in stories else set())
    assert wanted <= texts(drawn(ReliefPicture, curves, measured=ALL)).keys()
    assert "not-seen" not in texts(drawn(ReliefPicture, [CURVES["leaflet"]]))
