"""The virtual patients: what each teaches is there, sourced, and not given away by its form."""

from collections import Counter

import pytest

from tpi_edu import load_sources
from tpi_edu.content.cases import Case, load_cases
from tpi_edu.content.schema import ContentError, build, read_toml

CASES = load_cases()
DECISIONS = [node for case in CASES.values() for node in case.nodes if node.choices]
# topic: words that its case cannot be told without
TOPICS = {
    "good_candidate": "band rolls",
    "fibromyalgia_asks": "Name fibromyalgia",
    "thin_rhomboid": "collapsed left lung",
    "caine_allergy": "some caine",
    "diabetes_steroid": "HbA1c 9 %",
    "anticoagulant": "One list: contraindication. A consensus on headache: precaution",
    "minutes_later": "20 % lipid emulsion now",
    "third_failure": "three injections",
    "worse_next_day": "worse than before",
    "chest_spot": "pectoralis",
}


def test_each_topic_has_its_case() -> None:
    assert set(CASES) == set(TOPICS)
    for key, words in TOPICS.items():
        assert words in repr(CASES[key])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_choice_has_feedback_of_its_own_and_known_sources(case: Case) -> None:
    choices = [choice for node in case.nodes for choice in node.choices]
    assert all(choice.sources and len(choice.feedback) > 25 for choice in choices)
    assert len({choice.feedback for choice in choices}) == len(choices)
    assert set(case.sources) <= set(load_sources())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_runs_from_history_over_examination_to_a_debrief_with_sources(case: Case) -> None:
    assert 5 <= len(case.nodes) <= 9
    assert case.nodes[0].stage == "history"
    assert "consequence" in {node.stage for node in case.nodes if node.ending}
    assert {"examination", "consequence"} <= {node.stage for node in case.nodes}
    assert case.reflect.endswith("?")
    assert len(case.remember) == 3
    assert all(text.count("[") >= 1 for text in case.remember)


def test_sources_of_a_debrief_are_those_of_its_choices_and_those_it_cites() -> None:
    assert {"scholten_2017", "valera_calero_rhomboid"} <= set(CASES["thin_rhomboid"].sources)
    assert CASES["thin_rhomboid"].sources == tuple(sorted(set(CASES["thin_rhomboid"].sources)))


def test_the_good_choice_is_not_given_away_by_its_length_or_its_place() -> None:
    longest, shortest, first = 0, 0, 0
    for node in DECISIONS:
        lengths = [len(choice.text) for choice in node.choices]
        best = next(n for n, choice in enumerate(node.choices) if choice.kind == "good")
        longest += lengths[best] == max(lengths)
        shortest += lengths[best] == min(lengths)
        first += best == 0
    assert max(longest, shortest) <= 0.4 * len(DECISIONS)
    assert 0.25 * len(DECISIONS) <= first <= 0.45 * len(DECISIONS)


def test_cases_have_different_shapes() -> None:
    shapes = {(len(case.nodes), tuple(len(node.choices) for node in case.nodes)) for case in CASES.values()}
    assert len(shapes) == len(CASES)
    kinds = Counter(choice.kind for node in DECISIONS for choice in node.choices)
    assert min(kinds.values()) >= 10


def test_numbers_taught_in_the_cases_are_those_of_the_sources() -> None:
    text = repr(CASES["minutes_later"])
    assert f"{10 * 2.5:g} mg. One point" in text  # 10 mL of 0.25 %
    assert f"allows {80 * 2} mg for his 80 kg" in text  # bupivacaine, 2 mg/kg
    assert "100 mL, then 200-250 mL over 15-20 minutes" in text
    assert "about 12 mL/kg" in text
    assert "51 people" in repr(CASES["diabetes_steroid"])
    assert "above 7 % or insulin" in repr(CASES["diabetes_steroid"])
    for mg_per_dl, mmol_per_l in ((210, 11.7), (340, 18.9), (270, 15), (300, 16.7), (480, 26.7), (38, 2.1)):
        assert mg_per_dl / 18 == pytest.approx(mmol_per_l, abs=0.05)
        assert f"{mmol_per_l} mmol/L" in repr(CASES["diabetes_steroid"])


def test_no_rate_of_pneumothorax_is_printed() -> None:
    assert "How often it happens after trigger point injection is not known" in repr(CASES["thin_rhomboid"])


BAD = [
    (
        ("kind", "lucky"),
        "nodes: choices: kind must be one of good, acceptable, costly, dangerous; got 'lucky'.",
    ),
    (("stage", "prologue"), "nodes: stage must be one of history, examination, decision, consequence; got "),
    (("ending", "happy"), "nodes: ending must be one of completed, stopped, harm; got 'happy'."),
    (("ending", "harm"), "choices must be 0 to 0 at start; got 2."),
    (("choices", []), "choices must be 2 to 4 at start; got 0."),
    (("to", "nowhere"), "nodes must hold each key once; 'nowhere' is there 0 times."),
    (("key", "found"), "nodes must hold each key once; 'found' is there 2 times."),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_a_badly_formed_case_is_refused(change: tuple, message: str) -> None:
    table = read_toml("cases.toml")["good_candidate"]
    field, value = change
    node = table["nodes"][0]
    (node["choices"][0] if field in ("kind", "to") else node)[field] = value
    with pytest.raises(ContentError) as error:
        build(Case, table, where="cases.toml [x]")
    assert message in str(error.value)
    assert str(error.value).startswith("cases.toml [x]: ")


def test_the_version_changes_with_the_wording() -> None:
    table = read_toml("cases.toml")["good_candidate"]
    case = build(Case, table, where="x")
    table["nodes"][-1]["text"] += " Again."
    assert case.version == CASES["good_candidate"].version != build(Case, table, where="x").version
