"""A hypothesis as a circle of boxes and arrows: how well each link is known, and where it is broken."""

from collections.abc import Collection
from textwrap import wrap

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from ..content.cycle import BREAKS, CycleHypothesis, load_cycles
from .cycle_words import EFFECT_WORDS, describe_cycle, find_cuts
from .labels import LabelPlacer, Places, text_width
from .old_live import LivePicture
from .style import COMPONENT_COLORS, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 860.0, 500.0  # figure units
MIDDLE, RADII = np.array([430.0, 266.0]), np.array([325.0, 174.0])
HALF_BOX = np.array([91.0, 27.0])
BOUNDS = (8.0, 44.0, WIDTH - 8.0, HEIGHT - 8.0)
LINE_H = 17.0
MOST_LINKS, CLAIM_LINES, CLAIM_CHARS = 5, 3, 40
FAINT = "#b3b3b3"
VEIL_ALPHA = 0.4  # what is dimmed keeps a contrast of 4.5
NOT_REACHED = "not reached"
# evidence: line style, width, color, words of the key
LINKS = {
    "measured": ("solid", 3.4, COMPONENT_COLORS["needle"][1], "something measured in people"),
    "inferred": ((0, (4.5, 2.2)), 2.6, COMPONENT_COLORS["anesthetic"][1], "inferred"),
    "contested": ((0, (1.0, 1.3)), 3.4, COMPONENT_COLORS["steroid"][1], "contested"),
}
Array = NDArray[np.float64]


class CyclePicture(LivePicture):
    """A circle of nodes in boxes; the style of an arrow and a word beside it tell how its link is known."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self._add_shape("step", fc="none", ec="#fbe88a", lw=17, capstyle="round")
        for name, (style, width, color, _) in LINKS.items():
            for part, ink in (("link", color), ("faint", FAINT)):
                self._add_shape(f"{part}-{name}", fc="none", ec=ink, lw=width, ls=style)
            self._add_shape(f"head-{name}", fc=color, ec=color, lw=1.0)
        self._add_shape("head-faint", fc=FAINT, ec=FAINT, lw=1.0)
        self._add_shape("boxes", fc=PAPER, ec=INK, lw=1.6)
        self._add_shape("cuts", fc="none", ec=INK, lw=3.0)
        for n in range(MOST_LINKS):
            for name in ("node-0", "node-1", "effect"):
                self.add_live_text(f"text-{name}-{n}")
            self.add_live_text(f"text-cut-{n}", weight="bold")
            self.add_live_text(f"text-grade-{n}", size=SMALL_SIZE)
        self.add_live_text("text-name", size=20, weight="bold")
        self.add_live_text("text-standing", size=16, weight="bold", color=COMPONENT_COLORS["steroid"][1])
        self.add_live_text("text-step", weight="bold")
        for line in range(CLAIM_LINES):
            self.add_live_text(f"text-claim-{line}")
        self.add_live_shape("veil", fc=PAPER, ec="none", alpha=VEIL_ALPHA)
        self._add_key()

    def draw(self, hypothesis: str, *, step: int = 1, breaks: Collection[str] = ()) -> None:
        """Show a hypothesis (a key of cycles.toml) at a link, broken where treatments are said to act.

        step: the present link, from 1. breaks: any of needle, drug, stretch, posture.
        """
        cycle = load_cycles()[hypothesis]
        cuts = find_cuts(cycle, breaks)
        self.placer = LabelPlacer(self.width, self.height)
        self._draw_links(cycle, step - 1, cuts)
        self._draw_nodes(cycle, cuts)
        self._write_middle(cycle, step - 1)
        self._name_links(cycle, cuts)
        self.description = describe_cycle(hypothesis, step=step, breaks=breaks)

    def _draw_links(self, cycle: CycleHypothesis, present: int, cuts: dict[int, list[str]]) -> None:
        shapes: dict[str, list[Path]] = {name: [] for name in self.live if not name.startswith("text-")}
        for n, link in enumerate(cycle.links):
            arc = _arc(n, len(cycle.links))
            self.placer.avoid_line(arc)
            half = len(arc) // 2
            is_reached = n <= min(cuts, default=len(cycle.links))
            if n in cuts:
                pieces = [(arc[: half - 4], is_reached), (arc[half + 4 :], False)]
                shapes["cuts"] += [_across(arc, half - 4), _across(arc, half + 4)]
            else:
                pieces = [(arc, is_reached)]
            for piece, is_alive in pieces:
                shapes[f"{'link' if is_alive else 'faint'}-{link.evidence}"].append(Path(piece[:-1]))
            shapes[f"head-{link.evidence if pieces[-1][1] else 'faint'}"].append(_head(arc))
            if n == present:
                shapes["step"].append(Path(arc))
        for name in shapes.keys() - {"boxes", "veil"}:
            self.set_shape(name, shapes[name])

    def _draw_nodes(self, cycle: CycleHypothesis, cuts: dict[int, list[str]]) -> None:
        centers = [_center(n, len(cycle.links)) for n in range(len(cycle.links))]
        boxes = [_rounded_box(center) for center in centers]
        self.set_shape("boxes", boxes)
        self.set_shape("veil", boxes[min(cuts, default=len(boxes)) + 1 :])
        for n in range(MOST_LINKS):
            node = cycle.links[n].node if n < len(centers) else ()
            if node:
                self.placer.avoid_box(tuple(centers[n]), *(2 * HALF_BOX + 4))
            for line in range(2):
                words = node[line] if line < len(node) else ""
                low = (len(node) - 1) / 2 - line
                self._write(f"text-node-{line}-{n}", words, centers[n] + (0, low * LINE_H) if words else None)

    def _write_middle(self, cycle: CycleHypothesis, present: int) -> None:
        link = cycle.links[present]
        claim = _balance(link.claim)
        lines = {
            "name": (72, cycle.label),
            "standing": (44, cycle.standing.upper()),
            "step": (10, f"Link {present + 1} of {len(cycle.links)}: {link.evidence}"),
        } | {f"claim-{n}": (-10 - LINE_H * n, claim[n] if n < len(claim) else "") for n in range(CLAIM_LINES)}
        for name, (above, words) in lines.items():
            self._write(f"text-{name}", words, MIDDLE + np.array([0, above]))
        self.placer.avoid_box((MIDDLE[0], MIDDLE[1] + 14), 300, 150)

    def _name_links(self, cycle: CycleHypothesis, cuts: dict[int, list[str]]) -> None:
        for n in range(MOST_LINKS):
            lines = {"cut": "", "effect": "", "grade": ""}
            if n < len(cycle.links):
                is_reached = n <= min(cuts, default=MOST_LINKS)
                link = " link" if n in cuts else ""
                lines["grade"] = cycle.links[n].evidence + link if is_reached else NOT_REACHED
                for item in cycle.links[n].breaks if n in cuts else ():
                    lines |= {"cut": f"cut by {BREAKS[item.means]}", "effect": EFFECT_WORDS[item.effect]}
            self._stack({f"text-{name}-{n}": words for name, words in lines.items()}, n, len(cycle.links))

    def _stack(self, lines: dict[str, str], index: int, count: int) -> None:
        """Write lines one below the other beside a link, where there is room."""
        shown = {name: words for name, words in lines.items() if words}
        center = None
        if shown:
            widths = [text_width(words, TEXT_SIZE, "bold") for words in shown.values()]
            height = LINE_H * len(shown)
            center = self.placer.place(
                max(widths), height, _beside(index, count, max(widths), height), BOUNDS
            )
        heights = {name: (len(shown) - 1) / 2 - n for n, name in enumerate(shown)}
        for name, words in lines.items():
            is_shown = center is not None and name in heights
            self._write(name, words, center + np.array([0, heights[name] * LINE_H]) if is_shown else None)

    def _write(self, name: str, words: str, center: Array | None) -> None:
        """Show words at a place, or hide them."""
        text = self.live[name]
        text.set_visible(center is not None and bool(words))
        if text.get_visible():
            text.set_text(words)
            x, y = center
            text.set_position((x / UNITS_PER_INCH, (y - 0.36 * text.get_fontsize()) / UNITS_PER_INCH))

    def _add_shape(self, name: str, **style: object) -> None:
        self.add_live_shape(name, **style)
        self.live[name].set_zorder(1)  # below the words

    def _add_key(self) -> None:
        x = 24.0
        for style, width, color, words in LINKS.values():
            line = Path(np.array([(x, 22.0), (x + 46, 22.0)]) / UNITS_PER_INCH)
            name = f"key-{words}"
            self.add_live_shape(name, fc="none", ec=color, lw=width, ls=style)
            self.live.pop(name).set(path=line, gid=None)
            self.add_text(x + 54, 18, words, size=SMALL_SIZE)
            x += 84 + text_width(words, SMALL_SIZE)
        self.add_text(WIDTH - 12, 18, "Hypotheses, not findings", ha="right", size=SMALL_SIZE, color=MUTED)


def _balance(words: str) -> list[str]:
    """Return words in as few lines as they need, all about equally long."""
    fewest = len(wrap(words, CLAIM_CHARS))
    narrowest = next(n for n in range(12, CLAIM_CHARS + 1) if len(wrap(words, n)) <= fewest)
    return wrap(words, narrowest)


def _center(index: int, count: int) -> Array:
    angle = np.pi / 2 - 2 * np.pi * index / count
    return MIDDLE + RADII * (np.cos(angle), np.sin(angle))


def _arc(index: int, count: int) -> Array:
    """Return the points of the arrow from a node to the next, outside their boxes."""
    turn = 2 * np.pi / count
    angles = np.pi / 2 - turn * (index + np.linspace(0, 1, 161))
    points = MIDDLE + RADII * np.column_stack([np.cos(angles), np.sin(angles)])
    room = HALF_BOX + 5
    ends = [_center(index, count), _center((index + 1) % count, count)]
    return points[np.all([(np.abs(points - end) > room).any(axis=1) for end in ends], axis=0)]


def _along(arc: Array, at: int) -> Array:
    """Return the direction of an arc at one of its points."""
    at = min(max(at, 3), len(arc) - 3)
    way = arc[at + 2] - arc[at - 3]
    return way / np.hypot(*way)


def _head(arc: Array) -> Path:
    way = _along(arc, len(arc)) * 13
    side = np.array([-way[1], way[0]]) * 0.5
    tip = arc[-1]
    return Path(np.array([tip, tip - way + side, tip - way - side, tip]))


def _across(arc: Array, at: int) -> Path:
    """Return a stroke across an arc."""
    way = _along(arc, at)
    side = np.array([-way[1], way[0]]) * 11
    return Path(np.array([arc[at] - side, arc[at] + side]))


def _beside(index: int, count: int, width: float, height: float) -> Places:
    """Return places for a label beside a link, outside the circle before inside."""
    arc = _arc(index, count)
    places = []
    for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        point, way = arc[int(part * len(arc))], _along(arc, int(part * len(arc)))
        out = np.array([-way[1], way[0]])  # clockwise, so outward is to the left
        reach = np.abs(out) @ (width / 2, height / 2)
        places += [tuple(point + out * side * (reach + gap)) for gap in (12, 20, 30) for side in (1, -1)]
    return places


def _rounded_box(center: Array) -> Path:
    """Return the outline of a box with round corners."""
    turns = np.linspace(0, np.pi / 2, 7)
    corners = [(1, 1, 0), (-1, 1, 1), (-1, -1, 2), (1, -1, 3)]
    points = [
        center
        + (HALF_BOX - 10) * (x, y)
        + 10 * np.array([np.cos(t + quarter * np.pi / 2), np.sin(t + quarter * np.pi / 2)])
        for x, y, quarter in corners
        for t in turns
    ]
    return Path(np.array([*points, points[0]]))
