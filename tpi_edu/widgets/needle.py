"""The needle under the learner's hand: step by step, then aimed blind and with ultrasound."""

from math import atan2, degrees, hypot
from typing import Any

import ipywidgets

from ..content.needle import load_procedure, load_sites
from ..figures.needle import GUIDANCE, NeedlePicture
from ..figures.section import point_at
from ..model.needle import HABITUS, LIMITS, NEEDLES_MM, OUTCOMES, NeedlePath
from .controls import Choice, Number, State, Whole, keyed, named
from .explorer import Explorer
from .sources import provenance_table, quantities
from .views import join

GOAL = 3  # muscles to reach with each guidance
# 1-2 cm away at 30 degrees just reaches the point in a thin person's infraspinatus
SCENE = State(site="infraspinatus", habitus="thin", entry_mm=-20.0, angle_deg=30.0, needle_mm=38)


class NeedleLab(Explorer):
    """Controls for a needle and a person beside a section of the tissue, which *Inject* opens and judges.

    The figure can be dragged: the tip points at the pointer.
    """

    picture_type, task, touch = NeedlePicture, "needle_blind", "drag"
    controls = (
        keyed("site", "Muscle", "rhomboids", load_sites),
        Choice("guidance", "Guidance", "blind", options=named(GUIDANCE), buttons=True),
        Choice("needle_mm", "Needle", 38, options={mm: f"{mm} mm" for mm in NEEDLES_MM}, more=True),
        Choice("habitus", "Body habitus", "average", options=named(HABITUS), buttons=True, more=True),
        # at 30 degrees 26 mm away leads to 15 mm deep; 1-2 cm away would lead to 6-12 mm
        Number("entry_mm", "Entry (mm from the knot)", -26.0, **LIMITS["entry_mm"]),
        Number("angle_deg", "Angle to the skin (degrees)", 30.0, **LIMITS["angle_deg"]),
        Number("advance_mm", "Advance (mm)", 0.0, high=lambda state: state["needle_mm"], unit="mm"),
        Number("breath", "Breath in (0: out, 1: full)", 0.0, step=0.1, **LIMITS["breath"], more=True),
    )

    def draw(self, guidance: str, **state: Any) -> str:
        """Place the needle and show what the guidance shows, or after *Inject* everything."""
        memory, here = self.memory, state | {"guidance": guidance, "breath": 0}
        if memory["injected"] != here:
            memory["injected"] = None  # whoever moves the needle starts another try
        is_open = memory["injected"] is not None
        self.path: NeedlePath = NeedlePath(**state)
        said = self.picture.draw(self.path, view="open" if is_open else guidance, judged=is_open)
        progress, site = self._say_progress(), load_sites()[self.path.site]
        hidden = guidance == "blind" and not is_open  # the numbers would tell what is
        note = "<br>".join([site.grip, *[site.hazard] * is_open, progress])
        layers = {(f"{layer.name} thickness".capitalize(), "mm"): layer.thickness_mm for layer in site.layers}
        numbers = {site.label: quantities(site) | {name: mm for name, mm in layers.items() if mm}}
        self.write(aside=note, below="" if hidden else provenance_table(numbers))
        return f"{said}\n{progress}"

    def make_aside(self) -> list[ipywidgets.Widget]:
        """Return the button that injects."""
        self.memory |= {"injected": None, "reached": {guidance: set() for guidance in GUIDANCE}}
        inject = ipywidgets.Button(description="Inject", tooltip="Open to view and judge")
        inject.on_click(self._inject)
        return [inject]

    def point(self, x: float, y: float) -> None:
        """Point the tip at the pointer, as far as the sliders reach."""
        at_mm, depth_mm = point_at(x, y)
        across = at_mm - self.inputs["entry_mm"].value
        self.inputs["angle_deg"].value = round(degrees(atan2(max(depth_mm, 0.0), across)))
        self.inputs["advance_mm"].value = round(hypot(across, depth_mm)) if depth_mm > 0 else 0

    def reset(self, button: object = None) -> None:
        """Return to the starting state, which is not open to view."""
        self.memory["injected"] = None
        super().reset(button)

    def _inject(self, _button: object) -> None:
        with self.one_update():
            self.memory["injected"] = self.state() | {"breath": 0}
            if self.path.outcome == OUTCOMES[0]:
                self.memory["reached"][self.inputs["guidance"].value].add(self.path.site)

    def _say_progress(self) -> str:
        """Return which muscles were reached how."""
        parts, reached = [], self.memory["reached"]
        for guidance, sites in reached.items():
            names = ", ".join(site.label for key, site in load_sites().items() if key in sites)
            parts.append(f"{guidance} {len(sites)} of {GOAL} muscles" + (f" ({names})" if names else ""))
        done = all(len(sites) >= GOAL for sites in reached.values())
        return f"Reached: {'; '.join(parts)}." + (" Task done." if done else "")


class ProcedureExplorer(Explorer):
    """A step of the procedure in words beside its picture, with *Back* and *Next*."""

    picture_type, task = NeedlePicture, "procedure_steps"
    controls = (
        Whole(
            "step",
            "Step",
            1,
            low=1,
            high=lambda _state: len(load_procedure()),
            unit="(a step of the procedure)",
            buttons=True,
        ),
    )

    def draw(self, step: int) -> str:
        """Draw a step, and write what it asks for beside it."""
        shown, count = list(load_procedure().values())[step - 1], len(load_procedure())
        heading = f"Step {step} of {count}: {shown.title}."
        parts = {
            "You": shown.operator,
            "The patient": shown.patient,
            "Why": f"{shown.why} [{', '.join(shown.sources)}]",
        }
        self.beside = [f"{name}: {words}" for name, words in parts.items()]
        self.write(aside=join("<b>{}</b>", [heading]) + join("<p><b>{}:</b> {}</p>", parts.items()))
        path, needle = NeedlePath(**SCENE, advance_mm=shown.advance_mm or 0.0), shown.advance_mm is not None
        said = self.picture.draw(path, judged=False, needle=needle, props=shown.props)
        return f"{heading}\n{said}"
