"""What the curve must show: the leaflets' story, the trials' numbers, and the table of the check."""

import numpy as np
import pytest

from tpi_edu import Injection, Patient, simulate_relief

DAY = 24.0
MINUTE = 1 / 60
FIRST_QUARTERS_H = np.linspace(5, 15, 11) * MINUTE  # "immediately after"
TWO_WEEKS_H = 14 * DAY
FINE_H = np.arange(0.05, 84 * DAY, 0.05)
BLOCKS = ("procaine", "lidocaine", "mepivacaine", "bupivacaine", "ropivacaine")

SALINE = Injection(injectate="saline", steroid=False)
LIDOCAINE = Injection(injectate="lidocaine", steroid=False)
LIDOCAINE_STEROID = Injection(injectate="lidocaine", steroid=True)
DRY = Injection(injectate="dry_needling", steroid=False)


def course(injection, story, **options):
    return simulate_relief(injection, story=story, times_h=FINE_H, **options)


def block_end_h(injectate, story="leaflet"):
    """Return when the block has fallen to half of its peak."""
    curve = course(Injection(injectate=injectate), story)
    block = -curve.components_nrs["anesthetic"]
    return curve.times_h[np.flatnonzero(block >= block.max() / 2)[-1]]


def steroid_half_rise_h(**options):
    """Return when the steroid has reached half of its peak."""
    curve = course(LIDOCAINE_STEROID, "leaflet", **options)
    steroid = -curve.components_nrs["steroid"]
    return curve.times_h[np.argmax(steroid >= steroid.max() / 2)]


# -- the leaflet story: lidocaine with steroid, default patient ---------------------------------


def test_leaflet_relief_is_at_least_60_percent_at_15_minutes():
    assert simulate_relief(LIDOCAINE_STEROID, story="leaflet").at(hours=0.25) >= 60


def test_leaflet_relief_has_a_low_point_under_30_percent_between_4_and_24_hours():
    curve = course(LIDOCAINE_STEROID, "leaflet")
    first_days = curve.times_h < 3 * DAY
    after_block = curve.times_h > 0.5
    low = np.flatnonzero(first_days & after_block)[np.argmin(curve.relief_pct[first_days & after_block])]
    assert curve.relief_pct[low] < 30
    assert 4 <= curve.times_h[low] <= 24


def test_half_of_the_steroids_rise_falls_between_day_2_and_day_3():
    assert 2 * DAY <= steroid_half_rise_h() <= 3 * DAY


def test_leaflet_relief_has_its_second_peak_between_day_3_and_day_10():
    curve = course(LIDOCAINE_STEROID, "leaflet")
    later = curve.times_h > 1 * DAY
    peak_h = curve.times_h[later][np.argmax(curve.relief_pct[later])]
    assert 3 * DAY <= peak_h <= 10 * DAY


def test_leaflet_relief_falls_below_30_percent_between_day_21_and_day_35():
    curve = course(LIDOCAINE_STEROID, "leaflet")
    last_h = curve.times_h[np.flatnonzero(curve.relief_pct >= 30)[-1]]
    assert 21 * DAY <= last_h <= 35 * DAY


def test_bupivacaines_block_outlasts_lidocaines_by_at_least_90_minutes():
    assert block_end_h("bupivacaine") - block_end_h("lidocaine") >= 1.5


def test_procaines_block_ends_before_lidocaines():
    assert block_end_h("procaine") < block_end_h("lidocaine") - 5 * MINUTE


def test_blocks_end_in_the_order_and_at_the_hours_that_tables_give():
    ends = [block_end_h(name) for name in BLOCKS]
    assert ends == pytest.approx([0.6, 0.75, 1.1, 3.0, 4.0], abs=0.1)


def test_a_block_lasts_equally_long_in_both_stories():
    for name in BLOCKS:
        assert block_end_h(name, "trials") == block_end_h(name, "leaflet")


# -- the trials story: Roldan 2020 -------------------------------------------------------------


@pytest.mark.parametrize("injection", [SALINE, LIDOCAINE_STEROID], ids=["saline", "drugs"])
def test_trials_pain_is_1_5_to_2_6_immediately_after(injection):
    pain = simulate_relief(injection, story="trials", times_h=FIRST_QUARTERS_H).pain_nrs
    assert pain.min() >= 1.5
    assert pain.max() <= 2.6


@pytest.mark.parametrize("injection", [SALINE, LIDOCAINE_STEROID], ids=["saline", "drugs"])
def test_trials_pain_is_3_8_to_4_5_at_two_weeks(injection):
    (pain,) = simulate_relief(injection, story="trials", times_h=[TWO_WEEKS_H]).pain_nrs
    assert 3.8 <= pain <= 4.5


def test_trials_arms_are_never_more_than_0_6_apart_after_hour_2():
    after = FINE_H > 2
    saline, drugs = (course(injection, "trials").pain_nrs[after] for injection in (SALINE, LIDOCAINE_STEROID))
    assert np.abs(saline - drugs).max() <= 0.6


def test_trials_arms_differ_at_once_by_what_the_trial_measured():
    saline, drugs = (
        simulate_relief(i, story="trials", times_h=[0.25]).pain_nrs[0] for i in (SALINE, LIDOCAINE_STEROID)
    )
    assert saline - drugs == pytest.approx(2.22 - 1.76, abs=0.1)


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
    week = [7 * DAY]
    gain = {
        story: simulate_relief(LIDOCAINE_STEROID, story=story, times_h=week).relief_pct[0]
        - simulate_relief(LIDOCAINE, story=story, times_h=week).relief_pct[0]
        for story in ("leaflet", "trials")
    }
    assert gain["leaflet"] > 15
    assert gain["trials"] == 0


def test_a_later_steroid_onset_moves_its_rise():
    early, late = (steroid_half_rise_h(steroid_onset_days=days) for days in (1.0, 5.0))
    assert early == pytest.approx(1 * DAY, abs=6)
    assert late == pytest.approx(5 * DAY, abs=12)


def test_a_slower_steroid_fade_leaves_more_relief_at_four_weeks():
    brief, usual, long = (
        simulate_relief(LIDOCAINE_STEROID, steroid_fade_days=days).at(hours=28 * DAY)
        for days in (14, None, 60)
    )
    assert brief + 3 < usual < long - 3


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
TABLE = {
    "trials saline": ("trials", SALINE, [2.5, 2.5, 2.6, 2.7, 3.3, 3.3, 3.3, 3.3, 3.5, 4.0, 4.7, 5.8, 6.4]),
    "trials lidocaine": (
        "trials",
        LIDOCAINE,
        [2.1, 2.0, 2.5, 2.7, 3.3, 3.3, 3.3, 3.3, 3.5, 4.0, 4.7, 5.8, 6.4],
    ),
    "trials dry needling": ("trials", DRY, [2.5, 2.5, 2.6, 2.9, 4.7, 4.1, 3.6, 3.4, 3.5, 4.0, 4.7, 5.8, 6.4]),
    "leaflet": (
        "leaflet",
        LIDOCAINE_STEROID,
        [2.8, 2.5, 5.2, 5.6, 6.1, 5.8, 5.2, 4.2, 4.0, 4.6, 5.4, 6.4, 6.9],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_pain_is_within_0_3_of_the_table_it_was_checked_with(name):
    story, injection, expected = TABLE[name]
    curve = simulate_relief(injection, story=story, times_h=TABLE_H)
    pain = curve.pain_nrs
    if injection is SALINE:  # the check made 42 % of patients sore after saline; the course says 60 %
        pain = pain - curve.components_nrs["soreness"] * (1 - 0.42 / 0.6)
    assert pain == pytest.approx(expected, abs=0.3)
