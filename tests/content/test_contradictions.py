"""The contradictions of the leaflets: their claims exist, and the way out fits the verdicts on them."""

import re

import pytest

from tpi_edu import load_sources
from tpi_edu.content.claims import (
    VERDICTS,
    WAYS,
    Contradiction,
    load_claim_questions,
    load_claims,
    load_contradictions,
)
from tpi_edu.content.schema import ContentError, build

PAIRS = load_contradictions()
CLAIMS = load_claims()
CITATION = re.compile(r"\[([^\]]+)\]")
# the claims that the evidence page sets against each other
AGAINST_EACH_OTHER = {
    "X1": {"A14", "A23", "A36", "B42", "B55", "B44"},
    "X2": {"B42", "B43"},
    "X3": {"A15", "B43"},
    "X4": {"A13", "A32"},
    "X5": {"A24", "B56", "B57"},
    "X6": {"A26", "A01", "B40"},
    "X7": {"A30", "B46"},
    "X8": {"A36", "A11", "A18"},
    "X9": {"A22", "A29", "B52"},
    "X10": {"A16", "B56"},
    "X11": {"B42", "B45", "B46"},
    "X12": {"A37", "A38"},
}

each_pair = pytest.mark.parametrize("key", PAIRS)


def test_all_twelve_contradictions_are_there() -> None:
    assert list(PAIRS) == list(AGAINST_EACH_OTHER)
    assert {pair.way for pair in PAIRS.values()} == set(WAYS)


@each_pair
def test_the_claims_of_a_contradiction_exist_and_are_those_that_collide(key: str) -> None:
    pair = PAIRS[key]
    assert set(pair.claims) <= set(CLAIMS)
    assert set(pair.claims) <= AGAINST_EACH_OTHER[key]
    assert len(set(pair.claims)) == len(pair.claims) <= 3


@each_pair
def test_the_way_out_fits_the_verdicts_on_the_claims(key: str) -> None:
    verdicts = [CLAIMS[claim].verdict for claim in PAIRS[key].claims]
    if PAIRS[key].way == "too_far":
        assert "misleading" in verdicts
        assert set(verdicts) - {"misleading"}, "one of them must stay"
    if PAIRS[key].way == "neither":
        assert "supported" not in verdicts


@each_pair
def test_a_resolution_cites_all_its_sources_and_no_other_and_each_number_has_one(key: str) -> None:
    pair = PAIRS[key]
    assert set(pair.sources) <= set(load_sources())
    cited = {source for group in CITATION.findall(pair.resolution) for source in group.split(", ")}
    assert cited == set(pair.sources)
    for sentence in re.split(r"(?<=[.?!])\s", pair.resolution):
        assert not re.search(r"\d", CITATION.split(sentence)[-1]), sentence
    assert len(CITATION.sub("", pair.resolution)) <= 300


@pytest.mark.parametrize("key", load_claim_questions())
def test_the_right_answer_to_each_question_is_the_verdict_of_the_ledger(key: str) -> None:
    question = load_claim_questions()[key]
    (right,) = [option.text for option in question.options if option.right]
    if key in CLAIMS:
        assert right == VERDICTS[CLAIMS[key].verdict][0]
        assert (question.why, question.sources) == (CLAIMS[key].reason, CLAIMS[key].sources)
        assert question.stem == f"Leaflet {key[0]}: {CLAIMS[key].claim}"
        assert question.notebook == CLAIMS[key].notebook
    else:
        assert right == WAYS[PAIRS[key].way][0]
        assert all(CLAIMS[claim].claim in question.stem for claim in PAIRS[key].claims)
        assert PAIRS[key].against in question.stem
        assert PAIRS[key].title not in question.stem, "it would give the way away"


ROW = {"title": "x", "claims": ["A01", "A02"], "way": "some", "resolution": "x", "sources": ["roldan_2020"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"way": "magic"}, "way must be one of different, too_far, neither, some; got 'magic'."),
        ({"claims": ["A01"]}, "claims and against must hold at least two statements; got fewer."),
    ],
)
def test_a_badly_formed_contradiction_is_refused(change: dict, message: str) -> None:
    with pytest.raises(ContentError, match=f"^{re.escape(f'contradictions.toml [X1]: {message}')}$"):
        build(Contradiction, ROW | change, where="contradictions.toml [X1]")
    assert build(Contradiction, ROW | {"claims": ["A01"], "against": "x"}, where="x").against == "x"
