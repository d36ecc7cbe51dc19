"""How the needle goes in: the steps of an injection, and muscles in section with what lies below."""

from dataclasses import dataclass
from typing import Literal

from .schema import ContentError, Quantity, require_together, table


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """What the operator does, what the patient feels, and why; and how the needle picture shows it.

    asked: the step of the question `order_the_procedure` that this belongs to, from 1; 0 where it does not
    ask. advance_mm: how far the needle is in; left out where there is no needle. props: see figures/hands.py.
    """

    title: str
    operator: str
    patient: str
    why: str
    sources: tuple[str, ...]
    asked: int = 0
    advance_mm: float | None = None
    props: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of tissue; the deepest has no thickness: it reaches to what lies below.

    The range of fat runs from a thin to a heavy person.
    """

    name: str
    kind: Literal["skin", "fat", "fascia", "muscle"]
    thickness_mm: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A muscle with a trigger point, in a section along its fibers; depths from the skin, average build.

    Every piece of bone is equally wide and thick and lies at `bone_x_mm` (0: over the trigger point).
    `pleura_rise_mm`: how much nearer a full breath brings the pleura. `pleura_dome_mm`: radius of the lung's
    apex; without it the pleura is flat.
    """

    label: str
    grip: str
    hazard: str
    layers: tuple[Layer, ...]
    target_mm: Quantity
    target_wide_mm: Quantity
    target_high_mm: Quantity
    bone: str = ""
    bone_mm: Quantity | None = None
    bone_wide_mm: Quantity | None = None
    bone_thick_mm: Quantity | None = None
    bone_x_mm: tuple[float, ...] = ()
    pleura_mm: Quantity | None = None
    pleura_rise_mm: Quantity | None = None
    pleura_dome_mm: Quantity | None = None

    def __post_init__(self) -> None:
        open_ended = [layer.thickness_mm is None for layer in self.layers]
        if open_ended != [False] * (len(open_ended) - 1) + [True]:
            raise ContentError("layers must all have a thickness_mm except the last.")
        if [layer.kind for layer in self.layers].count("fat") != 1:
            raise ContentError("layers must hold fat exactly once: it makes a person thin or heavy.")
        require_together(self, "bone", "bone_mm", "bone_wide_mm", "bone_thick_mm")
        require_together(self, "pleura_mm", "pleura_rise_mm")


load_procedure = table("procedure.toml", ProcedureStep, "step", "in order")
load_sites = table("sites.toml", Site, "site", "in teaching order")
