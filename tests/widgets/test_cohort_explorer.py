"""The cohort's controls: they say what is simulated and looked at, and the tasks can be done."""

import re

import pytest

from tpi_edu import Injection
from tpi_edu.figures.cohort import CAUSE_WORDS, TIMES_H, describe_cohort
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, simulate_cohort
from tpi_edu.widgets import cohort as module
from tpi_edu.widgets.cohort import CohortExplorer


def described(causes, story="trials", **options):
    shared = {"story": story, "times_h": TIMES_H, "seed": module.SEED}
    arms = (
        simulate_cohort(module.PATIENTS, Injection(), causes=arm, **shared)
        for arm in (causes, causes - IN_NO_CONTROL_ARM)
    )
    return describe_cohort(*arms, **options)


def test_the_controls_are_the_causes_the_story_and_the_ways_to_look():
    causes = frozenset(CAUSES) - {"context", "drop_out"}
    explorer = CohortExplorer(control=True, story="leaflet", least_pct=50)
    explorer.set_state({"causes": tuple(causes), "person": 7, "show": "band"})
    assert explorer.words() == described(causes, "leaflet", least_pct=50, person=7)


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_has_a_box(cause):
    explorer = CohortExplorer(causes=(cause,), control=True, least_pct=45, person=3)
    boxes = explorer.inputs["causes"].boxes
    assert [name for name in CAUSES if boxes[name].value] == [cause]
    assert boxes[cause].description == CAUSE_WORDS[cause]
    assert explorer.words() == described(frozenset({cause}), least_pct=45, person=3)
    boxes[cause].value = False
    assert explorer.state()["causes"] == ()
    assert "At work: nothing." in explorer.words()


def test_a_patient_who_did_not_return_gives_way_to_the_last_who_did():
    words = CohortExplorer(causes=tuple(CAUSES), person=200).words()
    assert 100 < int(re.search(r"Patient (\d+) says", words)[1]) < 200


def test_looking_another_way_does_not_simulate_anew(monkeypatch):
    explorer = CohortExplorer(control=True)
    monkeypatch.setattr(module, "simulate_cohort", lambda *_, **__: pytest.fail("simulated"))
    before = explorer.words()
    explorer.set_state({"least_pct": 60, "show": "band", "person": 11})
    assert explorer.words() != before


def test_a_control_arm_that_is_ticked_is_shown_with_all_its_labels():
    explorer = CohortExplorer()
    explorer.inputs["control"].value = True
    said = [element["text"] for element in explorer.view.frame if element["tag"] == "text"]
    respond, less = (
        int(re.search(rf"(\d+) {words}", said[-1 - n])[1]) for n, words in ((1, "respond"), (0, "do"))
    )
    assert respond + less == 100
    assert "control" in said
    assert any(words.startswith("Number needed to treat: ") for words in said)
    assert f"; {respond} of 100. Number needed" in explorer.words()


def test_the_task_can_be_done_a_higher_bar_halves_the_responders():
    explorer, share = CohortExplorer(), {}
    for pct in range(10, 95, 5):
        explorer.inputs["least_pct"].value = pct
        share[pct] = int(re.search(r"Of 100, (\d+) have", explorer.words())[1])
    half = share[30] / 2
    assert 30 < min(share, key=lambda pct: abs(share[pct] - half)) < 90
    assert min(abs(value - half) for value in share.values()) <= 4


def test_the_task_can_be_done_the_published_fall_without_a_drug():
    explorer = CohortExplorer(causes=("drug",), task="without_drug")
    assert "Mean pain 7.1 → 7.1" in explorer.words()
    explorer.set_state({"causes": ("regression", "natural_course", "context", "needle")})
    assert "Mean pain 7.1 → 3.7" in explorer.words()
    explorer.inputs["control"].value = True
    assert "Number needed to treat" in explorer.words()


def test_the_numbers_table_shows_what_is_assumed():
    (table,) = (box.value for box in CohortExplorer().make_below())
    assert "kwon_2017" in table
    assert "Responder" in table
    assert table.count('class="tpi-assumption"') > 10
