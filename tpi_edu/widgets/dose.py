"""How many milligrams is that? Doses against their published ceilings, under the learner's hand."""

from math import inf
from typing import Any

from ..content.injectates import load_anesthetics, load_injectates
from ..content.schema import Quantity
from ..figures.dose import WEIGHTS_KG, DosePicture
from ..model.dose import POINTS, DosePlan, DrugDose
from .controls import Choice, Control, Flag, Number, Options, State, Whole
from .explorer import Explorer
from .sources import Named, provenance_table

DRUGS = ("drug", "percent", "volume_ml"), ("mix_with", "mix_percent", "mix_volume_ml")


def _controls(which: Choice, percent: tuple[str, str], volume_ml: tuple[str, str]) -> tuple[Control, ...]:
    """Return the controls of one drug: which, its strength and its volume per point (name, label)."""

    def strengths(state: State) -> Options:
        anesthetics = load_anesthetics()
        facts = anesthetics.get(state[which.name], next(iter(anesthetics.values())))  # of none: the first's
        return {pct: f"{pct:g} %" for pct in facts.usual_pct}

    def middle(state: State) -> float:
        usual: tuple[float, ...] = tuple(strengths(state))
        return usual[(len(usual) - 1) // 2]

    rest: dict[str, Any] = {"more": which.more, "active": lambda state: bool(state[which.name])}
    return (
        which,
        Choice(*percent, middle, options=strengths, of="a usual strength of the drug (%)", **rest),
        Number(*volume_ml, 1.0, low=0.5, high=5, step=0.5, unit="mL", **rest),
    )


def _drugs(_state: State) -> Options:
    return {key: load_injectates()[key].label for key in load_anesthetics()}


def _second_drugs(state: State) -> Options:
    return {"": "nothing", **_drugs(state)}


class DoseLab(Explorer):
    """Controls for what one person receives beside the dose figure; a second drug may be mixed in."""

    picture_type, task = DosePicture, "dose_kink"
    controls = (
        *_controls(
            Choice("drug", "Drug", "lidocaine", options=_drugs, of="a key of anesthetics.toml"),
            ("percent", "Strength"),
            ("volume_ml", "Volume per point (mL)"),
        ),
        Whole("points", "Points", 5, **POINTS),
        Number("weight_kg", "Body weight (kg)", 50.0, low=WEIGHTS_KG[0], high=WEIGHTS_KG[1], unit="kg"),
        Flag("epinephrine", "with epinephrine", False),
        *_controls(
            Choice("mix_with", "Mix with", "", options=_second_drugs, of="another one, or ''", more=True),
            ("mix_percent", "Strength of the second drug"),
            ("mix_volume_ml", "Its volume per point (mL)"),
        ),
    )

    def draw(self, points: int, weight_kg: float, epinephrine: bool, **drugs: Any) -> str:
        """Draw the present plan against its ceilings."""
        given = ([drugs[name] for name in names] for names in DRUGS)
        doses = tuple(DrugDose(drug=d, percent=p, volume_ml=ml, points=points) for d, p, ml in given if d)
        return self.picture.draw(DosePlan(doses=doses, weight_kg=weight_kg, epinephrine=epinephrine))

    def make_table(self) -> str:
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
