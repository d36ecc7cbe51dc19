"""Who gets better, and why: many simulated patients under the learner's hand."""

from functools import lru_cache

from ..content.parameters import STORIES, load_cohort_parameters
from ..figures.cohort import CAUSE_WORDS, TIMES_H, CohortPicture
from ..model.cohort import CAUSES, IN_NO_CONTROL_ARM, KEPT, Cohort, simulate_cohort
from ..model.injection import Injection
from .controls import Choice, Flag, Number, Several, Whole, named
from .explorer import Explorer
from .sources import Named, provenance_table, quantities

PATIENTS, SEED = 10_000, 4


class CohortExplorer(Explorer):
    """Controls for what is at work in a cohort and for who counts as a responder, beside its figure."""

    picture_type, task = CohortPicture, "who_responds"
    controls = (
        Choice("show", "Show", "people", options={"people": "200 patients", "band": "9 of 10"}, buttons=True),
        Number("least_pct", "Responder: relief of at least (%)", 30, low=10, high=90, step=5, unit="%"),
        Several("causes", "Why did they improve?", CAUSES[:-1], options=CAUSE_WORDS),
        Flag("control", "control arm beside it", False),
        Whole("person", "Patient drawn bold", 30, low=1, high=KEPT, unit="(a patient's number)", more=True),
        Choice("story", "Sizes as in", "trials", options=named(reversed(STORIES)), buttons=True, more=True),
    )

    def draw(
        self, causes: tuple[str, ...], control: bool, story: str, person: int, least_pct: float, show: str
    ) -> str:
        """Draw the cohort of the present causes, and its control arm where it is asked for."""
        active = frozenset(causes)
        cohort = _simulate(story, active)
        beside = _simulate(story, active - IN_NO_CONTROL_ARM) if control else None
        person = min(person, len(cohort.people_nrs))  # of those who came back
        return self.picture.draw(cohort, beside, least_pct=least_pct, show=show, person=person)

    def make_table(self) -> str:
        """Return the table of every number of a cohort, and of those that differ in the leaflet story."""
        trials, leaflet = (quantities(load_cohort_parameters()[story]) for story in ("trials", "leaflet"))
        differ: Named = {name: number for name, number in leaflet.items() if number != trials[name]}
        return provenance_table({"Trials story": trials, "Leaflet story, where it differs": differ})


@lru_cache(maxsize=8)  # most controls change what is looked at, not what became of the patients
def _simulate(story: str, causes: frozenset[str]) -> Cohort:
    return simulate_cohort(PATIENTS, Injection(), story=story, causes=causes, times_h=TIMES_H, seed=SEED)
