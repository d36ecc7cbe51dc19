"""The forest plot under the learner's hand: how large a difference would matter, and to whom."""

import ipywidgets

from ..content.pooled import GROUPS, load_pooled
from ..figures.forest import ALL, IMPORTANT_POINTS, LEAST_POINTS, MOST_POINTS, ForestPicture
from ..model.checks import require_choice
from .explorer import Explorer, slider

UNITS = {"threshold_points": "points of 10"}


class ForestExplorer(Explorer):
    """Pooled estimates of pain side by side, with a slider for the smallest difference that matters.

    threshold_points: that difference, 0.5 to 4 points of 10. show: "all" or one group of comparisons, a key
    of content.pooled.GROUPS. review: source key whose rows are marked and whose notes are told, or "". task:
    a key of tasks.toml. Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    def __init__(
        self,
        *,
        threshold_points: float = IMPORTANT_POINTS,
        show: str = ALL,
        review: str = "",
        task: str = "forest_threshold",
    ) -> None:
        require_choice("ForestExplorer.show", show, (ALL, *GROUPS))
        names = {each.difference_nrs.source: each.review for each in load_pooled().values()}
        require_choice("ForestExplorer.review", review, ("", *names))
        self.picture = ForestPicture()
        controls = {
            "threshold_points": slider("Smallest difference that matters", LEAST_POINTS, MOST_POINTS, 0.1),
            "show": ipywidgets.Dropdown(
                description="Show",
                options=[("All eight", ALL), *((words, key) for key, words in GROUPS.items())],
            ),
            "review": ipywidgets.Dropdown(
                description="Mark a review", options=[("(none)", ""), *((n, key) for key, n in names.items())]
            ),
        }
        start = {"threshold_points": threshold_points, "show": show, "review": review}
        self.start(controls, start, UNITS)
        super().__init__(tuple(controls), task=self.read_task(task))

    def draw(self) -> None:
        """Draw the estimates chosen and what reaches the present difference."""
        self.picture.draw(**self.state())
