"""What patient leaflets claim, how far each claim holds, and where the leaflets contradict each other."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .questions import Option, Question
from .schema import ContentError, load_records

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
    verdict: str
    reason: str
    sources: tuple[str, ...]
    topic: str
    notebook: str

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ContentError(f"verdict must be one of {', '.join(VERDICTS)}; got {self.verdict!r}.")
        if not self.sources:
            raise ContentError("sources must hold at least one key; got none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements that do not fit together: claims by their keys, and `against`, which no leaflet says.

    `way` is how they go together, a key of WAYS; `resolution` says it and cites its sources as `[key]`.
    """

    title: str
    claims: tuple[str, ...]
    way: str
    resolution: str
    sources: tuple[str, ...]
    against: str = ""
    notebook: str = "05_what_the_evidence_says"

    def __post_init__(self) -> None:
        if self.way not in WAYS:
            raise ContentError(f"way must be one of {', '.join(WAYS)}; got {self.way!r}.")
        if len(self.claims) + bool(self.against) < 2:
            raise ContentError("claims and against must hold at least two statements; got fewer.")


@cache
def load_claims() -> MappingProxyType[str, Claim]:
    """Return every claim by its leaflet and number: "A01" to "A38", then "B39" to "B57"."""
    return load_records("claims.toml", Claim)


@cache
def load_contradictions() -> MappingProxyType[str, Contradiction]:
    """Return every contradiction by its number: "X1" to "X12"."""
    return load_records("contradictions.toml", Contradiction)


@cache
def load_claim_questions() -> MappingProxyType[str, Question]:
    """Return every claim and contradiction as a question with feedback, by the same keys."""
    claims, found = load_claims(), {}
    for key, claim in claims.items():
        words = {"stem": _say(key), "why": claim.reason, "rests_on": f"claim {key}"}
        found[key] = _ask(claim, VERDICTS, claim.verdict, words)
    for key, pair in load_contradictions().items():
        stem = " ".join(filter(None, [*map(_say, pair.claims), pair.against, "How do they go together?"]))
        verdicts = ", ".join(f"{each} {VERDICTS[claims[each].verdict][0].lower()}" for each in pair.claims)
        words = {"stem": stem, "why": pair.resolution, "rests_on": f"“{pair.title}”: {verdicts}"}
        found[key] = _ask(pair, WAYS, pair.way, words)
    return MappingProxyType(found)


def _say(key: str) -> str:
    return f"Leaflet {key[0]}: {load_claims()[key].claim}"


def _ask(of: Claim | Contradiction, answers: Answers, right: str, words: dict[str, str]) -> Question:
    options = tuple(Option(text=t, feedback=says, right=key == right) for key, (t, says) in answers.items())
    form = {"objective": "judge_claim", "kind": "single"}
    return Question(**form, notebook=of.notebook, sources=of.sources, options=options, **words)
