"""What the curve must show: the leaflets' story, the trials' numbers, and the table of the check."""

import numpy as np
import pytest

from tpi_edu import Injection, Patient, simulate_relief

DAY = 24.0
MINUTE = 1 / 60
TWO_WEEKS_H = 14 * DAY
FINE_H = np.arange(0.05, 84 * DAY, 0.05)
BLOCKS = ("procaine", "lidocaine", "mepivacaine", "bupivacaine", "ropivacaine")

SALINE = Injection(injectate="saline", steroid=False)
LIDOCAINE = Injection(injectate="lidocaine", steroid=False)
LIDOCAINE_STEROID = Injection(injectate="lidocaine", steroid=True)
DRY = Injection(injectate="dry_needling", steroid=False)


def course(injection, story, **options):
    return simulate_relief(injection, story=story, times_h=FINE_H, **options)


def half_of_peak_h(component, curve, which):
    """Return when a component first (0) or last (-1) has at least half of its peak."""
    effect = -curve.components_nrs[component]
    return curve.times_h[np.flatnonzero(effect >= effect.max() / 2)[which]]


def block_end_h(injectate, story="leaflet"):
    return half_of_peak_h("anesthetic", course(Injection(injectate=injectate), story), -1)


def steroid_half_rise_h(**options):
    return half_of_peak_h("steroid", course(LIDOCAINE_STEROID, "leaflet", **options), 0)


# -- the leaflet story: lidocaine with steroid, default patient ---------------------------------


def test_leaflet_relief_is_high_falls_within_a_day_rises_again_within_days_and_fades_in_a_month():
    curve = course(LIDOCAINE_STEROID, "leaflet")
    hours, relief = curve.times_h, curve.relief_pct
    assert curve.at(hours=0.25) >= 60
    after_block = np.flatnonzero((hours > 0.5) & (hours < 3 * DAY))
    low = after_block[np.argmin(relief[after_block])]
    assert relief[low] < 30
    assert 4 <= hours[low] <= 24
    later = hours > 1 * DAY
    assert 3 * DAY <= hours[later][np.argmax(relief[later])] <= 10 * DAY
    assert 21 * DAY <= hours[np.flatnonzero(relief >= 30)[-1]] <= 35 * DAY


def test_half_of_the_steroids_rise_falls_between_day_2_and_day_3_or_where_it_is_put():
    assert 2 * DAY <= steroid_half_rise_h() <= 3 * DAY
    assert steroid_half_rise_h(steroid_onset_days=1.0) == pytest.approx(1 * DAY, abs=6)
    assert steroid_half_rise_h(steroid_onset_days=5.0) == pytest.approx(5 * DAY, abs=12)


def test_a_slower_steroid_fade_leaves_more_relief_at_four_weeks():
    brief, usual, long = (
        simulate_relief(LIDOCAINE_STEROID, steroid_fade_days=days).at(hours=28 * DAY)
        for days in (14, None, 60)
    )
    assert brief + 3 < usual < long - 3


def test_blocks_end_in_the_order_and_at_the_hours_that_tables_give_in_both_stories():
    ends = [block_end_h(name) for name in BLOCKS]
    assert ends == pytest.approx([0.6, 0.75, 1.1, 3.0, 4.0], abs=0.1)
    assert ends == [block_end_h(name, "trials") for name in BLOCKS]
    procaine, lidocaine, _, bupivacaine, _ = ends
    assert procaine < lidocaine - 5 * MINUTE
    assert bupivacaine - lidocaine >= 1.5


# -- the trials story: Roldan 2020 -------------------------------------------------------------


@pytest.mark.parametrize("injection", [SALINE, LIDOCAINE_STEROID], ids=["saline", "drugs"])
def test_trials_pain_is_1_5_to_2_6_immediately_after_and_3_8_to_4_5_at_two_weeks(injection):
    times_h = [*np.linspace(5, 15, 11) * MINUTE, TWO_WEEKS_H]
    *at_once, later = simulate_relief(injection, story="trials", times_h=times_h).pain_nrs
    assert 1.5 <= min(at_once) <= max(at_once) <= 2.6
    assert 3.8 <= later <= 4.5


def test_trials_arms_differ_at_once_by_what_was_measured_and_little_after_hour_2():
    saline, drugs = (course(injection, "trials") for injection in (SALINE, LIDOCAINE_STEROID))
    at_once = (drugs.at(hours=0.25) - saline.at(hours=0.25)) / 100 * Patient().baseline_nrs
    assert at_once == pytest.approx(2.22 - 1.76, abs=0.1)
    assert np.abs(saline.pain_nrs - drugs.pain_nrs)[FINE_H > 2].max() <= 0.6


# -- both stories ------------------------------------------------------------------------------


@pytest.mark.parametrize("story", ["leaflet", "trials"])
def test_dry_needling_is_sorer_than_lidocaine_in_the_first_two_days(story):
    hours = np.linspace(1, 48, 95)
    dry, lidocaine = (simulate_relief(i, story=story, times_h=hours) for i in (DRY, LIDOCAINE))
    assert np.all(dry.components_nrs["soreness"] > lidocaine.components_nrs["soreness"])
    assert np.all(dry.pain_nrs[hours >= 4] > lidocaine.pain_nrs[hours >= 4])


@pytest.mark.parametrize("story", ["leaflet", "trials"])
def test_a_second_injection_on_day_28_lifts_relief_again(story):
    twice = simulate_relief([Injection(), Injection(day=28)], story=story)
    once = simulate_relief(Injection(), story=story)
    before, after = twice.at(hours=[28 * DAY - 0.25, 28 * DAY + 0.25])
    assert after > before + 20
    assert after >= 60
    weeks_later = 28 * DAY + np.array([7, 14, 21]) * DAY
    assert np.all(twice.at(hours=weeks_later) > once.at(hours=weeks_later) + 5)


def test_the_steroid_is_worth_something_to_the_leaflets_and_nothing_to_the_trials():
    for story, least, most in (("leaflet", 15, 100), ("trials", 0, 0)):
        drug, both = (
            simulate_relief(i, story=story).at(hours=7 * DAY) for i in (LIDOCAINE, LIDOCAINE_STEROID)
        )
        assert least <= both - drug <= most


def test_fibromyalgia_delays_relief_and_worsens_soreness_in_the_trials_story_only():
    patients = (Patient(), Patient(fibromyalgia=True))
    leaflet, leaflet_fm = (course(DRY, "leaflet", patient=patient) for patient in patients)
    trials, trials_fm = (course(DRY, "trials", patient=patient) for patient in patients)
    assert np.array_equal(leaflet.pain_nrs, leaflet_fm.pain_nrs)
    assert trials_fm.at(hours=0.25) == pytest.approx(0.4 * trials.at(hours=0.25), rel=0.02)
    assert trials_fm.at(hours=TWO_WEEKS_H) == pytest.approx(trials.at(hours=TWO_WEEKS_H), abs=1)
    sorest = [curve.components_nrs["soreness"].max() for curve in (trials, trials_fm)]
    assert sorest[1] == pytest.approx(1.5 * sorest[0])


# -- the table of the check: minutes, hours and days after the injection, mean pain -------------

TABLE_H = [3 * MINUTE, 0.25, 1, 2, 10, 24, 48, 72, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY, 84 * DAY]
LATE = [3.5, 4.0, 4.7, 5.8, 6.4]  # the trials arms differ before day 7 only
TABLE = {
    "trials saline": ("trials", SALINE, [2.5, 2.5, 2.6, 2.7, 3.3, 3.3, 3.3, 3.3, *LATE]),
    "trials lidocaine": ("trials", LIDOCAINE, [2.1, 2.0, 2.5, 2.7, 3.3, 3.3, 3.3, 3.3, *LATE]),
    "trials dry needling": ("trials", DRY, [2.5, 2.5, 2.6, 2.9, 4.7, 4.1, 3.6, 3.4, *LATE]),
    "leaflet": (
        "leaflet",
        LIDOCAINE_STEROID,
        [2.8, 2.5, 5.2, 5.6, 6.1, 5.8, 5.2, 4.2, 4.0, 4.6, 5.4, 6.4, 6.9],
    ),
}


@pytest.mark.parametrize(("story", "injection", "expected"), TABLE.values(), ids=TABLE)
def test_pain_is_within_0_3_of_the_table_it_was_checked_with(story, injection, expected):
    curve = simulate_relief(injection, story=story, times_h=TABLE_H)
    # the check made 42 % of patients sore after saline; the course says 60 %
    too_sore = curve.components_nrs["soreness"] * (1 - 0.42 / 0.6) * (injection is SALINE)
    assert curve.pain_nrs - too_sore == pytest.approx(expected, abs=0.3)
