"""Who is injected, with what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from ..content.injectates import Injectate, load_injectates
from .checks import require_bool, require_choice, require_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """One trigger point injection: what is injected, and on which day (days after the first is day 0).

    `steroid` adds a depot steroid. `vitamin_b12` may be added and changes no number: no trial that
    supports it was found. Dry needling injects nothing, so neither can be added to it.
    """

    injectate: str = "lidocaine"
    steroid: bool = True
    day: float = 0.0
    vitamin_b12: bool = False

    def __post_init__(self) -> None:
        require_choice("Injection.injectate", self.injectate, tuple(load_injectates()))
        for name in ("steroid", "vitamin_b12"):
            require_bool(f"Injection.{name}", getattr(self, name))
            if self.injectate == "dry_needling" and getattr(self, name):
                raise ValueError(
                    f"Injection.{name} must be False with dry_needling, which injects nothing; got True."
                )
        require_number("Injection.day", self.day, low=0, high=inf, unit="days")

    @property
    def content(self) -> Injectate:
        """The facts about this injectate."""
        return load_injectates()[self.injectate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Starting pain (NRS 0-10), how strongly this person responds, and what else bears on the course.

    `response` multiplies every wanted effect: 0 = no benefit at all, 0.45 = a non-responder, 1 = average,
    1.35 = a responder (assumptions of this course). It leaves soreness as it is. With `perpetuating` factors
    left as they are (posture, stress, no exercise) relief fades faster; with `adjuncts` (stretching,
    exercise, posture work) more slowly (assumptions).
    """

    baseline_nrs: float = 7.5
    response: float = 1.0
    fibromyalgia: bool = False
    perpetuating: bool = False
    adjuncts: bool = False

    def __post_init__(self) -> None:
        require_number("Patient.baseline_nrs", self.baseline_nrs, low=0, high=10, unit="points")
        require_number("Patient.response", self.response, low=0, high=2, unit="times the average")
        for name in ("fibromyalgia", "perpetuating", "adjuncts"):
            require_bool(f"Patient.{name}", getattr(self, name))


def as_plan(injections: Injection | Sequence[Injection]) -> tuple[Injection, ...]:
    """Return one injection, or several in any order, as a tuple sorted by day."""
    plan = (injections,) if isinstance(injections, Injection) else injections
    if isinstance(plan, str) or not isinstance(plan, Sequence):
        raise TypeError(f"plan must be an Injection or a list of them; got {plan!r}.")
    if not plan:
        raise ValueError("plan must hold at least one Injection; got none.")
    for item in plan:
        if not isinstance(item, Injection):
            raise TypeError(f"plan must hold only Injections; got {item!r}.")
    return tuple(sorted(plan, key=lambda item: (item.day, item.injectate, item.steroid, item.vitamin_b12)))
