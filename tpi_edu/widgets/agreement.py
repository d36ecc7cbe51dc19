"""How sure is a finding hand: agreement between two examiners under the learner's hand."""

from ..figures.agreement import AgreementPicture
from ..model.agreement import Agreement
from .explorer import Explorer, slider

UNITS = {"kappa": "(1: always agree)", "yes_pct": "% of patients"}


class AgreementExplorer(Explorer):
    """Sliders for kappa and the share of yes beside published kappas and a picture of 100 patients.

    kappa: agreement beyond chance, 0 to 1. yes_pct: in what percentage of patients each of the two
    examiners says yes. task: a key of tasks.toml. Raises `ValueError` or `TypeError` naming field, rule and
    value.
    """

    def __init__(self, *, kappa: float = 0.45, yes_pct: float = 20, task: str = "kappa_hides") -> None:
        self.picture = AgreementPicture()
        controls = {
            "kappa": slider("Kappa (1: always agree)", 0.0, 1.0, 0.01),
            "yes_pct": slider("Each says yes in (% of patients)", 0.0, 100.0, 5.0),
        }
        self.start(controls, {"kappa": kappa, "yes_pct": yes_pct}, UNITS)
        super().__init__(tuple(controls), task=self.read_task(task))

    @property
    def agreement(self) -> Agreement:
        """The present result."""
        state = self.state()
        return Agreement(kappa=state["kappa"], yes_share=state["yes_pct"] / 100)

    def draw(self) -> None:
        """Draw 100 patients for the present kappa and share."""
        self.picture.draw(self.agreement)
