"""Turn a TOML table into a checked, frozen dataclass; the dataclass is the schema."""

import math
import tomllib
from dataclasses import MISSING, dataclass, fields, is_dataclass
from importlib.resources import files
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, get_args, get_type_hints

GRADES = ("trial", "review", "cohort", "textbook", "leaflet", "assumption")

# A name's last word is its unit: what the learner reads, and the range no such number leaves.
UNITS = {
    "min": ("min", 0.0, math.inf),
    "h": ("h", 0.0, math.inf),
    "days": ("days", 0.0, math.inf),
    "nrs": ("points of 10", -10.0, 10.0),
    "pct": ("%", 0.0, 100.0),
    "share": ("of patients", 0.0, 1.0),
    "factor": ("times", 0.0, math.inf),
    "mm": ("mm", 0.0, math.inf),
    "power": ("steepness", 1.0, math.inf),
}

Record = TypeVar("Record")


class ContentError(ValueError):
    """A content file breaks a rule; the message names file, key, field, rule and value."""


def check_grade(grade: str, source: str | None = None) -> None:
    """Raise `ContentError` unless the grade is known and says "assumption" just where the source does."""
    if grade not in GRADES:
        raise ContentError(f"grade must be one of {', '.join(GRADES)}; got {grade!r}.")
    if source and (grade == "assumption") != (source == "this_course"):
        raise ContentError(
            "grade must be 'assumption' exactly when source is 'this_course'; "
            f"got grade {grade!r} with source {source!r}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A taught number with the range it may lie in, the key of its source and how good that source is.

    `note` may cite further sources as `[key]` or `[key, key]`.
    """

    value: float
    low: float
    high: float
    source: str
    grade: str
    note: str = ""

    def __post_init__(self) -> None:
        check_grade(self.grade, self.source)
        if not self.low <= self.value <= self.high:
            raise ContentError(
                f"value must lie between low {self.low:g} and high {self.high:g}; got {self.value:g}."
            )


def unit_of(name: str) -> str:
    """Return the unit that a field's name ends in, in words a learner reads."""
    return UNITS[name.rsplit("_", 1)[-1]][0]


def read_toml(file: str) -> dict[str, Any]:
    """Read one of the content files that ship with the package."""
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


def load_records(file: str, cls: type[Record]) -> MappingProxyType[str, Record]:
    """Return every table of a content file as a dataclass, by the table's name."""
    tables = read_toml(file)
    return MappingProxyType(
        {key: build(cls, table, where=f"{file} [{key}]") for key, table in tables.items()}
    )


def build(cls: type[Record], table: dict[str, Any], *, where: str) -> Record:
    """Make a dataclass from a TOML table.

    `where` opens every message ("injectates.toml [lidocaine]"). An unknown or missing key, a value of
    another type, or one outside its unit's range raises `ContentError`.
    """
    if not isinstance(table, dict):
        raise ContentError(f"{where} must be a table; got {table!r}.")
    schema = {f.name: f for f in fields(cls)}
    for name in table:
        if name not in schema:
            raise ContentError(f"{where}: {name} must be one of {', '.join(schema)}; it is not known.")
    hints, values = get_type_hints(cls), {}
    for name, spec in schema.items():
        if name in table:
            values[name] = _convert(table[name], hints[name], where=where, name=name)
        elif spec.default is MISSING:
            raise ContentError(f"{where}: {name} must be given; it is missing.")
    try:
        return cls(**values)
    except ContentError as error:
        raise ContentError(f"{where}: {error}") from None


def _convert(value: Any, hint: Any, *, where: str, name: str) -> Any:
    """Check one value against its annotation; lists become tuples and tables dataclasses."""
    if isinstance(hint, UnionType):  # "Quantity | None": what may be left out
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if is_dataclass(hint):
        record = build(hint, value, where=f"{where}: {name}")
        if hint is Quantity:
            _check_unit(record, where=where, name=name)
        return record
    if get_args(hint):  # tuple[item, ...]
        if not isinstance(value, list):
            raise ContentError(f"{where}: {name} must be a list; got {value!r}.")
        return tuple(_convert(item, get_args(hint)[0], where=where, name=name) for item in value)
    return _check_plain(value, hint, where=where, name=name)


def _check_plain(value: Any, hint: type, *, where: str, name: str) -> Any:
    """Check text, a number or a truth value."""
    if hint is float and type(value) is int:
        value = float(value)
    if type(value) is not hint:
        words = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}
        raise ContentError(f"{where}: {name} must be {words[hint]}; got {value!r}.")
    if hint is float and not math.isfinite(value):
        raise ContentError(f"{where}: {name} must be finite; got {value!r}.")
    return value


def _check_unit(quantity: Quantity, *, where: str, name: str) -> None:
    """A time must be above zero, and nothing may leave the range of its unit."""
    unit, low, high = UNITS[name.rsplit("_", 1)[-1]]
    if unit in ("min", "h", "days") and quantity.value <= 0:
        raise ContentError(f"{where}: {name} must be above 0 {unit}; got {quantity.value:g}.")
    if not low <= quantity.low or not quantity.high <= high:
        raise ContentError(
            f"{where}: {name} must stay between {low:g} and {high:g} {unit}; "
            f"got {quantity.low:g} to {quantity.high:g}."
        )
