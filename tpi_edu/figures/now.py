"""The relief figure with a handle on time: what holds at one moment, and nothing of what comes if wanted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from ..content.questions import load_moments, load_voices
from ..model.measured import was_seen
from ..model.milestones import DAY_H
from ..model.now import TIMES_H, Now, relief_now
from .clocks import BOTTOM, CLOCKS, SIZE
from .marks import Mark, Shapes, Stroke, Words, write
from .measured import describe_arm
from .relief import Curves, ReliefPicture, draw_relief
from .relief_words import STORY_NAMES, say_pct
from .shapes import ring
from .style import BOLD, INK, MUTED, PAPER, PLAIN, Look

WIDEST_MARKER = 20.0
STRIP = 42.0  # above the clocks: what holds now, and what is said
SAYS_X = CLOCKS[0].box[0] - 46
THE = {"anesthetic": "the block", "needle": "the needle", "steroid": "the steroid"}
CARRIERS = {
    ("needle", "context"): "needle and context, not told apart",
    ("context",): "neither drug nor needle, by assumption",
}
LINE, DOT = Look(line=MUTED, width=1.2), Look(fill=INK, line=PAPER, width=1.6)


class NowPicture(ReliefPicture):
    """The relief figure with a line at one moment; reveal leaves out what comes later."""

    size = SIZE[0], SIZE[1] + STRIP

    def background(self, curves: Curves, *, reveal: bool = False, **options: Any) -> tuple[float, bool]:
        """Return the floor of the relief axis, and whether the titles may tell what comes."""
        return *super().background(curves, **options), not reveal

    def moving(
        self, curves: Curves, *, now: float = 0.0, reveal: bool = False, **options: Any
    ) -> Iterator[Mark]:
        """Yield the figure, or what of it was before now, and the line. now: hours since the injection."""
        until_h = now if reveal else np.inf
        relief, _ = draw_relief(*curves, until_h=until_h, **options)
        self.start_h, self.measured = relief.start_h, relief.measured
        x = self.x_at(now)
        yield from _before(relief.marks, x) if reveal else relief.marks
        yield Shapes("now", [np.array([(x, BOTTOM), (x, CLOCKS[0].box[3])])], LINE, under=True)
        states = [relief_now(curve, now) for curve in curves]
        floor, top = self.clocks[0].y_ends
        heights = [float(self.clocks[0].y(np.clip(state.relief_pct, floor, top))) for state in states]
        yield Shapes("now-on-curves", [ring(x, y, 5.5) for y in heights], DOT)
        yield from write("now", say_now(curves, states, reveal=reveal), (SAYS_X, self.size[1] - 16), BOLD)
        aside = _say_aside(curves, states[0], reveal=reveal)
        yield from write("now-said", aside, (SAYS_X, self.size[1] - 34), PLAIN)

    def describe(self, curves: Curves, *, now: float = 0.0, reveal: bool = False, **options: Any) -> str:
        """Return the arm asked for, what holds now, and unless later things are left out, the whole."""
        until_h = now if reveal else np.inf
        arm = options.get("arm", "") if options.get("measured") else ""
        asked = [describe_arm(arm, until_h=until_h)] if arm else []
        states = [relief_now(curve, now) for curve in curves]
        said = f"{say_now(curves, states, reveal=reveal)} {_say_aside(curves, states[0], reveal=reveal)}"
        whole = [] if reveal else [draw_relief(*curves, until_h=until_h, **options)[1]]
        return "\n".join([*asked, said, *whole])

    def x_at(self, hours: float) -> float:
        """Return where a time since the first injection lies in the figure."""
        hours += self.start_h
        return float(next(clock for clock in CLOCKS[::-1] if clock.x_ends[0] <= hours).x(hours))

    def time_at(self, x: float) -> float:
        """Return the time of TIMES_H that lies nearest to a place in the figure."""
        return min(TIMES_H, key=lambda hours: abs(self.x_at(hours) - x))


def say_time(hours: float) -> str:
    """Return a time since the injection: "before", "15 min", "1 h 30 min", "26 h", "day 9, 12 h"."""
    days = int(hours // DAY_H) if hours >= 2 * DAY_H else 0
    minutes = round(60 * (hours - DAY_H * days))
    parts = (f"day {days}," * (days > 0), f"{minutes // 60} h", f"{minutes % 60} min")
    return " ".join(part for part in parts if part and part[0] != "0").strip(",") or "before"


def say_now(curves: Curves, states: Sequence[Now], *, reveal: bool) -> str:
    """Return pain and relief of each curve at one moment, and what carries it if nothing is to be guessed."""
    said = []
    for curve, state in zip(curves, states, strict=True):
        story = f"{STORY_NAMES[curve.story]} " if len(curves) > 1 else ""
        names = " and ".join(THE.get(name, name) for name in state.carriers)
        why = "" if story or reveal or not names else f", mostly {CARRIERS.get(state.carriers, names)}"
        is_guess = curve.story == "trials" and state.hours and not was_seen(curve.plan, state.hours)
        guess = "; no value seen" * bool(is_guess)
        said.append(
            f"{story}pain {state.pain_nrs:.1f} of 10 ({say_pct(state.relief_pct)} relief{why}{guess})"
        )
    return f"{say_time(states[0].hours).capitalize()}: {'; '.join(said)}."


def _say_aside(curves: Curves, state: Now, *, reveal: bool) -> str:
    """Return the question to the room where a played curve stops, else what a patient might say."""
    asked = [stop.question for stop in load_moments().values() if reveal and stop.hours == state.hours]
    who = f"In the {STORY_NAMES[curves[0].story]} a patient" if len(curves) > 1 else "A patient"
    return f"To the room: {asked[0]}" if asked else f"{who} might say: “{load_voices()[state.mood].text}”"


def _before(marks: Iterable[Mark], x: float) -> Iterator[Mark]:
    """Yield of marks what stands left of x: bands and lines cut there, the rest whole or not."""
    words = set()
    for mark in marks:
        if isinstance(mark, Words):
            if mark.box[2] <= x or mark.box[3] < BOTTOM:  # below the axes stands the key
                words.add(mark.name)
                yield mark
        elif mark.name.startswith(("measured", "unseen")):  # chosen by their time
            yield mark
        elif isinstance(mark, Stroke):
            if np.any(np.all(mark.place < (x, np.inf), axis=1)):  # matplotlib cuts one unit outside
                yield replace(mark, clip=(*(mark.clip or (0.0, 0.0))[:2], x - 1, SIZE[1]))
        elif mark.name.removeprefix("leader-") in words or not mark.name.startswith("leader-"):
            pieces = (_left_of(each if isinstance(each, Path) else Path(each), x) for each in mark.place)
            yield replace(mark, place=[piece for piece in pieces if piece is not None])


def _left_of(path: Path, x: float) -> Path | None:
    """Return what of a band lies left of x, or a marker whose middle does."""
    box = path.get_extents()
    if box.width > WIDEST_MARKER and box.x0 < x < box.x1:
        return path.clip_to_bbox(Bbox.from_extents(box.x0 - 1, box.y0 - 1, x, box.y1 + 1))
    return path if (box.x0 + box.x1) / 2 <= x else None
