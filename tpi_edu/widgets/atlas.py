"""The muscle atlas under the learner's hand: from a muscle to its pain, and from the pain to the muscles."""

from markupsafe import Markup

from ..content.atlas import load_muscles, load_plates, load_regions
from ..figures.atlas import AtlasPicture, find_view, shown_area
from ..model.atlas import find_muscles
from .controls import Choice, Options, State
from .explorer import Explorer
from .views import join

ANYWHERE = ""  # no region asked for
FACTS = {
    "hazard": "Under the needle",
    "referral": "Referred pain",
    "trigger_points": "Usual marks",
    "action": "Action",
    "nerve": "Nerve",
}


def _list_regions(_state: State) -> Options:
    return {ANYWHERE: "(not asked)"} | {key: region.label for key, region in load_regions().items()}


def _list_muscles(state: State) -> Options:
    """Return every muscle, or those that send pain to the region, the first to examine first."""
    muscles = load_muscles()
    if state["region"] == ANYWHERE:
        return {key: facts.label for key, facts in muscles.items()}
    return {
        key: f"{place}. {muscles[key].label}" + ("" if main else " (less often)")
        for place, (key, main) in enumerate(find_muscles(state["region"]).items(), start=1)
    }


class MuscleAtlas(Explorer):
    """Where a muscle lies, where its pain is felt and what lies under the needle - and the way back.

    Choose a muscle from the list or by pressing on it; or choose where it hurts, from the list or on the
    right plate, and the list holds the muscles that send pain there, the first to examine first.
    """

    picture: AtlasPicture
    picture_type, task, touch = AtlasPicture, "atlas_shoulder", "tap"
    controls = (
        Choice("region", "It hurts at", ANYWHERE, options=_list_regions, of="a key of regions.toml, or ''"),
        Choice(
            "muscle",
            "Muscle",
            lambda state: next(iter(_list_muscles(state))),
            options=_list_muscles,
            of="a key of muscles.toml that sends pain to the region",
        ),
        Choice(
            "view",
            "Left plate",
            lambda state: find_view(state["muscle"]),
            options=lambda _state: {key: plate.title for key, plate in load_plates().items()},
            of="one of the plates",
        ),
    )

    def draw(self, muscle: str, view: str, region: str) -> str:
        """Draw the chosen muscle, its pain and the region asked for; write the facts beside it."""
        facts = [(words, getattr(load_muscles()[muscle], name)) for name, words in FACTS.items()]
        self.beside = [f"{words}: {fact.text}" for words, fact in facts]
        rows = join("<dt>{0}</dt><dd>{1.text} <small>[{1.source}, {1.grade}]</small></dd>", facts)
        self.write(aside=Markup("<dl>{}</dl><p>{}</p>").format(rows, load_plates()[view].note))
        return self.picture.draw(muscle=muscle, view=view, region=region)

    def changed(self, name: str) -> None:
        """Choose the first muscle of a region asked for; turn to a plate that shows the muscle."""
        region = self.inputs["region"].value
        if name == "region" and region != ANYWHERE:
            self.set_state({"muscle": next(iter(_list_muscles({"region": region})))})
        muscle, view = self.inputs["muscle"].value, self.inputs["view"]
        if name != "view" and not shown_area(view.value, muscle):
            view.value = find_view(muscle)

    def point(self, x: float, y: float) -> None:
        """Choose the muscle or the region under the pointer."""
        muscle, region = self.picture.find_at(x, y)
        state = self.state()
        if region and region != state["region"]:
            self.set_state({"region": region})
            self.changed("region")
        elif muscle:
            listed = muscle in _list_muscles(state)
            self.set_state({"region": state["region"] if listed else ANYWHERE, "muscle": muscle})
