"""Many patients: their mean is the typical curve, their spread the published one, their causes add up."""

import numpy as np
import pytest

from tpi_edu import Injection, Patient, simulate_relief
from tpi_edu.content.parameters import STORIES, load_cohort_parameters
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, PERCENTILES, simulate_cohort

DAY = 24.0
N = 40_000
NOISE = 0.05 + 3 * 2.4 / np.sqrt(N)
P = load_cohort_parameters()["trials"]
START = P.start_nrs.value
NO_DRUG = {"regression", "natural_course", "context", "needle"}


def alike(causes=None, **options):
    """Return a cohort of which only the first and last day are looked at."""
    return simulate_cohort(N, Injection(), causes=causes, times_h=[0], **options)


def fall(*causes, **options):
    cohort = alike(causes, **options)
    return cohort.starts_nrs.mean() - cohort.ends_nrs.mean()


@pytest.mark.parametrize(
    ("story", "days", "least", "most"),
    [
        *((story, [0, 27, 56], -NOISE, NOISE) for story in STORIES),  # few are free of pain
        *((story, [3, 7, 14, 28], -0.04, 0.25) for story in STORIES),  # pain cannot fall below 0
        ("leaflet", [10 / 24], -0.1, 0.1),  # soreness strikes only some
    ],
)
@pytest.mark.parametrize("plan", [[Injection(steroid=False)], [Injection(), Injection(day=28)]], ids=len)
def test_the_mean_is_the_typical_curve_or_lies_little_above_it(plan, story, days, least, most):
    options = {"injection_or_plan": plan, "story": story, "times_h": np.array(days) * DAY}
    typical = simulate_relief(**options, patient=Patient(baseline_nrs=START))
    above = simulate_cohort(N, **options).mean_nrs - typical.pain_nrs
    assert least <= above.min() <= above.max() <= most


def test_responders_and_the_spread_of_the_change_at_two_weeks_are_as_published():
    cohort = alike()
    assert cohort.responder_share(30) == pytest.approx(0.60, abs=0.07)  # 58 % at once, 68 % at a week
    assert 2.0 <= (cohort.starts_nrs - cohort.ends_nrs).std() <= 2.7


def test_without_a_control_arm_or_a_drug_pain_falls_as_in_the_published_cohort():
    cohort = alike(NO_DRUG)
    assert cohort.starts_nrs.mean() == pytest.approx(7.11, abs=0.05)
    assert cohort.ends_nrs.mean() == pytest.approx(3.74, abs=0.1)
    assert (cohort.starts_nrs - cohort.ends_nrs).std() == pytest.approx(2.0, abs=0.1)


def test_the_drug_adds_nothing_at_two_weeks_in_the_trials_story_and_over_a_point_in_the_leaflets():
    assert fall(*NO_DRUG, "drug") == pytest.approx(fall(*NO_DRUG), abs=0.01)
    assert fall("drug", story="leaflet") > fall(story="leaflet") + 1


@pytest.mark.parametrize("cause", sorted({*CAUSES} - {"drug", "drop_out"}))
def test_each_cause_alone_makes_them_better_and_taken_away_makes_them_less_so(cause):
    assert fall(cause) > fall() + 0.2
    assert fall(*NO_DRUG) > fall(*(NO_DRUG - {cause})) + 0.2
    assert fall() == pytest.approx(0, abs=0.03)


def test_who_comes_on_a_bad_day_starts_no_lower_than_the_bad_day_and_falls_back_to_usual():
    cohort = simulate_cohort(N, Injection(), causes={"regression"}, times_h=np.array([0, 30]) * DAY)
    assert cohort.starts_nrs.min() >= P.bad_day_nrs.value
    between, within = P.usual_sd_nrs.value**2, P.day_sd_nrs.value**2
    expected = within / (between + within) * (cohort.starts_nrs.mean() - P.usual_nrs.value)
    assert cohort.mean_nrs[0] - cohort.mean_nrs[1] == pytest.approx(expected, abs=0.05)


def test_those_who_drop_out_gained_little_and_leave_a_better_mean():
    all_of_them, back = alike(NO_DRUG), alike(NO_DRUG | {"drop_out"})
    left = P.leave_share.value * (1 - all_of_them.responder_share(30))
    assert len(all_of_them.starts_nrs) == N
    assert len(back.starts_nrs) == pytest.approx(N * (1 - left), rel=0.01)
    assert back.ends_nrs.mean() < all_of_them.ends_nrs.mean() - 0.2
    assert back.responder_share(30) > all_of_them.responder_share(30) + 0.05


def test_a_control_arm_is_the_same_patients_without_needle_and_drug():
    causes = NO_DRUG | {"drug"}
    injected, control = (alike(arm, seed=3) for arm in (causes, causes - IN_NO_CONTROL_ARM))
    assert np.array_equal(injected.starts_nrs, control.starts_nrs)
    gain = injected.responder_share(30) - control.responder_share(30)
    assert injected.number_needed(control, 30) == pytest.approx(1 / gain)
    assert 3 < 1 / gain < 8
    assert control.number_needed(injected, 30) == np.inf


def test_a_stricter_bar_has_fewer_responders_and_counts_the_answers():
    cohort = simulate_cohort(1000, Injection(), times_h=[0])
    shares = [cohort.responder_share(pct) for pct in range(0, 101, 10)]
    assert shares == sorted(shares, reverse=True)
    relief = 100 * (cohort.starts_nrs - cohort.ends_nrs) / cohort.starts_nrs
    assert shares[5] == np.mean(relief >= 50)


@pytest.mark.parametrize("n", [100, 30_001])
def test_the_same_seed_gives_the_same_patients_and_another_seed_others(n):
    times = np.array([0, 7, 14]) * DAY
    first, again, other = (simulate_cohort(n, Injection(), seed=s, times_h=times) for s in (5, 5, 6))
    for name in ("starts_nrs", "ends_nrs", "mean_nrs", "percentiles_nrs", "people_nrs"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
        assert not np.array_equal(getattr(first, name), getattr(other, name))
    assert first.starts_nrs.shape == first.ends_nrs.shape == (n,)


def test_percentiles_and_people_belong_to_the_courses():
    times = np.linspace(0, 56 * DAY, 100)
    cohort = simulate_cohort(N, Injection(), times_h=times)
    assert cohort.percentiles_nrs.shape == (len(PERCENTILES), 100)
    assert np.all(np.diff(cohort.percentiles_nrs, axis=0) >= 0)
    assert cohort.people_nrs.shape == (200, 100)
    assert cohort.people_nrs[:, 0] == pytest.approx(cohort.starts_nrs[:: N // 200])
    shares = (cohort.people_nrs[:, :, None] <= cohort.percentiles_nrs.T).mean(axis=(0, 1))
    assert shares == pytest.approx(np.array(PERCENTILES) / 100, abs=0.06)
    for array in (cohort.people_nrs, cohort.percentiles_nrs, cohort.starts_nrs, cohort.ends_nrs):
        assert 0 <= array.min() < array.max() <= 10
