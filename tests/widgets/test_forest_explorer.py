"""The slider for a difference that matters against the plain picture of the same state."""

import re

import pytest

from tpi_edu.content.pooled import load_pooled
from tpi_edu.figures.forest import ForestPicture, judge_estimate
from tpi_edu.widgets.forest import ForestExplorer


def plain(**state) -> ForestPicture:
    picture = ForestPicture()
    picture.draw(**state)
    return picture


def test_controls_lead_to_the_same_picture_as_the_plain_figure() -> None:
    explorer = ForestExplorer()
    start = explorer.view.frame
    explorer.controls["threshold_points"].value = 1.3
    explorer.controls["show"].value = "placebo"
    explorer.controls["review"].value = "tough_2009"
    same = plain(threshold_points=1.3, show="placebo", review="tough_2009")
    assert explorer.view.frame == same.frame() != start
    assert explorer.words() == explorer.view.description == same.description
    explorer.reset()
    assert explorer.view.frame == start


def test_the_task_can_be_done() -> None:
    explorer = ForestExplorer()
    short = [
        e
        for e in load_pooled().values()
        if judge_estimate(e, explorer.state()["threshold_points"]) == "short"
    ]
    assert len(short) == 2
    values = sorted(e.difference_nrs.value for e in load_pooled().values())
    assert values[-2] <= -0.7 < values[-1], "at 0.7 points every estimate but one reaches it"
    explorer.controls["threshold_points"].value = 0.7
    assert explorer.words().count("reaches 0.7") == 7
    explorer.controls["threshold_points"].value = 0.8
    assert explorer.words().count("reaches 0.8") == 6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"threshold_points": 0},
            "ForestExplorer.threshold_points must be between 0.5 and 4 points of 10; got 0.",
        ),
        ({"show": "most"}, "ForestExplorer.show must be one of all, dry_needling, placebo, dry; got 'most'."),
        (
            {"review": "x"},
            "ForestExplorer.review must be one of , navarro_santana_2022, nouged_2019, tough_white_2011, "
            "tough_2009, navarro_santana_2020; got 'x'.",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ForestExplorer(**arguments)
