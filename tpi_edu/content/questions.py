"""What learners are asked: objectives, tasks, questions with feedback for each choice; and misconceptions."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from .schema import ContentError, table

# kind: the field of its choices, how few and how many they are
KINDS = {"single": ("options", 4, 5), "order": ("steps", 5, 9), "sort": ("items", 6, 9)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a learner can do after a notebook."""

    notebook: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an explorer's task card asks of the learner."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """What many believe, and what to say to it."""

    belief: str
    correction: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a single-best-answer question."""

    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a question that asks for an order."""

    text: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A feature of a question that asks to sort into columns."""

    text: str
    column: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its options, or its steps in the right order, or its items with their columns."""

    notebook: str
    objective: str
    kind: Annotated[str, KINDS]
    stem: str
    rests_on: str
    sources: tuple[str, ...]
    why: str
    must_pass: bool = False
    misconception: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    columns: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    def __post_init__(self) -> None:
        for kind, (field, low, high) in KINDS.items():
            count = len(getattr(self, field))
            low, high = (low, high) if kind == self.kind else (0, 0)
            if not low <= count <= high:
                raise ContentError(f"{field} must be {low} to {high} in a {self.kind} question; got {count}.")
        right = sum(option.right for option in self.options)
        if self.kind == "single" and right != 1:
            raise ContentError(f"options must have one that is right; got {right}.")
        for item in self.items:
            if item.column not in self.columns:
                raise ContentError(f"items must name a column of the question; got {item.column!r}.")

    @property
    def choices(self) -> tuple[Option, ...] | tuple[Step, ...] | tuple[Item, ...]:
        """What the learner chooses among, orders or sorts."""
        return self.options or self.steps or self.items

    @property
    def version(self) -> str:
        """A short name of this wording and of its classes' names; recorded answers count under it alone."""
        return sha256(repr(self).encode()).hexdigest()[:8]


load_objectives = table("objectives.toml", Objective, "learning objective")
load_tasks = table("tasks.toml", Task, "task")
load_misconceptions = table("misconceptions.toml", Misconception, "misconception")
load_prediction_misses = table(
    "prediction_misses.toml",
    Misconception,
    "belief a predicted line may rest on",
    "in the order `find_misconception` looks",
)
load_questions = table("questions.toml", Question, "question")
