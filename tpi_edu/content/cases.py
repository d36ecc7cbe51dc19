"""Virtual patients: branching stories in which every choice has a consequence, feedback and sources."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from .schema import ContentError, table

_CITED = re.compile(r"\[(\w+(?:, \w+)*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a learner may do at a node, the key of the node it leads to, and what to think of it."""

    text: str
    to: str
    kind: Literal["good", "acceptable", "costly", "dangerous"]
    feedback: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A moment of a case: when it is, what is seen, and either two to four choices or an ending."""

    key: str
    when: str
    stage: Literal["history", "examination", "decision", "consequence"]
    text: str
    choices: tuple[Choice, ...] = ()
    ending: Literal["", "completed", "stopped", "harm"] = ""

    def __post_init__(self) -> None:
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
        """A short name of this wording and of its classes' names; recorded answers count under it alone."""
        return sha256(repr(self).encode()).hexdigest()[:8]


load_cases = table("cases.toml", Case, "virtual patient")
