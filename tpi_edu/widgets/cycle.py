"""The hypotheses of why a trigger point goes on hurting, stepped and broken by the learner."""

from typing import Any

from ..content.cycle import BREAKS, load_cycles
from ..figures.cycle import CyclePicture
from .controls import Choice, Options, Several, State, Whole
from .explorer import Explorer


def _hypotheses(_state: State) -> Options:
    return {key: cycle.label for key, cycle in load_cycles().items()}


class CycleExplorer(Explorer):
    """Controls for a hypothesis, the present link and what breaks the circle, beside the circle."""

    picture_type, task = CyclePicture, "cycle_links"
    controls = (
        Choice("hypothesis", "Hypothesis", "energy_crisis", options=_hypotheses, of="a key of cycles.toml"),
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

    def draw(self, hypothesis: str, **state: Any) -> str:
        """Draw a hypothesis at a link, with its breaks."""
        return self.picture.draw(hypothesis, **state)

    def changed(self, name: str) -> None:
        """Go to the first link of another hypothesis."""
        if name == "hypothesis":
            self.inputs["step"].value = 1
