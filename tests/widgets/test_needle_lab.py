"""The needle lab and the procedure without a browser: hit, miss, pierce, hide, count and step."""

import ipywidgets
import pytest

from tpi_edu.content.procedure import load_procedure
from tpi_edu.content.questions import load_questions
from tpi_edu.content.sites import load_sites
from tpi_edu.figures.needle import NeedlePicture
from tpi_edu.figures.section import LEFT, SKIN_Y, UNITS_PER_MM
from tpi_edu.figures.tissue import LEFT_MM
from tpi_edu.model.needle import place_needle
from tpi_edu.widgets.live_figure import LiveFigure
from tpi_edu.widgets.needle import NeedleLab
from tpi_edu.widgets.procedure import SCENE, ProcedureExplorer

HIT = {"site": "rhomboids", "entry_mm": -26, "angle_deg": 30, "advance_mm": 30}
HITS = [
    HIT,
    {"site": "upper_trapezius", "entry_mm": -24, "angle_deg": 30, "advance_mm": 28},
    {"site": "infraspinatus", "entry_mm": -28, "angle_deg": 30, "advance_mm": 32},
]


def walk(widget):
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def press(lab, description):
    (button,) = [w for w in walk(lab) if isinstance(w, ipywidgets.Button) and w.description == description]
    button.click()


def html(lab):
    return "".join(w.value for w in walk(lab) if isinstance(w, ipywidgets.HTML))


def drag(lab, x_mm, depth_mm):
    x, y = LEFT + (x_mm - LEFT_MM) * UNITS_PER_MM, lab.picture.height - SKIN_Y + depth_mm * UNITS_PER_MM
    lab.view._handle_custom_msg({"kind": "drag", "x": x, "y": y}, [])


def test_controls_lead_to_the_same_picture_as_the_plain_figure():
    lab = NeedleLab(guidance="ultrasound")
    state = HIT | {"habitus": "thin", "breath": 0.4, "needle_mm": 50, "angle_deg": 38}
    lab.set_state(state)
    plain = NeedlePicture()
    plain.draw(place_needle(**state), view="ultrasound", judged=False)
    assert lab.view.frame == plain.frame()
    assert lab.view.description.startswith(plain.description)


def test_inject_opens_and_judges():
    lab = NeedleLab(**HIT)
    press(lab, "Inject")
    plain = NeedlePicture()
    plain.draw(place_needle(**HIT, needle_mm=38))
    assert lab.view.frame == plain.frame()
    assert "Outcome: in target." in lab.words()
    assert "nobody measured it" in html(lab)
    assert load_sites()["rhomboids"].hazard in html(lab)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"entry_mm": -40}, "Outcome: missed"),
        ({"entry_mm": 0, "angle_deg": 90}, "Outcome: pleura pierced"),
        ({"entry_mm": 0, "angle_deg": 90, "advance_mm": 20}, "Outcome: too close"),
        ({"entry_mm": -14, "angle_deg": 90}, "Outcome: on bone"),
    ],
)
def test_what_is_no_hit_is_said_and_not_counted(changes, outcome):
    lab = NeedleLab(**HIT | changes)
    press(lab, "Inject")
    assert outcome in lab.words()
    assert "blind 0 of 3" in html(lab)


def test_blind_hides_the_truth_until_inject_and_again_on_the_next_try():
    lab = NeedleLab(**HIT)

    def shown():
        return lab.view.svg + str(lab.view.frame) + lab.words() + html(lab)

    for word in ("15.0 mm", "15 mm", "8.5", "in target", "25.5", "intercostals", "femur"):
        assert word not in shown()
    press(lab, "Inject")
    assert "15.0 mm" in shown()
    lab.controls["advance_mm"].value = 25
    for word in ("15.0 mm", "15 mm", "in target", "25.5", "intercostals"):
        assert word not in shown()
    fresh = NeedleLab(**HIT | {"advance_mm": 25})
    assert (lab.view.frame, lab.view.svg) == (fresh.view.frame, fresh.view.svg)
    assert lab.png() == fresh.png()


def test_after_inject_the_breath_may_be_watched():
    lab = NeedleLab(**HIT)
    press(lab, "Inject")
    before = lab.view.frame
    lab.controls["breath"].value = 1.0
    assert "Outcome: in target." in lab.words()
    assert lab.view.frame["pleura"] != before["pleura"]


def test_what_a_slider_in_the_browser_sends_unasked_does_not_hide_the_outcome():
    lab = NeedleLab(**HIT)
    press(lab, "Inject")
    lab.controls["entry_mm"].value = -25.999999999999993
    assert "Outcome: in target." in lab.words()


def test_the_task_counts_each_muscle_once_for_each_guidance():
    lab = NeedleLab()
    for guidance in ("blind", "ultrasound"):
        lab.controls["guidance"].value = guidance
        for done, hit in enumerate(HITS, start=1):
            lab.set_state(hit)
            press(lab, "Inject")
            press(lab, "Inject")
            assert f"{guidance} {done} of 3 muscles" in lab.words()
            assert f"{guidance} {done} of 3 muscles" in html(lab)
    assert "blind 3 of 3 muscles (Upper trapezius, Rhomboids, Infraspinatus)" in lab.words()
    assert lab.words().endswith("Task done.")


def test_task_is_not_done_with_one_guidance_alone():
    lab = NeedleLab()
    for hit in HITS:
        lab.set_state(hit)
        press(lab, "Inject")
    assert "Task done" not in lab.words()
    press(lab, "Reset")
    assert "blind 3 of 3" in lab.words()


def test_dragging_points_the_tip_at_the_pointer():
    lab = NeedleLab(guidance="ultrasound", entry_mm=-26)
    drag(lab, 0, 15)
    assert (lab.controls["angle_deg"].value, lab.controls["advance_mm"].value) == (30, 30)
    assert lab.path.outcome == "in target"
    drag(lab, 40, 50)
    assert (lab.controls["angle_deg"].value, lab.controls["advance_mm"].value) == (37, 38)
    drag(lab, -40, 20)
    assert lab.controls["angle_deg"].value == 90
    drag(lab, 0, -10)
    assert lab.path.path_mm == 0


def test_a_shorter_needle_limits_the_advance_and_reset_brings_the_start_back():
    lab = NeedleLab(**HIT, needle_mm=50)
    start = lab.view.frame
    lab.controls["needle_mm"].value = 25
    assert lab.path.path_mm == 25
    assert lab.path.is_at_hub
    press(lab, "Reset")
    assert lab.view.frame == start
    assert lab.path.path_mm == 30


def test_a_change_travels_as_one_small_message(monkeypatch):
    lab = NeedleLab(guidance="ultrasound", **HIT)
    sent = []
    monkeypatch.setattr(LiveFigure, "send_state", lambda _view, key=None: sent.append(set(key)))
    lab.controls["angle_deg"].value = 33
    (keys,) = sent
    assert keys == {"frame", "description"}
    assert len(str(lab.view.frame)) < 12_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"guidance": "x-ray"}, r"^NeedleLab\.guidance must be one of blind, ultrasound; got 'x-ray'\.$"),
        ({"needle_mm": 40}, r"^NeedleLab\.needle_mm must be one of 25, 32, 38, 50, 76; got '40'\.$"),
        ({"advance_mm": 39}, r"^NeedlePath\.advance_mm must be between 0 and 38 mm; got 39\.$"),
        ({"task": "none"}, r"^NeedleLab\.task must be one of "),
    ],
)
def test_bad_arguments_are_refused_in_a_learners_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        NeedleLab(**arguments)


def test_the_steps_are_those_of_the_question_in_its_order():
    asked = [step.asked for step in load_procedure().values() if step.asked]
    assert asked == sorted(asked)
    assert set(asked) == set(range(1, len(load_questions()["order_the_procedure"].choices) + 1))
    assert len(load_procedure()) == 13


def test_each_step_is_shown_with_what_the_patient_feels():
    explorer = ProcedureExplorer()
    for number, step in enumerate(load_procedure().values(), start=1):
        heading, shown = explorer.view.description.split("\n")
        assert heading == f"Step {number} of 13: {step.title}."
        assert shown.startswith("Infraspinatus, thin person: ")
        assert explorer.words().startswith(explorer.view.description)
        for words in (step.operator, step.patient, step.why, *step.sources):
            assert words in explorer.words()
        assert f"Step {number} of 13: {step.title}." in html(explorer)
        has_needle = explorer.view.frame["hub"].get("display") != "none"
        assert has_needle == (step.advance_mm is not None)
        press(explorer, "Next")
    assert explorer.controls["step"].value == 13
    press(explorer, "Back")
    assert "Step 12 of 13" in explorer.words()


def test_the_needle_of_the_procedure_is_in_target_when_it_injects():
    steps = load_procedure()
    assert place_needle(**SCENE, advance_mm=steps["inject"].advance_mm).outcome == "in target"
    assert -20 <= SCENE["entry_mm"] <= -10


def test_a_step_there_is_not_is_refused():
    with pytest.raises(ValueError, match=r"^ProcedureExplorer\.step must be between 1 and 13"):
        ProcedureExplorer(step=14)
