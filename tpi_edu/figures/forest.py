"""What pooled trials found: the estimates of reviews side by side, and how large a difference matters."""

import re
from collections.abc import Iterator
from typing import Any

from matplotlib.figure import Figure

from ..content.published import GROUPS, PooledEstimate, load_pooled
from ..content.schema import Quantity
from ..model.checks import require_choice, require_number
from .live import LivePicture
from .marks import Mark, Shapes, Stroke, write
from .shapes import box, diamond, ring, square
from .sheet import Panel, Sheet
from .style import BOLD, CHOICE, COMPONENT_COLORS, INK, PAPER, SMALL, Look

ESTIMATES = Panel(box=(276.0, 92.0, 526.0, 420.0), x_ends=(-4.2, 1.4), y_ends=(0, 1))
LEFT, BOTTOM, RIGHT, TOP = ESTIMATES.box
NAMES_X, WORDS_X = 12.0, 540.0
ALL = "all"
IMPORTANT_POINTS = 2.0  # [farrar_2001]
# what a learner may choose as the smallest difference that matters
LIMITS: dict[str, Any] = {"low": 0.5, "high": 4.0, "unit": "points of 10"}
BLUE, ORANGE = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"]
BAND = Look(fill="#eef5fa")
INTERVALS = {False: Look(line=INK, width=2.2), True: Look(line=INK, width=2.2, dashes=(3.0, 2.0))}  # unsure
LOOKS = {  # what an estimate says: its marker and look
    "reaches": (diamond, Look(fill=BLUE[0], line=BLUE[1], width=1.8)),
    "open": (diamond, Look(fill=PAPER, line=BLUE[1], width=1.8)),
    "short": (ring, Look(fill=ORANGE[0], line=ORANGE[1], width=1.8)),
    "unsure": (square, Look(fill=PAPER, line=INK, width=1.8)),
}


def plot_forest(*, threshold_points: float = IMPORTANT_POINTS, show: str = ALL, review: str = "") -> Figure:
    """Return a forest plot of pooled estimates; the arguments and errors are those of `describe_forest`."""
    picture = ForestPicture()
    picture.draw(threshold_points=threshold_points, show=show, review=review)
    return picture.whole_figure()


def describe_forest(*, threshold_points: float = IMPORTANT_POINTS, show: str = ALL, review: str = "") -> str:
    """Return the pooled estimates with their 95 % confidence intervals in words, and which of them matter.

    threshold_points: smallest difference that matters to the reader, 0.5 to 4 points of 10; 2 is a change
    that one patient calls much improved, and no difference between groups [farrar_2001]. show: "all" or a
    key of GROUPS. review: source whose size and notes are told.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """
    judged = judge_estimates(threshold_points, show)
    borrowed = ", borrowed from a change in one patient [farrar_2001]"
    source = borrowed if threshold_points == IMPORTANT_POINTS else ", your choice"
    lines = [
        "Pooled differences in pain, points of 10 with 95 % confidence interval; negative: less pain in the "
        "arm named first. The reviews share trials: side by side, never pooled. "
        f"Smallest difference that matters: {threshold_points:.1f} points{source}."
    ]
    for each, _, verdict in judged:
        found = each.difference_nrs
        lines.append(
            f"{each.review}, {each.comparison}: {_say_values(each)}; {each.certainty}; "
            f"{verdict} [{found.source}]."
            + (f" {each.size}. {_signed(found.note)}" if found.source == review else "")
        )
    return "\n".join(lines)


def judge_estimates(
    threshold_points: float = IMPORTANT_POINTS, show: str = ALL
) -> list[tuple[PooledEstimate, str, str]]:
    """Return the estimates of "all" or of one group as drawn, each judged: a key of LOOKS, and words.

    "unsure": the interval does not exclude 0. "short": it excludes 0 and stays short of the threshold.
    "reaches": the estimate reaches the threshold. "open": it does not, but its interval does.
    """
    require_number("forest.threshold_points", threshold_points, **LIMITS)
    require_choice("forest.show", show, (ALL, *GROUPS))
    chosen = [estimate for estimate in load_pooled().values() if show in (ALL, estimate.group)]
    return [(estimate, *_judge(estimate.difference_nrs, threshold_points)) for estimate in chosen]


def _judge(found: Quantity, threshold_points: float) -> tuple[str, str]:
    limit, reaches = f"{threshold_points:.1f}", found.value <= -threshold_points
    if found.low <= 0 <= found.high:
        return "unsure", f"does not exclude 0{f'; reaches {limit}' * reaches}"
    if found.low > -threshold_points:
        return "short", f"excludes 0; stays short of {limit}"
    if not reaches:
        return "open", f"excludes 0; may or may not reach {limit}"
    is_whole = found.high <= -threshold_points
    rest = "so does its whole interval" if is_whole else "its interval also holds less"
    return "reaches", f"reaches {limit}; {rest}"


class ForestPicture(LivePicture):
    """Estimates with their intervals, what they compare at the left and what they say at the right."""

    size = 820.0, 484.0
    describe = staticmethod(describe_forest)

    def still(self, sheet: Sheet) -> None:
        """Draw the axis of differences and the headings."""
        zero = float(ESTIMATES.x(0))
        sheet.write(NAMES_X, 454, "Review and what it compared", BOLD)
        sheet.write(WORDS_X, 454, "Estimate (95 % CI), certainty", BOLD)
        sheet.write(zero - 8, 36, "← first arm better", SMALL, "right")
        sheet.write(zero + 8, 36, "worse →", SMALL)
        sheet.write(WORDS_X, 54, "These reviews share trials:", BOLD)
        sheet.write(WORDS_X, 36, "side by side, never pooled.", BOLD)
        sheet.write((LEFT + RIGHT) / 2, 12, "Difference in pain (points of 10)", anchor="center")
        axes = sheet.add_panel(ESTIMATES, grid="x", yticks=())
        axes.set_xticks(range(-4, 2), ["−4", "−3", "−2\nFarrar", "−1", "0\nequal", "1"])
        axes.axvline(0, color=INK, lw=1.4)
        axes.axvline(-IMPORTANT_POINTS, color=ORANGE[1], lw=1.0, ls=":")

    def moving(self, *, threshold_points: float, show: str = ALL, review: str = "") -> Iterator[Mark]:
        """Yield the estimates of a group, what reaches the threshold, and one review's rows on a band."""
        shown = judge_estimates(threshold_points, show)
        x = float(ESTIMATES.x(-threshold_points))
        yield Stroke("threshold", [(x, BOTTOM), (x, TOP + 10)], CHOICE)
        words = f"matters from {_signed(f'{-threshold_points:.1f}')}"
        yield from write("threshold", words, (x, TOP + 16), CHOICE, "center")
        for row, (estimate, said, verdict) in enumerate(shown):
            y = TOP - (row + 0.5) * (TOP - BOTTOM) / len(shown)
            found = estimate.difference_nrs
            if found.source == review:
                yield Shapes(f"band-{row}", [box(4, y - 18, self.size[0] - 4, y + 18)], BAND, under=True)
            at, low, high = ESTIMATES.x([found.value, found.low, found.high]).tolist()
            ends = [[(end, y - 5), (end, y + 5)] for end in (low, high)]
            yield Stroke(f"interval-{row}", [(low, y), (high, y)], INTERVALS[said == "unsure"])
            yield Shapes(f"ends-{row}", ends, INTERVALS[False])
            marker, look = LOOKS[said]
            yield Shapes(f"estimate-{row}", [marker(at, y, 6.0)], look)
            values = f"{_say_values(estimate)}; {estimate.certainty}"
            yield from write(f"review-{row}", estimate.review, (NAMES_X, y + 3), BOLD)
            yield from write(f"comparison-{row}", estimate.comparison, (NAMES_X, y - 12), SMALL)
            yield from write(f"values-{row}", values, (WORDS_X, y + 3), SMALL)
            yield from write(f"verdict-{row}", verdict, (WORDS_X, y - 12), SMALL)


def _say_values(estimate: PooledEstimate) -> str:
    """Return an estimate and its interval with the decimals it was published with."""
    found = estimate.difference_nrs
    values = (found.value, found.low, found.high)
    decimals = max(len(f"{value:g}".partition(".")[2]) for value in values)
    return "{} ({} to {})".format(*(_signed(f"{value:.{decimals}f}") for value in values))


def _signed(words: str) -> str:
    """Return words with real minus signs before their numbers."""
    return re.sub(r"(?<![\w.])-(?=\d)", "−", words)
