"""The needle in a section of tissue: hidden under the skin, on ultrasound, or open to view."""

from collections.abc import Iterator, Sequence
from math import cos, inf, radians, sin
from typing import Any

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike

from ..model.checks import require_choice
from ..model.needle import NEAR_MM, OUTCOMES, NeedlePath, Section, section_of
from .hands import show_props
from .labels import text_width
from .live import LivePicture
from .marks import Mark, Shapes, write
from .section import BOTTOM, HEIGHT, LEFT, RIGHT, SKIN_Y, TOP, UNITS_PER_MM, add_frame, in_frame, place
from .shapes import ring, saltire, square
from .sheet import Sheet
from .style import BOLD, INK, MUTED, PAPER, SMALL_MUTED, Look
from .tissue import SCREEN, draw_tissue, name_parts, show_breath

TITLES = {
    "blind": "blind: only the skin is seen",
    "ultrasound": "ultrasound, needle in the plane",
    "open": "opened to view",
}
GUIDANCE = ("blind", "ultrasound")  # views while the needle goes in
HIDDEN = "hidden"
READOUTS = (  # the first three need the tip to be seen
    "tip below skin",
    "tip to mid target",
    "nearest to pleura*",
    "needle in tissue",
    "shaft on ultrasound",
)
BUILDS = {"thin": "thin person", "average": "average build", "heavy": "heavy person"}
NOT_SAFE = "Depths: single small studies or assumptions. Not safe depths."
LATER = (
    "What that looks like: often nothing at first; hours later, pain on breathing in and breathlessness. "
    "It needs imaging of the chest [reindorf_2025]."
)
HUB = "The needle is in to the hub: if it breaks there, nothing is left to pull. Use a longer one."
OUTCOME_WORDS = {
    "in target": "Outcome: in target.",
    "missed": "Outcome: missed, the drug goes beside the trigger point.",
    "on bone": "Outcome: on bone. Draw back a little; the tip may be bent.",
    "within 5 mm of the pleura": f"Outcome: too close, under {NEAR_MM:g} mm at a full breath in.",
    "pleura pierced": f"Outcome: pleura pierced, a pneumothorax can follow. {LATER}",
}
Parts = dict[str, tuple[Look, Sequence[ArrayLike]]]  # each: look, and shapes in mm
GAUGE_MM, BEVEL_MM = 0.8, 2.2
DASH_MM = 2.5  # on ultrasound, how much of each of these pieces shows is the visibility
STEEL_LINE = "#22303a"
STEEL = Look(fill="#e4eaee", line=STEEL_LINE, width=1.2)
ECHO = Look(fill=SCREEN, line=SCREEN, width=1.2)  # of the shaft on ultrasound
READOUTS_X = LEFT + (RIGHT - LEFT) * (np.arange(len(READOUTS)) + 0.5) / len(READOUTS)
OUTCOME_X = RIGHT - 57.2
BADGE = OUTCOME_X - 15.6, TOP + 15.0
BADGES = {  # in the order of OUTCOMES
    "#009E73": [ring(*BADGE, 7.8), ring(*BADGE, 3.1)],
    "#4d4d4d": [ring(*BADGE, 7.8)],
    "#7d6d4b": [square(*BADGE, 6.8)],
    "#D55E00": [Path(np.array([(-7.8, -6.2), (7.8, -6.2), (0, 7.8), (-7.8, -6.2)]) + BADGE)],
    "#a3152a": [saltire(*BADGE, 9.5)],
}


def _box(start: float, end: float, half: float, *, bevel_mm: float = 0) -> list[tuple[float, float]]:
    """Return a piece of needle; a bevel faces up."""
    return [(start, -half), (end, -half), (end - bevel_mm, half), (start, half), (start, -half)]


SYRINGE: Parts = {  # from the back to the front, from the end of the shaft
    "plunger": (Look(fill="#c3cbd1", line=STEEL_LINE, width=1.0), [_box(-60, -29.1, 2.2), _box(-49, -48, 8)]),
    "barrel": (Look(fill="#f4f9fc", line=STEEL_LINE, width=1.3), [_box(-48, -6, 4.2)]),
    "fluid": (Look(fill="#a9d3ec"), [_box(-29.1, -6.6, 3.6)]),
    "marks": (Look(line=STEEL_LINE, width=1.0), [[(x, -4.2), (x, -1.6)] for x in range(-11, -46, -5)]),
    "hub": (
        Look(fill="#8497a3", line=STEEL_LINE, width=1.1),
        [[(0, -1), (0, 1), (-6, 2.1), (-6, -2.1), (0, -1)]],
    ),
}


def say_person(section: Section, habitus: str) -> str:
    """Return muscle and build: "Rhomboids, thin person"."""
    return f"{section.site.label}, {BUILDS[habitus]}"


def say_readouts(path: NeedlePath, view: str) -> dict[str, str]:
    """Return each readout by its name; in a view that does not show the tip most are hidden."""
    gap, seen = path.pleura_least_mm, path.visibility
    values = (
        _say_mm(path.tip_mm),
        _say_mm(path.target_off_mm),
        "none here" if gap == inf else _say_mm(abs(gap)) + " beyond" * (gap < 0),
        _say_mm(path.advance_mm if view == "blind" else path.path_mm),
        "well seen" if seen == 1 else f"{100 * seen:.0f} % seen" if seen else "lost: too steep",
    )
    is_hidden = view == "blind" or (view == "ultrasound" and not seen)
    return dict(zip(READOUTS, (HIDDEN,) * 3 * is_hidden + values[3 * is_hidden :], strict=True))


def describe_needle(
    path: NeedlePath, *, view: str = "open", judged: bool = True, needle: bool = True, **_props: Any
) -> str:
    """Return what the readouts say in plain sentences and, where it was judged, the outcome.

    view: "blind" names only what the hand knows; "ultrasound" also the tissue, and the tip while the shaft
    shows; "open" everything, but before it was judged only the hand. needle: whether there is one.
    """
    person = say_person(path.section, path.habitus)
    if not needle:
        return f"{person}: no needle in the skin."
    entry = f"{-path.entry_mm:g} mm before the knot" if path.entry_mm else "over the knot"
    sentences = [
        f"{person}: {path.needle_mm:g} mm needle entered {entry} at {path.angle_deg:g}° to the skin, "
        f"advanced {path.advance_mm:g} mm."
    ]
    if view == "open" and not judged:
        return sentences[0]
    readouts = say_readouts(path, view)
    target = f"the trigger point, {_say_mm(path.section.target_mm)} deep"
    if view == "blind":
        sentences.append("What lies under the skin is hidden until you inject.")
    elif readouts["tip below skin"] == HIDDEN:
        sentences.append(f"The tip is not seen; aim for {target}.")
    else:
        sentences += [
            f"In the tissue {readouts['needle in tissue']}; tip {readouts['tip below skin']} below the skin, "
            f"{readouts['tip to mid target']} from the middle of {target}.",
            _say_pleura(path, readouts["nearest to pleura*"]),
        ]
    if view == "ultrasound":
        sentences.append(f"Shaft on ultrasound: {readouts['shaft on ultrasound']}.")
    if path.needle_mm <= (path.advance_mm if view == "blind" else path.path_mm):
        sentences.append(HUB)
    if judged:
        crossed = ", ".join(path.crossed) or "nothing"
        sentences += [f"Crossed: {crossed}.", OUTCOME_WORDS[path.outcome], NOT_SAFE]
    return " ".join(sentences)


class NeedlePicture(LivePicture):
    """A section of one site with a needle, its readouts and its outcome.

    It is drawn from the path of a needle. view: "blind", "ultrasound" or "open". judged: say the outcome;
    an open view without that shows a step of the hand, and says no more. needle: whether there is one.
    props: what hands do beside it, of figures/hands.py.
    """

    size = 860.0, HEIGHT
    bounds = LEFT + 4, BOTTOM + 4, RIGHT - 4, SKIN_Y - 4  # of the trigger point's name
    describe = staticmethod(describe_needle)

    def background(self, path: NeedlePath, *, view: str = "open", **_options: Any) -> tuple[str, ...]:
        """Return site, person and view; another view raises `ValueError`."""
        require_choice("NeedlePicture.view", view, tuple(TITLES))
        return path.site, path.habitus, view

    def still(self, sheet: Sheet, site: str, habitus: str, view: str) -> None:
        """Draw tissue, ruler, title and the captions of the readouts."""
        section = section_of(site, habitus)
        draw_tissue(add_frame(sheet), section, view)
        person = say_person(section, habitus)
        wide = text_width(person, BOLD)
        sheet.write(LEFT, TOP + 10.4, person, BOLD)
        sheet.write(LEFT + wide + 10.4, TOP + 10.4, TITLES[view], Look(ink=MUTED))
        if view == "blind":
            middle = (LEFT + RIGHT) / 2, (BOTTOM + SKIN_Y) / 2
            sheet.write(*middle, "hidden until you inject", Look(size=15), "center")
        for x, words in zip(READOUTS_X, READOUTS, strict=True):
            sheet.write(x, 53, words, SMALL_MUTED, "center")
        sheet.write(LEFT, 9, f"* at a full breath in.  {NOT_SAFE}", SMALL_MUTED)

    def moving(
        self,
        path: NeedlePath,
        *,
        view: str = "open",
        judged: bool = True,
        needle: bool = True,
        props: tuple[str, ...] = ("mark",),
    ) -> Iterator[Mark]:
        """Yield the lung, the names of the parts, hands, needle, outcome and readouts."""
        if view != "blind":
            yield from show_breath(path.section, path.breath, view)
            yield from name_parts(path.section, view)
        yield from show_props(path, props)
        if needle:
            yield from _show_needle(path, view)
        if view != "blind":
            yield from self._name_target(path, view, needle=needle)
        if judged and needle:
            color, badge = list(BADGES.items())[OUTCOMES.index(path.outcome)]
            yield Shapes("badge", badge, Look(fill=PAPER, line=color, width=3.0))
            yield from write("outcome", path.outcome, (OUTCOME_X, TOP + 10), BOLD)
        values = say_readouts(path, view).values()
        for n, (x, value) in enumerate(zip(READOUTS_X, values, strict=True)):
            yield from write(f"readout-{n}", value if needle else "–", (x, 34), BOLD, "center")

    def _name_target(self, path: NeedlePath, view: str, *, needle: bool) -> Iterator[Mark]:
        """Name the trigger point at the first place beside it that the needle leaves free."""
        site = path.section.site
        x, y = place((0, path.section.target_mm))
        if needle and (view == "open" or path.visibility):
            self.placer.avoid_line(place([(path.entry_mm, 0), (path.tip_x_mm, path.tip_mm)]))
        wide, high = site.target_wide_mm.value, site.target_high_mm.value
        self.placer.avoid_box((x, y), wide * UNITS_PER_MM, high * UNITS_PER_MM)
        beside = 24 + text_width("trigger point", BOLD) / 2
        ways = [(beside, 0), (beside, -14), (beside, 14), (0, -22), (-beside, -16), (beside + 40, -26)]
        look = Look(ink=SCREEN if view == "ultrasound" else INK, bold=True)
        yield from self.label("target", "trigger point", [(x + dx, y + dy) for dx, dy in ways], look)


def _show_needle(path: NeedlePath, view: str) -> Iterator[Mark]:
    """Yield shaft, hub and syringe along the needle; x: mm from the end of the shaft to the tip."""
    deep = path.advance_mm if view == "blind" else path.path_mm
    entry, tip, half = path.needle_mm - deep, path.needle_mm, GAUGE_MM / 2
    parts = SYRINGE | {"outside": (STEEL, [_box(0, entry, half, bevel_mm=0 if deep else BEVEL_MM)])}
    if deep and view == "open":
        parts["shaft"] = STEEL, [_box(entry, tip, half, bevel_mm=min(BEVEL_MM, deep))]
    elif view == "ultrasound" and path.visibility:
        starts = np.arange(0, deep, DASH_MM) + entry
        ends = np.minimum(starts + DASH_MM * path.visibility, tip)
        pieces = [_box(a, b, half * path.visibility) for a, b in zip(starts, ends, strict=True)]
        parts["shaft"] = ECHO, pieces
    turn = radians(path.angle_deg)
    along = np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]]) * UNITS_PER_MM
    end = place((path.entry_mm, 0)) - entry * along[0]
    for name, (look, shapes) in parts.items():
        yield from in_frame(Shapes(name, [np.array(shape) @ along + end for shape in shapes], look))
    if deep >= path.needle_mm:
        yield from write("hub", "in to the hub: too far", (RIGHT - 100, TOP - 20), BOLD, "center")


def _say_mm(value: float) -> str:
    return f"{value:.1f} mm"


def _say_pleura(path: NeedlePath, least: str) -> str:
    if path.pleura_least_mm == inf:
        return "No pleura here."
    if path.pleura_least_mm < 0:
        now = "now" if path.pleura_now_mm < 0 else "at a full breath in"
        return f"The needle is through the pleura {now}: {least}."
    return f"To the pleura: {_say_mm(path.pleura_now_mm)} now, {least} at a full breath in."
