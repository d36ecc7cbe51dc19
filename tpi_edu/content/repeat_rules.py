"""The published rules of when an injection may be repeated."""

from dataclasses import dataclass

from .schema import Grade, table


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """A published rule of when an injection may be repeated, and the numbers it turns on.

    `days` to wait, to last or to look back; relief that counts (%); `most` sessions or failures.
    """

    label: str
    says: str
    source: str
    grade: Grade
    days: float
    relief_pct: float = 0.0
    most: int = 0
    note: str = ""


load_repeat_rules = table(
    "repeat_rules.toml",
    RepeatRule,
    "Return every rule by its key, in the order a course of treatment meets them.",
)
