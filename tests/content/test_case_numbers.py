"""Numbers told to virtual patients: each is computed again from what stands beside it."""

import re

import pytest

from tpi_edu.content.atlas import load_muscles
from tpi_edu.content.questions import load_cases
from tpi_edu.model.dose import concentration_mg_per_ml, max_dose_mg

CASES = load_cases()
TOLD = repr(CASES)


def test_each_dose_is_its_volume_times_its_strength() -> None:
    doses = re.findall(r"([\d.]+) mL of ([\d.]+) % \w+, ([\d.]+) mg", TOLD)
    assert len(doses) >= 4
    for volume_ml, strength_pct, dose_mg in (map(float, dose) for dose in doses):
        assert volume_ml * concentration_mg_per_ml(strength_pct) == pytest.approx(dose_mg)


def test_each_temperature_is_the_same_in_both_units() -> None:
    pairs = re.findall(r"([\d.]+) °C\W+\(([\d.]+) °F", TOLD)
    assert len(pairs) == TOLD.count("°F")
    for celsius, fahrenheit in pairs:
        assert float(celsius) * 1.8 + 32 == pytest.approx(float(fahrenheit), abs=0.5)


def test_lipid_and_ceiling_fit_the_weight() -> None:
    text = repr(CASES["first_needle"])
    weight_kg = float(re.search(r"51-year-old of (\d+) kg", text)[1])
    assert f"allows {max_dose_mg('lidocaine', weight_kg):g} mg for {weight_kg:g} kg" in text
    assert text.count(f"{1.5 * weight_kg:g} mL") == 2  # the choice, and what to remember


def test_epinephrine_has_one_dose_for_the_thigh_and_another_for_an_arrest_from_toxicity() -> None:
    assert set(re.findall(r"[Ee]pinephrine ([\d.]+) mg", TOLD)) == {"0.5"}
    assert "at most 1 microgram/kg by vein" in " ".join(CASES["two_faints"].remember)


def test_a_year_of_steroid_is_the_sum_of_its_injections() -> None:
    text = repr(CASES["one_more_steroid"])
    number = {"two": 2, "three": 3, "six": 6}
    times = re.search(r"(\w+) here, (\w+) into the knee, (\w+) at the spine, each (\d+) mg", text)
    assert f"{sum(number[word] for word in times.groups()[:3]) * int(times[4])} mg in a year" in text


def test_how_often_a_needle_met_the_nerve_is_told_as_in_the_atlas() -> None:
    told = set(re.findall(r"11 of \d+", TOLD))
    assert told == set(re.findall(r"11 of \d+", load_muscles()["piriformis"].hazard.text)) != set()
