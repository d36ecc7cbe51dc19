"""What no trial, review or cohort stands behind: the statements that a clinician has to settle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from math import inf
from types import MappingProxyType
from typing import Any

from .published import load_sources
from .questions import Option, load_cases, version_of
from .schema import LOADERS, Quantity, unit_of

SOFT = ("case", "consensus", "textbook", "opinion", "assumption")  # grades
MOST = 40  # statements in a part
_UNREAD = {"key", "to", "source", "grade", "notebook", "objective", "topic", "stage", "asked"}  # fields
_NAMED_BY = "label", "title", "when", "name", "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A statement that rests on soft grades alone: its key, where it stands, and its words in lines."""

    key: str
    where: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    grades: str

    @property
    def version(self) -> str:
        """A short name of its wording and sources; a judgment counts under it alone."""
        return version_of(self)


@cache
def unsettled_statements() -> Mapping[str, tuple[Unsettled, ...]]:
    """Return all statements to settle by words for the file they stand in, or for a part of a long one."""
    found = {}
    for name in sorted(LOADERS.keys() - {"sources"}):
        items = tuple(
            item
            for key, record in LOADERS[name]().items()
            # what a case shares with the one that it is like is asked there
            for known in [getattr(load_cases().get(getattr(record, "like", "")), "nodes", ())]
            for item in _unsettled(record, f"{name} {key}", _name(record, key), known)
        )
        starts = range(0, len(items), MOST)
        for number, start in enumerate(starts, 1):
            part = f", {number} of {len(starts)}" if len(starts) > 1 else ""
            found[f"{name.replace('_', ' ').capitalize()}{part}"] = items[start : start + MOST]
    return MappingProxyType(found)


def _unsettled(record: Any, key: str, where: str, known: tuple[Any, ...] = ()) -> Iterator[Unsettled]:
    """Yield a record, if it has sources and all are soft, and what in it is so and not yet known."""
    named = [getattr(record, field.name) for field in fields(record) if field.name.endswith("source")]
    sources = tuple(filter(None, (*getattr(record, "sources", ()), *named)))
    grades = sorted({load_sources()[each].grade for each in sources})
    lines = tuple(_lines(record, key))
    if lines and grades and set(grades) <= {*SOFT}:
        yield Unsettled(key=key, where=where, lines=lines, sources=sources, grades=", ".join(grades))
    for field in fields(record):
        value = getattr(record, field.name)
        parts = value if isinstance(value, tuple) else (value,)
        for number, part in enumerate(parts):
            if is_dataclass(part) and part not in known:
                step = f"{field.name} {getattr(part, 'key', '') or number}" if len(parts) > 1 else field.name
                name = _name(part, getattr(part, "key", "") or field.name)
                yield from _unsettled(part, f"{key} {step}", f"{where} · {name}")


def _name(record: Any, key: str) -> str:
    """Return how a record is called, with what it asks where that is not the statement itself."""
    names = [getattr(record, name) for name in _NAMED_BY if hasattr(record, name)]
    asked = f": {record.text}" if names and hasattr(record, "choices") and hasattr(record, "text") else ""
    return f"{names[0] if names else key.replace('_', ' ')}{asked}"


def _lines(record: Any, key: str) -> Iterator[str]:
    """Yield what a record says itself: words, numbers by name, options with how they are meant."""
    if isinstance(record, Quantity):
        yield f"{record.value:g} ({record.low:g} to {record.high:g}) {unit_of(key)}"
        yield from filter(None, [record.note])
        return
    for field in fields(record):
        if field.name in _UNREAD.union(_NAMED_BY):
            continue
        value = getattr(record, field.name)
        words = field.name.replace("_", " ").capitalize()
        if isinstance(value, tuple) and value and isinstance(value[0], Option):
            for number, option in enumerate(value, 1):
                yield f"{'✓' if option.right else option.column or number} {option.text} {option.feedback}"
        elif type(value) in (int, float) and 0 < value < inf:
            yield f"{words}: {value:g}"
        elif value and isinstance(value, str):
            yield value if " " in value else f"{words}: {value}"
