"""Milligrams and ceilings are exact, tables are those published, and what has no ceiling gets no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpi_edu.content.injectates import Ceiling
from tpi_edu.content.schema import ContentError, build
from tpi_edu.model.dose import (
    DosePlan,
    DrugDose,
    concentration_mg_per_ml,
    course_limit,
    max_dose_mg,
    published,
)

DRUGS = ("procaine", "lidocaine", "mepivacaine", "bupivacaine", "ropivacaine")
INF = float("inf")
weights = st.floats(20, 250)
# kg: lidocaine mg, mL of 1 %, bupivacaine mg, mL of 0.25 %
CEILINGS = {
    45: (202.5, 20.25, 90, 36),
    50: (225, 22.5, 100, 40),
    60: (270, 27, 120, 48),
    70: (300, 30, 140, 56),
    80: (300, 30, 160, 64),
    100: (300, 30, 175, 70),
}
LIMITS = {  # mg/kg, cap, and the weight from which the cap binds
    "procaine": (7, 600, 600 / 7),
    "lidocaine": (4.5, 300, 300 / 4.5),
    "mepivacaine": (7, 400, 400 / 7),
    "bupivacaine": (2, 175, 87.5),
    "ropivacaine": (3, 200, 200 / 3),
}


@pytest.mark.parametrize(("weight_kg", "ceilings"), CEILINGS.items())
def test_ceilings_are_exact_in_milligrams_and_in_milliliters(weight_kg, ceilings):
    found = []
    for drug, percent in (("lidocaine", 1), ("bupivacaine", 0.25)):
        mg = max_dose_mg(drug, weight_kg)
        found += [mg, mg / concentration_mg_per_ml(percent)]
    assert tuple(found) == ceilings


@pytest.mark.parametrize(("weight_kg", "mg"), [(50, 350), (70, 490), (72, 500), (250, 500)])
def test_epinephrine_raises_the_ceiling_of_lidocaine(weight_kg, mg):
    assert max_dose_mg("lidocaine", weight_kg, epinephrine=True) == mg


@pytest.mark.parametrize("drug", DRUGS)
def test_the_course_counts_by_one_limit_per_kilogram_and_one_cap(drug):
    mg_per_kg, cap_mg, kink_kg = LIMITS[drug]
    assert course_limit(drug) == (mg_per_kg, cap_mg)
    assert max_dose_mg(drug, kink_kg - 0.1) < max_dose_mg(drug, kink_kg + 1e-9) == cap_mg


@given(st.sampled_from(DRUGS), weights, weights)
def test_a_ceiling_is_the_lowest_of_the_tables_never_falls_with_weight_and_stops_at_its_cap(drug, one, other):
    low, high = sorted((one, other))
    tables = [ceiling.at_mg(low) for ceiling in published(drug) if ceiling.course_limit]
    assert 0 < max_dose_mg(drug, low) == min(tables) <= max_dose_mg(drug, high) <= course_limit(drug)[1]
    if low >= LIMITS[drug][2] + 1e-6:
        assert max_dose_mg(drug, low) == max_dose_mg(drug, high)


def test_the_published_tables_disagree_as_published():
    found = {drug: {(c.max_mg_per_kg, c.max_mg) for c in published(drug)} for drug in DRUGS}
    assert found == {
        "procaine": {(7, 600), (7, 350), (7, INF)},
        "lidocaine": {(4.5, 300), (4, 300), (5, 300)},
        "mepivacaine": {(7, 400), (7, INF)},
        "bupivacaine": {(2, 175), (2.5, 175)},
        "ropivacaine": {(3, INF), (INF, 200)},
    }


def test_mixed_drugs_add_up_and_exceed_together_what_neither_exceeds_alone():
    lidocaine = DrugDose(percent=1, volume_ml=2, points=9)  # 180 of 225 mg
    bupivacaine = DrugDose(drug="bupivacaine", percent=0.25, volume_ml=2, points=9)  # 45 of 100 mg
    plan = DosePlan(doses=(lidocaine, bupivacaine), weight_kg=50)
    assert (lidocaine.total_ml, lidocaine.mg, bupivacaine.mg) == (18, 180, 45)
    assert plan.shares == (0.8, 0.45)
    assert plan.share == 1.25
    assert plan.is_exceeded
    assert not any(DosePlan(doses=(dose,), weight_kg=50).is_exceeded for dose in plan.doses)


def test_a_dose_equal_to_its_ceiling_does_not_exceed_it():
    for points, is_exceeded in ((10, False), (11, True)):
        dose = DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2, points=points)
        assert DosePlan(doses=(dose,), weight_kg=50).is_exceeded is is_exceeded
    thirds = DrugDose(volume_ml=0.1, points=3, percent=0.5)
    parts = DosePlan(doses=(thirds,) * 135, weight_kg=45)  # 202.5 mg in parts that are no binary fractions
    assert parts.share == pytest.approx(1)
    assert parts.share != 1
    assert not parts.is_exceeded


@given(st.floats(0.1, 10), st.floats(0.1, 10), weights)
def test_more_volume_never_uses_less(one, other, weight_kg):
    low, high = (DosePlan(doses=(DrugDose(volume_ml=v),), weight_kg=weight_kg) for v in sorted((one, other)))
    assert low.share <= high.share


@pytest.mark.parametrize("drug", [drug for drug in DRUGS if drug != "lidocaine"])
def test_epinephrine_gives_no_number_where_the_course_has_no_ceiling(drug):
    no_number = "this course has no ceiling for it with epinephrine; got True"
    mixed = DosePlan(doses=(DrugDose(), DrugDose(drug=drug, percent=0.5)), epinephrine=True)
    for ask in (lambda: max_dose_mg(drug, 70, epinephrine=True), lambda: mixed.share):
        with pytest.raises(ValueError, match=rf"^epinephrine must be False with {drug}: {no_number}\.$"):
            ask()
    assert not mixed.has_ceiling
    assert not mixed.is_exceeded
    assert course_limit(drug, epinephrine=True) is None


CEILING = {"tables": "A table", "sources": ["hong_1994"], "grade": "textbook", "max_mg": 300.0}
BAD = [
    ({"max_mg": None}, "max_mg_per_kg or max_mg must be given; got neither."),
    ({"max_mg": 0.0}, "max_mg_per_kg and max_mg must be above 0; got inf and 0."),
    ({"max_mg": -300.0}, "max_mg_per_kg and max_mg must be above 0; got inf and -300."),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_a_ceiling_that_says_nothing_usable_is_refused(change, message):
    table = {key: value for key, value in (CEILING | change).items() if value is not None}
    with pytest.raises(ContentError, match=f"^anesthetics.toml \\[x\\]: {message}$"):
        build(Ceiling, table, where="anesthetics.toml [x]")
