"""The forest plot under the learner's hand: how large a difference would matter, and to whom."""

from ..content.published import GROUPS, load_pooled
from ..figures.forest import ALL, IMPORTANT_POINTS, LEAST_POINTS, MOST_POINTS, ForestPicture
from .controls import Choice, Number, Options, State
from .explorer import Explorer


def _reviews(_state: State) -> Options:
    return {"": "(none)"} | {each.difference_nrs.source: each.review for each in load_pooled().values()}


class ForestExplorer(Explorer):
    """Pooled estimates of pain side by side, with a slider for the smallest difference that matters."""

    picture_type, task = ForestPicture, "forest_threshold"
    controls = (
        Number(
            "threshold_points",
            "Smallest difference that matters",
            IMPORTANT_POINTS,
            low=LEAST_POINTS,
            high=MOST_POINTS,
            step=0.1,
            unit="points of 10",
        ),
        Choice("show", "Show", ALL, options={ALL: "All", **GROUPS}),
        Choice("review", "Mark a review", "", options=_reviews, of="a source key of pooled.toml, or ''"),
    )
