"""Who gets better, and why: many simulated patients under the learner's hand."""

from collections.abc import Collection
from functools import lru_cache

import ipywidgets

from ..content.cohort import load_cohort_parameters
from ..content.relief_parameters import STORIES
from ..figures.cohort import CAUSE_WORDS, TIMES_H, CohortPicture
from ..model.checks import require_bool, require_choice
from ..model.cohort import IN_NO_CONTROL_ARM, KEPT, Cohort, simulate_cohort
from ..model.injection import Injection
from .explorer import Explorer, slider
from .provenance import Named, provenance_table, quantities

PATIENTS, SEED = 10_000, 4
SHOWN = {"200 patients": "people", "9 of 10": "band"}
UNITS = {"least_pct": "%", "person": "(a patient's number)"}


class CohortExplorer(Explorer):
    """Controls for what is at work in a cohort and for who counts as a responder, beside the cohort figure.

    causes: names of what is at work, of `CAUSES`. control: show the same patients without needle and drug.
    least_pct: the relief a responder has at least, 10 to 90. show: "people" or "band". person: who is drawn
    bold, 1 to 200. story: whose sizes, "trials" or "leaflet". task: a key of tasks.toml, such as
    "who_responds" or "without_drug". Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    def __init__(
        self,
        *,
        causes: Collection[str] = ("regression", "natural_course", "context", "needle", "drug"),
        control: bool = False,
        least_pct: float = 30,
        show: str = "people",
        person: int = 30,
        story: str = "trials",
        task: str = "who_responds",
    ) -> None:
        for cause in causes:
            require_choice("CohortExplorer.causes", cause, tuple(CAUSE_WORDS))
        require_bool("CohortExplorer.control", control)
        require_choice("CohortExplorer.show", show, tuple(SHOWN.values()))
        require_choice("CohortExplorer.story", story, STORIES)
        self.picture = CohortPicture()
        controls = {
            name: ipywidgets.Checkbox(description=words, indent=False) for name, words in CAUSE_WORDS.items()
        }
        controls |= {
            "control": ipywidgets.Checkbox(description="control arm beside it", indent=False),
            "least_pct": slider("Responder: relief of at least (%)", 10.0, 90.0, 5.0),
            "show": ipywidgets.ToggleButtons(description="Show", options=list(SHOWN.items())),
            "person": ipywidgets.IntSlider(description="Patient drawn bold", min=1, max=KEPT),
            "story": ipywidgets.ToggleButtons(
                description="Sizes as in", options=[(name.capitalize(), name) for name in reversed(STORIES)]
            ),
        }
        start = {"control": control, "least_pct": least_pct, "show": show, "person": person, "story": story}
        self.start(controls, start | {name: name in causes for name in CAUSE_WORDS}, UNITS)
        why = ipywidgets.HTML("<b>Why did they improve?</b>")
        super().__init__(
            ("show", "least_pct"),
            task=self.read_task(task),
            folded=("person", "story"),
            aside=[why, *(controls[name] for name in (*CAUSE_WORDS, "control"))],
            below=[ipywidgets.HTML(provenance_table(_numbers()))],
        )

    @property
    def cohort(self) -> Cohort:
        """The present result, without its control arm."""
        return _simulate(self.controls["story"].value, self._active())

    def draw(self) -> None:
        """Draw the cohort of the present causes, and its control arm where it is asked for."""
        state = self.state()
        control = _simulate(state["story"], self._active() - IN_NO_CONTROL_ARM) if state["control"] else None
        shown = {name: state[name] for name in ("least_pct", "show", "person")}
        self.picture.draw(self.cohort, control, **shown)

    def _active(self) -> frozenset[str]:
        return frozenset(name for name in CAUSE_WORDS if self.controls[name].value)


def _numbers() -> dict[str, Named]:
    """Return every number of a cohort, and those that differ in the leaflet story."""
    trials, leaflet = (quantities(load_cohort_parameters(story)) for story in ("trials", "leaflet"))
    differ = {name: quantity for name, quantity in leaflet.items() if quantity != trials[name]}
    return {"Trials story": trials, "Leaflet story, where it differs": differ}


@lru_cache(maxsize=8)  # most controls change what is looked at, not what became of the patients
def _simulate(story: str, causes: frozenset[str]) -> Cohort:
    return simulate_cohort(PATIENTS, Injection(), story=story, causes=causes, times_h=TIMES_H, seed=SEED)
