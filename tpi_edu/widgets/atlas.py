"""The muscle atlas under the learner's hand: from a muscle to its pain, and from the pain to the muscles."""

from html import escape

import ipywidgets

from ..content.muscles import load_muscles, load_regions
from ..content.plates import PLATES, load_plates
from ..figures.atlas import AtlasPicture, find_view, is_drawn
from ..model.atlas import find_muscles
from ..model.checks import require_choice
from .old_explorer import Explorer

ANYWHERE = ""  # no region asked for
FACTS = {
    "hazard": "Under the needle",
    "referral": "Referred pain",
    "trigger_points": "Usual marks",
    "action": "Action",
    "nerve": "Nerve",
}


class MuscleAtlas(Explorer):
    """Where a muscle lies, where its pain is felt and what lies under the needle - and the way back.

    Choose a muscle from the list or by pressing on it; or choose where it hurts, from the list or on the
    right plate, and the list holds the muscles that send pain there, the first to examine first. muscle and
    region: starting state, keys of muscles.toml and regions.toml. task: a key of tasks.toml. Raises
    `ValueError` naming field, rule and value.
    """

    held = (*Explorer.held, "_details")

    def __init__(
        self, *, muscle: str = "upper_trapezius", region: str = ANYWHERE, task: str = "atlas_shoulder"
    ) -> None:
        require_choice("MuscleAtlas.region", region, (ANYWHERE, *load_regions()))
        choices = {key for _, key in _list_muscles(region)}
        require_choice("MuscleAtlas.muscle", muscle, tuple(key for key in load_muscles() if key in choices))
        self.picture = AtlasPicture()
        self._details = ipywidgets.HTML()
        controls = {
            "region": ipywidgets.Dropdown(
                description="It hurts at",
                options=[("(not asked)", ANYWHERE), *((r.label, key) for key, r in load_regions().items())],
            ),
            "muscle": ipywidgets.Dropdown(description="Muscle", options=_list_muscles(region)),
            "view": ipywidgets.Dropdown(
                description="Left plate", options=[(load_plates()[key].title, key) for key in PLATES]
            ),
        }
        self.start(controls, {"region": region, "muscle": muscle, "view": find_view(muscle)}, {})
        controls["region"].observe(self._list, "value")
        controls["muscle"].observe(self._turn_to, "value")
        super().__init__(tuple(controls), task=self.read_task(task), aside=[self._details])
        self.add_class("tpi-atlas")
        self.view.draggable = True

    def draw(self) -> None:
        """Draw the chosen muscle, its pain and the region asked for."""
        state = self.state()
        self.picture.draw(**state)
        facts = load_muscles()[state["muscle"]]
        rows = (
            f"<dt>{words}</dt><dd>{escape(fact.text)} <small>[{fact.source}, {fact.grade}]</small></dd>"
            for words, fact in ((words, getattr(facts, name)) for name, words in FACTS.items())
        )
        note = escape(load_plates()[state["view"]].note)
        self._details.value = f"<dl>{''.join(rows)}</dl><p>{note}</p>"

    def drag(self, x: float, y: float) -> None:
        """Choose the muscle or the region under the pointer."""
        muscle, region = self.picture.find_at(x, y)
        state = self.state()
        if region and region != state["region"]:
            self.controls["region"].value = region
        elif muscle and muscle != state["muscle"]:
            with self.one_update():
                if muscle not in (key for _, key in self.controls["muscle"].options):
                    self.controls["region"].value = ANYWHERE
                self.controls["muscle"].value = muscle

    def words(self) -> str:
        """Return what the figure shows, with every fact on the muscle."""
        if not self.picture:
            return super().words()
        facts = load_muscles()[self.state()["muscle"]]
        lines = (f"{words}: {getattr(facts, name).text}" for name, words in FACTS.items())
        return "\n".join([self.picture.description, *lines])

    def _list(self, change: dict) -> None:
        """List the muscles that send pain to the region, and choose the first."""
        with self.one_update():
            keep = self.controls["muscle"].value
            self.controls["muscle"].options = _list_muscles(change["new"])
            if change["new"] == ANYWHERE:
                self.controls["muscle"].value = keep

    def _turn_to(self, change: dict) -> None:
        """Turn to a plate that shows the muscle, unless this one does."""
        if change["new"] and not is_drawn(change["new"], self.controls["view"].value):
            self.controls["view"].value = find_view(change["new"])


def _list_muscles(region: str) -> list[tuple[str, str]]:
    """Return label and key of each muscle of the list."""
    muscles = load_muscles()
    if region == ANYWHERE:
        return [(facts.label, key) for key, facts in muscles.items()]
    return [
        (f"{place}. {muscles[match.muscle].label}" + ("" if match.main else " (less often)"), match.muscle)
        for place, match in enumerate(find_muscles(region), start=1)
    ]
