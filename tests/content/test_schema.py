"""What the schema makes of a table, and the whole message of each rule that every content file must keep."""

import re
from dataclasses import dataclass, fields, make_dataclass
from typing import Annotated, Any, Literal

import pytest

from tpi_edu.content.schema import UNITS, ContentError, Quantity, Statement, build


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A field of each kind."""

    label: str
    year: int | None = None
    baseline_nrs: float = 0.0
    right: bool = False
    names: tuple[str, ...] = ()
    at: tuple[float, float] = (0.0, 0.0)
    kind: Literal["", "skin", "fat"] = ""
    way: Annotated[str, {"some": "They speak of different patients"}] = "some"
    sources: tuple[str, ...] = ("hong_1994",)
    said: Statement | None = None
    peak_nrs: Quantity | None = None
    points: tuple[tuple[float, float], ...] = ()
    facts: tuple[Statement, ...] = ()


Numbers = make_dataclass("Numbers", [(f"fade_{unit}", Quantity, None) for unit in UNITS])
WHERE = "records.toml [one]"
ONE = {"value": 1.0, "low": 1.0, "high": 1.0, "source": "hong_1994", "grade": "trial"}
SAID = {"text": "Closes the jaw.", "source": "standard_anatomy", "grade": "textbook"}
NAMES = ", ".join(field.name for field in fields(Record))
NAN, INF = float("nan"), float("inf")
ASSUMED = "grade must be 'assumption' exactly when source is 'this_course'; got grade {!r} with source {!r}."


def refuses(cls: type, row: Any, message: str) -> None:
    with pytest.raises(ContentError, match=f"^{re.escape(f'{WHERE}{message}')}$"):
        build(cls, row, where=WHERE)


def test_a_right_row_becomes_what_it_says_and_what_is_left_out_keeps_its_default() -> None:
    row = {"label": "x", "year": 1994, "right": True, "kind": "fat", "peak_nrs": ONE, "facts": [SAID]}
    row |= {"names": ["a", "b"], "at": [1, 2], "baseline_nrs": 7}
    record = build(Record, row, where=WHERE)
    tuples = {"names": ("a", "b"), "at": (1.0, 2.0), "facts": (Statement(**SAID),)}
    assert record == Record(**row | tuples | {"baseline_nrs": 7.0, "peak_nrs": Quantity(**ONE)})
    assert {type(number) for number in (*record.at, record.baseline_nrs)} == {float}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mim": 1}, f": mim must be one of {NAMES}; it is not known."),
        ({"label": 3}, ": label must be text; got 3."),
        ({"year": "1994"}, ": year must be a whole number; got '1994'."),
        ({"year": 1994.0}, ": year must be a whole number; got 1994.0."),
        ({"year": True}, ": year must be a whole number; got True."),
        ({"baseline_nrs": "7"}, ": baseline_nrs must be a number; got '7'."),
        ({"baseline_nrs": True}, ": baseline_nrs must be a number; got True."),
        ({"baseline_nrs": NAN}, ": baseline_nrs must be finite; got nan."),
        ({"right": 1}, ": right must be true or false; got 1."),
        ({"names": "Hong CZ"}, ": names must be a list; got 'Hong CZ'."),
        ({"names": ["Hong CZ", 2]}, ": names must be text; got 2."),
        ({"at": [1.0]}, ": at must be a list of 2; got [1.0]."),
        ({"at": [1.0, INF]}, ": at must be finite; got inf."),
        ({"points": [[1.0, 2.0], [1.0, "x"]]}, ": points must be a number; got 'x'."),
        ({"facts": [SAID, SAID | {"text": 3}]}, ": facts: text must be text; got 3."),
        ({"kind": "bone"}, ": kind must be one of skin, fat; got 'bone'."),
        ({"way": "all"}, ": way must be one of some; got 'all'."),
        ({"way": ["some"]}, ": way must be one of some; got ['some']."),
        ({"sources": []}, ": sources must hold at least one key; got none."),
        ({"peak_nrs": 0.42}, ": peak_nrs must be a table; got 0.42."),
        ({"said": SAID | {"source": "this_course"}}, f": said: {ASSUMED.format('textbook', 'this_course')}"),
        ({"said": SAID | {"grade": "assumption"}}, f": said: {ASSUMED.format('assumption', SAID['source'])}"),
        *(
            ({"peak_nrs": ONE | change}, f": peak_nrs: {message}")
            for change, message in (
                ({"value": 0.0, "low": 0.5}, "value must lie between low 0.5 and high 1; got 0."),
                ({"value": 6.0}, "value must lie between low 1 and high 1; got 6."),
                ({"low": 5.0}, "value must lie between low 5 and high 1; got 1."),
                ({"high": INF}, "high must be finite; got inf."),
                ({"grade": "assumption"}, ASSUMED.format("assumption", "hong_1994")),
                ({"source": "this_course"}, ASSUMED.format("trial", "this_course")),
            )
        ),
    ],
)
def test_a_bad_row_is_refused(change: dict[str, Any], message: str) -> None:
    refuses(Record, {"label": "x"} | change, message)


def test_what_is_no_table_or_lacks_a_field_is_refused() -> None:
    refuses(Record, "lidocaine", " must be a table; got 'lidocaine'.")
    refuses(Record, {}, ": label must be given; it is missing.")
    for part in ONE:
        row = {"label": "x", "peak_nrs": {name: value for name, value in ONE.items() if name != part}}
        refuses(Record, row, f": peak_nrs: {part} must be given; it is missing.")


RANGES = {
    "min": (0, INF, "min"),
    "h": (0, INF, "h"),
    "days": (0, INF, "days"),
    "nrs": (-10, 10, "points of 10"),
    "pct": (0, 100, "%"),
    "share": (0, 1, "of patients"),
    "factor": (0, INF, "times"),
    "mm": (0, INF, "mm"),
    "power": (1, INF, "steepness"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_keeps_the_range_of_its_unit_and_a_time_is_above_zero(unit: str) -> None:
    name, (low, high, words) = f"fade_{unit}", RANGES[unit]
    build(Numbers, {name: ONE | {"low": low, "high": min(high, 1e9)}}, where=WHERE)
    said = f": {name} must stay between {low:g} and {high:g} {words}; got "
    refuses(Numbers, {name: ONE | {"low": low - 0.5}}, f"{said}{low - 0.5:g} to 1.")
    if high < INF:
        refuses(Numbers, {name: ONE | {"high": high + 0.5}}, f"{said}1 to {high + 0.5:g}.")
    if unit in ("min", "h", "days"):
        row = {name: ONE | {"value": 0.0, "low": 0.0}}
        refuses(Numbers, row, f": {name} must be above 0 {words}; got 0.")
