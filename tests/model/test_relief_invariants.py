"""What holds for every plan, patient, story and time that the model accepts."""

from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpi_edu import Injection, Patient, load_injectates, simulate_cohort, simulate_relief

COMPONENTS = ("anesthetic", "needle", "context", "steroid", "soreness")
hours = st.sampled_from([0.0, 0.25, 9.0, 72.0]) | st.floats(0, 2400, allow_subnormal=False)
grids = st.lists(hours, min_size=1, max_size=30).map(lambda times: sorted([*times, 0.3]))
patients = st.builds(
    Patient,
    baseline_nrs=st.sampled_from([0.0, 10.0]) | st.floats(0.1, 10),
    response=st.sampled_from([0.0, 1.0, 2.0]) | st.floats(0, 2, allow_subnormal=False),
    fibromyalgia=st.booleans(),
)


@st.composite
def injections(draw):
    injectate = draw(st.sampled_from(tuple(load_injectates())))
    extras = st.just(False) if injectate == "dry_needling" else st.booleans()
    return Injection(
        injectate=injectate,
        steroid=draw(extras),
        vitamin_b12=draw(extras),
        day=draw(st.sampled_from([0.0, 28.0]) | st.floats(0, 90, allow_subnormal=False)),
    )


plans = st.lists(injections(), min_size=1, max_size=3)
options = st.fixed_dictionaries(
    {
        "patient": patients,
        "story": st.sampled_from(["leaflet", "trials"]),
        "steroid_onset_days": st.none() | st.floats(1, 5),
        "steroid_fade_days": st.none() | st.floats(14, 60),
    }
)


def numbers(plan, times_h, options):
    """Return every array of a curve as one table."""
    curve = simulate_relief(plan, times_h=times_h, **options)
    return np.vstack([curve.pain_nrs, curve.relief_pct, *(curve.components_nrs[name] for name in COMPONENTS)])


@given(plans, options, grids)
def test_pain_stays_on_its_scale_and_the_components_add_up_to_its_change(plan, options, times_h):
    curve = simulate_relief(plan, times_h=times_h, **options)
    pain, components, baseline = curve.pain_nrs, curve.components_nrs, options["patient"].baseline_nrs
    assert np.all((pain >= 0) & (pain <= 10))
    assert tuple(components) == COMPONENTS
    np.testing.assert_allclose(sum(components.values()), pain - baseline, rtol=0, atol=1e-9)
    assert components["soreness"].min() >= 0
    assert max(components[name].max() for name in COMPONENTS[:4]) <= 0
    relief = 100 * (1 - pain / baseline) if baseline else np.zeros_like(pain)
    np.testing.assert_allclose(curve.relief_pct, relief, rtol=1e-9, atol=1e-9)


@given(plans, options, grids, st.floats(0, 2, allow_subnormal=False))
def test_more_response_never_gives_less_relief_and_none_gives_none(plan, options, times_h, other):
    relief = []
    for response in (0.0, *sorted([options["patient"].response, other])):
        options["patient"] = replace(options["patient"], response=response)
        relief.append(simulate_relief(plan, times_h=times_h, **options).relief_pct)
    assert relief[0].max() <= 0
    assert np.all(np.diff(relief, axis=0) >= -1e-9)


@given(plans, options, grids, st.randoms(use_true_random=False))
def test_neither_vitamin_b12_nor_the_order_of_injections_changes_a_number(plan, options, times_h, random):
    shuffled = random.sample(plan, len(plan))
    with_it = [replace(i, vitamin_b12=i.injectate != "dry_needling") for i in shuffled]
    expected = numbers(plan, times_h, options)
    for other in (shuffled, with_it, [replace(i, vitamin_b12=False) for i in plan]):
        np.testing.assert_array_equal(numbers(other, times_h, options), expected)
    assert simulate_relief(with_it, **options).milestones == simulate_relief(plan, **options).milestones
    in_order = simulate_relief(plan).plan
    assert in_order == simulate_relief(shuffled).plan
    assert [i.day for i in in_order] == sorted(i.day for i in plan)


@given(plans, options, grids)
def test_before_the_first_injection_pain_is_the_starting_pain(plan, options, times_h):
    plan = [replace(i, day=i.day + 5) for i in plan]
    first_h = 24 * min(i.day for i in plan)
    before = [hour for hour in times_h if hour <= first_h] or [first_h]
    curve = simulate_relief(plan, times_h=before, **options)
    np.testing.assert_array_equal(curve.pain_nrs, options["patient"].baseline_nrs)
    np.testing.assert_array_equal(curve.relief_pct, 0)


@given(plans, options, grids, st.randoms(use_true_random=False))
def test_a_result_does_not_depend_on_the_other_times_nor_on_their_order(plan, options, times_h, random):
    together, alone = numbers(plan, times_h, options), [numbers(plan, [hour], options) for hour in times_h]
    np.testing.assert_allclose(together, np.hstack(alone), rtol=1e-12, atol=1e-12)
    curve = simulate_relief(plan, times_h=times_h, **options)
    order = random.sample(range(len(times_h)), len(times_h))
    relief = curve.at(hours=[times_h[i] for i in order])
    np.testing.assert_allclose(relief, curve.relief_pct[order], rtol=1e-12, atol=1e-12)
    single = curve.at(hours=times_h[0])
    assert type(single) is float
    assert single == pytest.approx(curve.relief_pct[0], rel=1e-12, abs=1e-12)


@given(options, grids, st.floats(3, 8), st.floats(3, 8))
def test_percent_change_holds_across_starting_pains(options, times_h, one, other):
    options["patient"] = replace(options["patient"], response=min(options["patient"].response, 1.0))
    shares = []
    for baseline in (one, other):
        options["patient"] = replace(options["patient"], baseline_nrs=baseline)
        components = simulate_relief(Injection(), times_h=times_h, **options).components_nrs
        shares.append(np.vstack([components[name] for name in COMPONENTS[:4]]) / baseline)
    np.testing.assert_allclose(shares[0], shares[1], rtol=1e-9, atol=1e-12)


def test_relief_beyond_the_starting_pain_is_scaled_away_and_soreness_beyond_10_points_cut_off():
    usual, strong, worst = (
        simulate_relief(Injection(), patient=patient, story="trials", times_h=[0.25, 9.0])
        for patient in (Patient(), Patient(response=2), Patient(baseline_nrs=9.5, response=0))
    )
    one, other = (np.array([c.components_nrs[name][0] for name in COMPONENTS[:4]]) for c in (usual, strong))
    assert strong.pain_nrs[0] == pytest.approx(0, abs=1e-12)
    assert one / one.sum() == pytest.approx(other / other.sum())
    assert (worst.pain_nrs[1], worst.components_nrs["soreness"][1]) == (10, pytest.approx(0.5))


def test_nothing_changes_a_result():
    times = np.array([1.0, 2.0])
    curve, cohort = simulate_relief(Injection(), times_h=times), simulate_cohort(100, Injection())
    times[1] = 9.0
    assert curve.times_h.tolist() == [1.0, 2.0]
    arrays = [*curve.components_nrs.values()]
    arrays += [getattr(result, field.name) for result in (curve, cohort) for field in fields(result)]
    assert [array for array in arrays if isinstance(array, np.ndarray) and array.flags.writeable] == []
    with pytest.raises(TypeError, match="does not support item assignment"):
        curve.components_nrs["needle"] = curve.pain_nrs
    with pytest.raises(FrozenInstanceError):
        curve.pain_nrs = np.zeros(3)


@pytest.mark.parametrize("days", [[0], [0, 3, 100]])
def test_the_default_times_rise_and_span_eight_weeks(days):
    times = simulate_relief([Injection(day=day) for day in days]).times_h
    assert np.all(np.diff(times) > 0)
    assert (times[0], times[-1]) == (0, 8 * 7 * 24)


def test_perpetuating_factors_make_relief_fade_faster_and_adjuncts_more_slowly():
    plain = Injection(injectate="saline", steroid=False)
    faster, usual, slower = (
        simulate_relief(plain, patient=patient, story="trials").at(hours=[0.25, 168.0, 1344.0])
        for patient in (Patient(perpetuating=True), Patient(), Patient(adjuncts=True))
    )
    assert faster[0] == pytest.approx(usual[0], abs=0.5)  # the first minutes are the same
    assert np.all((faster < usual) & (usual < slower))
