"""The turning points that sentences and markers quote are the curve's own."""

import itertools
from dataclasses import fields

import numpy as np
import pytest

from tpi_edu import Injection, Patient, load_injectates, simulate_relief
from tpi_edu.model.milestones import Milestones, find_milestones

DAY = 24.0
END_H = 84 * DAY


RESPONSES = (0.0, 0.4, 1.0, 2.0)
STATES = list(itertools.product(load_injectates(), ("leaflet", "trials"), (1.0, 2.5, 5.0), RESPONSES))


@pytest.mark.parametrize(("key", "story", "onset", "response"), STATES)
def test_relief_turns_where_the_milestones_say_and_nowhere_else(key, story, onset, response):
    injection, patient = Injection(injectate=key, steroid=key != "dry_needling"), Patient(response=response)
    curve = simulate_relief(injection, story=story, steroid_onset_days=onset, patient=patient)
    found, hours = curve.milestones, np.linspace(0.25, END_H, 8000)
    relief = curve.at(hours=hours)
    assert found.top_pct == pytest.approx(relief.max(), abs=0.1)
    for name in ("early", "dip", "peak"):
        hour, pct = (getattr(found, f"{name}_{unit}") for unit in ("h", "pct"))
        assert pct is None if hour is None else curve.at(hours=hour) == pytest.approx(pct, abs=1e-9)
    assert (found.peak_h is None) == (found.dip_h is None)
    if found.dip_h is None:
        still_to_come = np.maximum.accumulate(relief[::-1])[::-1]
        assert (still_to_come - relief)[np.argmax(relief[hours < 6]) :].max() < 1.01
    else:
        assert np.all(curve.at(hours=found.dip_h + np.array([-2.0, 2.0])) > found.dip_pct)
        assert found.dip_pct < found.early_pct
        assert found.dip_h < found.peak_h < 14 * DAY
        assert found.peak_pct >= found.dip_pct + 1
        assert relief[hours > found.dip_h].max() == pytest.approx(found.peak_pct, abs=0.1)
    if found.fade_h is None:
        assert relief.max() < 30 or relief[-1] > 30
    else:
        assert curve.at(hours=found.fade_h) == pytest.approx(30, abs=0.1)
        assert curve.at(hours=found.fade_h - 0.2) > 30
        assert relief[hours > found.fade_h + 0.2].max() < 30


def test_milestones_end_where_the_next_injection_begins_and_begin_anew_there():
    alone = simulate_relief(Injection()).milestones
    assert alone.peak_h > 3 * DAY
    curve = simulate_relief([Injection(), Injection(day=3)])
    found, again = curve.milestones, find_milestones(curve, day=3)
    assert found.dip_h == alone.dip_h
    assert found.peak_h is None  # relief is still rising when the repeat comes
    assert found.fade_h is None
    assert again.early_h == 3 * DAY + 0.25
    assert again.early_pct == curve.at(hours=again.early_h)
    assert again.fade_h > 3 * DAY


def test_milestones_do_not_depend_on_the_times_of_the_curve_and_move_with_its_first_injection():
    now, later = (simulate_relief(Injection(day=day)) for day in (0, 10))
    assert now.resampled(np.array([5.0])).milestones == now.milestones
    for field in fields(Milestones):
        shift = 10 * DAY * field.name.endswith("_h")
        expected = getattr(now.milestones, field.name) + shift
        assert getattr(later.milestones, field.name) == pytest.approx(expected)
