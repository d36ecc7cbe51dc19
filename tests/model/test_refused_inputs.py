"""Bad input is refused with field, rule and value, and a learner can read the whole message."""

import re
from dataclasses import fields, replace
from functools import partial

import numpy as np
import pytest

from tpi_edu import (
    Injection,
    Patient,
    load_injectates,
    may_repeat,
    plot_forest,
    simulate_cohort,
    simulate_relief,
)
from tpi_edu.content.atlas import load_regions
from tpi_edu.content.needle import load_sites
from tpi_edu.content.parameters import STORIES, load_cohort_parameters, load_relief_parameters
from tpi_edu.content.published import GROUPS, load_repeat_rules
from tpi_edu.figures.needle import TITLES, NeedlePicture
from tpi_edu.model.agreement import Agreement
from tpi_edu.model.atlas import find_muscles
from tpi_edu.model.cohort import CAUSES
from tpi_edu.model.dose import DosePlan, DrugDose, concentration_mg_per_ml, max_dose_mg
from tpi_edu.model.needle import HABITUS, NeedlePath
from tpi_edu.model.prediction import Prediction, Scenario

NAN, INF = float("nan"), float("inf")
RELIEF, COHORT = load_relief_parameters()["trials"], load_cohort_parameters()["trials"]
NO_FADE = replace(RELIEF, steroid_fade_days=replace(RELIEF.steroid_fade_days, value=0, low=0))
relief = partial(simulate_relief, Injection())
cohort = partial(simulate_cohort, injection_or_plan=Injection())
patients = partial(cohort, 500)
dry = partial(Injection, injectate="dry_needling", steroid=False)
ceiling = partial(max_dose_mg, drug="lidocaine", weight_kg=70)
doses = partial(DosePlan, doses=(DrugDose(),))
needle = partial(NeedlePath, site="rhomboids", entry_mm=-26, angle_deg=30, needle_mm=38, advance_mm=20)


def at(hours):
    return relief().at(hours=hours)


def plan(plan):
    return simulate_relief(plan)


def one_of(names):
    return f"one of {', '.join(names)}"


INJECTATE, DRUG = one_of(load_injectates()), one_of(list(load_injectates())[2:])
LIST, HOURS = "a list of at least one hour", "numbers of hours"
YES_NO, WHOLE = "True or False", "a whole number"
DRY = "False with dry_needling, which injects nothing"
PREDICTED = "Prediction.relief_pct"
# what is called, the field it is called with, the rule, values that break it
BAD_VALUES = [
    (Injection, "Injection.injectate", INJECTATE, ["novocaine", None]),
    (Injection, "Injection.day", "0 or more days", [-1, NAN, INF]),
    (partial(Scenario, injectate="dry_needling"), "Injection.steroid", DRY, [True]),
    (dry, "Injection.vitamin_b12", DRY, [True]),
    (Patient, "Patient.baseline_nrs", "between 0 and 10 points", [-0.1, 10.5, NAN]),
    (Patient, "Patient.response", "between 0 and 2 times the average", [-0.1, 2.1]),
    (relief, "story", one_of(STORIES), ["myth"]),
    (patients, "story", one_of(STORIES), [None]),
    (relief, "steroid_onset_days", "between 1 and 5 days", [0.9, 5.1]),
    (relief, "steroid_fade_days", "between 14 and 60 days", [13.9, 61]),
    (relief, "times_h", LIST, [[], 5, [[1, 2], [3, 4]]]),
    (at, "hours", LIST, [[], [[1, 2]]]),
    (at, "hours", "0 or more hours", [-1, NAN]),
    (at, "hours", "at most 87600 hours", [INF]),
    (cohort, "n", "100 or more patients", [10, NAN, INF]),
    (cohort, "n", WHOLE, [100.9]),
    (patients, "seed", "0 or more (a whole number)", [-1]),
    (patients, "seed", WHOLE, [1.5]),
    (lambda causes: patients(causes=[causes]), "causes", one_of(CAUSES), ["luck"]),
    (lambda least_pct: cohort(100).responder_share(least_pct), "least_pct", "between 0 and 100 %", [-1, 101]),
    (
        partial(Agreement, yes_share=0.2),
        "Agreement.kappa",
        "between -0.25 and 1 when yes_share is 0.2",
        [-0.5],
    ),
    (partial(Agreement, yes_share=0.5), "Agreement.kappa", "between -1 and 1 when yes_share is 0.5", [1.1]),
    (partial(Agreement, kappa=0.4), "Agreement.yes_share", "between 0 and 1 of patients", [50]),
    (concentration_mg_per_ml, "percent", "between 0.1 and 2 %", [0, 10]),
    (ceiling, "drug", DRUG, ["saline"]),
    (ceiling, "weight_kg", "between 20 and 250 kg", [19.9, 251]),
    (DrugDose, "DrugDose.drug", DRUG, ["x"]),
    (DrugDose, "DrugDose.percent", "between 0.1 and 2 %", [3]),
    (DrugDose, "DrugDose.volume_ml", "between 0.1 and 10 mL", [0]),
    (DrugDose, "DrugDose.points", "between 1 and 20 points", [0]),
    (DrugDose, "DrugDose.points", WHOLE, [2.5]),
    (doses, "DosePlan.weight_kg", "between 20 and 250 kg", [10]),
    (needle, "NeedlePath.angle_deg", "between 10 and 90 degrees", [9, 91]),
    (needle, "NeedlePath.entry_mm", "between -60 and 0 mm", [-61, 1]),
    (needle, "NeedlePath.needle_mm", "between 25 and 76 mm", [20, 100]),
    (needle, "NeedlePath.advance_mm", "between 0 and 38 mm", [-1, 39]),
    (needle, "NeedlePath.breath", "between 0 and 1 of a full breath", [1.5]),
    (needle, "NeedlePath.habitus", one_of(HABITUS), ["tall"]),
    (needle, "NeedlePath.site", one_of(load_sites()), ["heart"]),
    (Scenario, "Scenario.repeat_day", "between 0 and 55 days", [60]),
    (partial(NeedlePicture().background, None), "NeedlePicture.view", one_of(TITLES), ["x-ray"]),
    (plot_forest, "forest.threshold_points", "between 0.5 and 4 points of 10", [9]),
    (plot_forest, "forest.show", one_of(["all", *GROUPS]), ["most"]),
    (find_muscles, "region", one_of(load_regions()), ["Temple"]),
    (partial(may_repeat, Injection()), "rule", one_of(load_repeat_rules()), ["mine"]),
]
RANGE = re.compile(r"between|\d+ or more (?!hours)")
FIELDS = [(kind, field) for kind in (Injection, Patient) for field in fields(kind)]
BAD_TYPES = [
    *((call, field, "a number", ["7", True]) for call, field, rule, _ in BAD_VALUES if RANGE.match(rule)),
    *((kind, f"{kind.__name__}.{f.name}", YES_NO, ["no", 1]) for kind, f in FIELDS if f.type is bool),
    (plan, "plan", "an Injection or a list of them", [None, "lidocaine"]),
    (relief, "patient", "a Patient", [{"response": 1}]),
    (relief, "numbers", "ReliefParameters", [{"steroid_nrs": 1}]),
    (patients, "numbers", "CohortParameters", [3]),
    (relief, "times_h", HOURS, ["noon", [True, False], [1, None], [[1], [2, 3]]]),
    (at, "hours", HOURS, [True, ["1"]]),
    (ceiling, "epinephrine", YES_NO, [1]),
    (DosePlan, "DosePlan.doses", "a tuple of DrugDose", ["x", ("x",)]),
    (doses, "DosePlan.epinephrine", YES_NO, ["no"]),
]
# what is said of a part of the value, or of none
PARTS = [
    (plan, {"plan": []}, "plan must hold at least one Injection; got none."),
    (plan, {"plan": [Injection(), 28]}, "plan must hold only Injections; got 28."),
    (relief, {"times_h": [-1, 2]}, "times_h must be 0 or more hours; got -1."),
    (relief, {"times_h": [1, NAN]}, "times_h must be 0 or more hours; got nan."),
    (relief, {"times_h": [1, INF]}, "times_h must be at most 87600 hours; got inf."),
    (relief, {"times_h": [1, 3, 2]}, "times_h must be in rising order; got 2 after 3."),
    (relief, {"numbers": replace(RELIEF, steroid_nrs=1)}, "numbers.steroid_nrs must be a Quantity; got 1."),
    (patients, {"numbers": replace(COHORT, leave_share=0)}, "numbers.leave_share must be a Quantity; got 0."),
    (relief, {"numbers": NO_FADE}, "numbers.steroid_fade_days must be above 0 days; got 0."),
    (doses, {"doses": ()}, "DosePlan.doses must hold at least one DrugDose; got none."),
    (Prediction, {"relief_pct": (1, 2, 3)}, f"{PREDICTED} must hold 7 numbers, one per time; got 3."),
    (Prediction, {"relief_pct": (0,) * 6 + (101,)}, f"{PREDICTED} must be between 0 and 100 %; got 101."),
    (Prediction, {"relief_pct": "1234567"}, f"{PREDICTED} must be a number; got '1'."),
]


def cases():
    """Yield every error with a call, its argument and the message."""
    for error, rules in ((ValueError, BAD_VALUES), (TypeError, BAD_TYPES)):
        for call, field, rule, values in rules:
            for value in values:
                yield error, call, {field.split(".")[-1]: value}, f"{field} must be {rule}; got {value!r}."
    yield from (((ValueError, TypeError), *part) for part in PARTS)


@pytest.mark.parametrize(("error", "call", "given", "message"), [*cases()])
def test_bad_input_is_refused_in_a_learners_words(error, call, given, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call(**given)


@pytest.mark.parametrize(
    ("call", "field", "end"),
    [
        (call, field.split(".")[-1], float(end))
        for call, field, rule, _ in BAD_VALUES
        if RANGE.match(rule)
        for end in re.findall(r"-?\d[\d.]*", rule)[:2]
    ],
)
def test_the_ends_of_every_range_are_allowed(call, field, end):
    call(**{field: end})


def test_numpy_numbers_are_numbers():
    assert Injection(day=np.float64(3)).day == 3
    assert Patient(baseline_nrs=np.int64(7)).baseline_nrs == 7
    assert DrugDose(points=np.float64(3)).points == 3
    assert cohort(np.int64(100), seed=np.uint8(2), times_h=[0]).n == 100
    assert relief(times_h=np.arange(3, dtype=np.uint8)).times_h.tolist() == [0, 1, 2]
    assert type(at(np.float32(1))) is float
