"""Kappas and pooled differences are those of the reviews, digit for digit, on one scale and with one sign."""

import pytest

from tpi_edu.content.published import GROUPS, load_agreement, load_pooled

# sign: range over studies (Lucas 2009), pooled value (Rathbone 2017)
KAPPAS = {
    "trigger_point": ((), 0.452),
    "tenderness": ((0.22, 1.0), 0.676),
    "familiar_pain": ((0.57, 1.0), 0.575),
    "taut_band": ((-0.08, 0.75), None),
    "local_twitch": ((-0.05, 0.57), None),
}
# value, lower and upper end; source, group
DIFFERENCES = {
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


def test_the_kappas_are_those_of_the_reviews() -> None:
    signs = load_agreement()
    assert {key: (sign.range_kappa, sign.pooled_kappa) for key, sign in signs.items()} == KAPPAS
    assert signs["trigger_point"].interval_kappa == (0.364, 0.540)
    for sign in signs.values():
        assert sign.range_source in ("lucas_2009", "")
        assert sign.pooled_source in ("rathbone_2017", "")


def test_the_pooled_differences_are_those_of_the_reviews() -> None:
    found = {key: (estimate.difference_nrs, estimate.group) for key, estimate in load_pooled().items()}
    assert {
        key: (d.value, d.low, d.high, d.source, group) for key, (d, group) in found.items()
    } == DIFFERENCES
    assert {group for _, group in found.values()} == set(GROUPS)
    assert "(P = .331)" in found["anesthetic_or_dry"][0].note


@pytest.mark.parametrize("key", PRINTED_MM)
def test_a_benefit_in_mm_of_100_is_turned_and_divided_by_ten_and_the_note_says_so(key: str) -> None:
    value, low, high = PRINTED_MM[key]
    found = load_pooled()[key].difference_nrs
    assert (found.value, found.low, found.high) == tuple(round(-mm / 10, 2) for mm in (value, high, low))
    assert f"{value:g}" in found.note
    assert f"({low:g} to {high:g})" in found.note
    assert "divided by 10" in found.note
