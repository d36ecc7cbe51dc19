"""The relief curve under the learner's hand."""

from typing import Any

import ipywidgets

from ..content.injectates import load_injectates
from ..content.relief_parameters import STORIES, load_relief_parameters
from ..figures.relief import ReliefPicture
from ..figures.relief_words import B12_WORDS
from ..model.checks import require_choice
from ..model.injection import Injection, Patient
from ..model.relief import STEROID_FADE_DAYS, STEROID_ONSET_DAYS, ReliefCurve, simulate_relief
from .explorer import Explorer, slider
from .provenance import provenance_table, quantities

STORY_CHOICES = (*STORIES, "both")
NOTES = {
    "dry_needling": "Dry needling injects nothing: no steroid, no vitamin.",
    "vitamin_b12": B12_WORDS,
    "fibromyalgia": "Leaflet A makes no difference for fibromyalgia; see the trials story.",
}
FIRST_SCREEN = ("injectate", "steroid", "story")  # the other controls are behind "More"
UNITS = {
    "steroid_onset_days": "days",
    "steroid_fade_days": "days",
    "baseline_nrs": "points",
    "response": "times the average",
    "repeat_day": "days",
}
NOTHING_INJECTED = {"steroid": False, "vitamin_b12": False}
STORY_TIPS = ("What patients are told", "What trials measured", "One beside the other")


class ReliefExplorer(Explorer):
    """Controls for one injection and one patient beside the relief figure.

    Every argument sets a starting state and *Reset* returns to it. story: "leaflet", "trials" or "both".
    repeat_day: day of a second, equal injection; 0 for none. measured: lay the points of Roldan 2020 over
    the curves. task: a key of tasks.toml. Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    held = (*Explorer.held, "_curves", "_note")

    def __init__(
        self,
        *,
        injectate: str = "lidocaine",
        steroid: bool | None = None,
        story: str = "leaflet",
        steroid_onset_days: float | None = None,
        steroid_fade_days: float | None = None,
        baseline_nrs: float | None = None,
        response: float = 1.0,
        fibromyalgia: bool = False,
        vitamin_b12: bool = False,
        repeat_day: float = 0,
        components: bool = True,
        measured: bool = False,
        task: str = "first_look",
    ) -> None:
        require_choice("ReliefExplorer.story", story, STORY_CHOICES)
        start = {
            "injectate": injectate,
            "steroid": injectate != "dry_needling" if steroid is None else steroid,
            "story": story,
            "steroid_onset_days": steroid_onset_days,
            "steroid_fade_days": steroid_fade_days,
            "baseline_nrs": baseline_nrs,
            "response": response,
            "fibromyalgia": fibromyalgia,
            "vitamin_b12": vitamin_b12,
            "repeat_day": repeat_day,
            "components": components,
            "measured": measured,
        }
        numbers = load_relief_parameters("leaflet")
        for name in ("steroid_onset_days", "steroid_fade_days", "baseline_nrs"):
            if start[name] is None:
                start[name] = getattr(numbers, name).value
        self._plan_and_patient(start)  # refuses what the controls would quietly repair
        self.picture = ReliefPicture(STORIES)
        self._note = ipywidgets.HTML()
        self.start(_make_controls(), start, UNITS)
        super().__init__(
            FIRST_SCREEN,
            task=self.read_task(task),
            folded=[name for name in self.controls if name not in FIRST_SCREEN],
            aside=[self._note],
            below=[ipywidgets.HTML(_provenance())],
        )

    @property
    def curve(self) -> ReliefCurve:
        """The present result: the leaflet story's curve where both are shown."""
        return next(curve for curve in self._curves if curve is not None)

    def state(self) -> dict[str, Any]:
        """Return the controls' values, without what nothing can be mixed into."""
        state = super().state()
        return state | NOTHING_INJECTED if state["injectate"] == "dry_needling" else state

    def draw(self) -> None:
        """Simulate the present state and draw it, one curve per story shown."""
        state = self.state()
        plan, patient = self._plan_and_patient(state)
        timing = {name: state[name] for name in ("steroid_onset_days", "steroid_fade_days")}
        self._curves = [
            simulate_relief(plan, patient=patient, story=story, **timing)
            if state["story"] in (story, "both")
            else None
            for story in self.picture.stories
        ]
        self.picture.draw(self._curves, components=state["components"], measured=state["measured"])
        self._say_notes(state)

    @staticmethod
    def _plan_and_patient(state: dict[str, Any]) -> tuple[list[Injection], Patient]:
        what = {name: state[name] for name in ("injectate", "steroid", "vitamin_b12")}
        days = [0.0, state["repeat_day"]] if state["repeat_day"] else [0.0]
        who = {name: state[name] for name in ("baseline_nrs", "response", "fibromyalgia")}
        return [Injection(**what, day=day) for day in days], Patient(**who)

    def _say_notes(self, state: dict[str, Any]) -> None:
        dry = state["injectate"] == "dry_needling"
        for name in NOTHING_INJECTED:
            self.controls[name].disabled = dry
        active = state | {"dry_needling": dry}
        self._note.value = "<br>".join(words for name, words in NOTES.items() if active[name])


def _make_controls() -> dict[str, ipywidgets.Widget]:
    """Return one control per part of the state, by its name."""
    injectates = [(facts.label, key) for key, facts in load_injectates().items()]
    stories = [(story.capitalize(), story) for story in STORY_CHOICES]
    return {
        "injectate": ipywidgets.Dropdown(description="Injectate", options=injectates),
        "steroid": ipywidgets.Checkbox(description="with steroid", indent=False),
        "story": ipywidgets.ToggleButtons(description="Story", options=stories, tooltips=STORY_TIPS),
        "steroid_onset_days": slider("Steroid sets in (days)", *STEROID_ONSET_DAYS, 0.5),
        "steroid_fade_days": slider("Steroid fades (days)", *STEROID_FADE_DAYS, 1.0),
        "baseline_nrs": slider("Starting pain (0-10)", 1.0, 10.0, 0.5),
        "response": slider("Response (× average)", 0.0, 2.0, 0.05),
        "repeat_day": ipywidgets.IntSlider(description="Repeat on day (0: none)", min=0, max=55),
        "fibromyalgia": ipywidgets.Checkbox(description="fibromyalgia", indent=False),
        "vitamin_b12": ipywidgets.Checkbox(description="with vitamin B12", indent=False),
        "components": ipywidgets.Checkbox(description="show components", indent=False),
        "measured": ipywidgets.Checkbox(description="show measured points", indent=False),
    }


def _provenance() -> str:
    """Return the table of every number of both stories and of each injectate."""
    leaflet, trials = (quantities(load_relief_parameters(story)) for story in STORIES)
    groups = {
        "Both stories": {name: q for name, q in leaflet.items() if trials[name] == q},
        "Leaflet story": {name: q for name, q in leaflet.items() if trials[name] != q},
        "Trials story": {name: q for name, q in trials.items() if leaflet[name] != q},
    }
    groups |= {facts.label: quantities(facts) for facts in load_injectates().values()}
    return provenance_table(groups)
