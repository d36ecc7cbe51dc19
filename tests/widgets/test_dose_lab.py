"""The dose lab without a browser: its controls against the plain figure of the same plan."""

import ipywidgets
import pytest

from tpi_edu.content.anesthetics import load_anesthetics
from tpi_edu.figures.dose import DosePicture
from tpi_edu.figures.dose_words import EPINEPHRINE
from tpi_edu.model.dose import DosePlan, DrugDose, max_dose_mg
from tpi_edu.widgets.dose import DoseLab
from tpi_edu.widgets.live_figure import LiveFigure


def walk(widget):
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def control(lab, description):
    (found,) = [w for w in walk(lab) if getattr(w, "description", None) == description]
    return found


def plain(plan):
    picture = DosePicture()
    picture.draw(plan)
    return picture


def test_controls_lead_to_the_same_picture_as_the_plain_figure():
    lab = DoseLab()
    control(lab, "Drug").value = "bupivacaine"
    control(lab, "Strength").value = 0.5
    control(lab, "Volume per point (mL)").value = 2.5
    control(lab, "Points").value = 7
    control(lab, "Body weight (kg)").value = 58
    control(lab, "Mix with").value = "lidocaine"
    control(lab, "Strength of the second drug").value = 2.0
    control(lab, "Its volume per point (mL)").value = 1.5
    doses = (
        DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2.5, points=7),
        DrugDose(percent=2, volume_ml=1.5, points=7),
    )
    expected = plain(DosePlan(doses=doses, weight_kg=58))
    assert lab.plan == DosePlan(doses=doses, weight_kg=58)
    assert lab.view.frame == expected.frame()
    assert lab.view.description == lab.words() == expected.description


@pytest.mark.parametrize("drug", load_anesthetics())
@pytest.mark.parametrize("second", ["", "procaine", "bupivacaine"])
def test_arguments_set_the_starting_state(drug, second):
    lab = DoseLab(drug=drug, weight_kg=90, points=3, mix_with=second, mix_volume_ml=0.5)
    assert [dose.drug for dose in lab.plan.doses] == [drug, *([second] if second else [])]
    assert lab.plan.weight_kg == 90
    assert {dose.points for dose in lab.plan.doses} == {3}
    assert lab.view.frame == plain(lab.plan).frame()


def test_the_task_can_be_solved():
    lab = DoseLab()
    assert "plain lidocaine stops growing" in lab._task.value
    assert "66.7" not in str(lab.view.frame) + lab.words()
    binding = {}
    for weight_kg in (60, 66, 67, 80):
        control(lab, "Body weight (kg)").value = weight_kg
        binding[weight_kg] = "the cap binds" in lab.words()
    assert binding == {60: False, 66: False, 67: True, 80: True}

    control(lab, "Drug").value = "bupivacaine"
    control(lab, "Strength").value = 0.5
    control(lab, "Body weight (kg)").value = 50
    control(lab, "Volume per point (mL)").value = 2
    exceeded = []
    for points in range(1, 21):
        control(lab, "Points").value = points
        if "EXCEEDED" in lab.words():
            exceeded.append(points)
    assert exceeded == list(range(11, 21))


def test_a_drug_is_offered_in_its_usual_strengths_and_keeps_the_present_one_where_it_can():
    lab = DoseLab(drug="lidocaine", percent=0.5)
    for drug, facts in reversed(load_anesthetics().items()):
        before = control(lab, "Strength").value
        control(lab, "Drug").value = drug
        strength = control(lab, "Strength")
        assert tuple(value for _, value in strength.options) == facts.usual_pct
        if before in facts.usual_pct:
            assert strength.value == before
        assert lab.plan.doses[0].percent in facts.usual_pct


def test_a_new_drug_is_drawn_once(monkeypatch):
    lab = DoseLab()
    follow, drawings = LiveFigure.follow, []
    monkeypatch.setattr(LiveFigure, "follow", lambda view: drawings.append(follow(view)))
    control(lab, "Drug").value = "bupivacaine"
    assert len(drawings) == 1
    control(lab, "Mix with").value = "ropivacaine"
    assert len(drawings) == 2


def test_a_slider_sends_paths_and_words_but_no_new_figure(monkeypatch):
    lab = DoseLab(mix_with="bupivacaine")
    sent = []
    monkeypatch.setattr(LiveFigure, "send_state", lambda view, key=None: sent.append((view, set(key))))
    control(lab, "Body weight (kg)").value = 45
    ((_, keys),) = sent
    assert keys == {"frame", "description"}
    assert len(str(lab.view.frame)) < 10_000


def test_reset_returns_from_another_drug_with_one_redraw(monkeypatch):
    lab = DoseLab(drug="bupivacaine", percent=0.5, mix_with="lidocaine", mix_percent=2.0)
    start = lab.view.frame
    control(lab, "Drug").value = "procaine"
    control(lab, "Mix with").value = ""
    control(lab, "with epinephrine").value = True
    assert lab.view.frame != start
    follow, drawings = LiveFigure.follow, []
    monkeypatch.setattr(LiveFigure, "follow", lambda view: drawings.append(follow(view)))
    control(lab, "Reset").click()
    assert lab.view.frame == start
    assert lab.plan.doses[1].percent == 2.0
    assert len(drawings) == 1


@pytest.mark.parametrize("drug", [drug for drug in load_anesthetics() if drug != "lidocaine"])
def test_epinephrine_without_a_ceiling_shows_a_sentence_and_no_ceiling(drug):
    lab = DoseLab(drug=drug)
    ceiling = f"{max_dose_mg(drug, 50):g} mg"
    assert ceiling in lab.words()
    control(lab, "with epinephrine").value = True
    assert f"No ceiling is taught for {drug} with epinephrine:" in lab.words()
    assert ceiling not in lab.words()
    assert "%" not in lab.words().split("\n", 1)[1]
    assert not lab.picture.live["ceiling"].get_visible()
    assert EPINEPHRINE in lab.words()
    control(lab, "with epinephrine").value = False
    assert EPINEPHRINE not in lab.words()
    assert ceiling in lab.words()


def test_the_second_drug_is_folded_and_asleep_until_it_is_chosen():
    lab = DoseLab()
    (folded,) = [w for w in walk(lab) if w.layout.display == "none"]
    names = ["Mix with", "Strength of the second drug", "Its volume per point (mL)"]
    assert [w.description for w in walk(folded)[1:]] == names
    assert [control(lab, name).disabled for name in names] == [False, True, True]
    control(lab, "Mix with").value = "procaine"
    assert [control(lab, name).disabled for name in names] == [False, False, False]


def test_every_published_ceiling_can_be_traced():
    (table,) = [w.value for w in walk(DoseLab()) if isinstance(w, ipywidgets.HTML) and "<table" in w.value]
    limits = 0
    for facts in load_anesthetics().values():
        for ceiling in facts.ceilings:
            sources = ", ".join(ceiling.sources)
            for value, unit in ((ceiling.max_mg_per_kg, "mg/kg"), (ceiling.max_mg, "mg at most")):
                if value < float("inf"):
                    limits += 1
                    assert f"<td>{value:g} {unit}</td>" in table
                    assert f"<code>{sources}</code>" in table
    assert table.count("<code>") == limits


def test_output_without_widgets_has_picture_and_words():
    bundle = DoseLab()._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert bundle["text/plain"].startswith("5 points × 1 mL of 1 % plain lidocaine (10 mg/mL): 5 mL, 50 mg.")


REFUSED = [
    ({"percent": 0.25}, ValueError, "DoseLab.percent must be one of 0.5, 1, 2 % for lidocaine; got 0.25."),
    (
        {"mix_with": "bupivacaine", "mix_percent": 1},
        ValueError,
        "DoseLab.mix_percent must be one of 0.125, 0.25, 0.5 % for bupivacaine; got 1.",
    ),
    ({"percent": 5}, ValueError, "DrugDose.percent must be between 0 and 2 %; got 5."),
    ({"weight_kg": 30}, ValueError, "DoseLab.weight_kg must be between 40 and 120 kg; got 30."),
    ({"weight_kg": 300}, ValueError, "DosePlan.weight_kg must be between 20 and 250 kg; got 300."),
    ({"volume_ml": 0.2}, ValueError, "DoseLab.volume_ml must be between 0.5 and 5 mL; got 0.2."),
    ({"points": 2.5}, ValueError, "DrugDose.points must be a whole number; got 2.5."),
    ({"epinephrine": "no"}, TypeError, "DosePlan.epinephrine must be True or False; got 'no'."),
    *(
        (
            {name: drug},
            ValueError,
            f"DrugDose.drug must be one of {', '.join(load_anesthetics())}; got {drug!r}.",
        )
        for name, drug in (("mix_with", "saline"), ("drug", "saline"), ("drug", ""))
    ),
]


@pytest.mark.parametrize(("arguments", "kind", "message"), REFUSED)
def test_bad_arguments_are_refused_in_a_learners_words(arguments, kind, message):
    with pytest.raises(kind) as error:
        DoseLab(**arguments)
    assert str(error.value) == message


def test_an_unknown_task_is_refused():
    with pytest.raises(ValueError, match=r"^DoseLab\.task must be one of .*dose_kink.*; got 'guess'\.$"):
        DoseLab(task="guess")
