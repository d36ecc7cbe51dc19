"""What patient leaflets claim, how far each claim holds, and where the leaflets contradict each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from .questions import Question, load_verdicts, load_ways
from .schema import ContentError, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A leaflet's claim in the course's words, the verdict on it and the notebook that teaches it.

    `reason` cites its sources as `[key]` or `[key, key]`.
    """

    claim: str
    verdict: Literal["supported", "partly", "misleading", "vague"]
    reason: str
    sources: tuple[str, ...]
    topic: str
    notebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements that do not fit together: claims by their keys, and `against`, which no leaflet says.

    `way` is how they go together; `reason` says it and cites its sources as `[key]`.
    """

    title: str
    claims: tuple[str, ...]
    way: Literal["different", "too_far", "neither", "some"]
    reason: str
    sources: tuple[str, ...]
    against: str = ""
    notebook: str = "05_what_the_evidence_says"

    def __post_init__(self) -> None:
        if len(self.claims) + bool(self.against) < 2:
            raise ContentError("claims and against must hold at least two statements; got fewer.")


load_claims = table("claims.toml", Claim, "claim", 'its leaflet and number, from "A01" on')
load_contradictions = table("contradictions.toml", Contradiction, "contradiction", 'its number, from "X1" on')


@cache
def load_claim_questions() -> Mapping[str, Question]:
    """Return every claim and contradiction as a question with feedback, by the same keys."""
    claims, verdicts = load_claims(), load_verdicts()
    said = {key: f"Leaflet {key[0]}: {claim.claim}" for key, claim in claims.items()}
    found = {key: _ask(claim, said[key], f"claim {key}") for key, claim in claims.items()}
    for key, pair in load_contradictions().items():
        statements = [*(said[each] for each in pair.claims), pair.against, "How do they go together?"]
        judged = ", ".join(f"{each} {verdicts[claims[each].verdict].text.lower()}" for each in pair.claims)
        found[key] = _ask(pair, " ".join(filter(None, statements)), f"“{pair.title}”: {judged}")
    return MappingProxyType(found)


def _ask(of: Claim | Contradiction, stem: str, rests_on: str) -> Question:
    """Return a question on a claim or a contradiction that offers every answer, each with what it means."""
    answers, right = (load_verdicts(), of.verdict) if isinstance(of, Claim) else (load_ways(), of.way)
    return Question(
        notebook=of.notebook,
        objective="judge_claim",
        kind="single",
        stem=stem,
        rests_on=rests_on,
        sources=of.sources,
        why=of.reason,
        choices=tuple(replace(answer, right=key == right) for key, answer in answers.items()),
    )
