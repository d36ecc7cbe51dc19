"""The cohort's controls against the plain picture of the same state, and whether its tasks can be done."""

import re

import pytest

from tpi_edu import Injection
from tpi_edu.figures.cohort import CAUSE_WORDS, TIMES_H, CohortPicture
from tpi_edu.model.cohort import CAUSES, IN_NO_CONTROL_ARM, simulate_cohort
from tpi_edu.widgets import cohort as module
from tpi_edu.widgets.cohort import CohortExplorer


def plain(
    causes: frozenset[str], story: str = "trials", *, control: bool = False, **options
) -> CohortPicture:
    arms = [causes, causes - IN_NO_CONTROL_ARM] if control else [causes]
    shared = {"story": story, "times_h": TIMES_H, "seed": module.SEED}
    picture = CohortPicture()
    picture.draw(
        *(simulate_cohort(module.PATIENTS, Injection(), causes=arm, **shared) for arm in arms), **options
    )
    return picture


def test_controls_lead_to_the_same_picture_as_the_plain_figure() -> None:
    explorer = CohortExplorer()
    start = explorer.view.frame
    state = {"show": "band", "least_pct": 50, "person": 7, "story": "leaflet", "control": True}
    explorer.set_state(state | {"drop_out": True, "context": False})
    causes = frozenset(CAUSES) - {"context"}
    same = plain(causes, "leaflet", control=True, show="band", least_pct=50, person=7)
    assert explorer.view.frame == same.frame() != start
    assert explorer.words() == explorer.view.description == same.description
    assert explorer.cohort.causes == causes
    explorer.reset()
    assert explorer.view.frame == start


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_has_a_box_and_arguments_set_the_starting_state(cause: str) -> None:
    explorer = CohortExplorer(causes=(cause,), control=True, least_pct=45, person=3)
    ticked = [name for name in CAUSES if explorer.controls[name].value]
    assert ticked == [cause]
    assert explorer.controls[cause].description == CAUSE_WORDS[cause]
    assert explorer.words() == plain(frozenset({cause}), control=True, least_pct=45, person=3).description


def test_looking_another_way_does_not_simulate_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = CohortExplorer(control=True)
    monkeypatch.setattr(module, "simulate_cohort", lambda *_, **__: pytest.fail("simulated"))
    before = explorer.words()
    explorer.set_state({"least_pct": 60, "show": "band", "person": 11})
    assert explorer.words() != before


def test_the_task_can_be_done_a_higher_bar_halves_the_responders() -> None:
    explorer = CohortExplorer()
    share = {}
    for pct in range(10, 95, 5):
        explorer.controls["least_pct"].value = pct
        share[pct] = int(re.search(r"Of 100, (\d+) have", explorer.words())[1])
    half = share[30] / 2
    assert 30 < min(share, key=lambda pct: abs(share[pct] - half)) < 90
    assert min(abs(value - half) for value in share.values()) <= 4


def test_the_task_can_be_done_the_published_fall_without_a_drug() -> None:
    explorer = CohortExplorer(causes=("drug",), task="without_drug")
    assert "Mean pain 7.1 → 7.1" in explorer.words()
    explorer.set_state(
        {"drug": False, "regression": True, "natural_course": True, "context": True, "needle": True}
    )
    assert "Mean pain 7.1 → 3.7" in explorer.words()
    explorer.controls["control"].value = True
    assert "Number needed to treat" in explorer.words()


def test_the_numbers_table_shows_what_is_assumed() -> None:
    table = CohortExplorer().children[-2].value
    assert "kwon_2017" in table
    assert "Responder" in table
    assert table.count('class="tpi-assumption"') > 10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"least_pct": 5}, "CohortExplorer.least_pct must be between 10 and 90 %; got 5."),
        ({"person": 201}, "CohortExplorer.person must be between 1 and 200 (a patient's number); got 201."),
        ({"show": "all"}, "CohortExplorer.show must be one of people, band; got 'all'."),
        ({"story": "both"}, "CohortExplorer.story must be one of leaflet, trials; got 'both'."),
        (
            {"causes": ("luck",)},
            f"CohortExplorer.causes must be one of {', '.join(CAUSES)}; got 'luck'.",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        CohortExplorer(**arguments)
