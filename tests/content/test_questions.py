"""The questions: what can be counted of the rules for writing them, and keys that can be computed."""

import re
from collections import Counter
from copy import deepcopy
from math import floor, radians, sin
from pathlib import Path

import pytest
from shipped import TABLES, change, loaded
from stored_form import PATHS, read

from tpi_edu import Injection, load_injectates, simulate_relief
from tpi_edu.content.measurements import load_measurements
from tpi_edu.content.questions import Question, load_cases, load_questions, version_of
from tpi_edu.content.schema import build
from tpi_edu.model.dose import concentration_mg_per_ml, max_dose_mg

QUESTIONS = load_questions()
CHOICES = {key: question.choices for key, question in QUESTIONS.items()} | {
    key: [choice for node in case.nodes for choice in node.choices] for key, case in load_cases().items()
}
SINGLE = {key: question for key, question in QUESTIONS.items() if question.kind == "single"}


@pytest.mark.parametrize("key", CHOICES)
def test_every_choice_has_words_and_feedback_of_its_own_and_every_question_its_reasons(key: str) -> None:
    choices = CHOICES[key]
    assert all(len(choice.feedback) > (15 if key in QUESTIONS else 25) for choice in choices)
    assert len({choice.feedback for choice in choices}) == len(choices)
    assert len({choice.text.casefold() for choice in choices}) == len(choices)
    if key in QUESTIONS:
        assert len(QUESTIONS[key].why) > 30
        assert QUESTIONS[key].rests_on


@pytest.mark.parametrize("question", SINGLE.values(), ids=SINGLE)
def test_no_option_gives_itself_away(question: Question) -> None:
    texts = [option.text for option in question.choices]
    assert not any(re.search(r"\b(all|none|both) of the\b", text, re.IGNORECASE) for text in texts)
    assert max(map(len, texts)) <= 2.5 * min(map(len, texts)) or max(map(len, texts)) < 40
    quiet = re.search(r"\b(not|except|least|never)\b[^.]*\?$", question.stem)
    assert not quiet, "a negative must be in capitals"


def test_the_right_option_is_not_systematically_the_longest_or_in_one_place() -> None:
    longest, places = 0, Counter()
    for question in SINGLE.values():
        lengths = [len(option.text) for option in question.choices]
        place = next(n for n, option in enumerate(question.choices) if option.right)
        longest += lengths[place] == max(lengths)
        places[place] += 1
    assert longest <= 0.3 * len(SINGLE)
    assert all(0.15 <= places[place] / len(SINGLE) <= 0.35 for place in range(4))


def test_safety_must_be_passed() -> None:
    stems = " ".join(question.stem + question.why for question in QUESTIONS.values() if question.must_pass)
    for topic in ("4.5 mg/kg|ceiling", "toxicity|lipid", "pneumothorax|pleur|chest", "contraindicat|allerg"):
        assert re.search(topic, stems, re.IGNORECASE), topic
    assert sum(question.must_pass for question in QUESTIONS.values()) >= 7


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_objectives_are_those_the_notebook_promises(path: Path) -> None:
    promised = re.sub(r"[^a-z]+", " ", read(path).cells[0].source.casefold())
    for objective in loaded("load_objectives").values():
        if objective.notebook == path.stem:
            assert re.sub(r"[^a-z]+", " ", objective.text.casefold()).strip() in promised


LIDOCAINE_1_PCT = concentration_mg_per_ml(1)
DERIVED = {
    "percent_to_mg": f"{5 * LIDOCAINE_1_PCT:g} mg",
    "ceiling_50_kg": f"{max_dose_mg('lidocaine', 50) / LIDOCAINE_1_PCT:g} mL",
    "ceiling_100_kg": f"{max_dose_mg('lidocaine', 100):g} mg",
    "path_at_30_degrees": f"{15 / sin(radians(30)):.0f} mm",
}


@pytest.mark.parametrize("key", DERIVED)
def test_answers_that_can_be_computed_are_what_the_numbers_give(key: str) -> None:
    (right,) = [option.text for option in QUESTIONS[key].choices if option.right]
    assert DERIVED[key] in right


def test_numbers_of_the_emergency_trial_are_those_measured() -> None:
    text = " ".join(q.rests_on + q.why for q in QUESTIONS.values() if "roldan_2020" in q.sources)
    saline, drugs = (load_measurements()[f"roldan_2020_{arm}"] for arm in ("saline", "steroid"))
    for number in (saline.values[-1], drugs.values[-1], saline.baseline):
        assert f"{number:g}" in text


def test_the_first_evening_in_the_questions_is_the_models() -> None:
    dip = simulate_relief(Injection()).milestones.dip_h
    low, high = load_injectates()["lidocaine"].block_duration_h.low, 12
    assert low < floor(dip) < high


@pytest.mark.parametrize(("stem", "place"), [("questions", "choices 0 feedback"), ("cases", "nodes -1 text")])
def test_the_version_changes_with_the_wording(stem: str, place: str) -> None:
    key, record = next(iter(loaded(f"load_{stem}").items()))
    table = deepcopy(TABLES[stem][key])
    assert version_of(build(type(record), table, where=stem)) == version_of(record)
    change(table, place, "Reworded.")
    assert version_of(build(type(record), table, where=stem)) != version_of(record)
