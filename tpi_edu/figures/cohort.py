"""The cohort figure: how far patients differ, and of 100 how many respond, beside a control arm."""

from collections.abc import Iterator
from math import ceil

import numpy as np

from ..content.parameters import load_cohort_parameters
from ..model.agreement import round_to_100
from ..model.cohort import Cohort
from ..model.milestones import DAY_H, WEEK_H
from .live import LivePicture
from .marks import Mark, Shapes, Stroke, thinned, write
from .relief_words import STORY_NAMES
from .shapes import Group, diamond, ring, saltire, show_people
from .sheet import Panel, Sheet
from .style import BOLD, COMPONENT_COLORS, INK, MUTED, PAPER, PREDICTION_STYLE, SMALL, SMALL_MUTED, Look

TIMES_H = np.array([0, 1, 2, 4, 7, 10, 14, 21, 28, 35, 45, 56]) * DAY_H
COURSES = Panel(box=(52.0, 62.0, 512.0, 358.0), x_ends=(0, TIMES_H[-1]), y_ends=(0, 10))
LEFT, BOTTOM, RIGHT, TOP = COURSES.box
FIRST_X = {"injection": 552.0, "control": 708.0}  # the first of 100 patients
FIRST_Y = 316.0
BAND, PERSON, CONTROL = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"], "#00553e"
LINES = {  # of the mean of an arm, and of one person
    "injection": Look(line=INK, width=3.0, bold=True),
    "control": Look(line=CONTROL, width=2.4, dashes=PREDICTION_STYLE, ink=CONTROL, bold=True),
    "person": Look(line=PERSON[0], width=2.0, ink=PERSON[1]),
}
ANSWERS, PUBLISHED = Look(fill=PAPER, line=PERSON[0], width=2.0), Look(fill=INK, line=PAPER, width=1.2)
GROUPS: tuple[Group, ...] = (
    ("respond", "{} respond", ring, Look(fill=BAND[0], line=BAND[0], width=1.0)),
    ("do-not", "{} do not", ring, Look(fill=PAPER, line=MUTED, width=1.2)),
    ("not-back", "{} not back", saltire, Look(line=MUTED, width=1.4)),
)
CAUSE_WORDS = {
    "regression": "they came on a bad day",
    "natural_course": "time passed",
    "context": "expectation and care",
    "needle": "the needle itself",
    "drug": "the drug",
    "drop_out": "the unhappy did not return",
}


def describe_cohort(
    cohort: Cohort, control: Cohort | None = None, *, least_pct: float = 30, person: int = 1, **_show: str
) -> str:
    """Return plain sentences: from mean to mean, responders of 100, number needed, and what is assumed."""
    causes = [words for cause, words in CAUSE_WORDS.items() if cause in cohort.causes]
    respond, less, away = _count_of_100(cohort, least_pct)
    sd = (cohort.starts_nrs - cohort.ends_nrs).std()
    lines = [
        f"Simulated, not measured: {cohort.n:,} patients, {STORY_NAMES[cohort.story]}. "
        f"At work: {', '.join(causes) or 'nothing'}. Mean pain {_say_fall(cohort)} in two weeks; the fall "
        f"differs between patients (standard deviation {sd:.1f}). Of 100, {respond} have at least "
        f"{least_pct:g} % relief, {less} less"
        + (f", {away} did not return and count in no mean." if away else ".")
    ]
    if control:
        lines.append(
            f"Control arm, the same patients without needle and drug: {_say_fall(control)}; "
            f"{_count_of_100(control, least_pct)[0]} of 100. {_say_needed(cohort, control, least_pct)}."
        )
    start, end = cohort.people_nrs[person - 1, 0], cohort.people_ends_nrs[person - 1]
    numbers = load_cohort_parameters()["trials"]
    lines.append(
        f"Patient {person} says {start:.1f} at the start and {end:.1f} two weeks later.\n"
        f"Published, no control arm: {numbers.start_nrs.value:g} → {numbers.end_nrs.value:g} [kwon_2017]. "
        "How the causes share it out is assumed; how much the needle itself does, trials have not settled."
    )
    return "\n".join(lines)


class CohortPicture(LivePicture):
    """Courses of pain at the left, as 200 patients or as bands; at the right 100 patients of each arm."""

    size = 860.0, 420.0
    bounds = LEFT, BOTTOM, RIGHT + 6, TOP
    describe = staticmethod(describe_cohort)

    def still(self, sheet: Sheet) -> None:
        """Draw the axes of the courses, and what was published."""
        published = load_cohort_parameters()["trials"]
        sheet.write(12, 396, "Pain over eight weeks", BOLD)
        sheet.write(FIRST_X["injection"] - 8, 396, "Of 100 patients, two weeks later", BOLD)
        limits = "Simulated from assumptions, not measured"
        sheet.write(self.size[0] - 12, 8, limits, SMALL_MUTED, "right")
        found = f"{published.start_nrs.value:g} and {published.end_nrs.value:g}"
        sheet.write(RIGHT, TOP + 10, f"◆ Kwon 2017, no control arm: {found}", SMALL, "right")
        axes = sheet.add_panel(COURSES, grid="y", yticks=range(0, 11, 2), xlabel="weeks")
        axes.set_ylabel("Pain (0-10)")
        axes.set_xticks([n * WEEK_H for n in (0, 2, 4, 6, 8)], ["start", "2", "4", "6", "8"])
        axes.axvline(published.assess_days.value * DAY_H, color=MUTED, lw=1.2, ls=(0, (1, 2)))

    def moving(
        self,
        cohort: Cohort,
        control: Cohort | None = None,
        *,
        least_pct: float = 30,
        show: str = "people",
        person: int = 1,
    ) -> Iterator[Mark]:
        """Yield a cohort over `TIMES_H`, as "people" or as "band", and beside it its control arm.

        least_pct: the relief of a responder in percent. person: which patient is drawn bold, from 1 on.
        """
        numbers = load_cohort_parameters()["trials"]
        asked_h = numbers.assess_days.value * DAY_H
        arms = {"injection": cohort} | ({"control": control} if control else {})
        course, end = cohort.people_nrs[person - 1], cohort.people_ends_nrs[person - 1]
        pains = {arm: (f"{arm}: {_say_fall(group)}", group.mean_nrs) for arm, group in arms.items()}
        pains["person"] = f"patient {person}, ○ answers", course
        lines = {name: (words, COURSES.points(TIMES_H, pain)) for name, (words, pain) in pains.items()}
        for _, points in lines.values():
            self.placer.avoid_line(points)
        low, *_, high = cohort.percentiles_nrs
        band = np.vstack([COURSES.points(TIMES_H, low), COURSES.points(TIMES_H, high)[::-1]])
        if show == "band":
            yield Shapes("band", [thinned(band)], Look(fill=BAND[0], alpha=0.2), under=True)
        else:
            pain = np.pad(cohort.people_nrs, ((0, 0), (0, 1)), constant_values=np.nan)  # a gap after each
            courses = COURSES.points(np.tile(np.append(TIMES_H, np.nan), len(pain)), pain.ravel())
            yield Stroke("people", courses, Look(line="#bcd6e8", width=0.7), under=True)
        for name, (_, points) in lines.items():
            yield Stroke(name, points, LINES[name])
        answers = COURSES.points([0, asked_h], [course[0], end])
        yield Shapes("answers", [ring(*point) for point in answers], ANSWERS)
        published = COURSES.points([0, asked_h], [numbers.start_nrs.value, numbers.end_nrs.value])
        yield Shapes("published", [diamond(*point, 4.6) for point in published], PUBLISHED)
        for name, (words, points) in lines.items():
            yield from self.along(name, words, [points], LINES[name])
        if show == "band":
            yield from self.along("band", "9 of 10 patients", [band[: len(TIMES_H)]], Look(ink=BAND[1]))
        x = FIRST_X["injection"] - 8
        yield from write("least", f"respond: at least {least_pct:g} % relief", (x, 372))
        if control:
            needed = _say_needed(cohort, control, least_pct).replace(" to treat, of", " of")
            yield from write("needed", needed, (x, 66), BOLD)
        for arm, group in arms.items():
            x, counts = FIRST_X[arm], _count_of_100(group, least_pct)
            yield from write(f"{arm}-title", arm, (x - 8, FIRST_Y + 20))
            groups = [(f"{arm}-{name}", words, marker, look) for name, words, marker, look in GROUPS]
            places = [(x, y) for y in (FIRST_Y, 163.75, 140.75, *[117.75] * (counts[2] > 0))]
            yield from show_people(groups, counts, places, cell=14.5, radius=5.2)


def _count_of_100(cohort: Cohort, least_pct: float) -> tuple[int, ...]:
    """Return how many of 100 who came respond, do not, and are not back."""
    back_pct = 100 * len(cohort.starts_nrs) / cohort.n
    respond_pct = back_pct * cohort.responder_share(least_pct)
    return round_to_100((respond_pct, back_pct - respond_pct, 100 - back_pct))


def _say_fall(cohort: Cohort) -> str:
    return f"{cohort.starts_nrs.mean():.1f} → {cohort.ends_nrs.mean():.1f}"


def _say_needed(cohort: Cohort, control: Cohort, least_pct: float) -> str:
    """Return the number needed to treat; less than one more responder of 100 is none."""
    number = cohort.number_needed(control, least_pct)
    if number > 100:
        return "No more respond than in control"
    back = "" if len(cohort.starts_nrs) == cohort.n else ", of those back"
    return f"Number needed to treat{back}: {ceil(number)}"
