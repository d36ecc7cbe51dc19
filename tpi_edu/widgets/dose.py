"""How many milligrams is that? Doses against their published ceilings, under the learner's hand."""

from typing import Any

import ipywidgets

from ..content.anesthetics import load_anesthetics
from ..content.injection import load_injectates
from ..content.schema import Quantity
from ..figures.dose import WEIGHTS_KG, DosePicture
from ..model.dose import POINTS, DosePlan, DrugDose
from .explorer import Explorer, slider
from .provenance import Named, provenance_table

FIRST_SCREEN = ("drug", "percent", "volume_ml", "points", "weight_kg", "epinephrine")
MORE = ("mix_with", "mix_percent", "mix_volume_ml")
UNITS = {"volume_ml": "mL", "points": "points", "weight_kg": "kg", "mix_volume_ml": "mL"}
SLIDER_ML = (0.5, 5.0)
EPINEPHRINE = "Epinephrine is customarily left out of trigger point injections."


class DoseLab(Explorer):
    """Controls for what one person receives beside the dose figure.

    Every argument sets a starting state and *Reset* returns to it. percent: one of the drug's usual
    strengths, by default the middle one. volume_ml: per point, 0.5-5. weight_kg: 40-120. mix_with: a second
    drug, "" for none, with its own percent and volume per point. task: a key of tasks.toml.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    held = (*Explorer.held, "_note")

    def __init__(
        self,
        *,
        drug: str = "lidocaine",
        percent: float | None = None,
        volume_ml: float = 1.0,
        points: int = 5,
        weight_kg: float = 70.0,
        epinephrine: bool = False,
        mix_with: str = "",
        mix_percent: float | None = None,
        mix_volume_ml: float = 1.0,
        task: str = "dose_kink",
    ) -> None:
        start = {
            "drug": drug,
            "percent": percent,
            "volume_ml": volume_ml,
            "points": points,
            "weight_kg": weight_kg,
            "epinephrine": epinephrine,
            "mix_with": mix_with,
            "mix_percent": mix_percent,
            "mix_volume_ml": mix_volume_ml,
        }
        for of, name in (("drug", "percent"), ("mix_with", "mix_percent")):
            if start[name] is None or not start[of]:
                start[name] = _middle(_usual_pct(start[of]))
        self._plan(start)  # refuses what the controls would quietly repair
        for of, name in (("drug", "percent"), ("mix_with", "mix_percent")):
            _require_usual(name, start[name], start[of])
        self.picture = DosePicture()
        self._note = ipywidgets.HTML()
        self.start(_make_controls(start), start, UNITS)
        self.controls["drug"].observe(self._offer_strengths, "value")
        self.controls["mix_with"].observe(self._offer_strengths, "value")
        super().__init__(
            FIRST_SCREEN,
            task=self.read_task(task),
            folded=MORE,
            aside=[self._note],
            below=[ipywidgets.HTML(_provenance())],
        )

    @property
    def plan(self) -> DosePlan:
        """What is given at present."""
        return self._plan(self.state())

    def draw(self) -> None:
        """Draw the present plan against its ceilings."""
        state = self.state()
        for name in ("mix_percent", "mix_volume_ml"):
            self.controls[name].disabled = not state["mix_with"]
        self.picture.draw(self._plan(state))
        self._note.value = EPINEPHRINE if state["epinephrine"] else ""

    @staticmethod
    def _plan(state: dict[str, Any]) -> DosePlan:
        points = state["points"]
        names = [("drug", "percent", "volume_ml")] + [MORE] * bool(state["mix_with"])
        doses = tuple(
            DrugDose(drug=state[drug], percent=state[percent], volume_ml=state[volume], points=points)
            for drug, percent, volume in names
        )
        return DosePlan(doses=doses, weight_kg=state["weight_kg"], epinephrine=state["epinephrine"])

    def _offer_strengths(self, change: dict[str, Any]) -> None:
        """Offer the strengths of the drug chosen; keep the present one where it is among them."""
        of = next(name for name in ("drug", "mix_with") if self.controls[name] is change["owner"])
        strength, usual = self.controls[MORE[1] if of == "mix_with" else "percent"], _usual_pct(change["new"])
        with self._lock:
            before, was_held = strength.value, self._is_held
            self._is_held = True  # the drug's own change draws, once
            strength.options = _options(usual)
            strength.value = before if before in usual else _middle(usual)
            self._is_held = was_held


def _usual_pct(drug: str) -> tuple[float, ...]:
    """Return the usual strengths of a drug; for none or an unknown one, those of the first."""
    anesthetics = load_anesthetics()
    return anesthetics.get(drug, next(iter(anesthetics.values()))).usual_pct


def _middle(usual: tuple[float, ...]) -> float:
    return usual[(len(usual) - 1) // 2]


def _options(usual: tuple[float, ...]) -> list[tuple[str, float]]:
    return [(f"{pct:g} %", pct) for pct in usual]


def _require_usual(field: str, percent: float, drug: str) -> None:
    usual = _usual_pct(drug)
    if percent not in usual:
        choices = ", ".join(f"{pct:g}" for pct in usual)
        raise ValueError(f"DoseLab.{field} must be one of {choices} % for {drug}; got {percent}.")


def _make_controls(start: dict[str, Any]) -> dict[str, ipywidgets.Widget]:
    """Return one control per part of the state, by its name."""
    drugs = [(load_injectates()[key].label, key) for key in load_anesthetics()]
    return {
        "drug": ipywidgets.Dropdown(description="Drug", options=drugs),
        "percent": ipywidgets.Dropdown(description="Strength", options=_options(_usual_pct(start["drug"]))),
        "volume_ml": slider("Volume per point (mL)", *SLIDER_ML, 0.5),
        "points": ipywidgets.IntSlider(description="Points", min=POINTS[0], max=POINTS[1]),
        "weight_kg": slider("Body weight (kg)", *WEIGHTS_KG, 1.0),
        "epinephrine": ipywidgets.Checkbox(description="with epinephrine", indent=False),
        "mix_with": ipywidgets.Dropdown(description="Mix with", options=[("nothing", ""), *drugs]),
        "mix_percent": ipywidgets.Dropdown(
            description="Strength of the second drug", options=_options(_usual_pct(start["mix_with"]))
        ),
        "mix_volume_ml": slider("Its volume per point (mL)", *SLIDER_ML, 0.5),
    }


def _provenance() -> str:
    """Return the table of every published limit of every drug."""
    groups: dict[str, Named] = {}
    for key, facts in load_anesthetics().items():
        named = groups.setdefault(load_injectates()[key].label, {})
        for ceiling in facts.ceilings:
            kind = "with epinephrine" if ceiling.epinephrine else "plain"
            used = ", counted by in this course" if ceiling.course_limit else ""
            limits = {"mg/kg": ceiling.max_mg_per_kg, "mg at most": ceiling.max_mg}
            for unit, value in limits.items():
                if value < float("inf"):
                    named[f"{kind}, {ceiling.tables}{used}", unit] = Quantity(
                        value=value,
                        low=value,
                        high=value,
                        source=", ".join(ceiling.sources),
                        grade=ceiling.grade,
                        note=ceiling.note,
                    )
    return provenance_table(groups)
