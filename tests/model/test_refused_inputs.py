"""Bad input is refused with field, rule and value, and a learner can read the whole message."""

import re
from dataclasses import replace

import numpy as np
import pytest

from tpi_edu import Injection, Patient, load_injectates, simulate_cohort, simulate_relief
from tpi_edu.content.atlas import load_regions
from tpi_edu.content.needle import load_sites
from tpi_edu.content.parameters import load_cohort_parameters, load_relief_parameters
from tpi_edu.model.agreement import Agreement
from tpi_edu.model.atlas import find_muscles
from tpi_edu.model.dose import DosePlan, DrugDose, concentration_mg_per_ml, max_dose_mg
from tpi_edu.model.needle import place_needle
from tpi_edu.model.prediction import Prediction, Scenario
from tpi_edu.model.repeat import may_repeat

NAN, INF = float("nan"), float("inf")
NUMBERS = load_relief_parameters("trials")
INJECTATES = "dry_needling, saline, procaine, lidocaine, mepivacaine, bupivacaine, ropivacaine"
DRUGS = INJECTATES.removeprefix("dry_needling, saline, ")
HAND = {"entry_mm": -26, "angle_deg": 30, "needle_mm": 38, "advance_mm": 30}


def relief(**options):
    return simulate_relief(Injection(), **options)


def cohort(n=500, **options):
    return simulate_cohort(n, Injection(), **options)


def needle(site="rhomboids", **changes):
    return place_needle(site, **HAND | changes)


def at(hours):
    return relief().at(hours=hours)


def zero_days():
    none = replace(NUMBERS.steroid_fade_days, value=0, low=0)
    return relief(numbers=replace(NUMBERS, steroid_fade_days=none))


ONE = (DrugDose(),)
BAD_VALUES = {
    f"Injection.injectate must be one of {INJECTATES}; got 'novocaine'.": lambda: Injection(
        injectate="novocaine"
    ),
    f"Injection.injectate must be one of {INJECTATES}; got None.": lambda: Injection(injectate=None),
    "Injection.day must be 0 or more days; got -1.": lambda: Injection(day=-1),
    "Injection.day must be 0 or more days; got nan.": lambda: Injection(day=NAN),
    "Injection.day must be 0 or more days; got inf.": lambda: Injection(day=INF),
    "Injection.steroid must be False with dry_needling, which injects nothing; got True.": (
        lambda: Scenario(injectate="dry_needling")
    ),
    "Injection.vitamin_b12 must be False with dry_needling, which injects nothing; got True.": (
        lambda: Injection(injectate="dry_needling", steroid=False, vitamin_b12=True)
    ),
    "Patient.baseline_nrs must be between 0 and 10 points; got -0.1.": lambda: Patient(baseline_nrs=-0.1),
    "Patient.baseline_nrs must be between 0 and 10 points; got 10.5.": lambda: Patient(baseline_nrs=10.5),
    "Patient.baseline_nrs must be between 0 and 10 points; got nan.": lambda: Patient(baseline_nrs=NAN),
    "Patient.response must be between 0 and 2 times the average; got 2.1.": lambda: Patient(response=2.1),
    "plan must hold at least one Injection; got none.": lambda: simulate_relief([]),
    "story must be one of leaflet, trials; got 'myth'.": lambda: relief(story="myth"),
    "story must be one of leaflet, trials; got None.": lambda: cohort(story=None),
    "steroid_onset_days must be between 1 and 5 days; got 0.9.": lambda: relief(steroid_onset_days=0.9),
    "steroid_onset_days must be between 1 and 5 days; got 5.1.": lambda: relief(steroid_onset_days=5.1),
    "steroid_fade_days must be between 14 and 60 days; got 61.": lambda: relief(steroid_fade_days=61),
    "numbers.steroid_fade_days must be above 0 days; got 0.": zero_days,
    "times_h must be a list of at least one hour; got [].": lambda: relief(times_h=[]),
    "times_h must be a list of at least one hour; got 5.": lambda: relief(times_h=5),
    "times_h must be a list of at least one hour; got [[1, 2], [3, 4]].": (
        lambda: relief(times_h=[[1, 2], [3, 4]])
    ),
    "times_h must be 0 or more hours; got -1.": lambda: relief(times_h=[-1, 2]),
    "times_h must be 0 or more hours; got nan.": lambda: relief(times_h=[1, NAN]),
    "times_h must be at most 87600 hours; got inf.": lambda: relief(times_h=[1, INF]),
    "times_h must be in rising order; got 2 after 3.": lambda: relief(times_h=[1, 3, 2]),
    "hours must be 0 or more hours; got -1.": lambda: at(-1),
    "hours must be 0 or more hours; got nan.": lambda: at([3, NAN]),
    "hours must be at most 87600 hours; got inf.": lambda: at(INF),
    "hours must be a list of at least one hour; got [].": lambda: at([]),
    "hours must be a list of at least one hour; got [[1, 2]].": lambda: at([[1, 2]]),
    "n must be 100 or more patients; got 10.": lambda: cohort(10),
    "n must be a whole number; got 100.9.": lambda: cohort(100.9),
    "seed must be 0 or more (a whole number); got -1.": lambda: cohort(seed=-1),
    "seed must be a whole number; got 1.5.": lambda: cohort(seed=1.5),
    "causes must be one of regression, natural_course, context, needle, drug, drop_out; got 'luck'.": (
        lambda: cohort(causes=["luck"])
    ),
    "least_pct must be between 0 and 100 %; got 101.": lambda: cohort(times_h=[0]).responder_share(101),
    "Agreement.kappa must be between -0.25 and 1 when yes_share is 0.2; got -0.5.": (
        lambda: Agreement(kappa=-0.5, yes_share=0.2)
    ),
    "Agreement.kappa must be between -1 and 1 when yes_share is 0.5; got 1.1.": (
        lambda: Agreement(kappa=1.1, yes_share=0.5)
    ),
    "Agreement.yes_share must be between 0 and 1 of patients; got 50.": (
        lambda: Agreement(kappa=0.4, yes_share=50)
    ),
    "percent must be above 0 %; got 0.": lambda: concentration_mg_per_ml(0),
    "percent must be between 0 and 2 %; got -1.": lambda: concentration_mg_per_ml(-1),
    "percent must be between 0 and 2 %; got 10.": lambda: concentration_mg_per_ml(10),
    f"drug must be one of {DRUGS}; got 'saline'.": lambda: max_dose_mg("saline", 70),
    "weight_kg must be between 20 and 250 kg; got 19.9.": lambda: max_dose_mg("lidocaine", 19.9),
    "weight_kg must be between 20 and 250 kg; got 251.": lambda: max_dose_mg("lidocaine", 251),
    f"DrugDose.drug must be one of {DRUGS}; got 'x'.": lambda: DrugDose(drug="x"),
    "DrugDose.percent must be between 0 and 2 %; got 3.": lambda: DrugDose(percent=3),
    "DrugDose.volume_ml must be between 0.1 and 10 mL; got 0.": lambda: DrugDose(volume_ml=0),
    "DrugDose.points must be between 1 and 20 points; got 0.": lambda: DrugDose(points=0),
    "DrugDose.points must be a whole number; got 2.5.": lambda: DrugDose(points=2.5),
    "DosePlan.doses must hold at least one DrugDose; got none.": lambda: DosePlan(doses=()),
    "DosePlan.weight_kg must be between 20 and 250 kg; got 10.": lambda: DosePlan(doses=ONE, weight_kg=10),
    "NeedlePath.angle_deg must be between 10 and 90 degrees; got 91.": lambda: needle(angle_deg=91),
    "NeedlePath.entry_mm must be between -60 and 0 mm; got -61.": lambda: needle(entry_mm=-61),
    "NeedlePath.needle_mm must be between 25 and 76 mm; got 100.": lambda: needle(needle_mm=100),
    "NeedlePath.advance_mm must be between 0 and 38 mm; got 39.": lambda: needle(advance_mm=39),
    "NeedlePath.breath must be between 0 and 1 of a full breath; got 1.5.": lambda: needle(breath=1.5),
    "NeedlePath.habitus must be one of thin, average, heavy; got 'tall'.": lambda: needle(habitus="tall"),
    f"NeedlePath.site must be one of {', '.join(load_sites())}; got 'heart'.": lambda: needle("heart"),
    "Prediction.relief_pct must hold 7 numbers, one per time; got 3.": lambda: Prediction(
        relief_pct=(1, 2, 3)
    ),
    "Prediction.relief_pct must be between 0 and 100 %; got 101.": (
        lambda: Prediction(relief_pct=(0, 0, 0, 0, 0, 0, 101))
    ),
    "Scenario.repeat_day must be between 0 and 55 days; got 60.": lambda: Scenario(repeat_day=60),
    f"region must be one of {', '.join(load_regions())}; got 'Temple'.": lambda: find_muscles("Temple"),
    "rule must be one of soreness_gone, half_for_six_weeks, three_a_year, stop_after_failures; got 'mine'.": (
        lambda: may_repeat(Injection(), "mine")
    ),
}
BAD_TYPES = {
    "Injection.day must be a number; got '3'.": lambda: Injection(day="3"),
    "Injection.day must be a number; got True.": lambda: Injection(day=True),
    "Injection.day must be a number; got None.": lambda: Injection(day=None),
    "Injection.steroid must be True or False; got 'no'.": lambda: Injection(steroid="no"),
    "Injection.vitamin_b12 must be True or False; got 1.": lambda: Injection(vitamin_b12=1),
    "Patient.baseline_nrs must be a number; got '7'.": lambda: Patient(baseline_nrs="7"),
    "Patient.fibromyalgia must be True or False; got 'no'.": lambda: Patient(fibromyalgia="no"),
    "plan must be an Injection or a list of them; got None.": lambda: simulate_relief(None),
    "plan must be an Injection or a list of them; got 'lidocaine'.": lambda: simulate_relief("lidocaine"),
    "plan must hold only Injections; got 28.": lambda: simulate_relief([Injection(), 28]),
    "patient must be a Patient; got {'response': 1}.": lambda: relief(patient={"response": 1}),
    "steroid_onset_days must be a number; got '2'.": lambda: relief(steroid_onset_days="2"),
    "steroid_fade_days must be a number; got True.": lambda: relief(steroid_fade_days=True),
    "numbers must be ReliefParameters; got {'steroid_nrs': 1}.": lambda: relief(numbers={"steroid_nrs": 1}),
    "numbers.steroid_nrs must be a Quantity; got 1.0.": (
        lambda: relief(numbers=replace(NUMBERS, steroid_nrs=1.0))
    ),
    "numbers must be CohortParameters; got 3.": lambda: cohort(numbers=3),
    "numbers.leave_share must be a Quantity; got 0.5.": (
        lambda: cohort(numbers=replace(load_cohort_parameters("trials"), leave_share=0.5))
    ),
    "times_h must be numbers of hours; got 'noon'.": lambda: relief(times_h="noon"),
    "times_h must be numbers of hours; got [True, False].": lambda: relief(times_h=[True, False]),
    "times_h must be numbers of hours; got [1, None].": lambda: relief(times_h=[1, None]),
    "times_h must be numbers of hours; got [[1], [2, 3]].": lambda: relief(times_h=[[1], [2, 3]]),
    "hours must be numbers of hours; got True.": lambda: at(True),
    "hours must be numbers of hours; got ['1'].": lambda: at(["1"]),
    "n must be a number; got '500'.": lambda: cohort("500"),
    "seed must be a number; got True.": lambda: cohort(seed=True),
    "percent must be a number; got '1 %'.": lambda: concentration_mg_per_ml("1 %"),
    "weight_kg must be a number; got '70'.": lambda: max_dose_mg("lidocaine", "70"),
    "epinephrine must be True or False; got 1.": lambda: max_dose_mg("lidocaine", 70, 1),
    "DrugDose.points must be a number; got True.": lambda: DrugDose(points=True),
    "DosePlan.doses must be a tuple of DrugDose; got 'x'.": lambda: DosePlan(doses="x"),
    "DosePlan.epinephrine must be True or False; got 'no'.": lambda: DosePlan(doses=ONE, epinephrine="no"),
    "Prediction.relief_pct must be a number; got 'a'.": lambda: Prediction(relief_pct=("a",) * 7),
    "Prediction.relief_pct must be a list of numbers; got '1234567'.": lambda: Prediction(
        relief_pct="1234567"
    ),
}


@pytest.mark.parametrize("message", [*BAD_VALUES, *BAD_TYPES])
def test_bad_input_is_refused_in_a_learners_words(message):
    error = TypeError if message in BAD_TYPES else ValueError
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        (BAD_VALUES | BAD_TYPES)[message]()


def test_the_ends_of_every_range_are_allowed():
    assert Injection(day=0).day == 0
    for baseline, response, onset, fade in ((0, 0, 1, 14), (10, 2, 5, 60)):
        patient = Patient(baseline_nrs=baseline, response=response)
        numbers = relief(patient=patient, steroid_onset_days=onset, steroid_fade_days=fade).numbers
        assert (numbers.steroid_onset_days.value, numbers.steroid_fade_days.value) == (onset, fade)


def test_every_injectate_can_be_given_alone_and_all_but_dry_needling_with_steroid_and_b12():
    for name in load_injectates():
        assert Injection(injectate=name, steroid=False).injectate == name
        if name != "dry_needling":
            assert Injection(injectate=name, steroid=True, vitamin_b12=True).steroid


def test_numpy_numbers_are_numbers():
    assert Injection(day=np.float64(3)).day == 3
    assert Patient(baseline_nrs=np.int64(7)).baseline_nrs == 7
    assert DrugDose(points=np.float64(3)).points == 3
    assert cohort(np.int64(100), seed=np.uint8(2), times_h=[0]).n == 100
    assert relief(times_h=np.arange(3, dtype=np.uint8)).times_h.tolist() == [0, 1, 2]
    assert type(at(np.float32(1))) is float
