"""The turning points that sentences and markers quote are the curve's own."""

import numpy as np
import pytest

from tpi_edu import Injection, Patient, load_injectates, simulate_relief

DAY = 24.0
END_H = 84 * DAY
PLANS = {key: [Injection(injectate=key, steroid=key != "dry_needling")] for key in load_injectates()}
STATES = [
    (key, story, onset) for key in PLANS for story in ("leaflet", "trials") for onset in (1.0, 2.5, 5.0)
]


def curve_of(key, story="leaflet", onset=None, **patient):
    return simulate_relief(PLANS[key], story=story, steroid_onset_days=onset, patient=Patient(**patient))


def test_early_is_the_relief_15_minutes_after_the_first_injection():
    for plan in (Injection(), Injection(day=3), [Injection(), Injection(day=28)]):
        curve = simulate_relief(plan)
        assert curve.milestones.early_h == DAY * curve.plan[0].day + 0.25
        assert curve.milestones.early_pct == curve.at(hours=curve.milestones.early_h)


@pytest.mark.parametrize(("key", "story", "onset"), STATES)
def test_the_dip_is_lower_than_what_comes_before_and_after(key, story, onset):
    curve = curve_of(key, story, onset)
    found = curve.milestones
    if found.dip_h is not None:
        assert found.dip_pct == pytest.approx(curve.at(hours=found.dip_h))
        around = curve.at(hours=found.dip_h + np.array([-2.0, 2.0]))
        assert np.all(around > found.dip_pct)
        assert found.dip_pct < found.early_pct


@pytest.mark.parametrize(("key", "story", "onset"), STATES)
def test_the_second_peak_is_the_highest_point_after_the_dip(key, story, onset):
    curve = curve_of(key, story, onset)
    found = curve.milestones
    assert (found.peak_h is None) == (found.dip_h is None) == (found.peak_pct is None)
    if found.peak_h is not None:
        assert found.peak_h > found.dip_h
        assert found.peak_pct == pytest.approx(curve.at(hours=found.peak_h))
        assert found.peak_pct >= found.dip_pct + 1
        assert curve.at(hours=np.linspace(found.dip_h, END_H, 3000)).max() == pytest.approx(
            found.peak_pct, abs=0.1
        )


def test_where_relief_only_falls_there_is_no_dip_and_no_second_peak():
    found = simulate_relief(Injection(), story="trials").milestones
    assert (found.dip_h, found.dip_pct, found.peak_h, found.peak_pct) == (None, None, None, None)


@pytest.mark.parametrize(("key", "story", "onset"), STATES)
def test_the_fade_is_where_relief_falls_below_30_percent_and_stays_there(key, story, onset):
    curve = curve_of(key, story, onset)
    found = curve.milestones
    if curve.at(hours=np.linspace(0.05, END_H, 4000)).max() < 30:
        assert found.fade_h is None
        return
    assert curve.at(hours=found.fade_h) == pytest.approx(30, abs=0.1)
    assert curve.at(hours=found.fade_h - 0.2) > 30
    assert curve.at(hours=np.linspace(found.fade_h + 0.2, END_H, 2000)).max() < 30


def test_there_is_no_fade_where_relief_never_reaches_30_percent():
    assert curve_of("lidocaine", response=0.4).milestones.fade_h is None


def test_there_is_no_fade_where_relief_lasts_beyond_twelve_weeks():
    curve = curve_of("saline", "trials", response=2.0)
    assert curve.at(hours=END_H) > 30
    assert curve.milestones.fade_h is None


def test_milestones_end_where_the_next_injection_begins():
    alone = simulate_relief(Injection()).milestones
    assert alone.peak_h > 3 * DAY
    found = simulate_relief([Injection(), Injection(day=3)]).milestones
    assert found.dip_h == alone.dip_h
    assert found.peak_h is None  # relief is still rising when the repeat comes
    assert found.fade_h is None


def test_milestones_do_not_depend_on_the_times_of_the_curve():
    fine, coarse = (
        simulate_relief(Injection(), times_h=hours) for hours in (np.linspace(0, 100, 999), [5.0])
    )
    assert fine.milestones == coarse.milestones


def test_a_later_first_injection_moves_the_milestones_with_it():
    now, later = (simulate_relief(Injection(day=day)).milestones for day in (0, 10))
    for name in ("early_h", "dip_h", "peak_h", "fade_h"):
        assert getattr(later, name) == pytest.approx(getattr(now, name) + 10 * DAY)
    for name in ("early_pct", "dip_pct", "peak_pct"):
        assert getattr(later, name) == pytest.approx(getattr(now, name))


def test_without_any_response_relief_never_comes_back_above_nothing():
    found = curve_of("lidocaine", response=0).milestones
    assert found.dip_pct < -5
    assert found.fade_h is None
    assert (
        found.peak_h is None or found.peak_h < 14 * DAY
    )  # soreness is gone long before: no rise is left to see
