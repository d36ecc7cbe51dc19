"""The relief curve under the learner's hand."""

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from ..content.injectates import load_injectates
from ..content.parameters import STORIES, load_relief_parameters
from ..figures.relief import ReliefPicture
from ..figures.relief_words import B12_WORDS
from ..model.injection import Injection, Patient
from ..model.relief import STEROID_FADE_DAYS, STEROID_ONSET_DAYS, ReliefCurve, simulate_relief
from .controls import Choice, Flag, Number, State, Whole, keyed, named
from .explorer import Explorer
from .sources import provenance_table, quantities

NOTES = {
    "dry_needling": "Dry needling injects nothing: no steroid, no vitamin.",
    "vitamin_b12": B12_WORDS,
    "fibromyalgia": "Leaflet A makes no difference for fibromyalgia; see the trials story.",
}
STORY_TIPS = ("What patients are told", "What trials measured", "One beside the other")
RESPONSE = Number("response", "Response (× average)", 1.0, low=0, high=2, step=0.05, unit="times the average")


def _is_injected(state: State) -> bool:
    return bool(state["injectate"] != "dry_needling")


def _leaflet(name: str) -> Any:
    """Return how a number starts: as the leaflet has it."""
    return lambda _state: getattr(load_relief_parameters("leaflet"), name).value


class ReliefExplorer(Explorer):
    """Controls for one injection and one patient beside the relief figure.

    A second, equal injection is given on repeat_day. measured: lay the points of Roldan 2020 over the curves.
    """

    picture_type, task = ReliefPicture, "first_look"
    controls = (
        keyed("injectate", "Injectate", "lidocaine", load_injectates),
        Flag("steroid", "with steroid", _is_injected, active=_is_injected),
        Choice("story", "Story", "leaflet", options=named((*STORIES, "both")), buttons=True, tips=STORY_TIPS),
        *(
            Number(name, label, _leaflet(name), low=low, high=high, step=step, unit=unit, more=True)
            for name, label, (low, high), step, unit in (
                ("steroid_onset_days", "Steroid sets in (days)", STEROID_ONSET_DAYS, 0.5, "days"),
                ("steroid_fade_days", "Steroid fades (days)", STEROID_FADE_DAYS, 1, "days"),
                ("baseline_nrs", "Starting pain (0-10)", (1, 10), 0.5, "points"),
            )
        ),
        replace(RESPONSE, more=True),
        Whole("repeat_day", "Repeat on day (0: none)", 0, low=0, high=55, unit="days", more=True),
        Flag("fibromyalgia", "fibromyalgia", False, more=True),
        Flag("vitamin_b12", "with vitamin B12", False, active=_is_injected, more=True),
        Flag("components", "show components", True, more=True),
        Flag("measured", "show measured points", False, more=True),
    )

    @property
    def curve(self) -> ReliefCurve:
        """The present result: the leaflet story's curve where both are shown."""
        return self._curves[0]

    def draw(self, story: str, components: bool, measured: bool, **rest: Any) -> str:
        """Simulate a state and draw it, one curve per story shown."""
        days = [0.0, rest["repeat_day"]] if rest["repeat_day"] else [0.0]
        what = {name: rest[name] for name in ("injectate", "steroid", "vitamin_b12")}
        plan = [Injection(**what, day=day) for day in days]
        patient = Patient(**{name: rest[name] for name in ("baseline_nrs", "response", "fibromyalgia")})
        timing = {name: rest[name] for name in ("steroid_onset_days", "steroid_fade_days")}
        self._curves = [
            simulate_relief(plan, patient=patient, story=each, **timing)
            for each in STORIES
            if story in (each, "both")
        ]
        active = rest | {"dry_needling": not _is_injected(rest)}
        self.write(aside=Markup("<br>").join(words for name, words in NOTES.items() if active[name]))
        return self.picture.draw(self._curves, components=components, measured=measured)

    def make_table(self) -> str:
        """Return the table of every number of both stories and of each injectate."""
        leaflet, trials = (quantities(load_relief_parameters(story)) for story in STORIES)
        groups = {
            "Both stories": {name: q for name, q in leaflet.items() if trials[name] == q},
            "Leaflet story": {name: q for name, q in leaflet.items() if trials[name] != q},
            "Trials story": {name: q for name, q in trials.items() if leaflet[name] != q},
        }
        groups |= {facts.label: quantities(facts) for facts in load_injectates().values()}
        return provenance_table(groups)
