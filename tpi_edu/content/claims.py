"""What patient leaflets claim, how far each claim holds, and where the leaflets contradict each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated

from .questions import Option, Question
from .schema import ContentError, table

Answers = dict[str, tuple[str, str]]  # key: answer, and what it means
VERDICTS: Answers = {
    "supported": ("Supported", "It holds as it stands, or describes fairly what is done."),
    "partly": (
        "Partly supported",
        "Something in it holds; something is missing, too strong, or true of some patients only.",
    ),
    "misleading": (
        "Misleading",
        "Who believes it expects something that trials have not shown, or that they speak against.",
    ),
    "vague": ("Cannot tell", "Too unclear to test: no finding could show it true or false."),
}
# the way in which statements that contradict each other go together
WAYS: Answers = {
    "different": (
        "They speak of different things",
        "Another time, step or effort is meant by each: name them, and the statements stop colliding.",
    ),
    "too_far": (
        "One of them promises too much",
        "One statement has to give way, because the evidence does not carry it.",
    ),
    "neither": ("Neither has been shown", "Each names a cause, and trials have shown neither of them."),
    "some": ("They speak of different patients", "Each is true of a share: say how large it is."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A leaflet's claim in the course's words, the verdict on it and the notebook that teaches it.

    `reason` cites its sources as `[key]` or `[key, key]`.
    """

    claim: str
    verdict: Annotated[str, VERDICTS]
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
    way: Annotated[str, WAYS]
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
    claims = load_claims()
    said = {key: f"Leaflet {key[0]}: {claim.claim}" for key, claim in claims.items()}
    found = {
        key: _ask(claim, VERDICTS, claim.verdict, stem=said[key], rests_on=f"claim {key}")
        for key, claim in claims.items()
    }
    for key, pair in load_contradictions().items():
        statements = [*(said[each] for each in pair.claims), pair.against, "How do they go together?"]
        verdicts = ", ".join(f"{each} {VERDICTS[claims[each].verdict][0].lower()}" for each in pair.claims)
        stem, rests_on = " ".join(filter(None, statements)), f"“{pair.title}”: {verdicts}"
        found[key] = _ask(pair, WAYS, pair.way, stem=stem, rests_on=rests_on)
    return MappingProxyType(found)


def _ask(of: Claim | Contradiction, answers: Answers, right: str, *, stem: str, rests_on: str) -> Question:
    """Return a question on a claim or a contradiction that offers every answer, each with what it means."""
    return Question(
        notebook=of.notebook,
        objective="judge_claim",
        kind="single",
        stem=stem,
        rests_on=rests_on,
        sources=of.sources,
        why=of.reason,
        choices=tuple(
            Option(text=t, feedback=says, right=key == right) for key, (t, says) in answers.items()
        ),
    )
