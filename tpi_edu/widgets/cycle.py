"""The hypotheses of why a trigger point goes on hurting, stepped and broken by the learner."""

from ..content.cycle import BREAKS, load_cycles
from ..figures.cycle import CyclePicture
from .controls import Several, Whole, keyed
from .explorer import Explorer


class CycleExplorer(Explorer):
    """Controls for a hypothesis, the present link and what breaks the circle, beside the circle."""

    picture_type, task = CyclePicture, "cycle_links"
    controls = (
        keyed("hypothesis", "Hypothesis", "energy_crisis", load_cycles),
        Whole(
            "step",
            "Link",
            1,
            low=1,
            high=lambda state: len(load_cycles()[state["hypothesis"]].links),
            unit="for this hypothesis",
            buttons=True,
        ),
        Several("breaks", "Break the cycle here", (), options=BREAKS),
    )

    def changed(self, name: str) -> None:
        """Go to the first link of another hypothesis."""
        if name == "hypothesis":
            self.inputs["step"].value = 1
