"""Stated confidence against hit rate: how often "certain" meant right."""

from ..model.quiz import CONFIDENCES, LEAST_ANSWERS
from .old_live import LivePicture
from .style import COMPONENT_COLORS, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE

WIDTH, HEIGHT = 420.0, 230.0  # figure units


def describe_calibration(found: dict[str, tuple[int, int]]) -> str:
    """Return how often answers of each stated confidence were right, or how many are still missing."""
    if not has_enough(found):
        answered = sum(count for _, count in found.values())
        return f"Calibration: shown after {LEAST_ANSWERS} first answers; {answered} so far."
    parts = [f"{word}: {right} of {count} right" for word, (right, count) in found.items() if count]
    return f"Calibration, first answers. {'; '.join(parts)}."


class CalibrationPicture(LivePicture):
    """A bar of the hit rate for each confidence, with the number of answers; empty until there are enough."""

    def __init__(self, found: dict[str, tuple[int, int]]) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.description = describe_calibration(found)
        axes = self.figure.add_axes((0.14, 0.2, 0.83, 0.66))
        axes.set(xlim=(-0.6, len(CONFIDENCES) - 0.4), ylim=(0, 100), yticks=range(0, 101, 25))
        axes.set_xticks(range(len(CONFIDENCES)), CONFIDENCES)
        axes.set_title(
            "How often were you right?", loc="left", fontsize=TEXT_SIZE, fontweight="bold", color=INK
        )
        axes.set_ylabel("Right at first try (%)", fontsize=SMALL_SIZE, color=INK)
        axes.tick_params(labelsize=SMALL_SIZE, labelcolor=INK, color=MUTED, length=0)
        axes.grid(axis="y", color=GRID, lw=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        for place, (right, count) in enumerate(found.values()):
            if count:
                rate = 100 * right / count
                axes.bar(place, rate, width=0.55, color=COMPONENT_COLORS["anesthetic"][0])
                inside = {"y": rate - 4, "va": "top", "color": "white"}
                above = {"y": rate + 3, "va": "bottom", "color": INK}
                words = f"{right} of {count}"
                axes.text(place, s=words, ha="center", size=SMALL_SIZE, **(inside if rate > 30 else above))


def has_enough(found: dict[str, tuple[int, int]]) -> bool:
    """Whether there are enough answers for the figure to mean something."""
    return sum(count for _, count in found.values()) >= LEAST_ANSWERS
