"""The cohort figure: how far patients differ, and of 100 how many respond, beside a control arm."""

from math import ceil

import numpy as np
from matplotlib.patches import Polygon
from matplotlib.path import Path
from numpy.typing import ArrayLike

from ..content.cohort import load_cohort_parameters
from ..model.agreement import round_to_100
from ..model.cohort import Cohort
from ..model.milestones import DAY_H, WEEK_H
from ..model.relief import Array
from .labels import LabelPlacer, along_line, text_width
from .live import LivePicture, ring
from .pictograph import place_people
from .relief_words import STORY_NAMES
from .style import (
    COMPONENT_COLORS,
    GRID,
    INK,
    MUTED,
    PAPER,
    PREDICTION_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    UNITS_PER_INCH,
)

WIDTH, HEIGHT = 860.0, 420.0  # figure units
LEFT, RIGHT, BOTTOM, TOP = 52.0, 512.0, 62.0, 358.0  # of the courses
TIMES_H = np.array([0, 1, 2, 4, 7, 10, 14, 21, 28, 35, 45, 56]) * DAY_H
NUMBERS = load_cohort_parameters("trials")
ASKED_H = NUMBERS.assess_days.value * DAY_H
FIRST_X = {"injection": 552.0, "control": 708.0}  # the first of 100 patients
FIRST_Y, CELL, RADIUS = 316.0, 14.5, 5.2
BAND, PERSON = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"]
PEOPLE, CONTROL = "#bcd6e8", "#00553e"
CAUSE_WORDS = {
    "regression": "they came on a bad day",
    "natural_course": "time passed",
    "context": "expectation and care",
    "needle": "the needle itself",
    "drug": "the drug",
    "drop_out": "the unhappy did not return",
}


def _cross(x: float, y: float, radius: float) -> Path:
    corners = np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)]) * radius * 0.6 + (x, y)
    return Path(corners, [Path.MOVETO, Path.LINETO] * 2)


GROUPS = {
    "respond": (ring, {"fc": BAND[0], "ec": BAND[0], "lw": 1.0}),
    "do not": (ring, {"fc": PAPER, "ec": MUTED, "lw": 1.2}),
    "not back": (_cross, {"fc": "none", "ec": MUTED, "lw": 1.4}),
}


class CohortPicture(LivePicture):
    """Courses of pain at the left, as 200 patients or as bands; at the right 100 patients of each arm."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.add_text(12, 396, "Pain over eight weeks", weight="bold")
        self.add_text(FIRST_X["injection"] - 8, 396, "Of 100 patients, two weeks later", weight="bold")
        limits = "Simulated from assumptions, not measured"
        self.add_text(WIDTH - 12, 8, limits, ha="right", size=SMALL_SIZE, color=MUTED)
        self._add_courses()
        styles = {"injection": {"weight": "bold"}, "control": {"color": CONTROL, "weight": "bold"}}
        styles |= {"person": {"color": PERSON[1]}, "band": {"color": BAND[1]}}
        styles |= {"least": {}, "needed": {"weight": "bold"}}
        for arm in FIRST_X:
            styles |= {f"{arm}-{row}": {} for row in ("title", *GROUPS)}
            for group, (_, style) in GROUPS.items():
                self.add_live_shape(f"{arm}-{group}", **style)
        for name, style in styles.items():
            self.add_live_text(f"text-{name}", **style)

    def _add_courses(self) -> None:
        place = (LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        axes = self.figure.add_axes(place, xlim=(0, TIMES_H[-1]), ylim=(0, 10), yticks=range(0, 11, 2))
        axes.set_xticks([n * WEEK_H for n in (0, 2, 4, 6, 8)], ["start", "2", "4", "6", "8"])
        axes.set_xlabel("weeks", fontsize=TEXT_SIZE, color=INK, labelpad=2)
        axes.set_ylabel("Pain (0-10)", fontsize=TEXT_SIZE, color=INK)
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4, pad=5)
        axes.grid(axis="y", color=GRID, lw=0.8)
        axes.axvline(ASKED_H, color=MUTED, lw=1.2, ls=(0, (1, 2)), zorder=2.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        band = Polygon(np.zeros((3, 2)), closed=True, fc=BAND[0], ec="none", alpha=0.2, zorder=1)
        self.add_live("band", axes.add_patch(band))
        for name, style in {
            "people": {"color": PEOPLE, "lw": 0.7, "zorder": 2.5},
            "person": {"color": PERSON[0], "lw": 2.0},
            "injection": {"color": INK, "lw": 3.0},
            "control": {"color": CONTROL, "lw": 2.4, "ls": PREDICTION_STYLE},
        }.items():
            self.add_live(f"line-{name}", axes.plot([0, 1], [0, 0], **{"zorder": 3, **style})[0])
        self.add_live_shape("answers", fc=PAPER, ec=PERSON[0], lw=2.0)
        published = NUMBERS.start_nrs.value, NUMBERS.end_nrs.value
        diamonds = {"color": INK, "ms": 8.5, "mec": PAPER, "mew": 1.2, "clip_on": False, "zorder": 6}
        axes.plot([0, ASKED_H], published, "D", **diamonds)
        words = "◆ Kwon 2017, no control arm: {:g} and {:g}".format(*published)
        self.add_text(RIGHT, TOP + 10, words, ha="right", size=SMALL_SIZE)

    def draw(
        self,
        cohort: Cohort,
        control: Cohort | None = None,
        *,
        least_pct: float = 30,
        show: str = "people",
        person: int = 1,
    ) -> None:
        """Show a cohort over `TIMES_H`, as "people" or as "band", and beside it its control arm.

        least_pct: the relief of a responder in percent. person: which patient is drawn bold, from 1 on.
        """
        person = min(person, len(cohort.people_nrs))
        arms = {"injection": cohort, "control": control}
        lines = {arm: group.mean_nrs for arm, group in arms.items() if group}
        lines["person"] = course = cohort.people_nrs[person - 1]
        self.placer = LabelPlacer(self.width, self.height)
        for name in ("injection", "control", "person"):
            self.live[f"line-{name}"].set_visible(name in lines)
        for name, pain in lines.items():
            self.live[f"line-{name}"].set_data(TIMES_H, pain)
            self.placer.avoid_line(_points(pain))
        answers = _points([course[0], cohort.people_ends_nrs[person - 1]], [0, ASKED_H])
        self.set_shape("answers", [ring(*point) for point in answers])
        self._move_people(cohort, show)
        for arm, group in arms.items():
            self._name_line(arm, f"{arm}: {_say_fall(group)}" if group else "", lines.get(arm, course))
            self._draw_of_100(arm, group, least_pct)
        self._name_line("person", f"patient {person}, ○ answers", course)
        x = FIRST_X["injection"] - 8
        self._write("least", f"respond: at least {least_pct:g} % relief", x, 372)
        needed = _say_needed(cohort, control, least_pct) if control else ""
        self._write("needed", needed.replace(" to treat, of", " of"), x, 66)
        self.description = describe_cohort(cohort, control, least_pct=least_pct, person=person)

    def _move_people(self, cohort: Cohort, show: str) -> None:
        people = np.pad(cohort.people_nrs, ((0, 0), (0, 1)), constant_values=np.nan)  # a gap after each
        times = np.broadcast_to(np.append(TIMES_H, np.nan), people.shape)
        self.live["line-people"].set_data(times.ravel(), people.ravel())
        self.live["line-people"].set_visible(show == "people")
        least, *_, most = cohort.percentiles_nrs
        around = np.concatenate([TIMES_H, TIMES_H[::-1]])
        self.live["band"].set_xy(np.column_stack([around, [*least, *most[::-1]]]))
        self.live["band"].set_visible(show == "band")
        self._name_line("band", "9 of 10 patients" if show == "band" else "", least)

    def _name_line(self, name: str, words: str, pain: Array) -> None:
        style = self.live[f"text-{name}"]
        width = text_width(words, style.get_fontsize(), style.get_fontweight())
        places = along_line(_points(pain), width) if words else []
        self.put(f"text-{name}", words, places, (LEFT, BOTTOM, RIGHT + 6, TOP))

    def _draw_of_100(self, arm: str, group: Cohort | None, least_pct: float) -> None:
        x, counts = FIRST_X[arm], _count_of_100(group, least_pct) if group else (0, 0, 0)
        shapes = [shape for shape, _ in GROUPS.values()]
        people = place_people(list(zip(shapes, counts, strict=True)), x, FIRST_Y, cell=CELL, radius=RADIUS)
        self._write(f"{arm}-title", arm if group else "", x - 8, FIRST_Y + 20)
        for row, (name, count) in enumerate(zip(GROUPS, counts, strict=True)):
            y = FIRST_Y - 10.5 * CELL - 23 * row
            shown = group and (count or name != "not back")
            self.set_shape(f"{arm}-{name}", [people[row], shapes[row](x, y, RADIUS)] if shown else [])
            self._write(f"{arm}-{name}", f"{count} {name}" if shown else "", x + 13, y - 4.5)

    def _write(self, name: str, words: str, x: float, y: float) -> None:
        text = self.live[f"text-{name}"]
        text.set(
            text=words, position=(x / UNITS_PER_INCH, y / UNITS_PER_INCH), ha="left", visible=bool(words)
        )


def describe_cohort(
    cohort: Cohort, control: Cohort | None = None, *, least_pct: float = 30, person: int | None = None
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
    if person:
        start, end = cohort.people_nrs[person - 1, 0], cohort.people_ends_nrs[person - 1]
        lines.append(f"Patient {person} says {start:.1f} at the start and {end:.1f} two weeks later.")
    lines.append(
        f"Published, no control arm: {NUMBERS.start_nrs.value:g} → {NUMBERS.end_nrs.value:g} [kwon_2017]. "
        "How the causes share it out is assumed; how much the needle itself does, trials have not settled."
    )
    return "\n".join(lines)


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


def _points(pain: ArrayLike, times_h: ArrayLike = TIMES_H) -> Array:
    """Return where pain at some times stands, in figure units."""
    x = LEFT + np.asarray(times_h) / TIMES_H[-1] * (RIGHT - LEFT)
    return np.column_stack([x, BOTTOM + np.asarray(pain) / 10 * (TOP - BOTTOM)])
