"""Turn a TOML table into a checked, frozen dataclass; the dataclass is the schema.

Annotations are rules: a `Literal` is one of its words, `Annotated[str, WORDS]` one of what WORDS lists, and
`Annotated[float, (low, high)]` a number between the two. Names are too: a number's last word is its unit,
`sources` holds a key, and `grade` is "assumption" exactly where `source` is "this_course".
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Grade = Literal[
    "trial", "review", "cohort", "case", "consensus", "textbook", "opinion", "leaflet", "assumption"
]

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

Record = TypeVar("Record", bound="DataclassInstance")
FillIn = Callable[[str, dict[str, Any]], dict[str, Any]]
LOADERS: dict[str, Callable[[], Mapping[str, Any]]] = {}  # of every content file, by its name without ending


class ContentError(ValueError):
    """A content file breaks a rule; the message names file, key, field, rule and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A taught number with the range it may lie in, the key of its source and how good that source is.

    `note` may cite further sources as `[key]` or `[key, key]`.
    """

    value: float
    low: float
    high: float
    source: str
    grade: Grade
    note: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ContentError(
                f"value must lie between low {self.low:g} and high {self.high:g}; got {self.value:g}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A taught sentence with the key of its source and how good that source is.

    `text` may cite further sources as `[key]` or `[key, key]`.
    """

    text: str
    source: str
    grade: Grade


def unit_of(name: str) -> str:
    """Return the unit that a field's name ends in, in words a learner reads."""
    return UNITS[name.rsplit("_", 1)[-1]][0]


def require_together(record: object, *names: str) -> None:
    """Raise `ContentError` when some of the fields are given and others left out."""
    given = [name for name in names if getattr(record, name) not in (None, "", ())]
    if given and len(given) < len(names):
        raise ContentError(f"{', '.join(names)} must be given together; got {', '.join(given)}.")


def read_toml(file: str) -> dict[str, Any]:
    """Read one of the content files that ship with the package."""
    return tomllib.loads(files("tpi_edu.content").joinpath(file).read_text(encoding="utf-8"))


def table(
    file: str, cls: type[Record], what: str, order: str = "", *, fill_in: FillIn | None = None
) -> Callable[[], Mapping[str, Record]]:
    """Return the loader of a content file: every table as a dataclass by its key, read at the first call.

    What all have in common may stand in a table "shared". what, order: what a table is, and how they stand in
    the file, for the loader's docstring. fill_in: returns a table, by its key in all of them, with what it
    leaves out because another has it.
    """

    def load() -> Mapping[str, Record]:
        tables = read_toml(file)
        if shared := tables.pop("shared", {}):
            tables = {key: shared | own for key, own in tables.items()}
        if fill_in:
            tables = {key: fill_in(key, tables) for key in tables}
        return MappingProxyType({key: build(cls, tables[key], where=f"{file} [{key}]") for key in tables})

    load.__name__ = load.__qualname__ = f"load_{file.removesuffix('.toml')}"  # as if it were written out
    load.__doc__ = f"Return every {what} by its key{order and f', {order}'}."
    LOADERS[file.removesuffix(".toml")] = cache(load)
    return LOADERS[file.removesuffix(".toml")]


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
    hints, values = get_type_hints(cls, include_extras=True), {}
    for name, spec in schema.items():
        if name in table:
            values[name] = _convert(table[name], hints[name], at=f"{where}: {name}")
        elif spec.default is MISSING:
            raise ContentError(f"{where}: {name} must be given; it is missing.")
    try:
        _check_sources(values)
        _check_units(values)
        return cls(**values)
    except ContentError as error:
        raise ContentError(f"{where}: {error}") from None


def _check_sources(values: dict[str, Any]) -> None:
    """What is taught names where it is from, and only the course itself assumes."""
    if not values.get("sources", True):
        raise ContentError("sources must hold at least one key; got none.")
    grade, source = values.get("grade"), values.get("source")
    if grade and source and (grade == "assumption") != (source == "this_course"):
        raise ContentError(
            "grade must be 'assumption' exactly when source is 'this_course'; "
            f"got grade {grade!r} with source {source!r}."
        )


def _check_units(values: dict[str, Any]) -> None:
    """A time must be above zero, and nothing may leave the range of its unit."""
    for name, number in values.items():
        if isinstance(number, Quantity):
            unit, low, high = UNITS[name.rsplit("_", 1)[-1]]
            if unit in ("min", "h", "days") and number.value <= 0:
                raise ContentError(f"{name} must be above 0 {unit}; got {number.value:g}.")
            if not low <= number.low or not number.high <= high:
                span = f"got {number.low:g} to {number.high:g}"
                raise ContentError(f"{name} must stay between {low:g} and {high:g} {unit}; {span}.")


def _convert(value: Any, hint: Any, *, at: str) -> Any:
    """Check one value against its annotation; lists become tuples and tables dataclasses.

    `at` opens every message: where the value stands, and last the name of its field.
    """
    if isinstance(hint, UnionType):  # "Quantity | None": what may be left out
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if isinstance(hint, type) and is_dataclass(hint):
        return build(hint, value, where=at)
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple:
        return _convert_list(value, args, at=at)
    if origin not in (Literal, Annotated):
        return _check_plain(value, hint, at=at)
    if args[0] is float:
        number, (low, high) = _check_plain(value, float, at=at), args[1]
        if not low <= number <= high:
            raise ContentError(f"{at} must be between {low:g} and {high:g}; got {number:g}.")
        return number
    choices = tuple(args[1]) if origin is Annotated else args
    if value not in choices:  # an empty one stands for what may be left out
        raise ContentError(f"{at} must be one of {', '.join(filter(None, choices))}; got {value!r}.")
    return value


def _convert_list(value: Any, hints: tuple[Any, ...], *, at: str) -> tuple[Any, ...]:
    """Check a list and its items: any number of one kind, `tuple[item, ...]`, or so many as are annotated."""
    if not isinstance(value, list):
        raise ContentError(f"{at} must be a list; got {value!r}.")
    if hints[-1] is ...:
        hints = hints[:1] * len(value)
    if len(value) != len(hints):
        raise ContentError(f"{at} must be a list of {len(hints)}; got {value!r}.")
    return tuple(_convert(item, hint, at=at) for item, hint in zip(value, hints, strict=True))


def _check_plain(value: Any, hint: type, *, at: str) -> Any:
    """Check text, a number or a truth value."""
    if hint is float and type(value) is int:
        value = float(value)
    if type(value) is not hint:
        words = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}
        raise ContentError(f"{at} must be {words[hint]}; got {value!r}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ContentError(f"{at} must be finite; got {value!r}.")
    return value
