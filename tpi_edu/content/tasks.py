"""What explorers ask the learner to do."""

from dataclasses import dataclass

from .schema import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an explorer's task card asks of the learner."""

    text: str


load_tasks = table("tasks.toml", Task, "Return every task by its key.")
