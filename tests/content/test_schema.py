"""What the schema makes of a table, and the whole message of each rule that every content file must keep."""

import re
from dataclasses import fields
from typing import get_args

import pytest

from tpi_edu.content.atlas import Mark
from tpi_edu.content.injectates import Injectate
from tpi_edu.content.parameters import ReliefParameters, load_relief_parameters
from tpi_edu.content.published import MeasuredArm
from tpi_edu.content.questions import Misconception, Option
from tpi_edu.content.schema import ContentError, Grade, Quantity, Statement, build
from tpi_edu.content.sources import Source

WHERE = "injectates.toml [lidocaine]"
ONSET = {"value": 2.0, "low": 0.0, "high": 5.0, "source": "aafp_infiltration_2014", "grade": "textbook"}
DURATION = ONSET | {"value": 0.75, "low": 0.5, "high": 1.0}
SHARE = {"value": 0.42, "low": 0.38, "high": 0.42, "source": "hong_1994", "grade": "trial"}
PEAK = {"value": 1.5, "low": 0.5, "high": 4.0, "source": "this_course", "grade": "assumption"}
ROW = {
    "label": "Lidocaine",
    "kind": "amide anesthetic",
    "block_onset_min": ONSET,
    "block_duration_h": DURATION,
    "soreness_share": SHARE,
    "soreness_peak_nrs": PEAK,
}
SOURCE = {"grade": "trial", "title": "A trial"}
SAID = {"text": "Closes the jaw.", "source": "standard_anatomy", "grade": "textbook"}
ARM = {
    "label": "saline",
    "source": "roldan_2020",
    "grade": "trial",
    "patients": 23,
    "baseline_nrs": 7.59,
    "times_h": [0.083, 336],
    "pain_nrs": [2.22, 4.29],
}
NAN, INF = float("nan"), float("inf")
GRADES = ", ".join(get_args(Grade))
ASSUMED = "grade must be 'assumption' exactly when source is 'this_course'; got grade {!r} with source {!r}."


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


def names_of(cls):
    return ", ".join(field.name for field in fields(cls))


def refuses(cls, row, message):
    with pytest.raises(ContentError, match=f"^{re.escape(f'{WHERE}{message}')}$"):
        build(cls, row, where=WHERE)


def test_a_right_row_becomes_what_it_says():
    injectate = build(Injectate, ROW, where=WHERE)
    assert injectate.label == "Lidocaine"
    assert injectate.block_onset_min == Quantity(**ONSET)
    assert injectate.is_anesthetic
    assert not build(
        Injectate, without(ROW, "block_onset_min", "block_duration_h"), where=WHERE
    ).is_anesthetic


def test_lists_become_tuples_and_whole_numbers_count_as_numbers():
    arm = build(MeasuredArm, ARM, where=WHERE)
    assert arm.times_h == (0.083, 336.0)
    assert [type(hours) for hours in arm.times_h] == [float, float]
    assert build(Mark, {"key": "masseter", "at": [1, 2]}, where=WHERE).at == (1.0, 2.0)


ROWS = [
    (Injectate, "lidocaine", " must be a table; got 'lidocaine'."),
    (Injectate, ROW | {"mim": ONSET}, f": mim must be one of {names_of(Injectate)}; it is not known."),
    (Injectate, ROW | {"label": 3}, ": label must be text; got 3."),
    (Injectate, ROW | {"soreness_share": 0.42}, ": soreness_share must be a table; got 0.42."),
    (Source, SOURCE | {"year": "1994"}, ": year must be a whole number; got '1994'."),
    (Source, SOURCE | {"year": 1994.0}, ": year must be a whole number; got 1994.0."),
    (Source, SOURCE | {"authors": "Hong CZ"}, ": authors must be a list; got 'Hong CZ'."),
    (Source, SOURCE | {"authors": ["Hong CZ", 2]}, ": authors must be text; got 2."),
    (Source, SOURCE | {"grade": "hearsay"}, f": grade must be one of {GRADES}; got 'hearsay'."),
    (Source, SOURCE | {"grade": 1}, f": grade must be one of {GRADES}; got 1."),
    (MeasuredArm, ARM | {"times_h": [0.083, "1 h"]}, ": times_h must be a number; got '1 h'."),
    (MeasuredArm, ARM | {"pain_nrs": [2.22, NAN]}, ": pain_nrs must be finite; got nan."),
    (MeasuredArm, ARM | {"grade": "assumption"}, f": {ASSUMED.format('assumption', 'roldan_2020')}"),
    (Statement, SAID | {"source": "this_course"}, f": {ASSUMED.format('textbook', 'this_course')}"),
    (Mark, {"key": "masseter", "at": [1.0]}, ": at must be a list of 2; got [1.0]."),
    (Option, {"text": "x", "feedback": "x", "right": 1}, ": right must be true or false; got 1."),
    (
        Misconception,
        {"belief": "x", "correction": "x", "sources": []},
        ": sources must hold at least one key; got none.",
    ),
]


@pytest.mark.parametrize(("cls", "row", "message"), ROWS)
def test_a_bad_row_is_refused(cls, row, message):
    refuses(cls, row, message)


@pytest.mark.parametrize(
    ("cls", "row", "name"),
    [(Injectate, ROW, "kind"), *((Source, SOURCE, n) for n in SOURCE), *((Statement, SAID, n) for n in SAID)],
)
def test_what_has_no_default_must_be_given(cls, row, name):
    refuses(cls, without(row, name), f": {name} must be given; it is missing.")


@pytest.mark.parametrize("part", SHARE)
def test_a_number_must_carry_value_range_source_and_grade(part):
    row = ROW | {"soreness_share": without(SHARE, part)}
    refuses(Injectate, row, f": soreness_share: {part} must be given; it is missing.")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("block_onset_min", {"unit": "min"}, f": unit must be one of {names_of(Quantity)}; it is not known."),
        ("block_onset_min", {"value": "2"}, ": value must be a number; got '2'."),
        ("block_onset_min", {"value": True}, ": value must be a number; got True."),
        ("block_onset_min", {"high": INF}, ": high must be finite; got inf."),
        ("block_onset_min", {"value": 6.0}, ": value must lie between low 0 and high 5; got 6."),
        ("block_onset_min", {"low": 5.0, "high": 1.0}, ": value must lie between low 5 and high 1; got 2."),
        ("block_onset_min", {"value": 0.0}, " must be above 0 min; got 0."),
        ("block_onset_min", {"low": -1.0}, " must stay between 0 and inf min; got -1 to 5."),
        ("block_duration_h", {"value": -1.0, "low": -2.0}, " must be above 0 h; got -1."),
        ("soreness_share", {"high": 1.2}, " must stay between 0 and 1 of patients; got 0.38 to 1.2."),
        ("soreness_share", {"grade": "assumption"}, f": {ASSUMED.format('assumption', 'hong_1994')}"),
        ("soreness_peak_nrs", {"high": 11.0}, " must stay between -10 and 10 points of 10; got 0.5 to 11."),
        ("soreness_peak_nrs", {"grade": "trial"}, f": {ASSUMED.format('trial', 'this_course')}"),
    ],
)
def test_a_bad_number_is_refused(name, change, message):
    refuses(Injectate, ROW | {name: ROW[name] | change}, f": {name}{message}")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("steroid_fade_days", {"value": 0.0, "low": 0.0}, " must be above 0 days; got 0."),
        ("important_relief_pct", {"high": 101.0}, " must stay between 0 and 100 %; got 20 to 101."),
        ("onset_power", {"low": 0.5}, " must stay between 1 and inf steepness; got 0.5 to 8."),
        ("fibromyalgia_early_factor", {"low": -1.0}, " must stay between 0 and inf times; got -1 to 1."),
    ],
)
def test_times_in_days_percentages_and_powers_keep_the_range_of_their_unit(name, change, message):
    numbers = {
        field.name: getattr(load_relief_parameters("leaflet"), field.name)
        for field in fields(ReliefParameters)
    }
    row = {key: {part: getattr(number, part) for part in ONSET} for key, number in numbers.items()}
    refuses(ReliefParameters, row | {name: row[name] | change}, f": {name}{message}")
