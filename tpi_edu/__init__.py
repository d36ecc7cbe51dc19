"""tpi_edu: interactive notebooks that teach trigger point injections. Education, never advice."""

from .content.injection import load_injectates
from .content.sources import load_sources
from .figures.relief import plot_relief
from .figures.relief_words import describe_relief
from .model.injection import Injection, Patient
from .model.relief import ReliefCurve, simulate_relief
from .widgets.bibliography import Bibliography
from .widgets.deck import QuestionCard, QuestionDeck, ReviewDeck
from .widgets.prediction import PredictionLab
from .widgets.progress import ProgressPanel
from .widgets.relief import ReliefExplorer

__all__ = [
    "Bibliography",
    "Injection",
    "Patient",
    "PredictionLab",
    "ProgressPanel",
    "QuestionCard",
    "QuestionDeck",
    "ReliefCurve",
    "ReliefExplorer",
    "ReviewDeck",
    "describe_relief",
    "load_injectates",
    "load_sources",
    "plot_relief",
    "simulate_relief",
]
