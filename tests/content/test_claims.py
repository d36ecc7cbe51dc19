"""The ledger of leaflet claims and their contradictions: each is judged, traced and taught where it says."""

import re
from collections import Counter
from pathlib import Path

import pytest
from stored_form import NOTEBOOKS, PATHS, prose, read

from tpi_edu.content.claims import load_claim_questions, load_claims, load_contradictions
from tpi_edu.content.questions import load_verdicts, load_ways

CLAIMS = load_claims()
PAIRS = load_contradictions()
LEDGER = CLAIMS | PAIRS
CITATION = re.compile(r"\[([^\]]+)\]")
WORST_LAST = ("supported", "vague", "partly", "misleading")
COUNTED = re.compile(r"(\d+) (?:are |is )?(claims|supported|partly|misleading)\b|on (\d+) we cannot tell")
SECOND_READING = {  # verdicts that were wrong once, and a word that the reason now needs
    "A15": ("misleading", "no trial found"),
    "A16": ("supported", "worded loosely"),
    "A26": ("partly", "affaitati_2011"),
    "A32": ("partly", "too strong"),
    "B42": ("partly", "does not begin then"),
    "B45": ("partly", "follow the steroid"),
    "B55": ("partly", "onset is not"),
}


def test_the_ledger_holds_every_claim_of_both_leaflets_and_every_contradiction_in_order() -> None:
    assert list(CLAIMS) == [f"{leaflet}{n:02d}" for n, (leaflet, *_) in enumerate(sorted(CLAIMS), 1)]
    assert list(PAIRS) == [f"X{n}" for n in range(1, len(PAIRS) + 1)]


@pytest.mark.parametrize("key", LEDGER)
def test_a_reason_cites_no_other_source_than_it_names_and_one_after_each_number(key: str) -> None:
    record, words = LEDGER[key], LEDGER[key].reason.replace("B12", "")
    assert len(set(record.sources)) == len(record.sources)
    cited = {source for group in CITATION.findall(words) for source in group.split(", ")}
    assert cited == set(record.sources) if key in PAIRS else cited <= set(record.sources)
    for sentence in re.split(r"(?<=[.?!])\s", words):
        assert not re.search(r"\d", CITATION.split(sentence)[-1]), sentence
    assert len(CITATION.sub("", words)) <= (300 if key in PAIRS else 260), "no more than a card holds"


@pytest.mark.parametrize("key", CLAIMS)
def test_a_claim_fits_its_card_and_is_not_judged_by_the_leaflets_alone(key: str) -> None:
    assert len(CLAIMS[key].claim) <= 110, "no more than a card holds"
    assert set(CLAIMS[key].sources) - {"leaflet_a", "leaflet_b"}


def test_the_two_wordings_of_one_claim_get_the_same_verdict() -> None:
    for first, again in (("A12", "A33"), ("B42", "B55"), ("A15", "A36"), ("A36", "B43"), ("A20", "B48")):
        assert CLAIMS[first].verdict == CLAIMS[again].verdict


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_claim_is_taught_in_its_notebook_and_every_mark_is_of_the_ledger(path: Path) -> None:
    marked = {key for cell in read(path).cells for key in cell["metadata"].get("claims", ())}
    assert marked == {key for key, claim in CLAIMS.items() if claim.notebook == path.stem}


def test_the_verdicts_counted_in_the_notebook_on_the_evidence_are_those_of_the_ledger() -> None:
    text = prose(NOTEBOOKS / "05_what_the_evidence_says.ipynb")
    every = Counter(claim.verdict for claim in CLAIMS.values())
    assert (
        "Of {} claims, {} are supported, {} partly supported and {} misleading; on {} we cannot tell".format(
            len(CLAIMS), *(every[verdict] for verdict in load_verdicts())
        )
        in text
    )
    first = sum(claim.topic in ("mechanism", "time_course", "benefit") for claim in CLAIMS.values())
    assert f"make {len(CLAIMS)} claims" in text
    assert f"how many of the {len(CLAIMS)} hold as they stand" in text
    assert f": {first} claims. Say the reason" in text
    assert f"The other {len(CLAIMS) - first} can wait" in text
    rows = [("what is done: procedure, drugs", {"procedure", "drugs"})]
    rows += [("when and why: time course, mechanism", {"time_course", "mechanism"})]
    rows += [("everything else", {claim.topic for claim in CLAIMS.values()} - rows[0][1] - rows[1][1])]
    for about, topics in rows:
        count = Counter(claim.verdict for claim in CLAIMS.values() if claim.topic in topics)
        numbers = [count.total(), *(count[verdict] for verdict in load_verdicts())]
        assert f"| {about} | {' | '.join(map(str, numbers))} |" in text


@pytest.mark.parametrize("path", [*PATHS, NOTEBOOKS.parent / "README.md"], ids=lambda path: path.stem)
def test_no_count_of_claims_or_verdicts_is_told_that_the_ledger_does_not_give(path: Path) -> None:
    text = prose(path) if path in PATHS else path.read_text("utf-8")
    known = {word: set[int]() for word in ("claims", *load_verdicts())}
    for topics in ({claim.topic for claim in CLAIMS.values()}, {"mechanism", "time_course", "benefit"}):
        verdicts = Counter(claim.verdict for claim in CLAIMS.values() if claim.topic in topics)
        known["claims"].add(verdicts.total())
        for word in load_verdicts():
            known[word].add(verdicts[word])
    for count, what, unclear in COUNTED.findall(text):
        assert int(count or unclear) in known[what or "vague"]


@pytest.mark.parametrize("key", SECOND_READING)
def test_a_verdict_that_a_second_reading_changed_stays_changed(key: str) -> None:
    verdict, needed = SECOND_READING[key]
    assert CLAIMS[key].verdict == verdict
    assert needed in CLAIMS[key].reason


@pytest.mark.parametrize("key", PAIRS)
def test_the_claims_of_a_contradiction_exist_and_the_way_out_fits_the_verdicts_on_them(key: str) -> None:
    claims = PAIRS[key].claims
    verdicts = [CLAIMS[claim].verdict for claim in claims]
    assert len(set(claims)) == len(claims) <= 3
    if PAIRS[key].way == "too_far":
        best, *_, worst = sorted(verdicts, key=WORST_LAST.index)
        assert worst in ("partly", "misleading")
        assert WORST_LAST.index(best) < WORST_LAST.index(worst), "one of them must stay"
    if PAIRS[key].way == "neither":
        assert "supported" not in verdicts


@pytest.mark.parametrize("key", load_claim_questions())
def test_the_right_answer_to_each_question_is_the_verdict_of_the_ledger(key: str) -> None:
    question, record = load_claim_questions()[key], LEDGER[key]
    (right,) = [option.text for option in question.choices if option.right]
    told = question.why, question.sources, question.notebook
    assert told == (record.reason, record.sources, record.notebook)
    if key in CLAIMS:
        assert right == load_verdicts()[record.verdict].text
        assert question.stem == f"Leaflet {key[0]}: {record.claim}"
    else:
        assert right == load_ways()[record.way].text
        assert all(CLAIMS[claim].claim in question.stem for claim in record.claims)
        assert record.against in question.stem
        assert record.title not in question.stem, "it would give the way away"
