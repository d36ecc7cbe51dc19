"""Every measured arm holds the numbers that were read a second time, and impossible ones are refused."""

from typing import Any

import pytest
from shipped import LEFT_OUT, refusal

from tpi_edu.content.measurements import load_measurements

READ = {  # patients, baseline, times (h), values, relief (%)
    "roldan_2020_saline": (23, 7.59, (0.083, 0.5, 336), (2.22, 1.52, 4.29), (70.8, 80.0, 43.5)),
    "roldan_2020_steroid": (25, 7.44, (0.083, 0.5, 336), (1.76, 1.76, 4.14), (76.3, 76.3, 44.4)),
    "kocak_2019_lidocaine": (22, 7.6, (0.083, 1), (2.8, 0.4), (63.2, 94.7)),
    "kocak_2019_nsaid": (32, 7.2, (0.083, 1), (6.2, 2.6), (13.9, 63.9)),
    "suputtitada_2022_lidocaine": (30, 5.51, (0.4, 168, 672), (4.11, 2.42, 0.97), (25.4, 56.1, 82.4)),
    "suputtitada_2022_shock_wave": (30, 5.49, (0.4, 168, 672), (5.19, 3.68, 1.01), (5.5, 33.0, 81.6)),
    "cui_2016_water": (34, 6.7, (0.167,), (2.7,), (59.7,)),
    "cui_2016_saline": (34, 6.6, (0.167,), (4.9,), (25.8,)),
    "hong_hsueh_1996_fibromyalgia": (9, 8.1, (0.083, 336), (8.4, 5.9), (-3.7, 27.2)),
    "saeidian_2014_steroid": (32, 7.12, (72,), (2.4,), (66.3,)),
    "saeidian_2014_untreated": (32, 6.7, (72,), (4.06,), (39.4,)),
    "masseter_plasma_2019_saline": (29, None, (120, 336), (10.38, 4.62), (10.38, 4.62)),
    "jeon_2012_injection": (15, 7.2, (168, 504), (4.6, 2.8), (36.1, 61.1)),
    "jeon_2012_shock_wave": (15, 6.86, (168, 504), (2.86, 1.86), (58.3, 72.9)),
    "affaitati_2011_bupivacaine": (34, 62, (168,), (19,), (69.4,)),
    "montenegro_2015_lidocaine": (15, 54, (672, 1176, 2520), (30.5, 10, 8), (45.3, 60.2, 69.9)),
    "montenegro_2015_compression": (15, 67, (672, 1176, 2520), (50, 60, 56), (18.7, 9.2, 8.5)),
    "nitecka_buchta_2018_lidocaine": (14, None, (336,), (25.0,), (25.0,)),
    "nitecka_buchta_2018_saline": (14, None, (336,), (20.1,), (20.1,)),
    "kwon_2017": (297, 7.11, (336,), (3.74,), (47.4,)),
    "suh_2014_injection": (11, 7.3, (336,), (4.5,), (38.4,)),
    "suh_2014_nsaid": (10, 7.4, (336,), (5.9,), (20.3,)),
    "sukareechai_2019_needle": (21, 6.8, (504,), (2.6,), (61.8,)),
    "sukareechai_2019_shock_wave": (21, 7.2, (504,), (3.4,), (52.8,)),
    "ay_2010_lidocaine": (40, 5.82, (672,), (2.27,), (61.0,)),
    "ay_2010_needle": (40, 5.55, (672,), (3.82,), (31.2,)),
    "padberg_2007_saline": (20, 62.1, (2016,), (56.7,), (8.7,)),
    "byrn_1993_water": (20, 8.1, (2016,), (3.8,), (53.1,)),
    "byrn_1993_saline": (20, 8.3, (2016,), (7.5,), (9.6,)),
    "srivastava_2019": (30, 8.6, (672,), (1.17,), (86.4,)),
    "lee_2019": (20, 7.3, (336,), (1.95,), (73.3,)),
    "spain_needle": (11, 5.5, (672,), (2.45,), (55.5,)),
    "spain_lidocaine": (10, 4.8, (672,), (2.2,), (54.2,)),
}
DOUBTFUL = ["srivastava_2019", "lee_2019", "spain_needle", "spain_lidocaine"]


def test_every_arm_holds_what_was_read_and_the_relief_of_its_study() -> None:
    arms = load_measurements()
    assert list(arms) == list(READ)
    assert [key for key, arm in arms.items() if arm.doubtful] == DOUBTFUL
    for key, (*read, relief) in READ.items():
        arm = arms[key]
        assert [arm.patients, arm.baseline, arm.times_h, arm.values] == read, key
        assert arm.relief_pct == pytest.approx(relief, abs=0.06), key


RISE = "times_h must rise from above 0 hours; got {}."
WITHIN = "values must be between 0 and 10; got (2.2, 1.5, {})."
SPREAD = "spread must hold {} or none; got {}."
WITHOUT = "route must be left out exactly without a needle; got {!r}."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        *(({"times_h": list(times)}, RISE.format(times)) for times in ((0.0, 0.5, 336.0), (0.5, 0.5), ())),
        ({"values": [2.22]}, "values must have 3 entries; got 1."),
        ({"sessions": []}, "sessions must have 3 entries; got 0."),
        ({"reported_relief_pct": [70.8]}, "reported_relief_pct must have 3 entries; got 1."),
        ({"spread_kind": "SD", "spread": [[1.0]]}, "spread must have 4 entries; got 1."),
        ({"spread_kind": "SD"}, "spread_kind, spread must be given together; got spread_kind."),
        ({"spread_kind": "SD", "spread": [[1, 2], [], [], []]}, SPREAD.format("one number", (1.0, 2.0))),
        ({"spread_kind": "IQR", "spread": [[2, 1], [], [], []]}, SPREAD.format("two, rising", (2.0, 1.0))),
        *(({"values": [2.2, 1.5, bad]}, WITHIN.format(bad)) for bad in (-0.1, 10.1)),
        ({"baseline": LEFT_OUT}, "baseline must be left out exactly with percent; got None."),
        ({"statistic": "percent"}, "baseline must be left out exactly with percent; got 7.59."),
        *(({"baseline": bad}, f"baseline must be above 0 and up to 10; got {bad}.") for bad in (0, 10.1)),
        ({"route": LEFT_OUT}, WITHOUT.format("")),
        ({"kind": "other care"}, WITHOUT.format("muscle")),
    ],
)
def test_an_arm_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    assert refusal("measurements", changes) == message


def test_an_unseen_measurement_has_times_that_rise() -> None:
    assert refusal("unseen", {"times_h": [24.0, 0.25]}) == RISE.format((24.0, 0.25))
