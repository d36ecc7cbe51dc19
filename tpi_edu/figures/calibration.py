"""Stated confidence against hit rate: how often "certain" meant right."""

from ..model.quiz import CONFIDENCES, LEAST_ANSWERS
from .live import LivePicture
from .sheet import Panel, Sheet
from .style import BOLD, COMPONENT_COLORS, INK, SMALL_SIZE

RATES = Panel(box=(58.8, 46.0, 407.4, 197.8), x_ends=(-0.6, len(CONFIDENCES) - 0.4), y_ends=(0, 100))
Found = dict[str, tuple[int, int]]  # confidence: answers that were right, and answers


def describe_calibration(found: Found) -> str:
    """Return how often answers of each stated confidence were right, or how many are still missing."""
    if not has_enough(found):
        answered = sum(count for _, count in found.values())
        return f"Calibration: shown after {LEAST_ANSWERS} first answers; {answered} so far."
    parts = [f"{word}: {right} of {count} right" for word, (right, count) in found.items() if count]
    return f"Calibration, first answers. {'; '.join(parts)}."


class CalibrationPicture(LivePicture):
    """A bar of the hit rate for each confidence, with the number of answers; nothing moves."""

    size = 420.0, 230.0
    describe = staticmethod(describe_calibration)

    def background(self, found: Found) -> tuple[tuple[int, int], ...]:
        """Return all there is."""
        return tuple(found.values())

    def still(self, sheet: Sheet, *found: tuple[int, int]) -> None:
        """Draw the bars."""
        sheet.write(RATES.box[0], 204, "How often were you right?", BOLD)
        axes = sheet.add_panel(RATES, grid="y", yticks=range(0, 101, 25))
        axes.set_xticks(range(len(CONFIDENCES)), CONFIDENCES)
        axes.set_ylabel("Right at first try (%)", size=SMALL_SIZE)
        axes.tick_params(labelsize=SMALL_SIZE, length=0)
        for place, (right, count) in enumerate(found):
            if count:
                rate = 100 * right / count
                axes.bar(place, rate, width=0.55, color=COMPONENT_COLORS["anesthetic"][0])
                y, side, color = (rate - 4, "top", "white") if rate > 30 else (rate + 3, "bottom", INK)
                words = f"{right} of {count}"
                axes.text(place, y, words, ha="center", va=side, color=color, size=SMALL_SIZE)


def has_enough(found: Found) -> bool:
    """Whether there are enough answers for the figure to mean something."""
    return sum(count for _, count in found.values()) >= LEAST_ANSWERS
