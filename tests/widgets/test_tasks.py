"""The controls mean what the figures draw, and what the tasks ask of a learner can be done with them."""

import re

import pytest

from tpi_edu import (
    AgreementExplorer,
    CohortExplorer,
    CycleExplorer,
    DoseLab,
    ForestExplorer,
    Injection,
    NeedleLab,
    Patient,
    ReliefExplorer,
    RepeatExplorer,
    simulate_cohort,
    simulate_relief,
)
from tpi_edu.content.published import load_pooled
from tpi_edu.figures.cohort import TIMES_H
from tpi_edu.figures.forest import judge_estimate
from tpi_edu.model.agreement import Agreement
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM
from tpi_edu.model.dose import DosePlan, DrugDose
from tpi_edu.model.needle import place_needle
from tpi_edu.widgets.cohort import PATIENTS, SEED

KAPPA = {"kappa": 0.68, "yes_pct": 35}
COHORT = {"causes": tuple(each for each in CAUSES if each not in ("context", "drop_out")), "story": "leaflet"}
LOOK = {"least_pct": 50, "person": 7, "show": "band"}
LINK = {"hypothesis": "sensitization", "step": 3, "breaks": ("stretch", "posture")}
DRUG = {"drug": "bupivacaine", "percent": 0.5, "volume_ml": 2.5, "points": 7}
SECOND = {"mix_with": "lidocaine", "mix_percent": 2.0, "mix_volume_ml": 1.5}
MIXED_IN = {"drug": "lidocaine", "percent": 2.0, "volume_ml": 1.5, "points": 7}
WEIGHT = {"weight_kg": 58, "epinephrine": True}
REVIEWS = {"threshold_points": 1.3, "show": "placebo", "review": "tough_2009"}
NEEDLE = {"site": "rhomboids", "habitus": "thin", "needle_mm": 50, "entry_mm": -26, "angle_deg": 38}
NEEDLE |= {"advance_mm": 30, "breath": 0.4}
WHAT = {"injectate": "bupivacaine", "steroid": False}
COURSE = {"response": 1.35, "adjuncts": True}
WHO = {"baseline_nrs": 6.0, "response": 1.35, "fibromyalgia": True}


def cohorts(causes, story):
    """Return a cohort and its control arm."""
    arms, shared = (set(causes), set(causes) - IN_NO_CONTROL_ARM), {"times_h": TIMES_H, "seed": SEED}
    return [simulate_cohort(PATIENTS, Injection(), causes=arm, story=story, **shared) for arm in arms]


def curves(days, what, who, *stories):
    plan = [Injection(**what, day=day) for day in days]
    return [simulate_relief(plan, patient=Patient(**who), story=story) for story in stories]


MEANINGS = {
    AgreementExplorer: (KAPPA, lambda draw: draw(Agreement(kappa=0.68, yes_share=0.35))),
    CohortExplorer: (COHORT | LOOK | {"control": True}, lambda draw: draw(*cohorts(**COHORT), **LOOK)),
    CycleExplorer: (LINK, lambda draw: draw("sensitization", step=3, breaks=["stretch", "posture"])),
    DoseLab: (
        DRUG | SECOND | WEIGHT,
        lambda draw: draw(DosePlan(doses=(DrugDose(**DRUG), DrugDose(**MIXED_IN)), **WEIGHT)),
    ),
    ForestExplorer: (REVIEWS, lambda draw: draw(**REVIEWS)),
    NeedleLab: (
        {"guidance": "ultrasound"} | NEEDLE,
        lambda draw: draw(place_needle(**NEEDLE), view="ultrasound", judged=False),
    ),
    ReliefExplorer: (
        WHAT | WHO | {"story": "both", "repeat_day": 21, "measured": True},
        lambda draw: draw(curves((0, 21), WHAT, WHO, "leaflet", "trials"), measured=True),
    ),
    RepeatExplorer: (
        {"second_day": 40, "third_day": 20} | COURSE,
        lambda draw: draw(curves((0, 20, 40), {"steroid": False}, COURSE, "trials")),
    ),
}


@pytest.mark.parametrize("kind", MEANINGS)
def test_the_controls_mean_what_the_figure_draws(kind):
    state, draw = MEANINGS[kind]
    explorer, plain = kind(), kind.picture_type()
    for name, value in state.items():
        explorer.inputs[name].value = value
    words = draw(plain.draw)
    assert explorer.view.frame == plain.frame()
    assert (explorer.said + "\n").startswith(words + "\n")


def test_half_yes_hides_the_most_disagreement():
    explorer, disagree = AgreementExplorer(), {}
    for pct in range(0, 101, 5):
        explorer.inputs["yes_pct"].value = pct
        disagree[pct] = int(re.search(r"disagree on (\d+) of 100 patients", explorer.said)[1])
    assert max(disagree, key=disagree.get) == 50


def test_a_higher_bar_halves_the_responders():
    explorer, share = CohortExplorer(), {}
    for pct in range(10, 95, 5):
        explorer.inputs["least_pct"].value = pct
        share[pct] = int(re.search(r"Of 100, (\d+) have", explorer.words())[1])
    half = share[30] / 2
    assert 30 < min(share, key=lambda pct: abs(share[pct] - half)) < 90
    assert min(abs(value - half) for value in share.values()) <= 4


def test_the_published_fall_is_reached_without_a_drug():
    explorer = CohortExplorer(causes=("drug",), task="without_drug")
    assert "Mean pain 7.1 → 7.1" in explorer.words()
    explorer.set_state({"causes": ("regression", "natural_course", "context", "needle")})
    assert "Mean pain 7.1 → 3.7" in explorer.words()
    explorer.inputs["control"].value = True
    assert "Number needed to treat" in explorer.words()


def test_the_cap_binds_from_67_kg_and_bupivacaine_is_too_much_from_11_points():
    lab = DoseLab()
    assert "plain lidocaine stops growing" in lab._texts["task"].value
    assert "66.7" not in str(lab.view.frame) + lab.words()
    binding = {}
    for weight_kg in (60, 66, 67, 80):
        lab.inputs["weight_kg"].value = weight_kg
        binding[weight_kg] = "the cap binds" in lab.words()
    assert binding == {60: False, 66: False, 67: True, 80: True}

    lab.set_state({"drug": "bupivacaine", "percent": 0.5, "weight_kg": 50, "volume_ml": 2})
    exceeded = []
    for points in range(1, 21):
        lab.inputs["points"].value = points
        exceeded += [points] * ("EXCEEDED" in lab.words())
    assert exceeded == list(range(11, 21))


def test_all_estimates_but_one_or_two_reach_a_smaller_difference():
    explorer, estimates = ForestExplorer(), load_pooled().values()
    start = explorer.state()["threshold_points"]
    assert [judge_estimate(each, start) for each in estimates].count("short") == 2
    for threshold, reach in ((0.7, len(estimates) - 1), (0.8, len(estimates) - 2)):
        explorer.inputs["threshold_points"].value = threshold
        assert explorer.words().count(f"reaches {threshold}") == reach


def test_every_rule_can_allow_a_repeat_and_perpetuating_factors_undo_it():
    explorer, allowed = RepeatExplorer(second_day=43), []
    for name, value in (("second_day", 43), ("response", 1.75), ("perpetuating", True)):
        explorer.inputs[name].value = value
        allowed.append(re.search(r"(\d of 4) rules allow it", explorer.words())[1])
    assert allowed == ["3 of 4", "4 of 4", "3 of 4"]
