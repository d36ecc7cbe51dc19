"""tpi_edu: interactive notebooks that teach trigger point injections. Education, never advice."""

from .content.atlas import load_muscles
from .content.claims import load_claims
from .content.injectates import load_injectates
from .content.published import load_sources
from .figures.forest import describe_forest, plot_forest
from .figures.relief import plot_relief
from .figures.relief_words import describe_relief
from .model.cohort import simulate_cohort
from .model.dose import concentration_mg_per_ml, max_dose_mg
from .model.injection import Injection, Patient
from .model.relief import ReliefCurve, simulate_relief
from .model.repeat import may_repeat
from .widgets.atlas import MuscleAtlas
from .widgets.cases import CaseCard
from .widgets.cohort import CohortExplorer
from .widgets.cycle import CycleExplorer
from .widgets.deck import ClaimsExplorer, QuestionCard, QuestionDeck, ReviewDeck
from .widgets.dose import DoseLab
from .widgets.needle import NeedleLab, ProcedureExplorer
from .widgets.prediction import PredictionLab
from .widgets.progress import ProgressPanel
from .widgets.published import AgreementExplorer, ForestExplorer
from .widgets.relief import ReliefExplorer, RepeatExplorer
from .widgets.sources import Bibliography

__version__ = "0.1.0"
__all__ = [
    "AgreementExplorer",
    "Bibliography",
    "CaseCard",
    "ClaimsExplorer",
    "CohortExplorer",
    "CycleExplorer",
    "DoseLab",
    "ForestExplorer",
    "Injection",
    "MuscleAtlas",
    "NeedleLab",
    "Patient",
    "PredictionLab",
    "ProcedureExplorer",
    "ProgressPanel",
    "QuestionCard",
    "QuestionDeck",
    "ReliefCurve",
    "ReliefExplorer",
    "RepeatExplorer",
    "ReviewDeck",
    "concentration_mg_per_ml",
    "describe_forest",
    "describe_relief",
    "load_claims",
    "load_injectates",
    "load_muscles",
    "load_sources",
    "max_dose_mg",
    "may_repeat",
    "plot_forest",
    "plot_relief",
    "simulate_cohort",
    "simulate_relief",
]
