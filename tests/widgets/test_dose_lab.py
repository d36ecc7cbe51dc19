"""The dose lab without a browser: its controls against the plain figure of the same plan."""

import re

import pytest
from seen import marks
from shown import html

from tpi_edu.content.anesthetics import load_anesthetics
from tpi_edu.figures.dose import DosePicture
from tpi_edu.figures.dose_words import EPINEPHRINE
from tpi_edu.model.dose import DosePlan, DrugDose, max_dose_mg
from tpi_edu.widgets.dose import DoseLab
from tpi_edu.widgets.live_figure import LiveFigure

SECOND = ("mix_with", "mix_percent", "mix_volume_ml")


def plain(*doses, **plan):
    picture = DosePicture()
    words = picture.draw(DosePlan(doses=doses, **plan))
    return picture.frame(), words


@pytest.mark.parametrize("drug", load_anesthetics())
def test_arguments_set_the_starting_state_at_a_middle_strength(drug):
    usual = load_anesthetics()[drug].usual_pct
    dose = DrugDose(drug=drug, percent=usual[(len(usual) - 1) // 2], points=3)
    assert DoseLab(drug=drug, weight_kg=90, points=3).view.frame == plain(dose, weight_kg=90)[0]
    lab = DoseLab(drug=drug, weight_kg=90, points=3, mix_with="procaine", mix_volume_ml=0.5)
    second = DrugDose(drug="procaine", percent=1, points=3, volume_ml=0.5)
    assert lab.view.frame == plain(dose, second, weight_kg=90)[0]


@pytest.mark.parametrize(("of", "name"), [("drug", "percent"), ("mix_with", "mix_percent")])
def test_a_drug_comes_in_its_usual_strengths_keeps_the_present_one_if_it_can_and_is_drawn_once(
    of, name, monkeypatch
):
    lab = DoseLab(**{of: "lidocaine", name: 0.5})
    follow, drawings = LiveFigure.follow, []
    monkeypatch.setattr(LiveFigure, "follow", lambda *shown: drawings.append(follow(*shown)))
    others = [drug for drug in reversed(load_anesthetics()) if drug != lab.state()[of]]
    for drug in others:
        usual, before = load_anesthetics()[drug].usual_pct, lab.state()[name]
        lab.inputs[of].value = drug
        assert tuple(value for _, value in lab.inputs[name].options) == usual
        assert lab.state()[name] == (before if before in usual else usual[(len(usual) - 1) // 2])
    assert len(drawings) == len(others)


def test_reset_returns_from_another_drug_to_the_strengths_of_the_start():
    lab = DoseLab(drug="bupivacaine", percent=0.5, mix_with="lidocaine", mix_percent=2.0)
    start, state = lab.view.frame, lab.state()
    lab.set_state({"drug": "procaine", "mix_with": "", "epinephrine": True})
    assert lab.view.frame != start
    lab.reset()
    assert (lab.view.frame, lab.state()) == (start, state)


@pytest.mark.parametrize("drug", [drug for drug in load_anesthetics() if drug != "lidocaine"])
def test_epinephrine_without_a_ceiling_shows_a_sentence_and_no_ceiling(drug):
    lab = DoseLab(drug=drug)
    ceiling = f"{max_dose_mg(drug, 50):g} mg"
    assert ceiling in lab.words()
    lab.inputs["epinephrine"].value = True
    assert f"No ceiling is taught for {drug} with epinephrine:" in lab.words()
    assert ceiling not in lab.words()
    assert "%" not in lab.words().split("\n", 1)[1]
    assert "stroke-ceiling" not in marks(lab.picture)
    assert EPINEPHRINE in lab.words()
    lab.inputs["epinephrine"].value = False
    assert EPINEPHRINE not in lab.words()
    assert ceiling in lab.words()


def test_the_second_drug_is_folded_and_asleep_until_it_is_chosen():
    lab = DoseLab()
    assert lab._folded.children == tuple(lab.inputs[name] for name in SECOND)
    assert [lab.inputs[name].disabled for name in SECOND] == [False, True, True]
    lab.inputs["mix_with"].value = "procaine"
    assert not any(widget.disabled for widget in lab.inputs.values())


def test_every_published_ceiling_can_be_traced():
    table = html(DoseLab())
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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"percent": 0.25}, "DoseLab.percent must be one of 0.5, 1, 2; got 0.25."),
        (
            {"mix_with": "bupivacaine", "mix_percent": 1},
            "DoseLab.mix_percent must be one of 0.125, 0.25, 0.5; got 1.",
        ),
        ({"points": 2.5}, "DoseLab.points must be a whole number; got 2.5."),
        ({"drug": ""}, f"DoseLab.drug must be one of {', '.join(load_anesthetics())}; got ''."),
    ],
)
def test_bad_arguments_are_refused_in_a_learners_words(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        DoseLab(**arguments)
