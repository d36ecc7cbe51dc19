"""What pooled trials found: the estimates of reviews side by side, and how large a difference matters."""

import re

from matplotlib.figure import Figure
from matplotlib.path import Path

from ..content.pooled import GROUPS, PooledEstimate, load_pooled
from ..model.checks import require_choice, require_number
from .live import LivePicture, ring, square
from .style import COMPONENT_COLORS, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 820.0, 484.0  # figure units
LEFT, RIGHT, BOTTOM, TOP = 276.0, 526.0, 92.0, 420.0  # of the intervals
LOW_POINTS, HIGH_POINTS = -4.2, 1.4
NAMES_X, WORDS_X = 12.0, 540.0
ALL = "all"
IMPORTANT_POINTS = 2.0  # [farrar_2001]
LEAST_POINTS, MOST_POINTS = 0.5, 4.0  # a learner may choose as the smallest difference that matters
BLUE, ORANGE = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"]
TEXTS = {  # of a row
    "review": {"weight": "bold"},
    "comparison": {"size": SMALL_SIZE},
    "values": {"size": SMALL_SIZE},
    "verdict": {"size": SMALL_SIZE},
}


def plot_forest(*, threshold_points: float = IMPORTANT_POINTS, show: str = ALL, review: str = "") -> Figure:
    """Return a forest plot of pooled estimates; the arguments and errors are those of `describe_forest`."""
    picture = ForestPicture()
    picture.draw(threshold_points=threshold_points, show=show, review=review)
    return picture.figure


def describe_forest(*, threshold_points: float = IMPORTANT_POINTS, show: str = ALL, review: str = "") -> str:
    """Return the pooled estimates with their 95 % confidence intervals in words, and which of them matter.

    threshold_points: smallest difference that matters, 0.5 to 4 points of 10; 2 is what patients call an
    improvement [farrar_2001]. show: "all" or a key of GROUPS. review: source whose size and notes are told.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """
    source = " [farrar_2001]" if threshold_points == IMPORTANT_POINTS else ", your choice"
    lines = [
        "Pooled differences in pain, points of 10 with 95 % confidence interval; negative: less pain in the "
        "arm named first. The reviews share trials: side by side, never pooled. "
        f"Smallest difference that matters: {threshold_points:.1f} points{source}."
    ]
    for each in choose_estimates(show):
        found = each.difference_nrs
        lines.append(
            f"{each.review}, {each.comparison}: {_say_values(each)}; {each.certainty}; "
            f"{_say_verdict(each, threshold_points)} [{found.source}]."
            + (f" {each.size}. {_signed(found.note)}" if found.source == review else "")
        )
    return "\n".join(lines)


def choose_estimates(show: str) -> list[PooledEstimate]:
    """Return the estimates of "all" or of one group, in the order they are drawn."""
    require_choice("forest.show", show, (ALL, *GROUPS))
    return [estimate for estimate in load_pooled().values() if show in (ALL, estimate.group)]


def judge_estimate(estimate: PooledEstimate, threshold_points: float) -> str:
    """Return what an estimate and its interval say about a difference that matters, a key of LOOKS.

    "unsure": the interval does not exclude 0. "short": it excludes 0 and stays short of the threshold.
    "reaches": the estimate reaches the threshold. "open": it does not, but its interval does.
    """
    field = "forest.threshold_points"
    require_number(field, threshold_points, low=LEAST_POINTS, high=MOST_POINTS, unit="points of 10")
    found = estimate.difference_nrs
    if found.low <= 0 <= found.high:
        return "unsure"
    if found.low > -threshold_points:
        return "short"
    return "reaches" if found.value <= -threshold_points else "open"


class ForestPicture(LivePicture):
    """Estimates with their intervals, what they compare at the left and what they say at the right."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.add_text(NAMES_X, 454, "Review and what it compared", weight="bold")
        self.add_text(WORDS_X, 454, "Estimate (95 % CI), certainty notes", weight="bold")
        self.add_text(_x(0) - 8, 36, "← first arm better", size=SMALL_SIZE, ha="right")
        self.add_text(_x(0) + 8, 36, "worse →", size=SMALL_SIZE)
        self.add_text(WORDS_X, 54, "These reviews share trials:", weight="bold")
        self.add_text(WORDS_X, 36, "side by side, never pooled.", weight="bold")
        self._add_axes()
        self.add_live_shape("band", fc="#eef5fa", ec="none")
        self.live["band"].set_zorder(-1)  # below the axes
        self.add_live_shape("threshold", fc="none", ec=ORANGE[1], lw=2.0, ls=(0, (5.0, 1.6, 1.2, 1.6)))
        self.add_live_text("text-threshold", size=SMALL_SIZE, color=ORANGE[1], weight="bold")
        self.add_live_shape("intervals", fc="none", ec=INK, lw=2.2)
        self.add_live_shape("unsure-intervals", fc="none", ec=INK, lw=2.2, ls=(0, (3.0, 2.0)))
        for state, (_, fill, edge) in LOOKS.items():
            self.add_live_shape(state, fc=fill, ec=edge, lw=1.8)
            self.live[state].set_zorder(6)
        for row in range(len(load_pooled())):
            for name, style in TEXTS.items():
                self.add_live_text(f"text-{name}-{row}", **style)
                self.live[f"text-{name}-{row}"].set_ha("left")

    def draw(self, *, threshold_points: float, show: str = ALL, review: str = "") -> None:
        """Show the estimates of a group, what reaches the threshold, and one review's rows on a band."""
        self.description = describe_forest(threshold_points=threshold_points, show=show, review=review)
        shown = choose_estimates(show)
        shapes = {name: [] for name in (*LOOKS, "intervals", "unsure-intervals", "band")}
        for row in range(len(load_pooled())):
            for name in TEXTS:
                self.live[f"text-{name}-{row}"].set_visible(row < len(shown))
        for row, estimate in enumerate(shown):
            y = TOP - (row + 0.5) * (TOP - BOTTOM) / len(shown)
            state, found = judge_estimate(estimate, threshold_points), estimate.difference_nrs
            shapes[state].append(LOOKS[state][0](_x(found.value), y, 6.0))
            line, *ends = _bar(found.low, found.high, y)
            shapes["intervals"] += ends
            shapes["unsure-intervals" if state == "unsure" else "intervals"].append(line)
            if found.source == review:
                corners = [
                    (x, y + side) for side, x in ((-18, 4), (-18, WIDTH - 4), (18, WIDTH - 4), (18, 4))
                ]
                shapes["band"].append(Path(corners))
            self._write(f"review-{row}", estimate.review, NAMES_X, y + 3)
            self._write(f"comparison-{row}", estimate.comparison, NAMES_X, y - 12)
            self._write(f"values-{row}", f"{_say_values(estimate)}; {estimate.certainty}", WORDS_X, y + 3)
            self._write(f"verdict-{row}", _say_verdict(estimate, threshold_points), WORDS_X, y - 12)
        for name, paths in shapes.items():
            self.set_shape(name, paths)
        x = _x(-threshold_points)
        self.set_shape("threshold", [Path([(x, BOTTOM), (x, TOP + 10)])])
        self._write("threshold", f"matters from {_signed(f'{-threshold_points:.1f}')}", x, TOP + 16)

    def _write(self, name: str, words: str, x: float, y: float) -> None:
        self.live[f"text-{name}"].set_text(words)
        self.live[f"text-{name}"].set_position((x / UNITS_PER_INCH, y / UNITS_PER_INCH))

    def _add_axes(self) -> None:
        place = (LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        axes = self.figure.add_axes(place)
        axes.patch.set_visible(False)
        axes.set(xlim=(LOW_POINTS, HIGH_POINTS), yticks=())
        axes.set_xticks(range(-4, 2), ["−4", "−3", "−2\nFarrar", "−1", "0\nequal", "1"])
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.grid(axis="x", color=GRID, lw=0.8)
        axes.axvline(0, color=INK, lw=1.4)
        axes.axvline(-IMPORTANT_POINTS, color=ORANGE[1], lw=1.0, ls=":")
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        self.add_text((LEFT + RIGHT) / 2, 12, "Difference in pain (points of 10)", ha="center")


def _say_values(estimate: PooledEstimate) -> str:
    """Return an estimate and its interval with the decimals it was published with."""
    found = estimate.difference_nrs
    values = (found.value, found.low, found.high)
    decimals = max(len(f"{value:g}".partition(".")[2]) for value in values)
    return "{} ({} to {})".format(*(_signed(f"{value:.{decimals}f}") for value in values))


def _say_verdict(estimate: PooledEstimate, threshold_points: float) -> str:
    found, limit = estimate.difference_nrs, f"{threshold_points:.1f}"
    whole = (
        "so does its whole interval" if found.high <= -threshold_points else "its interval also holds less"
    )
    return {
        "reaches": f"reaches {limit}; {whole}",
        "open": f"excludes 0; may or may not reach {limit}",
        "short": f"excludes 0; stays short of {limit}",
        "unsure": "does not exclude 0" + (f"; reaches {limit}" if found.value <= -threshold_points else ""),
    }[judge_estimate(estimate, threshold_points)]


def _signed(words: str) -> str:
    """Return words with real minus signs before their numbers."""
    return re.sub(r"(?<![\w.])-(?=\d)", "−", words)


def _x(points: float) -> float:
    return LEFT + (points - LOW_POINTS) / (HIGH_POINTS - LOW_POINTS) * (RIGHT - LEFT)


def _bar(low: float, high: float, y: float) -> list[Path]:
    ends = [Path([(_x(end), y - 5), (_x(end), y + 5)]) for end in (low, high)]
    return [Path([(_x(low), y), (_x(high), y)]), *ends]


def _diamond(x: float, y: float, radius: float) -> Path:
    return Path(Path.unit_regular_polygon(4).vertices * radius * 1.3 + (x, y))


# what an estimate says: its marker, fill and edge
LOOKS = {
    "reaches": (_diamond, BLUE[0], BLUE[1]),
    "open": (_diamond, PAPER, BLUE[1]),
    "short": (ring, ORANGE[0], ORANGE[1]),
    "unsure": (square, PAPER, INK),
}
