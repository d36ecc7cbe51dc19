"""The cohort's controls: what they do, what they leave alone, and what is shown with them."""

import re

import pytest
from shown import html

from tpi_edu.model.cohort import CAUSES
from tpi_edu.widgets import cohort as module
from tpi_edu.widgets.cohort import CohortExplorer


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


def test_the_numbers_table_shows_what_is_assumed():
    table = html(CohortExplorer())
    assert "kwon_2017" in table
    assert "Responder" in table
    assert table.count('class="tpi-assumption"') > 10
