"""The needle lab and the procedure without a browser: hit, miss, pierce, hide, count and step."""

import pytest
from shown import find, html, press_at
from states import same_anew

from tpi_edu.content.needle import load_procedure, load_sites
from tpi_edu.content.questions import load_questions
from tpi_edu.figures.needle import NeedlePicture
from tpi_edu.figures.section import HEIGHT, place
from tpi_edu.model.needle import NeedlePath
from tpi_edu.widgets.needle import SCENE, NeedleLab, ProcedureExplorer

HIT = {"site": "rhomboids", "entry_mm": -26, "angle_deg": 30, "advance_mm": 30}
HITS = [
    HIT,
    {"site": "upper_trapezius", "entry_mm": -24, "angle_deg": 30, "advance_mm": 28},
    {"site": "infraspinatus", "entry_mm": -28, "angle_deg": 30, "advance_mm": 32},
]

PLACE = "site", "habitus", "entry_mm", "angle_deg", "needle_mm"


@pytest.mark.parametrize("site", load_sites())
def test_advancing_from_the_start_reaches_the_trigger_point_safely_or_the_grip_says_why_not(site):
    start = NeedleLab(site=site).state()
    depths = range(int(start["needle_mm"]) + 1)
    paths = [NeedlePath(**{key: start[key] for key in PLACE} | {"advance_mm": mm}) for mm in depths]
    hits = [path for path in paths if path.outcome == "in target"]
    assert bool(hits) != ("at 30° from here the needle passes above it" in load_sites()[site].grip)
    assert start["angle_deg"] == 30
    assert hits or paths[-1].tip_mm < load_sites()[site].target_mm.value


def drag(lab, x_mm, depth_mm):
    ((x, y),) = place([(x_mm, depth_mm)])
    press_at(lab, x, HEIGHT - y)
    return lab.inputs["angle_deg"].value, lab.inputs["advance_mm"].value


def shown(lab):
    return lab.view.svg + str(lab.view.frame) + lab.words() + html(lab)


@pytest.mark.parametrize(
    ("changes", "outcome", "reached"),
    [
        ({}, "in target", 1),
        ({"entry_mm": -40}, "missed", 0),
        ({"entry_mm": 0, "angle_deg": 90}, "pleura pierced", 0),
        ({"entry_mm": 0, "angle_deg": 90, "advance_mm": 20}, "too close", 0),
        ({"entry_mm": -14, "angle_deg": 90}, "on bone", 0),
    ],
)
def test_inject_opens_and_judges_and_only_a_hit_counts(changes, outcome, reached):
    lab, plain = NeedleLab(**HIT | changes), NeedlePicture()
    find(lab, "Inject").click()
    plain.draw(NeedlePath(**HIT | changes, needle_mm=38))
    assert lab.view.frame == plain.frame()
    assert f"Outcome: {outcome}" in lab.words()
    assert f"blind {reached} of 3" in html(lab)
    assert load_sites()["rhomboids"].hazard in html(lab)


def test_blind_hides_the_truth_until_inject_and_again_on_the_next_try():
    lab = NeedleLab(**HIT)
    truth = ("15.0 mm", "15 mm", "8.5 mm", "in target", "25.5 mm", "intercostals")
    assert not [word for word in truth if word in shown(lab)]
    find(lab, "Inject").click()
    assert all(word in shown(lab) for word in truth)
    lab.inputs["advance_mm"].value = 25
    assert not [word for word in truth if word in shown(lab)]
    fresh = NeedleLab(**HIT | {"advance_mm": 25})
    assert (lab.view.frame, lab.view.svg) == (fresh.view.frame, fresh.view.svg)
    lab.inputs["advance_mm"].value = 30
    assert "Outcome" not in lab.words()


def test_reset_hides_what_was_opened_at_the_start_and_keeps_what_was_reached():
    lab = NeedleLab(**HIT)
    start = lab.view.frame
    find(lab, "Inject").click()
    find(lab, "Reset").click()
    assert lab.view.frame == start
    assert "blind 1 of 3 muscles (Rhomboids)" in lab.words()


@pytest.mark.parametrize("change", [{"breath": 1.0}, {"entry_mm": -25.999999999999993}])
def test_neither_the_breath_nor_what_a_slider_sends_unasked_hides_the_outcome(change):
    lab = NeedleLab(**HIT)
    find(lab, "Inject").click()
    lab.set_state(change)
    assert "Outcome: in target." in lab.words()


def test_the_task_counts_each_muscle_once_for_each_guidance_and_is_done_with_both():
    lab = NeedleLab()
    for guidance in ("blind", "ultrasound"):
        lab.inputs["guidance"].value = guidance
        for done, hit in enumerate(HITS, start=1):
            assert "Task done" not in lab.words()
            lab.set_state(hit)
            find(lab, "Inject").click()
            find(lab, "Inject").click()
            assert f"{guidance} {done} of 3 muscles" in lab.words()
            assert f"{guidance} {done} of 3 muscles" in html(lab)
    assert "blind 3 of 3 muscles (Upper trapezius, Rhomboids, Infraspinatus)" in lab.words()
    assert lab.words().endswith("Task done.")
    assert shown(same_anew(lab)) == shown(lab)


def test_dragging_points_the_tip_at_the_pointer_as_far_as_the_needle_reaches():
    lab = NeedleLab(guidance="ultrasound", entry_mm=-26)
    assert drag(lab, 0, 15) == (30, 30)
    assert "0.0 mm from the middle of the trigger point" in lab.words()
    assert drag(lab, 40, 50) == (37, 38)
    assert drag(lab, -40, 20)[0] == 90
    assert drag(lab, 0, -10)[1] == 0


def test_the_steps_are_those_of_the_question_in_its_order():
    asked = [step.asked for step in load_procedure().values() if step.asked]
    assert asked == sorted(asked)
    assert set(asked) == set(range(1, len(load_questions()["order_the_procedure"].choices) + 1))


def test_each_step_is_shown_with_what_the_patient_feels():
    explorer, count = ProcedureExplorer(), len(load_procedure())
    for number, step in enumerate(load_procedure().values(), start=1):
        explorer.inputs["step"].value = number
        heading, said = explorer.said.split("\n")
        assert heading == f"Step {number} of {count}: {step.title}."
        assert heading in html(explorer)
        assert said.startswith("Infraspinatus, thin person: ")
        assert all(
            words in explorer.words() for words in (step.operator, step.patient, step.why, *step.sources)
        )
        has_needle = "shapes-outside" in str(explorer.view.frame)
        assert has_needle == ("no needle" not in said) == (step.advance_mm is not None)


def test_the_needle_of_the_procedure_is_in_target_when_it_injects():
    steps = load_procedure()
    assert NeedlePath(**SCENE, advance_mm=steps["inject"].advance_mm).outcome == "in target"
    assert -20 <= SCENE["entry_mm"] <= -10
