"""What was published, under the learner's hand: agreement of examiners, and pooled differences in pain."""

from ..content.published import GROUPS, load_pooled
from ..figures.agreement import AgreementPicture
from ..figures.forest import ALL, IMPORTANT_POINTS, LIMITS, ForestPicture
from ..model.agreement import Agreement
from .controls import Choice, Number, Options, State
from .explorer import Explorer


class AgreementExplorer(Explorer):
    """Sliders for agreement beside published kappas and a picture of 100 patients."""

    picture_type, task = AgreementPicture, "kappa_hides"
    controls = (
        Number("kappa", "Kappa (1: always agree)", 0.45, high=1, step=0.01, unit="(1: always agree)"),
        Number("yes_pct", "Each says yes in (% of patients)", 20, high=100, step=5, unit="% of patients"),
    )

    def draw(self, kappa: float, yes_pct: float) -> str:
        """Draw 100 patients for a kappa and a share."""
        return self.picture.draw(Agreement(kappa=kappa, yes_share=yes_pct / 100))


def _reviews(_state: State) -> Options:
    return {"": "(none)"} | {each.difference_nrs.source: each.review for each in load_pooled().values()}


class ForestExplorer(Explorer):
    """Pooled estimates of pain side by side, with a slider for the smallest difference that matters."""

    picture_type, task = ForestPicture, "forest_threshold"
    controls = (
        Number("threshold_points", "Smallest difference that matters", IMPORTANT_POINTS, step=0.1, **LIMITS),
        Choice("show", "Show", ALL, options={ALL: "All", **GROUPS}),
        Choice("review", "Mark a review", "", options=_reviews, of="a source key of pooled.toml, or ''"),
    )
