"""The controls of the forest plot: they are those of the figure, and the task can be done."""

from tpi_edu.content.published import load_pooled
from tpi_edu.figures.forest import describe_forest, judge_estimate
from tpi_edu.widgets.forest import ForestExplorer


def test_the_controls_are_the_arguments_of_the_figure():
    state = {"threshold_points": 1.3, "show": "placebo", "review": "tough_2009"}
    assert ForestExplorer(**state).words() == describe_forest(**state)


def test_every_review_can_be_marked():
    offered = [value for _, value in ForestExplorer().inputs["review"].options]
    assert offered == ["", *dict.fromkeys(each.difference_nrs.source for each in load_pooled().values())]


def test_the_task_can_be_done():
    explorer, estimates = ForestExplorer(), load_pooled().values()
    start = explorer.state()["threshold_points"]
    assert [judge_estimate(each, start) for each in estimates].count("short") == 2
    for threshold, reach in ((0.7, len(estimates) - 1), (0.8, len(estimates) - 2)):
        explorer.inputs["threshold_points"].value = threshold
        assert explorer.words().count(f"reaches {threshold}") == reach
