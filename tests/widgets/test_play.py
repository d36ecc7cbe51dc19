"""Play moves Now; while what comes is hidden it waits at each stop; what comes too late is passed over."""

import pytest
from ipywidgets import Play
from shown import find, walk

from tpi_edu import ReliefExplorer
from tpi_edu.content.measurements import load_measurements
from tpi_edu.content.questions import load_moments
from tpi_edu.figures.measured import describe_arm
from tpi_edu.model.now import TIMES_H

STOPS = [TIMES_H.index(stop.hours) for stop in load_moments().values()]


def played(**given):
    """Return an explorer whose Play was just pressed, and its Play."""
    explorer = ReliefExplorer(**given)
    (play,) = [widget for widget in walk(explorer) if isinstance(widget, Play)]
    play.playing = True
    return explorer, play


def test_play_moves_now_through_every_time_and_follows_it():
    explorer, play = played()
    for index in (4, 60, STOPS[1] + 5, len(TIMES_H) - 1):
        play.value = index
        assert explorer.state()["now"] == TIMES_H[index]
        assert play.playing
    explorer.inputs["now"].value = 72.0
    assert play.value == TIMES_H.index(72.0)


def test_while_what_comes_is_hidden_play_waits_at_each_stop_until_it_is_pressed_again():
    explorer, play = played(reveal=True)
    assert explorer.state()["now"] == 0
    for stop, question in zip(STOPS, load_moments().values(), strict=True):
        play.value = stop + 2  # it had played on before it heard
        assert explorer.state()["now"] == TIMES_H[stop]
        assert question.question in explorer.said
        assert (play.playing, play.value) == (False, stop)
        play.value = stop + 3
        assert explorer.state()["now"] == TIMES_H[stop]
        play.playing = True
    play.value, play.playing = len(TIMES_H) - 1, False
    assert explorer.state()["now"] == TIMES_H[-1]
    play.value = 0  # its stop button
    assert explorer.state()["now"] == 0


@pytest.mark.parametrize("act", ["Reset", "hide what comes later", "press"])
def test_what_stops_play_is_not_undone_by_a_step_that_comes_too_late(act):
    explorer, play = played()
    play.value = 100
    if act == "Reset":
        find(explorer, act).click()
    elif act == "press":
        explorer.view.pointer = [400, 200, 1]
    else:
        find(explorer, act).value = True
    stopped = explorer.state()["now"]
    assert stopped != TIMES_H[100]
    assert not play.playing
    play.value = 102
    assert explorer.state()["now"] == stopped
    play.playing = True
    play.value = 3
    assert explorer.state()["now"] == TIMES_H[3]


def test_an_arm_that_is_asked_for_tells_nothing_of_what_is_hidden():
    explorer = ReliefExplorer(measured=True, reveal=True, arm="roldan_2020_saline", now=0.25)
    first = explorer.said.splitlines()[0]
    assert "71 % at 5 min" in first
    assert "30 min" not in first.split("Less pain")[1].split("Assumed")[0]
    assert "day 14" not in first


@pytest.mark.parametrize(("hours", "is_told"), [(2520, True), (1176, False)])
def test_what_studies_found_later_is_noted_of_an_arm_only_once_all_of_it_may_be_told(hours, is_told):
    arm = "montenegro_2015_lidocaine"
    assert (load_measurements()[arm].note in describe_arm(arm, until_h=hours)) is is_told
