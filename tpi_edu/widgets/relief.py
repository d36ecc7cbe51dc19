"""The relief curve under the learner's hand: of an injection, and of a course beside the published rules."""

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import ipywidgets
from markupsafe import Markup

from ..content.injectates import load_injectates
from ..content.parameters import STORIES, load_relief_parameters
from ..content.published import load_repeat_rules
from ..content.questions import load_moments
from ..figures.measured import LOOKS
from ..figures.now import NowPicture, say_time
from ..figures.relief import ReliefPicture, draw_relief
from ..figures.relief_words import B12_WORDS
from ..model.calibrate import fitted_numbers
from ..model.injection import Injection, Patient
from ..model.measured import Chosen, measured_points
from ..model.now import TIMES_H
from ..model.relief import STEROID_FADE_DAYS, STEROID_ONSET_DAYS, simulate_relief
from ..model.repeat import Verdict, may_repeat
from .controls import Choice, Flag, Number, Options, State, Stepped, Whole, keyed, named
from .explorer import Explorer
from .sources import measured_table, provenance_table, quantities
from .views import join, tabulate

NOTES = {
    "dry_needling": "Dry needling injects nothing: no steroid, no vitamin.",
    "vitamin_b12": B12_WORDS,
    "fibromyalgia": "Leaflet A makes no difference for fibromyalgia; see the trials story.",
}
STORY_TIPS = ("What patients are told", "What trials measured", "One beside the other")
ALONE = "No session after the first is planned."
# some from the range within which the trials' line fits nearly as well
OFFERED_DAYS = (23.0, 28.0, 40.0, 56.0, 84.0, 120.0, 180.0, 365.0)
SPEEDS = {"Slow": 250, "Normal": 120, "Fast": 60}  # milliseconds for a step of *Now*
SAID = {True: "✓ Allows it.", False: "✗ Does not allow it."}
RESPONSE = Number("response", "Response (× average)", 1.0, high=2, step=0.05, unit="times the average")


def _is_injected(state: State) -> bool:
    return bool(state["injectate"] != "dry_needling")


def _leaflet(name: str) -> Any:
    """Return how a number starts: as the leaflet has it."""
    return lambda _state: getattr(load_relief_parameters()["leaflet"], name).value


def _chosen(state: State) -> Chosen:
    return Chosen(state["group"], state["design"], bool(state["sessions"]))


def _arms(state: State) -> Options:
    """Return the arms that are drawn, each by its study and what was injected."""
    last_h, chosen = TIMES_H[-1], _chosen(state)
    points = [point for point in measured_points() if point.hours <= last_h and chosen.takes(point)]
    labels = {point.key: f"{point.arm.trial}: {point.arm.injectate}" for point in points}
    return {"": "(choose, or press on a point)"} | labels


class ReliefExplorer(Explorer):
    """Controls for one injection and one patient beside the relief figure.

    *Now* is a moment: drag on the figure, or *Play*. reveal: leave out what comes later; then *Play* stops at
    the times of moments.toml. A second, equal injection is given on repeat_day. measured: lay every measured
    point over the curves; press on one, or choose its arm, to be told who was measured.
    """

    picture: NowPicture
    picture_type, task, touch = NowPicture, "first_look", "slide"
    controls = (
        keyed("injectate", "Injectate", "lidocaine", load_injectates),
        Flag("steroid", "with steroid", _is_injected, active=_is_injected),
        Choice("story", "Story", "leaflet", options=named((*STORIES, "both")), buttons=True, tips=STORY_TIPS),
        Number("baseline_nrs", "Starting pain (0-10)", 7.5, low=1, high=10, step=0.5, unit="points"),
        Flag("reveal", "hide what comes later", False),
        Stepped(
            "now",
            "Now",
            lambda state: 0.0 if state["reveal"] else 0.25,
            options={hours: say_time(hours) for hours in TIMES_H},
            of="hours since the injection: 5-minute steps to 6, 2-hour steps to 168, 12-hour steps to 1344",
        ),
        *(
            Number(name, label, _leaflet(name), low=low, high=high, step=step, unit=unit, more=True)
            for name, label, (low, high), step, unit in (
                ("steroid_onset_days", "Steroid sets in (days)", STEROID_ONSET_DAYS, 0.5, "days"),
                ("steroid_fade_days", "Steroid fades (days)", STEROID_FADE_DAYS, 1, "days"),
            )
        ),
        Stepped(
            "half_life_days",
            "What lasts halves in (trials)",
            56.0,
            options={days: f"{days:g} days" for days in OFFERED_DAYS},
            of=f"one of {', '.join(f'{days:g}' for days in OFFERED_DAYS)} days",
            active=lambda state: state["story"] != "leaflet",
            more=True,
        ),
        replace(RESPONSE, more=True),
        Whole("repeat_day", "Repeat on day (0: none)", 0, high=55, unit="days", more=True),
        Flag("fibromyalgia", "fibromyalgia", False, more=True),
        Flag("vitamin_b12", "with vitamin B12", False, active=_is_injected, more=True),
        Flag("components", "show components", True, more=True),
        Flag("measured", "show measured points", False, more=True),
        *(
            Choice(name, label, "", options=options, of=of, active=itemgetter("measured"), more=True)
            for name, label, options, of in (
                ("group", "Points of", {"": "All kinds", **named(LOOKS)}, ""),
                ("design", "Studies", {"": "All", "controlled": "With another arm", "blind": "Blind"}, ""),
                ("sessions", "After", {"": "Any number of sessions", "one": "One session only"}, ""),
                ("arm", "Who was measured", _arms, "the key of an arm that is drawn, with measured; or ''"),
            )
        ),
    )

    def make_aside(self) -> list[ipywidgets.Widget]:
        """Return *Play*, which moves *Now*, and its speed."""
        self._slides = True  # what is pressed moves *Now*
        self._play = ipywidgets.Play(max=len(TIMES_H) - 1, interval=SPEEDS["Normal"], show_repeat=False)
        speed = ipywidgets.Dropdown(description="Speed", options=SPEEDS, value=self._play.interval)
        ipywidgets.link((speed, "value"), (self._play, "interval"))
        self._is_held = False
        self._play.observe(self._follow_playing, "playing")  # before the value that came with it
        self._play.observe(self._follow_play, "value")
        return [ipywidgets.HBox([self._play, speed]).add_class("tpi-play")]

    def _follow_play(self, change: dict[str, Any]) -> None:
        """Move *Now*; where what comes is hidden, wait at the next stop."""
        with self.one_update():
            now, to = self.inputs["now"], change["new"]
            if to and self._is_held:
                to = now.index  # the browser had played on before it heard that it should stop
            elif self.inputs["reveal"].value:
                for stop in load_moments().values():
                    if now.index < (at := TIMES_H.index(stop.hours)) <= to:
                        to = at
                        self._hold()
                        break
            now.index = to

    def _hold(self) -> None:
        """Stop *Play*, and pass over what the browser still sends of it."""
        self._is_held, self._play.playing = self._play.playing or self._is_held, False

    def _follow_playing(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self._is_held = False

    def reset(self, _button: object = None) -> None:
        """Stop *Play* and return to the starting state."""
        with self.one_update():
            self._hold()
            super().reset()

    def changed(self, name: str) -> None:
        """Begin at the injection where what comes is hidden."""
        if name == "reveal" and self.inputs["reveal"].value:
            self._hold()
            self.inputs["now"].index = 0

    def draw(self, story: str, measured: bool, **rest: Any) -> str:
        """Simulate a state and draw it, one curve per story shown."""
        if self._changes:  # else nothing is on the page yet
            self._play.value = TIMES_H.index(rest["now"])
        what = {name: rest[name] for name in ("injectate", "steroid", "vitamin_b12")}
        plan = [Injection(**what, day=day) for day in sorted({0.0, rest["repeat_day"]})]
        patient = Patient(**{name: rest[name] for name in ("baseline_nrs", "response", "fibromyalgia")})
        timing = {name: rest[name] for name in ("steroid_onset_days", "steroid_fade_days")}
        numbers = {"leaflet": None, "trials": fitted_numbers(rest["half_life_days"])}
        curves = [
            simulate_relief(plan, patient=patient, story=each, numbers=numbers[each], **timing)
            for each in STORIES
            if story in (each, "both")
        ]
        self.curve = curves[0]  # the leaflet story's where both are shown
        active = rest | {"dry_needling": not _is_injected(rest)}
        self.write(aside=Markup("<br>").join(words for name, words in NOTES.items() if active[name]))
        shown = {name: rest[name] for name in ("now", "reveal", "components", "arm")}
        return self.picture.draw(curves, measured=_chosen(rest) if measured else None, **shown)

    def point(self, x: float, y: float) -> None:
        """Ask for the arm under the pointer, or move *Now* there."""
        if self.pressed:
            self._hold()
            self.inputs["arm"].value = arm = self.picture.arm_at(x, y)
            self._slides = not arm
        if self._slides:
            self.inputs["now"].value = self.picture.time_at(x)

    def make_table(self) -> str:
        """Return the tables of every number of both stories and each injectate, and of what was measured."""
        leaflet, trials = (quantities(load_relief_parameters()[story]) for story in STORIES)
        groups = {
            "Both stories": {name: q for name, q in leaflet.items() if trials[name] == q},
            "Leaflet story": {name: q for name, q in leaflet.items() if trials[name] != q},
            "Trials story": {name: q for name, q in trials.items() if leaflet[name] != q},
        }
        groups |= {facts.label: quantities(facts) for facts in load_injectates().values()}
        return provenance_table(groups) + measured_table()


class RepeatExplorer(Explorer):
    """Controls for the days of a second and a third session beside the relief figure and what rules say.

    perpetuating, adjuncts: as in `Patient`. Each session is lidocaine without a steroid.
    """

    picture_type, task = ReliefPicture, "repeat_rules"
    controls = (
        Whole("second_day", "Second session on day (0: none)", 14, high=55, unit="days (0: none)"),
        Whole("third_day", "Third session on day (0: none)", 0, high=55, unit="days (0: none)"),
        RESPONSE,
        Flag("perpetuating", "posture and stress left alone", False),
        Flag("adjuncts", "stretching, exercise, posture work", False),
        Choice("story", "Story", "trials", options=named(STORIES), buttons=True),
    )

    def draw(self, second_day: int, third_day: int, story: str, **patient: Any) -> str:
        """Simulate a plan, draw it and ask every rule about each session after the first."""
        plan = [Injection(steroid=False, day=day) for day in sorted({0.0, second_day, third_day})]
        self.curve = simulate_relief(plan, patient=Patient(**patient), story=story)
        days, rules = self.curve.repeat_days, load_repeat_rules()
        verdicts = {rule: [may_repeat(self.curve, rule, day=day) for day in days] for rule in rules}
        self.beside = [
            f"{rules[rule].label}, session {number}: {SAID[verdict.allowed]} {verdict.why}"
            for rule, found in verdicts.items()
            for number, verdict in enumerate(found, start=2)
        ]
        self.write(below=_tabulate(days, verdicts) if days else Markup("<p>{}</p>").format(ALONE))
        counts = [
            f"session {number} on day {day:g}: {sum(each.allowed for each in found)} of "
            f"{len(rules)} rules allow it"
            for number, (day, *found) in enumerate(zip(days, *verdicts.values(), strict=True), start=2)
        ]
        count = f"{'; '.join(counts).capitalize()}." if counts else ALONE
        self.picture, words = draw_relief(self.curve)
        return f"{words}\n{count}"


def _tabulate(days: Sequence[float], verdicts: dict[str, list[Verdict]]) -> Markup:
    """Return a table of the rules, one column for each session after the first."""
    row = '<tr><th scope="row">{0.label}<br><small>{0.says} [{0.source}, {0.grade}]</small></th>{1}</tr>'
    rows = (
        (facts, join("<td><b>{}</b> {}</td>", ((SAID[v.allowed], v.why) for v in verdicts[rule])))
        for rule, facts in load_repeat_rules().items()
    )
    heads = (f"Session {number}, day {day:g}" for number, day in enumerate(days, start=2))
    return tabulate(("Rule, as published", *heads), row, rows) + Markup(
        "<p>Rules of payment say what is paid for; they vary and change.</p>"
    )
