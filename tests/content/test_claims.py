"""The ledger of leaflet claims: each is judged, traced, and taught where the ledger says."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tpi_edu import load_sources
from tpi_edu.content.claims import VERDICTS, Claim, load_claims
from tpi_edu.content.questions import load_questions
from tpi_edu.content.schema import ContentError, build

CLAIMS = load_claims()
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CITATION = re.compile(r"\[([^\]]+)\]")
ROW = {
    "claim": "It works.",
    "verdict": "vague",
    "reason": "For whom is not said.",
    "sources": ["this_course"],
    "topic": "benefit",
    "notebook": "04_who_benefits",
}

each_claim = pytest.mark.parametrize("key", CLAIMS)


def marks() -> dict[str, list[str]]:
    """Return the claims marked in each notebook's cells, by the notebook's name."""
    cells = {path.stem: json.loads(path.read_text("utf-8"))["cells"] for path in NOTEBOOKS.glob("*.ipynb")}
    return {
        name: [key for cell in found for key in cell["metadata"].get("claims", ())]
        for name, found in cells.items()
    }


def test_the_ledger_holds_every_claim_of_both_leaflets_in_order() -> None:
    assert list(CLAIMS) == [f"{'A' if number < 39 else 'B'}{number:02d}" for number in range(1, 58)]


@each_claim
def test_every_source_of_a_claim_is_known_and_its_reason_cites_no_other(key: str) -> None:
    claim = CLAIMS[key]
    assert set(claim.sources) <= set(load_sources())
    assert len(set(claim.sources)) == len(claim.sources)
    cited = {source for group in CITATION.findall(claim.reason) for source in group.split(", ")}
    assert cited <= set(claim.sources)


@each_claim
def test_no_claim_is_judged_by_the_leaflets_alone(key: str) -> None:
    assert set(CLAIMS[key].sources) - {"leaflet_a", "leaflet_b"}


@each_claim
def test_every_number_of_a_reason_is_followed_by_its_source(key: str) -> None:
    words = CLAIMS[key].reason.replace("B12", "")
    for sentence in re.split(r"(?<=[.?!])\s", words):
        uncited = CITATION.split(sentence)[-1]
        assert not re.search(r"\d", uncited), sentence


@each_claim
def test_claim_and_reason_are_sentences_and_not_longer_than_a_card_holds(key: str) -> None:
    claim = CLAIMS[key]
    for text, longest in ((claim.claim, 110), (CITATION.sub("", claim.reason), 260)):
        assert text[0].isupper() or text[0] == '"'
        assert text[-1] == "."
        assert len(text) <= longest


def test_every_claim_belongs_to_a_notebook_of_the_course() -> None:
    course = {question.notebook for question in load_questions().values()}
    assert {claim.notebook for claim in CLAIMS.values()} <= course


def test_every_verdict_is_given_and_every_topic_is_worth_a_filter() -> None:
    assert {claim.verdict for claim in CLAIMS.values()} == set(VERDICTS)
    assert min(Counter(claim.topic for claim in CLAIMS.values()).values()) >= 3


def test_the_two_wordings_of_one_claim_get_the_same_verdict() -> None:
    for first, again in (("A12", "A33"), ("B42", "B55"), ("A36", "B43"), ("A20", "B48")):
        assert CLAIMS[first].verdict == CLAIMS[again].verdict


def test_every_claim_is_taught_in_its_notebook_and_every_mark_is_of_the_ledger() -> None:
    for name, marked in marks().items():
        assert set(marked) == {key for key, claim in CLAIMS.items() if claim.notebook == name}, name


def test_the_verdicts_counted_in_the_notebook_on_the_evidence_are_those_of_the_ledger() -> None:
    path = NOTEBOOKS / "05_what_the_evidence_says.ipynb"
    text = "".join("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"])
    rows = [("what is done: procedure, drugs", {"procedure", "drugs"})]
    rows += [("when and why: time course, mechanism", {"time_course", "mechanism"})]
    rows += [("everything else", {claim.topic for claim in CLAIMS.values()} - rows[0][1] - rows[1][1])]
    for about, topics in rows:
        count = Counter(claim.verdict for claim in CLAIMS.values() if claim.topic in topics)
        numbers = [count.total(), *(count[verdict] for verdict in VERDICTS)]
        assert f"| {about} | {' | '.join(map(str, numbers))} |" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"verdict": "true"},
            "verdict must be one of supported, partly, misleading, vague; got 'true'.",
        ),
        ({"sources": []}, "sources must hold at least one key; got none."),
    ],
)
def test_a_claim_without_a_verdict_or_a_source_is_refused(change: dict, message: str) -> None:
    with pytest.raises(ContentError, match=f"^{re.escape(f'claims.toml [A01]: {message}')}$"):
        build(Claim, ROW | change, where="claims.toml [A01]")
