"""A hypothesis as a circle of boxes and arrows: how well each link is known, and where it is broken."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from textwrap import wrap

import numpy as np
from numpy.typing import ArrayLike

from ..content.cycle import BREAKS, CycleBreak, CycleHypothesis, load_cycles
from ..content.schema import Statement
from .labels import Array, Places, text_width
from .live import LivePicture
from .marks import Mark, Shapes, Stroke, write
from .shapes import arrow_head, rounded_box
from .sheet import Sheet
from .style import BOLD, COMPONENT_COLORS, INK, PAPER, PLAIN, SMALL, SMALL_MUTED, Look

WIDTH, HEIGHT = 860.0, 500.0  # figure units
MIDDLE, RADII = np.array([430.0, 266.0]), np.array([325.0, 174.0])
HALF_BOX = np.array([91.0, 27.0])
BOUNDS = (8.0, 44.0, WIDTH - 8.0, HEIGHT - 8.0)
LINE_H = 17.0
CLAIM_CHARS = 40
FAINT = "#b3b3b3"
NAME = Look(size=20, bold=True)
STANDING = Look(ink=COMPONENT_COLORS["steroid"][1], size=16, bold=True)
PRESENT = Look(line="#fbe88a", width=17.0, round_ends=True)
BOX, CUT = Look(line=INK, width=1.6, fill=PAPER), Look(line=INK, width=3.0)
VEIL = Look(fill=PAPER, alpha=0.4)  # what is dimmed keeps a contrast of 4.5
LINKS = {  # evidence: its line, words of the key
    "measured": (Look(line=COMPONENT_COLORS["needle"][1], width=3.4), "something measured in people"),
    "inferred": (Look(line=COMPONENT_COLORS["anesthetic"][1], width=2.6, dashes=(4.5, 2.2)), "inferred"),
    "contested": (Look(line=COMPONENT_COLORS["steroid"][1], width=3.4, dashes=(1.0, 1.3)), "contested"),
}
EFFECT_WORDS = {"thought to": "thought, not seen", "for hours": "for hours only", "not shown": "not shown"}
Line = tuple[str, str, Look]  # name, words, look


def describe_cycle(hypothesis: str, *, step: int = 1, breaks: Collection[str] = ()) -> str:
    """Return the present link with its grade and critics, what is broken, and all links of a hypothesis."""
    cycle = load_cycles()[hypothesis]
    link, nodes = cycle.links[step - 1], [" ".join(link.node) for link in cycle.links]
    after = [*nodes[1:], nodes[0]]
    circle = (f"({link.evidence}) {node}" for link, node in zip(cycle.links, after, strict=True))
    cuts = find_cuts(cycle, breaks)
    said = [
        f"Break by {BREAKS[item.means]}, link {n + 1}: {EFFECT_WORDS[item.effect]}. {_cite(item.says)}"
        for n, items in cuts.items()
        for item in items
    ]
    missed = ", ".join(nodes[min(cuts, default=len(nodes)) + 1 :])
    rest = f"If that held, the circle would not reach: {missed}. " if missed else ""
    end = f"{rest}It would no longer close; what began it is not removed."
    lines = [
        f"{cycle.label}: {cycle.standing}. Link {step} of {len(nodes)}, from “{nodes[step - 1]}” to "
        f"“{after[step - 1]}”: {link.evidence}.",
        f"{link.claim} {_cite(link.known)}",
        f"Against it: {_cite(link.against)}",
        f"The leaflets' words: {link.leaflet}" if link.leaflet else "",
        *said,
        end if cuts else "Nothing is broken: the circle would go on by itself.",
        f"The whole circle: {' → '.join([nodes[0], *circle])}.",
    ]
    return "\n".join(line for line in lines if line)


def find_cuts(cycle: CycleHypothesis, breaks: Collection[str]) -> dict[int, list[CycleBreak]]:
    """Return what the treatments chosen are said to do to a link, by the index of the link."""
    found = {n: [item for item in link.breaks if item.means in breaks] for n, link in enumerate(cycle.links)}
    return {n: items for n, items in found.items() if items}


class CyclePicture(LivePicture):
    """A circle of nodes in boxes; the style of an arrow and a word beside it tell how its link is known."""

    size = WIDTH, HEIGHT
    describe = staticmethod(describe_cycle)

    def still(self, sheet: Sheet) -> None:
        """Draw the key."""
        x = 24.0
        for name, (look, words) in LINKS.items():
            sheet.add_marks([Stroke(name, [(x, 22), (x + 46, 22)], look)])
            sheet.write(x + 54, 18, words, SMALL)
            x += 84 + text_width(words, SMALL)
        sheet.write(WIDTH - 12, 18, "Hypotheses, not findings", SMALL_MUTED, "right")

    def moving(self, hypothesis: str, *, step: int = 1, breaks: Collection[str] = ()) -> Iterator[Mark]:
        """Yield a hypothesis (a key of cycles.toml) at a link, broken where treatments are said to act.

        step: the present link, from 1. breaks: any of needle, drug, stretch, posture.
        """
        cycle = load_cycles()[hypothesis]
        cuts, count = find_cuts(cycle, breaks), len(cycle.links)
        last = min(cuts, default=count)  # the link that is reached last
        arcs = [_arc(n, count) for n in range(count)]
        yield Stroke("present", arcs[step - 1], PRESENT)
        for n, arc in enumerate(arcs):
            self.placer.avoid_line(arc)
            look, _ = LINKS[cycle.links[n].evidence]
            yield from _arrow(n, arc, look, is_cut=n in cuts, is_reached=n <= last)
        yield from self._nodes(cycle, last)
        yield from self._middle(cycle, step)
        for n, arc in enumerate(arcs):
            grade = cycle.links[n].evidence + " link" * (n in cuts) if n <= last else "not reached"
            yield from self._name_link(arc, cuts.get(n, []), (f"grade-{n}", grade, SMALL))

    def _nodes(self, cycle: CycleHypothesis, last: int) -> Iterator[Mark]:
        """Yield the boxes and their words, those after the last link reached under a veil."""
        centers = _on_circle(np.arange(len(cycle.links)) / len(cycle.links))
        boxes = [rounded_box(*(*center - HALF_BOX, *center + HALF_BOX, 10)) for center in centers]
        yield Shapes("boxes", boxes, BOX)
        for n, (center, link) in enumerate(zip(centers, cycle.links, strict=True)):
            self.placer.avoid_box(tuple(center), *(2 * HALF_BOX + 4))
            lines = [(f"node-{n}-{line}", words, PLAIN) for line, words in enumerate(link.node)]
            yield from _stack(lines, center)
        yield Shapes("veil", boxes[last + 1 :], VEIL)

    def _middle(self, cycle: CycleHypothesis, step: int) -> Iterator[Mark]:
        """Yield the hypothesis, its standing, and the present link with its claim in even lines."""
        link = cycle.links[step - 1]
        fewest = len(wrap(link.claim, CLAIM_CHARS))
        narrow = next(n for n in range(12, CLAIM_CHARS + 1) if len(wrap(link.claim, n)) <= fewest)
        lines = {
            72: ("name", cycle.label, NAME),
            44: ("standing", cycle.standing.upper(), STANDING),
            10: ("step", f"Link {step} of {len(cycle.links)}: {link.evidence}", BOLD),
        } | {
            -10 - LINE_H * n: (f"claim-{n}", words, PLAIN) for n, words in enumerate(wrap(link.claim, narrow))
        }
        for above, line in lines.items():
            yield from _stack([line], MIDDLE + np.array([0, above]))
        self.placer.avoid_box((MIDDLE[0], MIDDLE[1] + 14), 300, 150)

    def _name_link(self, arc: Array, cuts: list[CycleBreak], grade: Line) -> Iterator[Mark]:
        """Yield what cuts a link and how it is known, beside it where there is room."""
        lines = [grade]
        for cut in cuts:
            effect = f"effect-{cut.means}", EFFECT_WORDS[cut.effect], PLAIN
            lines = [(f"cut-{cut.means}", f"cut by {BREAKS[cut.means]}", BOLD), effect, *lines]
        size = max(text_width(words, BOLD) for _, words, _ in lines), LINE_H * len(lines)
        center = self.placer.place(*size, _beside(arc, *size), BOUNDS)
        if center is not None:
            yield from _stack(lines, center)


def _stack(lines: list[Line], center: Array) -> Iterator[Mark]:
    """Yield lines one below the other around a center."""
    for n, (name, words, look) in enumerate(lines):
        above = ((len(lines) - 1) / 2 - n) * LINE_H - 0.36 * look.size
        yield from write(name, words, center + np.array([0, above]), look, "center")


def _arrow(n: int, arc: Array, look: Look, *, is_cut: bool, is_reached: bool) -> Iterator[Mark]:
    """Yield a link: faint from where it is cut, or all of it where it is not reached."""
    faint = replace(look, line=FAINT)
    start = look if is_reached else faint
    if is_cut:
        gap = len(arc) // 2 + np.array([-4, 4])
        yield Shapes(f"cut-{n}", [arc[at] + np.outer((-11, 11), _outward(arc, at)) for at in gap], CUT)
        yield Stroke(f"begun-{n}", arc[: gap[0] - 1], start)
        arc, start = arc[gap[1] :], faint
    yield Stroke(f"link-{n}", arc[:-1], start)
    head = Look(line=start.line, width=1.0, fill=start.line)
    yield Shapes(f"head-{n}", [arrow_head(arc[-1], arc[-1] - arc[-6])], head)


def _on_circle(turns: ArrayLike) -> Array:
    """Return points of the circle, so many turns clockwise from its top."""
    angles = 2 * np.pi * np.asarray(turns)
    return np.asarray(MIDDLE + RADII * np.column_stack([np.sin(angles), np.cos(angles)]))


def _arc(index: int, count: int) -> Array:
    """Return the points of the arrow from a node to the next, outside their boxes."""
    points = _on_circle((index + np.linspace(0, 1, 161)) / count)
    is_out = [(np.abs(points - node) > HALF_BOX + 5).any(axis=1) for node in (points[0], points[-1])]
    return np.asarray(points[np.all(is_out, axis=0)])


def _outward(arc: Array, at: int) -> Array:
    """Return the direction out of the circle at a point of an arc: to the left, as arcs go clockwise."""
    x, y = arc[at + 2] - arc[at - 3]
    return np.asarray(np.array([-y, x]) / np.hypot(x, y))


def _beside(arc: Array, width: float, height: float) -> Places:
    """Return places for a label beside a link, outside the circle before inside."""
    places = []
    for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        at = int(part * len(arc))
        out = _outward(arc, at)
        reach = np.abs(out) @ (width / 2, height / 2)
        places += [tuple(arc[at] + out * side * (reach + gap)) for gap in (12, 20, 30) for side in (1, -1)]
    return places


def _cite(said: Statement) -> str:
    return f"{said.text} [{said.source}, {said.grade}]"
