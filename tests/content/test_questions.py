"""The questions: what can be counted of the rules for writing them, and keys that can be computed."""

import re
from collections import Counter
from copy import deepcopy
from math import floor, radians, sin, tan
from pathlib import Path
from statistics import NormalDist

import pytest
from shipped import TABLES, change, loaded
from stored_form import PATHS, read

from tpi_edu import Injection, load_injectates, simulate_relief
from tpi_edu.content.claims import load_claims
from tpi_edu.content.measurements import load_measurements
from tpi_edu.content.published import load_pooled
from tpi_edu.content.questions import (
    Misconception,
    Question,
    load_cases,
    load_misconceptions,
    load_questions,
    load_verdicts,
    version_of,
)
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


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_only_what_can_be_an_error_by_itself_has_a_belief(question: Question) -> None:
    for choice in question.choices:
        # a step stands in a wrong place as soon as another one does, so its place tells no belief
        assert not (choice.right or question.kind == "order") or choice.misconception == ""


NO_BELIEF = ""  # of those that are known none fits
REVIEWED = {  # how each wrong option, or item to sort, of a safety question begins, and what it expresses
    "percent_to_mg": {"5 mg": "m17", "10 mg": NO_BELIEF, "500 mg": NO_BELIEF},
    "ceiling_50_kg": {"30 mL": NO_BELIEF, "35 mL": NO_BELIEF, "225 mL": "m17"},
    "ceiling_100_kg": {"225 mg": NO_BELIEF, "450 mg": "m18", "500 mg": NO_BELIEF},
    "needle_at_rhomboid": {
        "Short needle, straight down": NO_BELIEF,
        "Long needle, straight down": "m15",
        "Long needle, at 45 degrees": "m15",
    },
    "negative_aspiration": {
        "Inject the whole dose at once": "m16",
        "Push the needle 1 cm deeper": "m16",
        "Stop here": NO_BELIEF,
    },
    "ringing_ears": {"Anaphylaxis": NO_BELIEF, "A simple vasovagal": NO_BELIEF, "A panic": NO_BELIEF},
    "sort_emergencies": {  # each has three wrong columns, which express three errors
        "Pale": NO_BELIEF,
        "Sweaty": NO_BELIEF,
        "Numb mouth": NO_BELIEF,
        "A seizure": NO_BELIEF,
        "Hives": NO_BELIEF,
        "Wheeze": NO_BELIEF,
        "Sharp pain": NO_BELIEF,
        "One side silent": NO_BELIEF,
    },
    "wheeze_and_hives": {
        "Epinephrine into a vein": NO_BELIEF,
        "An antihistamine": NO_BELIEF,
        "Lipid": NO_BELIEF,
    },
    "sort_contraindications": {
        "Infected skin": NO_BELIEF,
        "The patient says no": NO_BELIEF,
        "Proven allergy": NO_BELIEF,  # who injects all the same believes the opposite of m14
        "A muscle torn": NO_BELIEF,
        "Night pain": NO_BELIEF,
        "An anticoagulant": "m22",
        "Pregnancy": NO_BELIEF,
        "Diabetes": NO_BELIEF,
    },
    "evening_call": {"Reassure at once": "m23", "Offer a second": "m12", "Explain that the steroid": "m01"},
    "allergy_to_a_caine": {
        "Lidocaine, because": NO_BELIEF,
        "Procaine, because": NO_BELIEF,
        "Lidocaine, half an hour after": NO_BELIEF,
        "No needle": "m14",
    },
    "diabetes_and_steroid": {
        "Leave the lidocaine": NO_BELIEF,
        "Use it: a local": NO_BELIEF,
        "Use it, and skip": NO_BELIEF,
    },
    "on_an_anticoagulant": {"Refuse": "m22", "Stop the anticoagulant": "m22", "Inject at once": NO_BELIEF},
    "pleuritic_pain_at_four_hours": {"Take an analgesic": "m23", "Wait": "m23", "Stretch": "m23"},
    "worse_within_the_hour": {
        "Take a chest film": NO_BELIEF,
        "Sit him up": NO_BELIEF,
        "Give epinephrine": NO_BELIEF,
    },
    "toxicity_in_the_chair": {
        "Wait": NO_BELIEF,
        "Give 0.5 mg epinephrine": NO_BELIEF,
        "Keep the legs up": NO_BELIEF,
    },
    "chest_wall_or_heart": {
        "A test injection": "m02",
        "Physical therapy": NO_BELIEF,
        "An injection guided": NO_BELIEF,  # m06 would seek another muscle where it is the heart
    },
    "fever_on_day_three": {"Wait two more": "m23", "Use heat": "m23", "Take antibiotic": NO_BELIEF},
}


def test_every_safety_question_whose_options_can_have_a_belief_was_reviewed() -> None:
    asked = {key for key, question in QUESTIONS.items() if question.must_pass and question.kind != "order"}
    assert asked == REVIEWED.keys()


@pytest.mark.parametrize("key", REVIEWED)
def test_a_wrong_option_of_a_safety_question_expresses_the_belief_that_it_was_reviewed_with(key: str) -> None:
    wrong = [choice for choice in QUESTIONS[key].choices if not choice.right]
    for choice, (start, belief) in zip(wrong, REVIEWED[key].items(), strict=True):
        assert choice.text.startswith(start)
        assert choice.misconception == belief, choice.text


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


MEASURED = load_measurements()
POINT, SHIFT = (
    MEASURED["affaitati_2011_bupivacaine"],
    -load_pooled()["anesthetic_or_placebo"].difference_nrs.value,
)
PAST_THE_LINE = NormalDist().cdf(SHIFT / 2.5 / 2) - NormalDist().cdf(-SHIFT / 2.5 / 2)
LIPID = [
    "20 % lipid",
    "up to 70 kg 1.5 mL/kg over 2-3 minutes, then about 0.25 mL/kg/min",
    "above 70 kg 100 mL over 2-3 minutes, then 200-250 mL over 15-20 minutes",
    "No pulse at any moment: CPR at once",
]
SAID = {  # what clinical readings found missing or wrong, from its sources or computed
    "active_or_latent": ["Studies conflict", "0.57 cm²", "0.36"],
    "sort_trigger_tender": ["30 people with fibromyalgia most of the 18 sites"],
    "kappa_means": ["agreement between two examiners that a point is there"],
    "order_the_procedure": [
        "check kit and oxygen; label drug and mg",
        "at each new place aspirate again",
        "observe",
    ],
    "needle_at_rhomboid": [
        "12 ± 2 mm",
        "21 ± 4 mm",
        f"ends at {21 - 4} mm",
        "19 mm once suggested",
        "both sides",
    ],
    "path_at_30_degrees": [f"enter {15 / tan(radians(30)):.0f} mm away"],
    "negative_aspiration": ["aspirate again at each new place"],
    "ringing_ears": ["Ringing ears alone would not", "30 seconds to 60 minutes", "skin signs can be missing"],
    "order_last_response": [*LIPID, "at most 12 mL/kg", "at most 1 microgram/kg", "vasopressin", "propofol"],
    "toxicity_in_the_chair": [
        *LIPID,
        "Lying flat with raised legs he gets no better",
        "at most 1 microgram/kg",
    ],
    "wheeze_and_hives": [
        "0.5 mL of 1 mg/mL",
        "again after 5 minutes",
        "Flat with raised legs",
        "never standing",
    ],
    "worse_within_the_hour": [
        "nothing waits for imaging",
        "never both sides of a chest blind in one session",
    ],
    "sort_contraindications": [
        "lidocaine with a steroid",
        "low bleeding risk",
        "last dose, INR, antiplatelets",
    ],
    "on_an_anticoagulant": [
        "low bleeding risk",
        "which drug, last dose, INR",
        "4,766",
        "9 serious events, 2 of them deaths, in 2,296",
    ],
    "allergy_to_a_caine": ["without latex or chlorhexidine"],
    "chest_wall_or_heart": ["aspirin 162-325 mg chewed at once unless contraindicated"],
    "fever_on_day_three": ["pain out of proportion", "crepitus", "cultures", "antibiotics today", "image"],
    "pleuritic_pain_at_four_hours": [
        "do not drive",
        "of 17 malpractice claims",
        "15 were for a pneumothorax",
    ],
    "pain_free_after_saline": ["saline without preservative", "benzyl alcohol"],
    "diabetes_and_steroid": ["136 to 159 mg/dL", "10 days", "several times a day for about a week"],
    "both_conditions": ["68 women", f"from {POINT.baseline:g} to {POINT.values[-1]:g} mm", "day 8", "day 30"],
    "best_candidate": ["emergency department"],
    "small_but_significant": [f"up to {100 * PAST_THE_LINE:.0f} more of 100", "SD of 2.5"],
    "not_shown_to_differ": [f"{(33.99 - 5.81) / 2:g}", "misprint"],
    "none_of_7629": ["39 operators", f"{300 / 7629:.2f} %, or higher"],
    "m03": ["small and showed no added benefit", "bone, the adrenal gland"],
    "m04": ["68 women", "18 people"],
    "m05": ["30 people", "most of the 18 sites"],
    "m08": ["that a point is there"],
    "m09": ["from dry needling", "unsettled"],
    "m12": ["five sessions of lidocaine held at 6 months and one did not"],
    "m14": ["saline without preservative", "Latex and chlorhexidine"],
    "m15": [f"margin at {21 - 4} mm"],
    "m16": ["Aspirate at each new place"],
    "m21": [f"{SHIFT:.2f} points", "small on average"],
    "m22": ["low bleeding risk", "do not stop an anticoagulant on your own"],
    "m23": ["passes within days", "hours later", "before you reassure"],
}


def told(record: Question | Misconception) -> str:
    """Return all that a learner reads of a question or of a misconception."""
    if isinstance(record, Misconception):
        return record.correction
    choices = [f"{choice.text} {choice.feedback}" for choice in record.choices]
    return " ".join([record.stem, record.rests_on, record.why, *choices])


@pytest.mark.parametrize("key", SAID)
def test_what_the_clinical_readings_asked_for_is_said(key: str) -> None:
    text = told((QUESTIONS | load_misconceptions())[key])
    assert [words for words in SAID[key] if words not in text] == []


@pytest.mark.parametrize("key", [key for key in QUESTIONS if QUESTIONS[key].must_pass])
def test_a_wrong_dose_stands_beside_the_right_one(key: str) -> None:
    dose = r"\d (mg|mL|microgram)"
    for choice in QUESTIONS[key].choices:
        if re.search("epinephrine|lipid", choice.text, re.IGNORECASE) and re.search(dose, choice.text):
            assert re.search(dose, choice.feedback) or choice.right


def test_nobody_is_told_that_trials_were_counted_as_votes_but_as_an_error() -> None:
    for key, record in (QUESTIONS | load_misconceptions()).items():
        counted = re.findall("three of four", repr(record), re.IGNORECASE)
        assert len(counted) == (key == "steroid_makes_it_last")
    (counting,) = [c for c in QUESTIONS["steroid_makes_it_last"].choices if "three of four" in c.text]
    assert not counting.right
    assert "count of votes" in counting.feedback


JUDGED = {
    "It is tried after usual treatment has failed": "A29",
    "Several areas can be treated in one visit": "A17",
    "It helps people with myofascial pain": "A27",
    "Soreness settles quickly": "A37",
    "Relief may last about a month": "B56",
    "The knot is an area of spasm": "A03",
    "It promotes long-term healing": "A24",
    "Relief at once is due to the drug": "A36",
}


def test_claims_are_sorted_as_the_ledger_judges_them() -> None:
    columns = {choice.text: choice.column for choice in QUESTIONS["sort_the_claims"].choices}
    for claim, key in JUDGED.items():
        assert load_verdicts()[load_claims()[key].verdict].text.startswith(columns[claim])


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
