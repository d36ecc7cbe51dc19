"""The turning points that sentences and markers quote are the curve's own."""

import itertools
from dataclasses import fields

import numpy as np
import pytest

from tpi_edu import Injection, Patient, load_injectates, simulate_relief
from tpi_edu.model.milestones import Milestones, find_milestones

DAY = 24.0
END_H = 84 * DAY


def curve_of(key="lidocaine", story="leaflet", onset=None, **patient):
    injection = Injection(injectate=key, steroid=key != "dry_needling")
    return simulate_relief(injection, story=story, steroid_onset_days=onset, patient=Patient(**patient))


STATES = list(itertools.product(load_injectates(), ("leaflet", "trials"), (1.0, 2.5, 5.0)))


@pytest.mark.parametrize(("key", "story", "onset"), STATES)
def test_the_dip_is_lower_than_all_around_and_the_second_peak_the_highest_point_after_it(key, story, onset):
    curve = curve_of(key, story, onset)
    found = curve.milestones
    assert (found.peak_h is None) == (found.dip_h is None)
    if found.dip_h is not None:
        assert np.all(curve.at(hours=found.dip_h + np.array([-2.0, 2.0])) > found.dip_pct)
        assert found.dip_pct < found.early_pct
        assert found.peak_h > found.dip_h
        assert found.peak_pct >= found.dip_pct + 1
        later = curve.at(hours=np.linspace(found.dip_h, END_H, 3000))
        assert later.max() == pytest.approx(found.peak_pct, abs=0.1)


@pytest.mark.parametrize(("key", "story", "onset"), STATES)
def test_the_fade_is_where_relief_falls_below_30_percent_and_stays_there(key, story, onset):
    curve = curve_of(key, story, onset)
    fade_h = curve.milestones.fade_h
    if curve.at(hours=np.linspace(0.05, END_H, 4000)).max() < 30:
        assert fade_h is None
        return
    assert curve.at(hours=fade_h) == pytest.approx(30, abs=0.1)
    assert curve.at(hours=fade_h - 0.2) > 30
    assert curve.at(hours=np.linspace(fade_h + 0.2, END_H, 2000)).max() < 30


def test_there_is_no_fade_where_relief_never_reaches_30_percent_or_lasts_beyond_twelve_weeks():
    assert curve_of(response=0.4).milestones.fade_h is None
    lasting = curve_of("saline", "trials", response=2.0)
    assert lasting.at(hours=END_H) > 30
    assert lasting.milestones.fade_h is None


def test_there_is_no_second_peak_where_relief_only_falls_nor_any_long_after_soreness_without_response():
    assert curve_of(story="trials").milestones.dip_h is None
    found = curve_of(response=0).milestones
    assert found.dip_pct < -5
    assert found.fade_h is None
    assert found.peak_h is None or found.peak_h < 14 * DAY


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
