"""What learners are asked and told: tasks, questions, virtual patients, moments; and misconceptions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Annotated, Any, Literal

from .schema import ContentError, Statement, require_together, table

KINDS = {"single": (4, 5), "order": (5, 9), "sort": (6, 9)}  # how few and how many choices each kind has
_CITED = re.compile(r"\[(\w+(?:, \w+)*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an explorer's task card asks of the learner."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a learner can do after a notebook, with a verb that a question can test."""

    notebook: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """What many believe, and what to say to it."""

    belief: str
    correction: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a learner chooses, orders or sorts, and whether it is right or in which column it belongs.

    `misconception`: what whoever chooses it, or sorts it into any other column, believes; by its key.
    """

    text: str
    feedback: str
    right: bool = False
    column: str = ""
    misconception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: of its choices one is right, or they stand in the right order, or each has its column.

    `objective`: what the notebook promises that one can do, by its key.
    """

    notebook: str
    objective: str
    kind: Annotated[str, KINDS]
    stem: str
    rests_on: str
    sources: tuple[str, ...]
    why: str
    must_pass: bool = False
    choices: tuple[Option, ...]
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        (low, high), count = KINDS[self.kind], len(self.choices)
        if not low <= count <= high:
            raise ContentError(f"choices must be {low} to {high} where kind is {self.kind!r}; got {count}.")
        wanted, right = int(self.kind == "single"), sum(choice.right for choice in self.choices)
        if right != wanted:
            raise ContentError(f"choices must have {wanted} right where kind is {self.kind!r}; got {right}.")
        for choice in self.choices:
            if choice.column not in (self.columns or ("",)):
                raise ContentError(f"choices must name a column of the question; got {choice.column!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a learner may do at a node of a case, the key of the node it leads to, and what to think of it."""

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

    `remember` cites sources as `[key]` or `[key, key]`. `like` is the key of the case that it varies in one
    detail, and `turns` that of the node where what was right there is wrong here.
    """

    title: str
    reflect: str
    remember: tuple[str, ...]
    nodes: tuple[Node, ...]
    like: str = ""
    turns: str = ""

    def __post_init__(self) -> None:
        require_together(self, "like", "turns")
        keys = [node.key for node in self.nodes]
        led_to = [choice.to for node in self.nodes for choice in node.choices]
        for key in [*keys, *led_to, *filter(None, [self.turns])]:
            if keys.count(key) != 1:
                raise ContentError(
                    f"nodes must hold each key once; {key!r} is there {keys.count(key)} times."
                )

    def steps(self, taken: Sequence[int]) -> list[tuple[Node, Choice | None]]:
        """Return each node met with the choice taken there, by its number from 0; none yet at the last.

        Raises `ValueError` for a choice that is not offered there.
        """
        nodes, steps = {node.key: node for node in self.nodes}, []
        here = self.nodes[0]
        for number in taken:
            offered = range(len(here.choices))
            if type(number) is not int or number not in offered:
                rule = f"one of {', '.join(map(str, offered))}" if offered else "none, the case has ended"
                raise ValueError(f"taken must be {rule} at {here.key}; got {number!r}.")
            steps.append((here, here.choices[number]))
            here = nodes[here.choices[number].to]
        return [*steps, (here, None)]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of every source that choices and debrief rest on."""
        found = {key for node in self.nodes for choice in node.choices for key in choice.sources}
        cited = _CITED.findall(" ".join(self.remember))
        return tuple(sorted(found.union(*(keys.split(", ") for keys in cited))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A time after an injection at which a played curve waits, and its question to the room."""

    hours: float
    question: str


def version_of(record: object) -> str:
    """Return a short name of a wording and of its classes' names; recorded answers count under it alone."""
    return sha256(repr(record).encode()).hexdigest()[:8]


def _fill_in(key: str, tables: dict[str, Any]) -> dict[str, Any]:
    """Return the table of a case; of one that is `like` another, with what it leaves out as it is there.

    A node goes by its key and a choice by its place. Nodes that no choice leads to any more are left out.
    """
    own: dict[str, Any] = tables[key]
    if "like" not in own:
        return own
    bases = {name: each for name, each in tables.items() if "like" not in each}
    if (like := own["like"]) not in bases:
        raise ContentError(f"cases.toml [{key}]: like must be one of {', '.join(bases)}; got {like!r}.")
    base: dict[str, Any] = bases[like]
    nodes = {node["key"]: node for node in base["nodes"]}
    met = [next(iter(nodes))]
    for node in own["nodes"]:
        before = nodes.get(node["key"], {})
        pairs: Iterable[Any] = zip_longest(before.get("choices", ()), node.get("choices", ()), fillvalue={})
        nodes[node["key"]] = before | node | {"choices": [old | new for old, new in pairs]}
    for here in met:  # it grows on the way
        led_to = dict.fromkeys(choice["to"] for choice in nodes[here].get("choices", ()))
        met += [to for to in led_to if to in nodes and to not in met]
    return base | own | {"nodes": [nodes[here] for here in met]}


load_tasks = table("tasks.toml", Task, "task")
load_objectives = table("objectives.toml", Objective, "objective")
load_misconceptions = table("misconceptions.toml", Misconception, "misconception")
load_prediction_misses = table(
    "prediction_misses.toml",
    Misconception,
    "belief a predicted line may rest on",
    "in the order `find_misconception` looks",
)
load_questions = table("questions.toml", Question, "question")
load_cases = table("cases.toml", Case, "virtual patient", fill_in=_fill_in)
load_verdicts = table("verdicts.toml", Option, "verdict on a claim as an answer")
load_ways = table("ways.toml", Option, "way in which contradicting statements go together, as an answer")
load_moments = table("moments.toml", Stop, "stop of a played curve", "in the order of time")
load_voices = table("voices.toml", Statement, "sentence a patient might say", "a mood of `model.now.Now`")


def family_of(key: str) -> tuple[str, ...]:
    """Return the keys of a case and of all that vary it, or vary what it varies itself."""
    first = load_cases()[key].like or key
    return tuple(name for name, case in load_cases().items() if first in (name, case.like))
