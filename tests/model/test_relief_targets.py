"""What the curve must show: the leaflets' story, the trials' numbers, and the table of the check."""

import numpy as np
import pytest

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.content.parameters import STORIES

DAY = 24.0
MINUTE = 1 / 60
TWO_WEEKS_H = 14 * DAY
FINE_H = np.arange(0.05, 84 * DAY, 0.05)
BLOCKS_H = {"procaine": 0.6, "lidocaine": 0.75, "mepivacaine": 1.1, "bupivacaine": 3.0, "ropivacaine": 4.0}

SALINE = Injection(injectate="saline", steroid=False)
LIDOCAINE = Injection(injectate="lidocaine", steroid=False)
LIDOCAINE_STEROID = Injection(injectate="lidocaine", steroid=True)
DRY = Injection(injectate="dry_needling", steroid=False)

each_story = pytest.mark.parametrize("story", STORIES)


def half_of_peak_h(component, which, injection, **options):
    """Return when a component first (0) or last (-1) has at least half of its peak."""
    effect = -simulate_relief(injection, times_h=FINE_H, **options).components_nrs[component]
    return FINE_H[np.flatnonzero(effect >= effect.max() / 2)[which]]


# -- the leaflet story: lidocaine with steroid, default patient ---------------------------------


def test_leaflet_relief_is_high_falls_within_a_day_rises_again_within_days_and_fades_in_a_month():
    found = simulate_relief(LIDOCAINE_STEROID).milestones
    assert found.early_pct >= 60
    assert found.dip_pct < 30
    assert 4 <= found.dip_h <= 24
    assert 3 * DAY <= found.peak_h <= 10 * DAY
    assert 21 * DAY <= found.fade_h <= 35 * DAY


@pytest.mark.parametrize(("onset_days", "least", "most"), [(None, 2, 3), (1.0, 0.75, 1.25), (5.0, 4.5, 5.5)])
def test_half_of_the_steroids_rise_falls_between_day_2_and_day_3_or_where_it_is_put(onset_days, least, most):
    half_h = half_of_peak_h("steroid", 0, LIDOCAINE_STEROID, steroid_onset_days=onset_days)
    assert least * DAY <= half_h <= most * DAY


@each_story
@pytest.mark.parametrize("injectate", BLOCKS_H)
def test_a_block_ends_at_the_hour_that_tables_give(injectate, story):
    end_h = half_of_peak_h("anesthetic", -1, Injection(injectate=injectate), story=story)
    assert end_h == pytest.approx(BLOCKS_H[injectate], abs=0.03)


# -- the trials story: Roldan 2020 -------------------------------------------------------------


@pytest.mark.parametrize(
    ("injection", "at_once_nrs", "later_nrs"),
    [(SALINE, 2.22, 4.29), (LIDOCAINE_STEROID, 1.76, 4.14)],
    ids=["saline", "drugs"],
)
def test_trials_pain_is_within_half_a_point_of_what_was_measured_at_once_and_at_two_weeks(
    injection, at_once_nrs, later_nrs
):
    times_h = [*np.linspace(5, 15, 11) * MINUTE, TWO_WEEKS_H]
    *at_once, later = simulate_relief(injection, story="trials", times_h=times_h).pain_nrs
    assert at_once == pytest.approx([at_once_nrs] * 11, abs=0.5)
    assert later == pytest.approx(later_nrs, abs=0.5)


def test_trials_arms_differ_at_once_by_what_was_measured_and_little_after_hour_2():
    times_h = [0.25, *FINE_H[FINE_H > 2]]
    saline, drugs = (simulate_relief(i, story="trials", times_h=times_h) for i in (SALINE, LIDOCAINE_STEROID))
    differences = saline.pain_nrs - drugs.pain_nrs
    assert differences[0] == pytest.approx(2.22 - 1.76, abs=0.1)
    assert np.abs(differences[1:]).max() <= 0.6


# -- both stories ------------------------------------------------------------------------------


@each_story
def test_dry_needling_is_sorer_than_lidocaine_in_the_first_two_days(story):
    hours = np.linspace(1, 48, 95)
    dry, lidocaine = (simulate_relief(i, story=story, times_h=hours) for i in (DRY, LIDOCAINE))
    assert np.all(dry.components_nrs["soreness"] > lidocaine.components_nrs["soreness"])
    assert np.all(dry.pain_nrs[hours >= 4] > lidocaine.pain_nrs[hours >= 4])


@each_story
def test_a_second_injection_on_day_28_lifts_relief_again(story):
    twice = simulate_relief([Injection(), Injection(day=28)], story=story)
    before, after = twice.at(hours=[28 * DAY - 0.25, 28 * DAY + 0.25])
    assert after >= 60 > before + 20
    weeks_later = np.array([35, 42, 49]) * DAY
    once = simulate_relief(Injection(), story=story).at(hours=weeks_later)
    assert np.all(twice.at(hours=weeks_later) > once + 5)


@pytest.mark.parametrize(("story", "least", "most"), [("leaflet", 15, 100), ("trials", 0, 0)])
def test_the_steroid_is_worth_something_to_the_leaflets_and_nothing_to_the_trials(story, least, most):
    drug, both = (simulate_relief(i, story=story).at(hours=7 * DAY) for i in (LIDOCAINE, LIDOCAINE_STEROID))
    assert least <= both - drug <= most


def test_fibromyalgia_delays_relief_and_worsens_soreness_in_the_trials_story_only():
    (leaflet, leaflet_fm), (trials, trials_fm) = (
        [simulate_relief(DRY, story=story, patient=Patient(fibromyalgia=ill)) for ill in (False, True)]
        for story in STORIES
    )
    assert np.array_equal(leaflet.pain_nrs, leaflet_fm.pain_nrs)
    assert trials_fm.at(hours=0.25) == pytest.approx(0.4 * trials.at(hours=0.25), rel=0.02)
    assert trials_fm.at(hours=TWO_WEEKS_H) == pytest.approx(trials.at(hours=TWO_WEEKS_H), abs=1)
    sorest = [curve.components_nrs["soreness"].max() for curve in (trials, trials_fm)]
    assert sorest[1] == pytest.approx(1.5 * sorest[0])


# -- the table of the check: minutes, hours and days after the injection, mean pain -------------

TABLE_H = [3 * MINUTE, 0.25, 1, 2, 10, 24, 48, 72, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY, 84 * DAY]
LEAFLET = [2.8, 2.5, 5.2, 5.6, 6.1, 5.8, 5.2, 4.2, 4.0, 4.6, 5.4, 6.4, 6.9]


def test_the_leaflets_pain_is_within_0_3_of_the_table_it_was_checked_with():
    assert simulate_relief(LIDOCAINE_STEROID, times_h=TABLE_H).pain_nrs == pytest.approx(LEAFLET, abs=0.3)
