"""What a learner expects of an injection, how far that is from a story, and which belief would explain it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .checks import require_number
from .injection import Injection, Patient
from .milestones import DAY_H
from .relief import ReliefCurve, simulate_relief

PREDICTION_TIMES_H = (0.25, 3.0, 12.0, 48.0, 120.0, 336.0, 672.0)

# When a belief is named: percentage points of relief, all of them assumptions of this course.
CLOSE_PCT = 5.0  # this near to the trials story on average there is nothing to correct
DIP_PCT = 10.0  # a smaller fall on the first evening is no low point
RISE_PCT = 5.0  # a larger rise from 3 to 12 hours is something setting in
GROWTH_PCT = 10.0  # a larger rise from day 5 to week 4 is growth
NEAR_TOP_PCT = 10.0  # at week 4 this near to the highest point, nothing has faded
LEAST_PCT = 20.0  # below this there is too little relief to fade
LITTLE_PART = 0.5  # less than this part of what trials saw at 15 minutes is little
MUCH_PCT = 30.0  # the trials story has relief at 15 minutes from here on [farrar_2001]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is injected into whom; repeat_day: day of a second, equal injection, 0 for none."""

    injectate: str = "lidocaine"
    steroid: bool = True
    response: float = 1.0
    fibromyalgia: bool = False
    repeat_day: float = 0

    def __post_init__(self) -> None:
        require_number("Scenario.repeat_day", self.repeat_day, low=0, high=55, unit="days")
        self.curve("leaflet")  # refuses what no injection or patient can be

    @property
    def key(self) -> str:
        """A short name, the same in every record: what differs from injecting an average patient once."""
        parts = {
            "steroid": self.steroid,
            f"response={self.response:g}": self.response != 1,
            "fibromyalgia": self.fibromyalgia,
            f"repeat_day={self.repeat_day:g}": self.repeat_day != 0,
        }
        return "+".join([self.injectate, *(name for name, differs in parts.items() if differs)])

    def curve(self, story: str) -> ReliefCurve:
        """Return the relief that a story tells of it."""
        days = sorted({0.0, self.repeat_day})
        plan = [Injection(injectate=self.injectate, steroid=self.steroid, day=day) for day in days]
        patient = Patient(response=self.response, fibromyalgia=self.fibromyalgia)
        return simulate_relief(plan, patient=patient, story=story)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """The relief someone expects at each of PREDICTION_TIMES_H, percent of the starting pain."""

    relief_pct: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.relief_pct) != len(PREDICTION_TIMES_H):
            count = f"{len(PREDICTION_TIMES_H)} numbers, one per time"
            raise ValueError(f"Prediction.relief_pct must hold {count}; got {len(self.relief_pct)}.")
        for relief in self.relief_pct:
            require_number("Prediction.relief_pct", relief, low=0, high=100, unit="%")
        object.__setattr__(self, "relief_pct", tuple(self.relief_pct))


class PredictionMiss(NamedTuple):
    """How far a prediction is from a curve at its seven times, in percentage points.

    mean_abs_pct: mean of the absolute differences. largest_h: when the difference is largest, the first of
    equal ones; predicted_pct and expected_pct: the relief at that time.
    """

    mean_abs_pct: float
    largest_h: float
    predicted_pct: float
    expected_pct: float


def compare_prediction(prediction: Prediction, curve: ReliefCurve) -> PredictionMiss:
    """Return how far a prediction is from a curve; the times count from the plan's first injection."""
    expected = _at_times(curve)
    off = np.abs(np.array(prediction.relief_pct) - expected)
    worst = int(np.argmax(off))
    predicted = float(prediction.relief_pct[worst])
    return PredictionMiss(float(off.mean()), PREDICTION_TIMES_H[worst], predicted, float(expected[worst]))


def find_misconception(prediction: Prediction, leaflet: ReliefCurve, trials: ReliefCurve) -> str | None:
    """Return the key of the first belief that would draw such a line, or None.

    None where the prediction is CLOSE_PCT from the trials story or nearer. Else, in this order:

    only_the_drug    no anesthetic, and at 15 minutes less than LITTLE_PART of the trials story's relief
    no_early_relief  the same with an anesthetic
    steroid_at_once  a rise from 3 to 12 hours, up to the second peak of the leaflet story or higher
    dip_forgotten    the leaflet story falls after 15 minutes, the prediction at 3 and 12 hours does not
    grows_for_weeks  week 4 clearly above day 5, while both stories fall
    never_fades      week 4 as high as the highest point or nearly so, while both stories fall
    """
    minutes, hours, evening, _, day_5, _, week_4 = prediction.relief_pct
    if compare_prediction(prediction, trials).mean_abs_pct <= CLOSE_PCT:
        return None
    told, seen = _at_times(leaflet), _at_times(trials)
    first, turns = leaflet.plan[0], leaflet.milestones
    is_late = seen[0] >= MUCH_PCT and minutes < LITTLE_PART * seen[0]
    dip, peak = (np.nan if pct is None else pct for pct in (turns.dip_pct, turns.peak_pct))
    has_dip = turns.early_pct - dip >= DIP_PCT  # not where there is none: NaN
    has_peak = has_dip and peak >= dip + DIP_PCT
    rises_early = first.steroid and has_peak and evening >= max(peak, hours + RISE_PCT)
    both_fall = told[6] < told[4] and seen[6] < seen[4]
    top = max(prediction.relief_pct)
    rules = {
        "only_the_drug": is_late and not first.content.is_anesthetic,
        "no_early_relief": is_late,
        "steroid_at_once": rises_early,
        "dip_forgotten": has_dip and min(hours, evening) > minutes - DIP_PCT,
        "grows_for_weeks": both_fall and week_4 >= day_5 + GROWTH_PCT,
        "never_fades": both_fall and top >= LEAST_PCT and week_4 >= top - NEAR_TOP_PCT,
    }
    return next((key for key, fits in rules.items() if fits), None)


def _at_times(curve: ReliefCurve) -> np.ndarray:
    return np.asarray(curve.at(hours=np.array(PREDICTION_TIMES_H) + DAY_H * curve.plan[0].day))
