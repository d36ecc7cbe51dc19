"""How many milligrams is that? Doses against their published ceilings, under the learner's hand."""

from math import inf
from typing import Any

import ipywidgets

from ..content.anesthetics import load_anesthetics
from ..content.injectates import load_injectates
from ..content.schema import Quantity
from ..figures.dose import WEIGHTS_KG, DosePicture
from ..model.dose import POINTS, DosePlan, DrugDose
from .old_explorer import Explorer, slider
from .provenance import Named, provenance_table

DRUGS = (("drug", "percent", "volume_ml"), ("mix_with", "mix_percent", "mix_volume_ml"))
FIRST_SCREEN = (*DRUGS[0], "points", "weight_kg", "epinephrine")
UNITS = {"volume_ml": "mL", "points": "points", "weight_kg": "kg", "mix_volume_ml": "mL"}
SLIDER_ML = (0.5, 5.0, 0.5)


class DoseLab(Explorer):
    """Controls for what one person receives beside the dose figure.

    Every argument sets a starting state and *Reset* returns to it. percent: one of the drug's usual
    strengths, by default the middle one. volume_ml: per point, 0.5-5. weight_kg: 40-120. mix_with: a second
    drug, "" for none, with its own percent and volume per point. task: a key of tasks.toml.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    def __init__(
        self,
        *,
        drug: str = "lidocaine",
        percent: float | None = None,
        volume_ml: float = 1.0,
        points: int = 5,
        weight_kg: float = 50.0,
        epinephrine: bool = False,
        mix_with: str = "",
        mix_percent: float | None = None,
        mix_volume_ml: float = 1.0,
        task: str = "dose_kink",
    ) -> None:
        start = dict(zip(DRUGS[0], (drug, percent, volume_ml), strict=True))
        start |= {"points": points, "weight_kg": weight_kg, "epinephrine": epinephrine}
        start |= dict(zip(DRUGS[1], (mix_with, mix_percent, mix_volume_ml), strict=True))
        for of, name, _ in DRUGS:
            if start[name] is None or not start[of]:
                start[name] = _middle(_usual_pct(start[of]))
        self._plan(start)  # refuses what the controls would quietly repair
        for of, name, _ in DRUGS:
            usual = _usual_pct(start[of])
            if start[name] not in usual:
                rule = f"one of {', '.join(f'{pct:g}' for pct in usual)} % for {start[of]}"
                raise ValueError(f"DoseLab.{name} must be {rule}; got {start[name]}.")
        self.picture = DosePicture()
        self.start(_make_controls(start), start, UNITS)
        for of, *_ in DRUGS:
            self.controls[of].observe(self._offer_strengths, "value")
        below = [ipywidgets.HTML(_provenance())]
        super().__init__(FIRST_SCREEN, task=self.read_task(task), folded=DRUGS[1], below=below)

    @property
    def plan(self) -> DosePlan:
        """What is given at present."""
        return self._plan(self.state())

    def draw(self) -> None:
        """Draw the present plan against its ceilings."""
        for name in DRUGS[1][1:]:
            self.controls[name].disabled = not self.controls["mix_with"].value
        self.picture.draw(self.plan)

    @staticmethod
    def _plan(state: dict[str, Any]) -> DosePlan:
        doses = [
            DrugDose(drug=state[drug], percent=state[percent], volume_ml=state[ml], points=state["points"])
            for drug, percent, ml in DRUGS
            if state[drug] or drug == "drug"
        ]
        return DosePlan(doses=tuple(doses), weight_kg=state["weight_kg"], epinephrine=state["epinephrine"])

    def _offer_strengths(self, change: dict[str, Any]) -> None:
        """Offer the strengths of the drug chosen; keep the present one where it is among them."""
        (strength,) = [self.controls[pct] for of, pct, _ in DRUGS if self.controls[of] is change["owner"]]
        usual = _usual_pct(change["new"])
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


def _make_controls(start: dict[str, Any]) -> dict[str, ipywidgets.Widget]:
    """Return one control per part of the state, by its name."""
    drugs = [(load_injectates()[key].label, key) for key in load_anesthetics()]
    strengths = [_options(_usual_pct(start[of])) for of, *_ in DRUGS]
    return {
        "drug": ipywidgets.Dropdown(description="Drug", options=drugs),
        "percent": ipywidgets.Dropdown(description="Strength", options=strengths[0]),
        "volume_ml": slider("Volume per point (mL)", *SLIDER_ML),
        "points": ipywidgets.IntSlider(description="Points", min=POINTS[0], max=POINTS[1]),
        "weight_kg": slider("Body weight (kg)", *WEIGHTS_KG, 1.0),
        "epinephrine": ipywidgets.Checkbox(description="with epinephrine", indent=False),
        "mix_with": ipywidgets.Dropdown(description="Mix with", options=[("nothing", ""), *drugs]),
        "mix_percent": ipywidgets.Dropdown(description="Strength of the second drug", options=strengths[1]),
        "mix_volume_ml": slider("Its volume per point (mL)", *SLIDER_ML),
    }


def _provenance() -> str:
    """Return the table of every published limit of every drug."""
    groups: dict[str, Named] = {}
    for key, facts in load_anesthetics().items():
        named = groups[load_injectates()[key].label] = {}
        for c in facts.ceilings:
            name = f"{'with epinephrine' if c.epinephrine else 'plain'}, {c.tables}"
            name += ", counted by in this course" * c.course_limit
            for unit, mg in (("mg/kg", c.max_mg_per_kg), ("mg at most", c.max_mg)):
                if mg < inf:
                    source = ", ".join(c.sources)
                    limit = Quantity(value=mg, low=mg, high=mg, source=source, grade=c.grade, note=c.note)
                    named[name, unit] = limit
    return provenance_table(groups)
