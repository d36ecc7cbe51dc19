"""Milligrams and ceilings are exact, tables are those published, and what has no ceiling gets no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpi_edu.model.dose import DosePlan, DrugDose, course_limit, max_dose_mg, published

INF = float("inf")
LIMITS = {  # drug, with epinephrine: mg/kg, cap
    ("procaine", False): (7, 600),
    ("lidocaine", False): (4.5, 300),
    ("lidocaine", True): (7, 500),
    ("mepivacaine", False): (7, 400),
    ("bupivacaine", False): (2, 175),
    ("ropivacaine", False): (3, 200),
}
PUBLISHED = {
    "procaine": {(7, 600), (7, 350), (7, INF)},
    "lidocaine": {(4.5, 300), (4, 300), (5, 300)},
    "mepivacaine": {(7, 400), (7, INF)},
    "bupivacaine": {(2, 175), (2.5, 175)},
    "ropivacaine": {(3, INF), (INF, 200)},
}


@pytest.mark.parametrize(("drug", "epinephrine"), LIMITS)
@given(weight_kg=st.floats(20, 250))
def test_a_ceiling_is_so_many_milligrams_per_kilogram_up_to_a_cap(drug, epinephrine, weight_kg):
    mg_per_kg, cap_mg = LIMITS[drug, epinephrine]
    assert course_limit(drug, epinephrine) == (mg_per_kg, cap_mg)
    assert max_dose_mg(drug, weight_kg, epinephrine) == min(mg_per_kg * weight_kg, cap_mg)


@pytest.mark.parametrize("drug", PUBLISHED)
def test_the_published_tables_disagree_as_published(drug):
    assert {(table.max_mg_per_kg, table.max_mg) for table in published(drug)} == PUBLISHED[drug]


def test_mixed_drugs_add_up_and_exceed_together_what_neither_exceeds_alone():
    lidocaine = DrugDose(percent=1, volume_ml=2, points=9)  # 180 of 225 mg
    bupivacaine = DrugDose(drug="bupivacaine", percent=0.25, volume_ml=2, points=9)  # 45 of 100 mg
    plan = DosePlan(doses=(lidocaine, bupivacaine), weight_kg=50)
    assert (lidocaine.total_ml, lidocaine.mg, bupivacaine.mg) == (18, 180, 45)
    assert plan.shares == (0.8, 0.45)
    assert plan.share == 1.25
    assert plan.is_exceeded
    assert not any(DosePlan(doses=(dose,), weight_kg=50).is_exceeded for dose in plan.doses)
    assert DosePlan(doses=(lidocaine,), weight_kg=50, epinephrine=True).share == 180 / 350


def test_a_dose_equal_to_its_ceiling_does_not_exceed_it():
    for points, is_exceeded in ((10, False), (11, True)):
        dose = DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2, points=points)
        assert DosePlan(doses=(dose,), weight_kg=50).is_exceeded is is_exceeded
    thirds = DrugDose(volume_ml=0.1, points=3, percent=0.5)
    parts = DosePlan(doses=(thirds,) * 135, weight_kg=45)  # 202.5 mg in parts that are no binary fractions
    assert parts.share == pytest.approx(1)
    assert parts.share != 1
    assert not parts.is_exceeded


@pytest.mark.parametrize("drug", [drug for drug in PUBLISHED if drug != "lidocaine"])
def test_epinephrine_gives_no_number_where_the_course_has_no_ceiling(drug):
    no_number = "this course has no ceiling for it with epinephrine; got True"
    mixed = DosePlan(doses=(DrugDose(), DrugDose(drug=drug, percent=0.5)), epinephrine=True)
    for ask in (lambda: max_dose_mg(drug, 70, epinephrine=True), lambda: mixed.share):
        with pytest.raises(ValueError, match=rf"^epinephrine must be False with {drug}: {no_number}\.$"):
            ask()
    assert not mixed.has_ceiling
    assert not mixed.is_exceeded
    assert course_limit(drug, epinephrine=True) is None
