"""The hypotheses of why a trigger point goes on hurting, stepped and broken by the learner."""

from collections.abc import Collection

import ipywidgets

from ..content.cycle import BREAKS, load_cycles
from ..figures.cycle import CyclePicture
from ..model.checks import require_choice
from .old_explorer import Explorer, StepButtons


class CycleExplorer(Explorer):
    """Controls for a hypothesis, the present link and what breaks the circle, beside the circle.

    hypothesis: "energy_crisis", "sensitization" or "pain_spasm_pain". step: the present link, from 1.
    breaks: any of "needle", "drug", "stretch", "posture". task: a key of tasks.toml. Raises `ValueError` or
    `TypeError` naming field, rule and value.
    """

    def __init__(
        self,
        *,
        hypothesis: str = "energy_crisis",
        step: int = 1,
        breaks: Collection[str] = (),
        task: str = "cycle_links",
    ) -> None:
        require_choice("CycleExplorer.hypothesis", hypothesis, tuple(load_cycles()))
        for name in breaks:
            require_choice("CycleExplorer.breaks", name, tuple(BREAKS))
        self.picture = CyclePicture()
        names = [(cycle.label, key) for key, cycle in load_cycles().items()]
        steps = ipywidgets.IntSlider(description="Link", min=1, max=len(load_cycles()[hypothesis].links))
        choice = ipywidgets.Dropdown(description="Hypothesis", options=names, value=hypothesis)
        choice.observe(self._fit_steps, "value")
        cuts = {key: ipywidgets.Checkbox(description=words, indent=False) for key, words in BREAKS.items()}
        values = {"hypothesis": hypothesis, "step": step} | {name: name in breaks for name in BREAKS}
        self.start({"hypothesis": choice, "step": steps} | cuts, values, {"step": "for this hypothesis"})
        heading = ipywidgets.HTML("<b>Break the cycle here</b>")
        super().__init__(
            ("hypothesis", "step"),
            task=self.read_task(task),
            aside=[StepButtons(steps), heading, *cuts.values()],
        )

    def draw(self) -> None:
        """Draw the present hypothesis, link and breaks."""
        state = self.state()
        links = len(load_cycles()[state["hypothesis"]].links)
        self.picture.draw(
            state["hypothesis"],
            step=min(state["step"], links),
            breaks=[name for name in BREAKS if state[name]],
        )

    def _fit_steps(self, change: dict[str, str]) -> None:
        steps = self.controls["step"]
        steps.value = 1
        steps.max = len(load_cycles()[change["new"]].links)
