"""The published kappas are those of the two reviews, and a badly formed one is refused."""

from typing import Any

import pytest

from tpi_edu import load_sources
from tpi_edu.content.agreement import PublishedKappa, load_agreement
from tpi_edu.content.schema import ContentError, build

# sign: range over studies (Lucas 2009), pooled value (Rathbone 2017)
PUBLISHED = {
    "trigger_point": ((), 0.452),
    "tenderness": ((0.22, 1.0), 0.676),
    "familiar_pain": ((0.57, 1.0), 0.575),
    "taut_band": ((-0.08, 0.75), None),
    "local_twitch": ((-0.05, 0.57), None),
}


def test_the_kappas_are_those_of_the_reviews() -> None:
    signs = load_agreement()
    assert {key: (sign.range_kappa, sign.pooled_kappa) for key, sign in signs.items()} == PUBLISHED
    assert signs["trigger_point"].interval_kappa == (0.364, 0.540)
    sources = load_sources()
    for sign in signs.values():
        assert sign.range_source == ("lucas_2009" if sign.range_kappa else "")
        assert sign.pooled_source == ("" if sign.pooled_kappa is None else "rathbone_2017")
        assert {sources[key].grade for key in (sign.range_source, sign.pooled_source) if key} == {sign.grade}


RANGE = {"range_kappa": [0.2, 0.4], "range_source": "x"}
BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "range_kappa or pooled_kappa must be given; got neither."),
    ({"range_kappa": [0.2, 0.4]}, "range_kappa and range_source must be given together; got one of them."),
    ({"pooled_kappa": 0.4}, "pooled_kappa and pooled_source must be given together; got one of them."),
    (
        RANGE | {"pooled_source": "x"},
        "pooled_kappa and pooled_source must be given together; got one of them.",
    ),
    (
        RANGE | {"grade": "good"},
        "grade must be one of trial, review, cohort, textbook, leaflet, assumption; got",
    ),
    *(
        (
            RANGE | {"range_kappa": span},
            f"range_kappa must be two numbers between -1 and 1, lowest first; got {tuple(span)}.",
        )
        for span in ([0.4, 0.2], [0.2, 1.2], [0.2])
    ),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_a_badly_formed_kappa_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ContentError) as error:
        build(PublishedKappa, {"label": "x", "grade": "review"} | change, where="agreement.toml [x]")
    assert str(error.value).startswith(f"agreement.toml [x]: {message}")
