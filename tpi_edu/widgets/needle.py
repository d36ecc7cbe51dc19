"""The needle under the learner's hand: blind, then with ultrasound."""

from math import atan2, degrees, hypot
from typing import Any

import ipywidgets

from ..content.sites import Site, load_sites
from ..figures.needle import NeedlePicture
from ..figures.needle_words import VIEWS
from ..model.checks import require_choice
from ..model.needle import ANGLE_DEG, ENTRY_MM, HABITUS, NEEDLES_MM, OUTCOMES, NeedlePath, place_needle
from .old_explorer import Explorer, slider
from .provenance import provenance_table, quantities

GUIDANCE = VIEWS[:2]
GOAL = 3  # muscles to reach with each guidance
FIRST_SCREEN = ("site", "guidance", "entry_mm", "angle_deg", "advance_mm")
MORE = ("needle_mm", "habitus", "breath")
UNITS = {"entry_mm": "mm", "angle_deg": "degrees", "advance_mm": "mm", "breath": "of a full breath"}


class NeedleLab(Explorer):
    """Controls for a needle and a person beside a section of the tissue, which *Inject* opens and judges.

    Every argument sets a starting state. site: a key of sites.toml. guidance: "blind" hides the tissue,
    "ultrasound" shows it and the needle as far as a beam would. habitus: "thin", "average" or "heavy".
    breath: 0 breathed out, 1 a full breath in. The figure can be dragged: the tip points at the pointer.
    task: a key of tasks.toml. Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    held = (*Explorer.held, "path", "reached", "_inject_button", "_note", "_numbers")

    def __init__(
        self,
        *,
        site: str = "rhomboids",
        guidance: str = "blind",
        entry_mm: float = -20.0,
        angle_deg: float = 30.0,
        needle_mm: float = 38,
        advance_mm: float = 0.0,
        habitus: str = "average",
        breath: float = 0.0,
        task: str = "needle_blind",
    ) -> None:
        start = {
            "site": site,
            "guidance": guidance,
            "needle_mm": needle_mm,  # before the advance, which it limits
            "entry_mm": entry_mm,
            "angle_deg": angle_deg,
            "advance_mm": advance_mm,
            "habitus": habitus,
            "breath": breath,
        }
        require_choice("NeedleLab.guidance", guidance, GUIDANCE)
        place_needle(**{name: value for name, value in start.items() if name != "guidance"})
        require_choice("NeedleLab.needle_mm", f"{needle_mm:g}", tuple(map(str, NEEDLES_MM)))
        self.picture = NeedlePicture()
        self.reached: dict[str, set[str]] = {guide: set() for guide in GUIDANCE}
        self._injected: dict[str, Any] | None = None  # the state that is open to view
        self._note, self._numbers = ipywidgets.HTML(), ipywidgets.HTML()
        self._inject_button = ipywidgets.Button(description="Inject", tooltip="Open to view and judge")
        self._inject_button.on_click(self._inject)
        controls = _make_controls()
        self.start(controls, start, UNITS)
        ipywidgets.dlink((controls["needle_mm"], "value"), (controls["advance_mm"], "max"))
        super().__init__(
            FIRST_SCREEN,
            task=self.read_task(task),
            folded=MORE,
            aside=[self._inject_button, self._note],
            below=[self._numbers],
        )
        self.view.draggable = True

    def draw(self) -> None:
        """Place the needle and show what the guidance shows, or after *Inject* everything."""
        state = self.state()
        if self._injected and state | {"breath": 0} != self._injected:
            self._injected = None  # whoever moves the needle starts another try
        guidance, is_open = state.pop("guidance"), self._injected is not None
        self.path: NeedlePath = place_needle(**state)
        self.picture.draw(self.path, view="open" if is_open else guidance, judged=is_open)
        progress, site = self._say_progress(), load_sites()[self.path.site]
        self.picture.description += f"\n{progress}"
        self._note.value = "<br>".join([site.grip, *[site.hazard] * is_open, progress])
        self._numbers.value = _provenance(site) if is_open or guidance != "blind" else ""

    def drag(self, x: float, y: float) -> None:
        """Point the tip at the pointer, as far as the needle reaches."""
        at_mm, depth_mm = self.picture.point_at(x, y)
        across = at_mm - self.controls["entry_mm"].value
        angle = degrees(atan2(max(depth_mm, 0.0), across))
        with self.one_update():
            self.controls["angle_deg"].value = round(min(max(angle, ANGLE_DEG[0]), ANGLE_DEG[1]))
            self.controls["advance_mm"].value = round(hypot(across, depth_mm)) if depth_mm > 0 else 0

    def _inject(self, _button: ipywidgets.Button) -> None:
        with self._lock:
            self._injected = self.state() | {"breath": 0}
            if self.path.outcome == OUTCOMES[0]:
                self.reached[self.controls["guidance"].value].add(self.path.site)
            self.update()

    def _say_progress(self) -> str:
        """Return which muscles were reached how."""
        parts = []
        for guidance, sites in self.reached.items():
            names = ", ".join(load_sites()[key].label for key in load_sites() if key in sites)
            parts.append(f"{guidance} {len(sites)} of {GOAL} muscles" + (f" ({names})" if names else ""))
        done = all(len(sites) >= GOAL for sites in self.reached.values())
        return f"Reached: {'; '.join(parts)}." + (" Task done." if done else "")


def _make_controls() -> dict[str, ipywidgets.Widget]:
    """Return one control per part of the state, by its name."""
    sites = [(site.label, key) for key, site in load_sites().items()]
    return {
        "site": ipywidgets.Dropdown(description="Muscle", options=sites),
        "guidance": ipywidgets.ToggleButtons(
            description="Guidance", options=[(word.capitalize(), word) for word in GUIDANCE]
        ),
        "needle_mm": ipywidgets.Dropdown(
            description="Needle", options=[(f"{length} mm", length) for length in NEEDLES_MM]
        ),
        "entry_mm": slider("Entry (mm from the knot)", *ENTRY_MM, 1.0),
        "angle_deg": slider("Angle to the skin (degrees)", *ANGLE_DEG, 1.0),
        "advance_mm": slider("Advance (mm)", 0.0, NEEDLES_MM[-1], 1.0),
        "habitus": ipywidgets.ToggleButtons(
            description="Body habitus", options=[(word.capitalize(), word) for word in HABITUS]
        ),
        "breath": slider("Breath in (0: out, 1: full)", 0.0, 1.0, 0.1),
    }


def _provenance(site: Site) -> str:
    """Return the table of every number of a site."""
    layers = {
        (f"{layer.name} thickness".capitalize(), "mm"): layer.thickness_mm
        for layer in site.layers
        if layer.thickness_mm
    }
    return provenance_table({site.label: quantities(site) | layers})
