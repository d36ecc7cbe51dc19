"""Colors, sizes and the figure's fixed resolution. Okabe-Ito colors; text in darker shades of them."""

from dataclasses import dataclass
from typing import Any

INK = "#1a1a1a"
MUTED = "#595959"
GRID = "#e6e6e6"
PAPER = "#ffffff"

# component: (fill, text); the text shade has a contrast of at least 4.5 on the translucent fill
COMPONENT_COLORS = {
    "context": ("#7fcfb8", "#00553e"),
    "needle": ("#009E73", "#00553e"),
    "steroid": ("#D55E00", "#8a3c00"),
    "anesthetic": ("#0072B2", "#004a75"),
    "soreness": ("#CC79A7", "#7d3560"),
}
PREDICTION = "#0b5c8a"  # a learner's own line: dash and dot
PREDICTION_STYLE = (5.0, 1.6, 1.2, 1.6)

UNITS_PER_INCH = 72  # one pixel of the figure is one unit of its SVG
PNG_DPI = 96
TEXT_SIZE = 12.5
SMALL_SIZE = 11.5
FONT = "DejaVu Sans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a mark looks: its line (dashes in widths of it), its filling, and for words their ink and size.

    round_ends: of the line and each of its dashes, so that very short ones are dots.
    """

    line: str = "none"
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    round_ends: bool = False
    fill: str = "none"
    alpha: float = 1.0
    ink: str = INK
    size: float = TEXT_SIZE
    bold: bool = False

    @property
    def text_style(self) -> dict[str, Any]:
        """Return the look of words as matplotlib takes it."""
        weight = "bold" if self.bold else "normal"
        return {"size": self.size, "color": self.ink, "weight": weight, "family": FONT}


PLAIN, BOLD = Look(), Look(bold=True)
SMALL, SMALL_MUTED = Look(size=SMALL_SIZE), Look(size=SMALL_SIZE, ink=MUTED)
CHOICE = Look(  # of a learner's own value among published ones
    line="#8a3c00", width=2.0, dashes=PREDICTION_STYLE, ink="#8a3c00", size=SMALL_SIZE, bold=True
)
