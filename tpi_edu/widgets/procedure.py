"""The steps of a trigger point injection, one after the other, over the needle picture."""

from html import escape

import ipywidgets

from ..content.procedure import load_procedure
from ..figures.needle import NeedlePicture
from ..figures.needle_words import say_hand
from ..model.needle import place_needle
from .old_explorer import Explorer, StepButtons

# 1-2 cm away at 30 degrees just reaches the point in a thin person's infraspinatus
SCENE = {"site": "infraspinatus", "habitus": "thin", "entry_mm": -20.0, "angle_deg": 30.0, "needle_mm": 38}


class ProcedureExplorer(Explorer):
    """A step of the procedure in words beside its picture, with *Back* and *Next*.

    step: the present step, from 1. task: a key of tasks.toml. Raises `ValueError` or `TypeError` naming
    field, rule and value.
    """

    held = (*Explorer.held, "_card", "_parts")

    def __init__(self, *, step: int = 1, task: str = "procedure_steps") -> None:
        self.picture = NeedlePicture()
        self._card = ipywidgets.HTML()
        steps = ipywidgets.IntSlider(description="Step", min=1, max=len(load_procedure()))
        self.start({"step": steps}, {"step": step}, {"step": "(a step of the procedure)"})
        super().__init__(("step",), task=self.read_task(task), aside=[StepButtons(steps), self._card])

    def draw(self) -> None:
        """Show the present step."""
        number, steps = self.state()["step"], tuple(load_procedure().values())
        step = steps[number - 1]
        path = place_needle(**SCENE, advance_mm=step.advance_mm or 0.0)
        has_needle = step.advance_mm is not None
        self.picture.draw(path, judged=False, needle=has_needle, props=step.props)
        heading = f"Step {number} of {len(steps)}: {step.title}."
        shown = say_hand(path) if has_needle else self.picture.description
        self.picture.description = f"{heading}\n{shown}"
        self._parts = {
            "You": step.operator,
            "The patient": step.patient,
            "Why": f"{step.why} [{', '.join(step.sources)}]",
        }
        self._card.value = f"<b>{escape(heading)}</b>" + "".join(
            f"<p><b>{name}:</b> {escape(words)}</p>" for name, words in self._parts.items()
        )

    def words(self) -> str:
        """Return the words of the card and those on the figure."""
        parts = [f"{name}: {words}" for name, words in self._parts.items()] if self.picture else []
        return "\n".join([super().words(), *parts])
