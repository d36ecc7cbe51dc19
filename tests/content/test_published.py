"""Pooled differences are on one scale and with one sign, and their notes say what was printed."""

import pytest

from tpi_edu.content.published import GROUPS, load_pooled

PRINTED_MM = {
    "needling_or_placebo_2011": (16.67, 3.23, 30.11),
    "needling_or_placebo_2009": (14.9, -5.81, 33.99),
}


@pytest.mark.parametrize("key", PRINTED_MM)
def test_a_benefit_in_mm_of_100_is_turned_and_divided_by_ten_and_the_note_says_so(key: str) -> None:
    value, low, high = PRINTED_MM[key]
    found = load_pooled()[key].difference_nrs
    assert (found.value, found.low, found.high) == tuple(round(-mm / 10, 2) for mm in (value, high, low))
    assert f"{value:g}" in found.note
    assert f"({low:g} to {high:g})" in found.note
    assert "divided by 10" in found.note


def test_every_estimate_is_shown_among_those_that_compare_alike() -> None:
    alike = {"dry needling": "dry_needling", "placebo": "placebo"}
    groups = {estimate.group: alike.get(estimate.second, "dry") for estimate in load_pooled().values()}
    assert groups == {group: group for group in GROUPS}
