"""The pooled estimates are those of the reviews, digit for digit, on one scale and with one sign."""

import re

import pytest

from tpi_edu.content.pooled import GROUPS, PooledEstimate, load_pooled
from tpi_edu.content.schema import ContentError, build

# value, lower and upper end; source, group
PUBLISHED = {
    "injection_or_dry": (-2.13, -3.22, -1.03, "navarro_santana_2022", "dry_needling"),
    "anesthetic_or_dry": (-1.585, -2.926, -0.245, "nouged_2019", "dry_needling"),
    "anesthetic_or_placebo": (-0.767, -1.324, -0.210, "nouged_2019", "placebo"),
    "needling_or_placebo_2011": (-1.67, -3.01, -0.32, "tough_white_2011", "placebo"),
    "needling_or_placebo_2009": (-1.49, -3.40, 0.58, "tough_2009", "placebo"),
    "dry_at_once": (-1.53, -2.29, -0.76, "navarro_santana_2020", "dry"),
    "dry_short_term": (-2.31, -3.64, -0.99, "navarro_santana_2020", "dry"),
    "dry_or_manual": (-0.51, -0.95, -0.06, "navarro_santana_2020", "dry"),
}
PRINTED_MM = {
    "needling_or_placebo_2011": (16.67, 3.23, 30.11),
    "needling_or_placebo_2009": (14.9, -5.81, 33.99),
}


def test_the_estimates_are_those_published() -> None:
    found = {
        key: (
            e.difference_nrs.value,
            e.difference_nrs.low,
            e.difference_nrs.high,
            e.difference_nrs.source,
            e.group,
        )
        for key, e in load_pooled().items()
    }
    assert found == PUBLISHED
    assert {group for *_, group in PUBLISHED.values()} == set(GROUPS)
    assert "(P = .331)" in load_pooled()["anesthetic_or_dry"].difference_nrs.note


@pytest.mark.parametrize("key", PRINTED_MM)
def test_a_benefit_in_mm_of_100_is_turned_and_divided_by_ten_and_the_note_says_so(key: str) -> None:
    value, low, high = PRINTED_MM[key]
    found = load_pooled()[key].difference_nrs
    assert (found.value, found.low, found.high) == tuple(round(-mm / 10, 2) for mm in (value, high, low))
    assert f"{value:g}" in found.note
    assert f"({low:g} to {high:g})" in found.note
    assert "divided by 10" in found.note


def test_an_unknown_group_is_refused() -> None:
    quantity = {"value": -1, "low": -2, "high": 0, "source": "nouged_2019", "grade": "review"}
    words = dict.fromkeys(("review", "first", "second", "when", "size", "certainty"), "x")
    message = "pooled.toml [x]: group must be one of dry_needling, placebo, dry; got 'other'."
    with pytest.raises(ContentError, match=f"^{re.escape(message)}$"):
        build(
            PooledEstimate, {**words, "group": "other", "difference_nrs": quantity}, where="pooled.toml [x]"
        )
