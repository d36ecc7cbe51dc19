"""How sure is a finding hand: agreement between two examiners under the learner's hand."""

from ..figures.agreement import AgreementPicture
from ..model.agreement import Agreement
from .controls import Number
from .explorer import Explorer


class AgreementExplorer(Explorer):
    """Sliders for agreement beside published kappas and a picture of 100 patients."""

    picture_type, task = AgreementPicture, "kappa_hides"
    controls = (
        Number("kappa", "Kappa (1: always agree)", 0.45, low=0, high=1, step=0.01, unit="(1: always agree)"),
        Number(
            "yes_pct", "Each says yes in (% of patients)", 20, low=0, high=100, step=5, unit="% of patients"
        ),
    )

    def draw(self, kappa: float, yes_pct: float) -> str:
        """Draw 100 patients for a kappa and a share."""
        return self.picture.draw(Agreement(kappa=kappa, yes_share=yes_pct / 100))
