"""Every rule that content must keep, each with the whole message that names file, key, rule and value."""

import re
import tomllib

import pytest

from tpi_edu.content.injection import Injectate, MeasuredArm, ReliefParameters, load_relief_parameters
from tpi_edu.content.schema import ContentError, Quantity, build
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
SOURCE = {"grade": "trial", "title": "A trial", "year": 1994, "doi": "10.1/x", "pmid": "123"}
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
INJECTATE_KEYS = "label, kind, soreness_share, soreness_peak_nrs, block_onset_min, block_duration_h"
QUANTITY_KEYS = "value, low, high, source, grade, note"
GRADES = "trial, review, cohort, textbook, leaflet, assumption"


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


def refuses(cls, row, message, where=WHERE):
    with pytest.raises(ContentError, match=f"^{re.escape(f'{where}{message}')}$"):
        build(cls, row, where=where)


def test_a_right_row_becomes_what_it_says():
    injectate = build(Injectate, ROW, where=WHERE)
    assert injectate.label == "Lidocaine"
    assert injectate.block_onset_min == Quantity(**ONSET)
    assert (
        build(Injectate, without(ROW, "block_onset_min", "block_duration_h"), where=WHERE).is_anesthetic
        is False
    )


def test_lists_become_tuples_and_whole_numbers_count_as_numbers():
    arm = build(MeasuredArm, ARM, where="measurements.toml [a]")
    assert arm.times_h == (0.083, 336.0)
    assert [type(hours) for hours in arm.times_h] == [float, float]


ROWS = [
    (
        ROW | {"block_onset_mim": ONSET},
        f": block_onset_mim must be one of {INJECTATE_KEYS}; it is not known.",
    ),
    (without(ROW, "kind"), ": kind must be given; it is missing."),
    (ROW | {"label": 3}, ": label must be text; got 3."),
    (ROW | {"soreness_share": 0.42}, ": soreness_share must be a table; got 0.42."),
    (
        without(ROW, "block_duration_h"),
        ": block_onset_min and block_duration_h must be given together; got one of them.",
    ),
    (
        without(ROW, "block_onset_min"),
        ": block_onset_min and block_duration_h must be given together; got one of them.",
    ),
]


@pytest.mark.parametrize(("row", "message"), ROWS)
def test_a_bad_row_is_refused(row, message):
    refuses(Injectate, row, message)


def test_what_is_no_table_is_refused():
    refuses(Injectate, "lidocaine", " must be a table; got 'lidocaine'.")


NUMBERS = [
    ("block_onset_min", {"unit": "min"}, f": unit must be one of {QUANTITY_KEYS}; it is not known."),
    ("block_onset_min", {"value": "2"}, ": value must be a number; got '2'."),
    ("block_onset_min", {"value": True}, ": value must be a number; got True."),
    ("block_onset_min", {"value": NAN}, ": value must be finite; got nan."),
    ("block_onset_min", {"high": INF}, ": high must be finite; got inf."),
    ("block_onset_min", {"source": 1994}, ": source must be text; got 1994."),
    ("block_onset_min", {"value": 6.0}, ": value must lie between low 0 and high 5; got 6."),
    ("block_onset_min", {"value": 1.0, "low": 2.0}, ": value must lie between low 2 and high 5; got 1."),
    (
        "block_onset_min",
        {"value": 2.0, "low": 5.0, "high": 1.0},
        ": value must lie between low 5 and high 1; got 2.",
    ),
    ("block_onset_min", {"value": 0.0}, " must be above 0 min; got 0."),
    ("block_duration_h", {"value": -1.0, "low": -2.0}, " must be above 0 h; got -1."),
    ("block_onset_min", {"low": -1.0}, " must stay between 0 and inf min; got -1 to 5."),
    ("soreness_share", {"high": 1.2}, " must stay between 0 and 1 of patients; got 0.38 to 1.2."),
    ("soreness_share", {"low": -0.1}, " must stay between 0 and 1 of patients; got -0.1 to 0.42."),
    ("soreness_peak_nrs", {"high": 11.0}, " must stay between -10 and 10 points of 10; got 0.5 to 11."),
    ("block_onset_min", {"grade": "rumor"}, f": grade must be one of {GRADES}; got 'rumor'."),
    (
        "soreness_peak_nrs",
        {"grade": "trial"},
        ": grade must be 'assumption' exactly when source is 'this_course'; "
        "got grade 'trial' with source 'this_course'.",
    ),
    (
        "soreness_share",
        {"grade": "assumption"},
        ": grade must be 'assumption' exactly when source is 'this_course'; "
        "got grade 'assumption' with source 'hong_1994'.",
    ),
]


@pytest.mark.parametrize(("name", "change", "message"), NUMBERS)
def test_a_bad_number_is_refused(name, change, message):
    refuses(Injectate, ROW | {name: ROW[name] | change}, f": {name}{message}")


@pytest.mark.parametrize("part", ["value", "low", "high", "source", "grade"])
def test_a_number_must_carry_value_range_source_and_grade(part):
    refuses(
        Injectate,
        ROW | {"soreness_share": without(SHARE, part)},
        f": soreness_share: {part} must be given; it is missing.",
    )


def test_times_in_days_percentages_and_powers_keep_the_range_of_their_unit():
    parameters = load_relief_parameters("leaflet")
    row = {
        name: {part: getattr(getattr(parameters, name), part) for part in ONSET}
        for name in parameters.__slots__
    }
    assert build(ReliefParameters, row, where="relief_parameters.toml [leaflet]").needle_nrs.value == 1.0
    for name, change, message in (
        ("steroid_fade_days", {"value": 0.0, "low": 0.0}, " must be above 0 days; got 0."),
        ("important_relief_pct", {"high": 101.0}, " must stay between 0 and 100 %; got 20 to 101."),
        ("onset_power", {"low": 0.5}, " must stay between 1 and inf steepness; got 0.5 to 8."),
        ("fibromyalgia_early_factor", {"low": -1.0}, " must stay between 0 and inf times; got -1 to 1."),
    ):
        bad = row | {name: row[name] | change}
        refuses(ReliefParameters, bad, f": {name}{message}", where="relief_parameters.toml [leaflet]")


SOURCES = [
    ({"doi": "doi:10.1/x"}, ": doi must start with '10.'; got 'doi:10.1/x'."),
    ({"doi": "https://doi.org/10.1/x"}, ": doi must start with '10.'; got 'https://doi.org/10.1/x'."),
    ({"pmid": "PMC123"}, ": pmid must be digits; got 'PMC123'."),
    ({"pmid": 8043247}, ": pmid must be text; got 8043247."),
    ({"grade": "hearsay"}, f": grade must be one of {GRADES}; got 'hearsay'."),
    ({"year": "1994"}, ": year must be a whole number; got '1994'."),
    ({"year": 1994.0}, ": year must be a whole number; got 1994.0."),
    ({"authors": "Hong CZ"}, ": authors must be a list; got 'Hong CZ'."),
    ({"authors": ["Hong CZ", 2]}, ": authors must be text; got 2."),
]


@pytest.mark.parametrize(("change", "message"), SOURCES)
def test_a_bad_source_is_refused(change, message):
    refuses(Source, SOURCE | change, message, where="sources.toml [hong_1994]")


@pytest.mark.parametrize("name", ["grade", "title"])
def test_a_source_must_have_a_grade_and_a_title(name):
    refuses(
        Source, without(SOURCE, name), f": {name} must be given; it is missing.", where="sources.toml [x]"
    )


ARMS = [
    ({"grade": "rumor"}, f": grade must be one of {GRADES}; got 'rumor'."),
    ({"pain_nrs": [2.22]}, ": pain_nrs must have one value per time; got 1."),
    ({"patients": 23.5}, ": patients must be a whole number; got 23.5."),
    ({"times_h": [0.083, "two weeks"]}, ": times_h must be a number; got 'two weeks'."),
    ({"times_h": 0.083}, ": times_h must be a list; got 0.083."),
    ({"pain_nrs": [2.22, NAN]}, ": pain_nrs must be finite; got nan."),
]


@pytest.mark.parametrize(("change", "message"), ARMS)
def test_a_bad_measured_arm_is_refused(change, message):
    refuses(MeasuredArm, ARM | change, message, where="measurements.toml [a]")


def test_a_repeated_key_is_refused_by_the_file_format():
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads("[lidocaine]\nlabel = 'a'\n[lidocaine]\nlabel = 'b'\n")
