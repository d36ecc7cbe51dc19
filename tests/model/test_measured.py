"""What was measured when: every point in one stretch, and the trials line among those it may be held to."""

import pytest

from tpi_edu import Injection, simulate_relief
from tpi_edu.content.measurements import load_measurements, load_unseen
from tpi_edu.model.measured import measured_points, stretches

KINDS = {
    "lidocaine": "anesthetic",
    "bupivacaine": "with steroid",
    "saline": "saline or water",
    "dry_needling": "dry needle",
}
TRIALS = simulate_relief(Injection(steroid=False), story="trials")


def test_every_point_that_is_not_doubtful_stands_in_one_stretch_or_later() -> None:
    arms = [arm for arm in load_measurements().values() if not arm.doubtful]
    assert len(measured_points()) == sum(len(arm.times_h) for arm in arms)
    spans = [(each.start_h, each.end_h) for each in stretches()]
    assert [start for start, _ in spans] == [0.0, *(end for _, end in spans[:-1])]
    placed = [point for each in stretches() for point in each.points]
    assert {*map(id, placed)} == {id(point) for point in measured_points() if point.hours <= spans[-1][1]}
    assert len(placed) == len({*map(id, placed)})
    for each in stretches():
        assert all(each.start_h < point.hours <= each.end_h for point in each.points)
        assert each.unseen == sum(
            any(each.start_h < hours <= each.end_h for hours in study.times_h)
            for study in load_unseen().values()
        )


def spread_pct(point) -> float:
    """Return the standard deviation printed for a point, in percent of the arm's starting pain; else 0."""
    sds = point.arm.spread[1 + point.arm.times_h.index(point.hours)] if point.arm.spread_kind == "SD" else ()
    return 100 * sds[0] / point.arm.baseline if sds else 0.0


@pytest.mark.parametrize("stretch", stretches(), ids=lambda each: each.name)
def test_the_trials_line_lies_in_the_spread_of_single_injections_where_there_are_any(stretch) -> None:
    alone = [point for point in stretch.points if point.can_stand_alone]
    for injectate, kind in KINDS.items():
        injection = Injection(injectate=injectate, steroid=kind == "with steroid")
        assert stretch.is_known(injection) == any(point.arm.kind == kind for point in alone)
    if alone:
        relief = TRIALS.at(hours=sorted({point.hours for point in alone}))
        assert min(point.relief_pct - spread_pct(point) for point in alone) <= relief.min()
        assert relief.max() <= max(point.relief_pct + spread_pct(point) for point in alone)
