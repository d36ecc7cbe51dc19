"""The dose lab without a browser: its controls against the plain figure of the same plan."""

import pytest
from seen import marks
from shown import html

from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.figures.dose import EPINEPHRINE
from tpi_edu.model.dose import max_dose_mg
from tpi_edu.widgets.dose import DoseLab
from tpi_edu.widgets.views import LiveFigure

SECOND = ("mix_with", "mix_percent", "mix_volume_ml")


def middle(drug):
    usual = load_anesthetics()[drug].usual_pct
    return usual[(len(usual) - 1) // 2]


@pytest.mark.parametrize("drug", load_anesthetics())
def test_a_drug_starts_at_a_middle_strength(drug):
    state = DoseLab(drug=drug, mix_with=drug).state()
    assert state["percent"] == state["mix_percent"] == middle(drug)


@pytest.mark.parametrize(("of", "name"), [("drug", "percent"), ("mix_with", "mix_percent")])
def test_a_drug_comes_in_its_usual_strengths_keeps_the_present_one_if_it_can_and_is_drawn_once(
    of, name, monkeypatch
):
    lab = DoseLab(**{of: "lidocaine", name: 2})
    follow, drawings = LiveFigure.follow, []
    monkeypatch.setattr(LiveFigure, "follow", lambda *shown: drawings.append(follow(*shown)))
    drugs = [*(drug for drug in reversed(load_anesthetics()) if drug != "lidocaine"), "lidocaine"]
    for drug in drugs:
        usual, before = load_anesthetics()[drug].usual_pct, lab.state()[name]
        lab.inputs[of].value = drug
        assert tuple(value for _, value in lab.inputs[name].options) == usual
        assert lab.state()[name] == (before if before in usual else middle(drug))
    assert len(drawings) == len(drugs)


@pytest.mark.parametrize("drug", [drug for drug in load_anesthetics() if drug != "lidocaine"])
def test_epinephrine_without_a_ceiling_shows_a_sentence_and_no_ceiling(drug):
    lab = DoseLab(drug=drug)
    for is_mixed_in in (False, True, False):
        lab.inputs["epinephrine"].value = is_mixed_in
        assert (EPINEPHRINE in lab.words()) is is_mixed_in
        assert (f"No ceiling is taught for {drug} with epinephrine:" in lab.words()) is is_mixed_in
        assert (f"{max_dose_mg(drug, 50):g} mg" in lab.words()) is not is_mixed_in
        assert ("stroke-ceiling" in marks(lab.picture)) is not is_mixed_in


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
