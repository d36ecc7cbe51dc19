"""The virtual patients: each runs to an end, is sourced, and gives nothing away by its form."""

import re

import pytest
from shipped import TABLES
from stored_form import PATHS, read

from tpi_edu.content import questions, schema
from tpi_edu.content.questions import Case, Node, family_of, load_cases
from tpi_edu.content.schema import ContentError, table
from tpi_edu.model.dose import concentration_mg_per_ml, max_dose_mg

CASES = load_cases()
BOOK = "06_clinical_cases"
VARIED = {key: case for key, case in CASES.items() if case.like}
DECISIONS = [node for case in CASES.values() for node in case.nodes if node.choices]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_runs_from_history_over_examination_to_a_debrief_with_sources(case: Case) -> None:
    assert 5 <= len(case.nodes) <= 9
    assert case.nodes[0].stage == "history"
    assert "consequence" in {node.stage for node in case.nodes if node.ending}
    assert "examination" in {node.stage for node in case.nodes}
    assert case.reflect.endswith("?")
    assert len(case.remember) == 3
    assert all("[" in text for text in case.remember)
    cited = re.findall(r"\w+", " ".join(re.findall(r"\[(.+?)\]", " ".join(case.remember))))
    chosen = [key for node in case.nodes for choice in node.choices for key in choice.sources]
    assert case.sources == tuple(sorted({*cited, *chosen}))


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


def good(node: Node) -> int:
    """Return the place of the one good choice."""
    (place,) = [number for number, choice in enumerate(node.choices) if choice.kind == "good"]
    return place


def node_of(key: str, name: str) -> Node:
    """Return a node of a case by its key."""
    return next(node for node in CASES[key].nodes if node.key == name)


@pytest.mark.parametrize("key", VARIED)
def test_one_detail_turns_what_is_right_and_the_choices_stay_the_same(key: str) -> None:
    case = CASES[key]
    before, now = node_of(case.like, case.turns), node_of(key, case.turns)
    assert [choice.text for choice in now.choices] == [choice.text for choice in before.choices]
    told = [repr([(node.text, node.when) for node in CASES[name].nodes]) for name in (key, case.like)]
    assert told[0] != told[1], "the detail is told"
    assert now.choices[good(before)].kind in ("costly", "dangerous")
    assert before.choices[good(now)].kind != "good"
    written = {node["key"] for node in TABLES["cases"][key]["nodes"]}
    assert written <= {node.key for node in case.nodes}, "what is written is met"


@pytest.mark.parametrize("key", VARIED)
def test_the_same_choice_on_the_same_facts_is_judged_the_same_however_it_ends(key: str) -> None:
    told = {node.key: node for node in CASES[CASES[key].like].nodes}
    for node in CASES[key].nodes:
        if node.key in told and node.text == told[node.key].text:
            assert [choice.kind for choice in node.choices] == [
                choice.kind for choice in told[node.key].choices
            ], node.key


def test_every_case_that_must_be_done_has_two_who_vary_it() -> None:
    notebook = "".join(cell.source for path in PATHS if path.stem == BOOK for cell in read(path).cells)
    must_do = re.findall(r'CaseCard\("(\w+)"\)  # must do', notebook)
    assert must_do
    for key in must_do:
        first, *others = family_of(key)
        assert (first, len(others)) == (key, 2)
        assert {family_of(other) for other in others} == {family_of(key)}
        assert len({CASES[other].turns + repr(node_of(other, CASES[other].turns)) for other in others}) == 2


@pytest.mark.parametrize("like", ["nobody", "good_candidate_breath"])
def test_a_case_varies_one_that_stands_by_itself(like: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bases = {key: own for key, own in TABLES["cases"].items() if "like" not in own}
    tables = bases | {"good_candidate_breath": TABLES["cases"]["good_candidate_breath"]}
    monkeypatch.setattr(schema, "read_toml", lambda _file: tables | {"new": {"like": like, "nodes": []}})
    message = f"cases.toml [new]: like must be one of {', '.join(bases)}; got {like!r}."
    load = table("cases.toml", Case, "", fill_in=questions._fill_in)
    with pytest.raises(ContentError) as error:
        load()
    assert str(error.value) == message


def test_doses_of_emergencies_are_the_same_wherever_they_are_told() -> None:
    text = repr(CASES)
    assert set(re.findall(r"[Ee]pinephrine ([\d.]+ mg)", text)) == {"0.5 mg"}
    assert set(re.findall(r"0\.5 mL of ([\d.]+ mg/mL)", text)) == {"1 mg/mL"}
    assert set(re.findall(r"again after (\d+ minutes)", text)) == {"5 minutes"}
    assert set(re.findall(r"at most ([\d.]+ microgram)/kg", text)) == {"1 microgram"}
    assert set(re.findall(r"(\S+ mg) of aspirin", text)) == {"162-325 mg"}
    assert f"at most 1 microgram/kg by vein, here {1 * 80} micrograms" in text
    for wrong in (choice for node in DECISIONS for choice in node.choices if choice.kind == "dangerous"):
        if "lipid emulsion: a reaction" in wrong.text or "antihistamine tablet" in wrong.text:
            assert "0.5 mg into the outer thigh" in wrong.feedback


def test_fever_after_a_deep_injection_is_treated_in_hospital_and_redness_without_it_at_home() -> None:
    for key in family_of("worse_next_day"):
        for node in CASES[key].nodes:
            if node.key == "seen":
                has_fever = float(re.search(r"([\d.]+) °C", node.text).group(1)) > 38
                assert node.choices[good(node)].text.startswith("Hospital today") == has_fever


def test_a_bruise_that_can_be_pressed_is_no_harm_and_no_relief_is_foretold_in_fibromyalgia() -> None:
    assert {node_of(key, "hematoma").ending for key in family_of("anticoagulant")} == {"stopped"}
    assert "unchanged" not in repr(CASES["fibromyalgia_asks"])


def test_doses_told_in_the_cases_are_those_of_the_model() -> None:
    text = repr(CASES["minutes_later"])
    assert f"{10 * concentration_mg_per_ml(0.25):g} mg. One point" in text  # 10 mL of 0.25 %
    assert f"allows {max_dose_mg('bupivacaine', 80):g} mg for his 80 kg" in text
    assert "100 mL, then 200-250 mL over 15-20 minutes" in text
    assert "about 12 mL/kg" in text


def test_epinephrine_in_a_faint_is_no_crime_and_a_needle_where_blood_cannot_be_pressed_is() -> None:
    mistaken = [
        choice
        for key, name in (("two_faints", "flat"), ("minutes_later_faint", "signs"))
        for choice in node_of(key, name).choices
        if "pinephrine 0.5 mg" in choice.text
    ]
    assert [choice.kind for choice in mistaken] == ["costly", "costly"]
    deep = node_of("anticoagulant", "both_sides").choices[1], node_of("old_number", "back").choices[0]
    assert {choice.kind for choice in deep} == {"dangerous"}


def test_glucose_is_the_same_in_both_units() -> None:
    pairs = re.findall(r"(\d+) mg/dL[^.?!]*?([\d.]+) mmol/L", repr(CASES))
    assert len(pairs) == repr(CASES).count("mmol/L")
    for mg_per_dl, mmol_per_l in pairs:
        assert float(mg_per_dl) / 18 == pytest.approx(float(mmol_per_l), abs=0.05)


def test_no_rate_of_pneumothorax_is_printed() -> None:
    for sentence in re.split(r"[.?!;:'\"] ", repr(CASES)):
        assert not re.search(r"pneumothorax.*(\d %|\d in \d|per cent)", re.sub(r"\[.*?\]", "", sentence)), (
            sentence
        )
