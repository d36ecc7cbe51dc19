"""Virtual patients: branching stories in which every choice has a consequence, feedback and sources."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import MappingProxyType

from .schema import ContentError, load_records

KINDS = ("good", "acceptable", "costly", "dangerous")
ENDINGS = ("completed", "stopped", "harm")
STAGES = ("history", "examination", "decision", "consequence")

_CITED = re.compile(r"\[(\w+(?:, \w+)*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a learner may do at a node, the key of the node it leads to, and what to think of it."""

    text: str
    to: str
    kind: str
    feedback: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ContentError(f"kind must be one of {', '.join(KINDS)}; got {self.kind!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A moment of a case: when it is, what is seen, and either two to four choices or an ending."""

    key: str
    when: str
    stage: str
    text: str
    choices: tuple[Choice, ...] = ()
    ending: str = ""

    def __post_init__(self) -> None:
        if self.stage not in STAGES:
            raise ContentError(f"stage must be one of {', '.join(STAGES)}; got {self.stage!r}.")
        if self.ending and self.ending not in ENDINGS:
            raise ContentError(f"ending must be one of {', '.join(ENDINGS)}; got {self.ending!r}.")
        low, high = (0, 0) if self.ending else (2, 4)
        if not low <= len(self.choices) <= high:
            raise ContentError(f"choices must be {low} to {high} at {self.key}; got {len(self.choices)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A virtual patient: nodes of which the first is the start, then what to reflect on and to remember.

    `remember` cites sources as `[key]` or `[key, key]`.
    """

    title: str
    reflect: str
    remember: tuple[str, ...]
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        keys = [node.key for node in self.nodes]
        for key in [*keys, *(choice.to for node in self.nodes for choice in node.choices)]:
            if keys.count(key) != 1:
                raise ContentError(
                    f"nodes must hold each key once; {key!r} is there {keys.count(key)} times."
                )

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of every source that choices and debrief rest on."""
        found = {key for node in self.nodes for choice in node.choices for key in choice.sources}
        cited = _CITED.findall(" ".join(self.remember))
        return tuple(sorted(found.union(*(keys.split(", ") for keys in cited))))

    @property
    def version(self) -> str:
        """A short name of this wording: it changes when the case does."""
        return sha256(repr(self).encode()).hexdigest()[:8]


@cache
def load_cases() -> MappingProxyType[str, Case]:
    """Return every virtual patient by its key."""
    return load_records("cases.toml", Case)
