"""The handle on time: at every moment the figure says what the curve says, and can hide what comes."""

from itertools import product

import numpy as np
import pytest
from seen import boxes, drawn, flaws, marks, middles, texts

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.content.questions import load_moments, load_voices
from tpi_edu.figures.clocks import BOTTOM, SIZE
from tpi_edu.figures.marks import Stroke, Words
from tpi_edu.figures.now import NowPicture, say_time
from tpi_edu.figures.relief import draw_relief
from tpi_edu.model.measured import ALL, measured_points, was_seen
from tpi_edu.model.now import TIMES_H, relief_now

DAY = 24.0
SOME_H = [*TIMES_H[::13], *(stop.hours for stop in load_moments().values())]
CURVES = {
    "leaflet": [simulate_relief(Injection())],
    "both": [simulate_relief(Injection(), story=story) for story in ("leaflet", "trials")],
    "dry": [simulate_relief(Injection(injectate="dry_needling", steroid=False), story="trials")],
    "repeat": [simulate_relief([Injection(), Injection(day=10)], patient=Patient(baseline_nrs=4))],
}
at_some_times = pytest.mark.parametrize("hours", SOME_H)
each_state = pytest.mark.parametrize("curves", CURVES.values(), ids=CURVES)


@each_state
@at_some_times
def test_at_a_moment_the_figure_says_pain_relief_and_what_carries_it(curves, hours):
    picture = drawn(NowPicture, curves, now=hours)
    found = middles(marks(picture)["shapes-now-on-curves"])
    x = picture.x_at(hours)
    assert picture.time_at(x) == hours
    for curve, (left, y) in zip(curves, found, strict=True):
        relief, pain = curve.at(hours=hours), curve.resampled(np.array([hours])).pain_nrs[0]
        assert (left, y) == pytest.approx((x, float(picture.clocks[0].y(relief))), abs=0.1)
        assert f"pain {pain:.1f} of 10 ({round(relief)} %".replace("-", "−") in texts(picture)["now"]
    unseen = [curve.story == "trials" and hours > 0 and not was_seen(curve.plan, hours) for curve in curves]
    assert texts(picture)["now"].count("no value seen") == sum(unseen)
    assert flaws(picture) == []
    assert texts(picture)["now"].startswith(say_time(hours).capitalize())
    assert f"“{load_voices()[relief_now(curves[0], hours).mood].text}”" in texts(picture)["now-said"]


@each_state
@at_some_times
def test_what_comes_later_is_neither_drawn_nor_said(curves, hours):
    whole = drawn(NowPicture, curves, now=hours, measured=ALL)
    picture = drawn(NowPicture, curves, now=hours, reveal=True, measured=ALL)
    x = picture.x_at(hours)
    points = [point for point in measured_points() if point.hours <= min(hours, TIMES_H[-1] - 1)]
    assert len(picture.measured.places) == len(points)
    dodged = max(
        [x, *(at + radius for _, at, _, radius, _ in picture.measured.places)]
    )  # beside others of their time
    for mark in picture.marks:
        if isinstance(mark, Words):
            assert mark.box[2] <= x or mark.box[3] < BOTTOM or mark.box[1] > SIZE[1], mark.text  # key, title
            continue
        reach = dodged if mark.name.startswith("measured") else x
        is_line = isinstance(mark, Stroke)
        for box in [mark.path().get_extents()] if is_line else boxes(mark):
            if box.y1 <= BOTTOM and not is_line:
                continue  # in the key
            is_marker = box.width < 20 and not is_line
            assert ((box.x0 + box.x1) / 2 if is_marker else box.x1) <= reach + 0.1, mark.key
    earlier = {mark.key: mark for mark in whole.marks}
    for mark in picture.marks:  # and what is there stands where it will stand
        if isinstance(mark, Words) and not mark.name.startswith("now"):
            assert mark.box == earlier[mark.key].box
    said = picture.describe(curves, now=hours, reveal=True, measured=ALL)
    assert "\n" not in said
    assert "Below 30 %" not in said
    assert said.startswith(texts(picture)["now"])
    assert flaws(picture) == []


def test_at_the_start_nothing_is_drawn_and_at_the_end_everything():
    curves = CURVES["both"]
    start = marks(drawn(NowPicture, curves, now=0.0, reveal=True))
    assert {key for key in start if key.startswith(("stroke-line", "shapes-band"))} == set()
    end, whole = (drawn(NowPicture, curves, now=TIMES_H[-1], reveal=hidden) for hidden in (True, False))
    assert texts(end).keys() == texts(whole).keys()


@pytest.mark.parametrize("stop", load_moments().values(), ids=load_moments())
def test_a_question_is_put_to_the_room_at_its_stop_while_what_comes_is_hidden_and_only_then(stop):
    for hours, hidden in ((stop.hours, True), (stop.hours, False), (TIMES_H[1], True)):
        words = texts(drawn(NowPicture, CURVES["leaflet"], now=hours, reveal=hidden))["now-said"]
        assert (words == f"To the room: {stop.question}") is (hidden and hours == stop.hours)


def test_stops_are_times_of_the_slider_in_order_and_every_mood_has_its_voice():
    stops = [stop.hours for stop in load_moments().values()]
    assert stops == sorted(stops) == [0.25, 8, 72, 336, 672]
    assert {*stops} <= {*TIMES_H}
    assert len({*map(say_time, TIMES_H)}) == len(TIMES_H)
    found = {
        relief_now(simulate_relief(plan, story=story, patient=Patient(response=response)), hours).mood
        for plan in (Injection(), Injection(injectate="dry_needling", steroid=False))
        for story in ("leaflet", "trials")
        for response in (0, 0.4, 1, 2)
        for hours in TIMES_H
    }
    assert found == load_voices().keys()


@each_state
def test_what_was_drawn_lately_is_shown_as_if_it_were_drawn_anew(curves):
    def show(now, reveal, components, measured):
        picture = NowPicture()
        words = picture.draw(curves, now=now, reveal=reveal, components=components, measured=measured)
        return words, picture.frame(), picture.spots()

    states = list(product((0.25, 8.0), (False, True), (False, True), (None, ALL)))
    draw_relief.cache_clear()
    lately = [show(*state) for state in states * 2][len(states) :]
    assert draw_relief.cache_info().hits > len(states)
    for state, shown in zip(states, lately, strict=True):
        draw_relief.cache_clear()
        assert show(*state) == shown


def test_the_words_are_those_of_the_state_asked_for_whatever_was_drawn_before():
    picture = drawn(NowPicture, CURVES["leaflet"], now=0.25)
    for state in ({"now": 72.0}, {"now": 8.0, "reveal": True}, {"now": 336.0, "measured": ALL}):
        told = NowPicture().draw(CURVES["both"], **state)
        assert picture.describe(CURVES["both"], **state) == told
