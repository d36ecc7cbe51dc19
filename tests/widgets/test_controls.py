"""The controls mean what the figures draw, follow each other, and stand over numbers with their sources."""

import re

import pytest
from shipped import parts
from shown import html, press_at

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
    load_injectates,
    may_repeat,
    simulate_cohort,
    simulate_relief,
)
from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.content.needle import load_sites
from tpi_edu.content.parameters import STORIES, load_cohort_parameters, load_relief_parameters
from tpi_edu.content.published import load_repeat_rules
from tpi_edu.content.schema import Quantity
from tpi_edu.figures.clocks import FLOOR_PCT, clocks_from
from tpi_edu.figures.cohort import TIMES_H
from tpi_edu.figures.forest import judge_estimates
from tpi_edu.figures.measured import place_points
from tpi_edu.figures.now import NowPicture
from tpi_edu.model.agreement import Agreement
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM
from tpi_edu.model.dose import DosePlan, DrugDose
from tpi_edu.model.measured import ALL, Chosen
from tpi_edu.model.needle import NeedlePath
from tpi_edu.widgets import cohort as module
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
WHAT = {"injectate": "bupivacaine", "steroid": True}
TIMING = {"steroid_onset_days": 4, "steroid_fade_days": 20}
COURSE = {"response": 1.35, "adjuncts": True}
WHO = {"baseline_nrs": 6.0, "response": 1.35, "fibromyalgia": True}


def cohorts(causes, story):
    """Return a cohort and its control arm."""
    arms, shared = (set(causes), set(causes) - IN_NO_CONTROL_ARM), {"times_h": TIMES_H, "seed": SEED}
    return [simulate_cohort(PATIENTS, Injection(), causes=arm, story=story, **shared) for arm in arms]


def curves(days, what, who, *stories, **timing):
    plan = [Injection(**what, day=day) for day in days]
    return [simulate_relief(plan, patient=Patient(**who), story=story, **timing) for story in stories]


PLACES = place_points(clocks_from(FLOOR_PCT), 0.0, ALL)
NOW = {"now": 8.0, "reveal": False}
SHOWN = {"group": "anesthetic", "design": "blind", "sessions": "one"}
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
        lambda draw: draw(NeedlePath(**NEEDLE), view="ultrasound", judged=False),
    ),
    ReliefExplorer: (
        WHAT | WHO | TIMING | {"story": "both", "repeat_day": 21, "measured": True} | NOW | SHOWN,
        lambda draw: draw(
            curves((0, 21), WHAT, WHO, "leaflet", "trials", **TIMING),
            measured=Chosen("anesthetic", "blind", once=True),
            **NOW,
        ),
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


DRY, FREE = {"injectate": "dry_needling"}, {"steroid": True, "vitamin_b12": True}
NEVER = {"steroid": False, "vitamin_b12": False}
LATER = {"half_life_days", "arm"}
SECOND_DRUG = {"mix_percent", "mix_volume_ml"}


@pytest.mark.parametrize(
    ("kind", "start", "chosen", "state", "asleep"),
    [
        (CycleExplorer, {"step": 5}, {"hypothesis": "pain_spasm_pain"}, {"step": 1}, set()),
        (DoseLab, {}, {"drug": "bupivacaine"}, {"percent": 0.25}, SECOND_DRUG),
        (DoseLab, {}, {"mix_with": "procaine"}, {"mix_percent": 1}, set()),
        (NeedleLab, {"needle_mm": 50, "advance_mm": 30}, {"needle_mm": 25}, {"advance_mm": 25}, set()),
        (ReliefExplorer, DRY, {}, NEVER, {*NEVER, *SHOWN, *LATER}),
        (ReliefExplorer, FREE, DRY, NEVER, {*NEVER, *SHOWN, *LATER}),
        (ReliefExplorer, DRY, {"injectate": "saline"} | FREE, FREE, {*SHOWN, *LATER}),
        (ReliefExplorer, {}, {"measured": True, "story": "trials"}, {"arm": ""}, set()),
    ],
)
def test_what_is_chosen_sets_what_depends_on_it(kind, start, chosen, state, asleep):
    explorer = kind(**start)
    for name, value in chosen.items():
        explorer.inputs[name].value = value
    assert explorer.state() | state == explorer.state()
    assert {name for name, each in explorer.inputs.items() if getattr(each, "disabled", False)} == asleep


@pytest.mark.parametrize(("of", "name"), [("drug", "percent"), ("mix_with", "mix_percent")])
@pytest.mark.parametrize("drug", load_anesthetics())
def test_a_drug_comes_in_its_usual_strengths_and_keeps_the_present_one_if_it_can(drug, of, name):
    lab, usual = DoseLab(**{of: "lidocaine", name: 2}), load_anesthetics()[drug].usual_pct
    lab.inputs[of].value = drug
    assert tuple(value for _, value in lab.inputs[name].options) == usual
    assert lab.state()[name] == (2 if 2 in usual else usual[(len(usual) - 1) // 2])


def test_dry_needling_says_that_it_injects_nothing_and_refuses_a_steroid():
    assert "injects nothing" in html(ReliefExplorer(**DRY))
    with pytest.raises(ValueError, match="with dry_needling, which injects nothing; got True"):
        ReliefExplorer(**DRY, steroid=True)


def test_a_patient_who_did_not_return_gives_way_to_the_last_who_did():
    words = CohortExplorer(causes=tuple(CAUSES), person=200).words()
    assert 100 < int(re.search(r"Patient (\d+) says", words)[1]) < 200


def test_looking_another_way_does_not_simulate_anew(monkeypatch):
    explorer = CohortExplorer(control=True)
    monkeypatch.setattr(module, "simulate_cohort", lambda *_, **__: pytest.fail("simulated"))
    before = explorer.words()
    explorer.set_state({"least_pct": 60, "show": "band", "person": 11})
    assert explorer.words() != before


def test_each_rule_is_asked_about_each_session_of_this_patient_and_shown_with_source_and_reason():
    explorer = RepeatExplorer(second_day=43, third_day=50, response=0.45)
    table = html(explorer)
    for session, days in {2: (0, 43), 3: (0, 43, 50)}.items():
        (curve,) = curves(days, {"steroid": False}, {"response": 0.45}, "trials")
        verdicts = {rule: may_repeat(curve, rule) for rule in load_repeat_rules()}
        for rule, facts in load_repeat_rules().items():
            said = "✓ Allows it." if verdicts[rule].allowed else "✗ Does not allow it."
            assert f"{facts.label}, session {session}: {said} {verdicts[rule].why}" in explorer.words()
            assert f"<small>{facts.says} [{facts.source}, {facts.grade}]</small>" in table
            assert f"<b>{said}</b> {verdicts[rule].why}" in table
        count = sum(verdict.allowed for verdict in verdicts.values())
        assert f"ession {session} on day {days[-1]}: {count} of {len(verdicts)} rules" in explorer.words()
    alone = RepeatExplorer(second_day=0)
    assert html(alone).endswith("<p>No session after the first is planned.</p>")
    assert alone.words().endswith("\nNo session after the first is planned.")


# -- where the numbers come from ----------------------------------------------------------------

NUMBERS = {
    CohortExplorer: [load_cohort_parameters()[story] for story in STORIES],
    DoseLab: [
        Quantity(value=mg, low=mg, high=mg, source=", ".join(ceiling.sources), grade=ceiling.grade)
        for facts in load_anesthetics().values()
        for ceiling in facts.ceilings
        for mg in (ceiling.max_mg_per_kg, ceiling.max_mg)
        if mg < float("inf")
    ],
    NeedleLab: [load_sites()["rhomboids"]],
    ReliefExplorer: [*load_injectates().values(), *(load_relief_parameters()[story] for story in STORIES)],
}
ROW = re.compile(
    r"<td>([\d.-]+) [^<]+</td><td>([\d.-]+) to ([\d.-]+)</td><td><code>(.+?)</code></td>"
    r'<td data-grade="(\w+)">(\w+)</td>'
)


@pytest.mark.parametrize("kind", NUMBERS)
def test_every_number_can_be_traced_and_assumptions_are_marked(kind):
    table = html(kind(guidance="ultrasound") if kind is NeedleLab else kind())
    numbers = [part for record in NUMBERS[kind] for part in parts(record) if isinstance(part, Quantity)]
    assert set(ROW.findall(table)) == {
        (*(f"{n:g}" for n in (q.value, q.low, q.high)), q.source, q.grade, q.grade) for q in numbers
    }


# -- what a task asks for -----------------------------------------------------------------------


def test_all_estimates_but_one_or_two_reach_a_smaller_difference():
    explorer, judged = ForestExplorer(), [said for _, said, _ in judge_estimates()]
    assert judged.count("short") == 2
    for threshold, reach in ((0.7, len(judged) - 1), (0.8, len(judged) - 2)):
        explorer.inputs["threshold_points"].value = threshold
        assert explorer.words().count(f"reaches {threshold}") == reach


@pytest.mark.parametrize(
    "place", place_points(clocks_from(FLOOR_PCT), 0.0, ALL), ids=lambda place: place[0].key
)
def test_pressing_on_a_measured_point_tells_of_its_arm_and_beside_it_of_none(place):
    (key, arm, *_), x, y, *_ = place
    explorer, height = ReliefExplorer(measured=True), NowPicture.size[1]
    press_at(explorer, x, height - y)
    assert (explorer.state()["arm"], explorer.state()["now"]) == (key, 0.25)
    first, *_ = explorer.words().splitlines()
    assert first.startswith(f"{arm.trial}: {arm.injectate}; {arm.patients} people")
    assert all(f"{pct:.0f} %".replace("-", "−") in first for pct in arm.relief_pct)
    assert first.endswith(f"[{arm.source}, {arm.grade}]")
    assert "shapes-measured-arm" in {element["key"] for element in explorer.view.frame}
    press_at(explorer, 400, 60)
    assert explorer.state()["arm"] == ""
    assert explorer.state()["now"] == 84.0
    assert "shapes-measured-arm" not in {element["key"] for element in explorer.view.frame}
