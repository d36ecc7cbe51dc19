"""tpi_edu: interactive notebooks that teach trigger point injections. Education, never advice."""

from .content.atlas import load_muscles as load_muscles
from .content.claims import load_claims as load_claims
from .content.injectates import load_injectates as load_injectates
from .content.published import load_sources as load_sources
from .figures.forest import describe_forest as describe_forest
from .figures.forest import plot_forest as plot_forest
from .figures.relief import plot_relief as plot_relief
from .figures.relief_words import describe_relief as describe_relief
from .model.cohort import simulate_cohort as simulate_cohort
from .model.dose import concentration_mg_per_ml as concentration_mg_per_ml
from .model.dose import max_dose_mg as max_dose_mg
from .model.injection import Injection as Injection
from .model.injection import Patient as Patient
from .model.relief import ReliefCurve as ReliefCurve
from .model.relief import simulate_relief as simulate_relief
from .model.repeat import may_repeat as may_repeat
from .widgets.atlas import MuscleAtlas as MuscleAtlas
from .widgets.cases import CaseCard as CaseCard
from .widgets.cohort import CohortExplorer as CohortExplorer
from .widgets.cycle import CycleExplorer as CycleExplorer
from .widgets.deck import ClaimsExplorer as ClaimsExplorer
from .widgets.deck import QuestionCard as QuestionCard
from .widgets.deck import QuestionDeck as QuestionDeck
from .widgets.deck import ReviewDeck as ReviewDeck
from .widgets.dose import DoseLab as DoseLab
from .widgets.needle import NeedleLab as NeedleLab
from .widgets.needle import ProcedureExplorer as ProcedureExplorer
from .widgets.prediction import PredictionLab as PredictionLab
from .widgets.progress import ProgressPanel as ProgressPanel
from .widgets.published import AgreementExplorer as AgreementExplorer
from .widgets.published import ForestExplorer as ForestExplorer
from .widgets.relief import ReliefExplorer as ReliefExplorer
from .widgets.relief import RepeatExplorer as RepeatExplorer
from .widgets.review import ReviewSheet as ReviewSheet
from .widgets.sources import Bibliography as Bibliography

__version__ = "0.1.0"
__all__ = sorted(  # all but the rooms themselves
    name for name, thing in globals().items() if name[0] != "_" and hasattr(thing, "__module__")
)
