"""The steps of a trigger point injection, one after the other, over the needle picture."""

from collections.abc import Iterable

from ..content.needle import load_procedure
from ..figures.needle import NeedlePicture
from ..model.needle import place_needle
from .controls import State, Whole
from .explorer import Explorer
from .views import join

# 1-2 cm away at 30 degrees just reaches the point in a thin person's infraspinatus
SCENE = State(site="infraspinatus", habitus="thin", entry_mm=-20.0, angle_deg=30.0, needle_mm=38)


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
        self._parts = {
            "You": shown.operator,
            "The patient": shown.patient,
            "Why": f"{shown.why} [{', '.join(shown.sources)}]",
        }
        card = join("<b>{}</b>", [heading]) + join("<p><b>{}:</b> {}</p>", self._parts.items())
        self.write(aside=card)
        path, needle = place_needle(**SCENE, advance_mm=shown.advance_mm or 0.0), shown.advance_mm is not None
        said = self.picture.draw(path, judged=False, needle=needle, props=shown.props)
        return f"{heading}\n{said}"

    def add_words(self) -> Iterable[str]:
        """Return what the step asks for."""
        return (f"{name}: {words}" for name, words in self._parts.items())
