"""How far examiners agree: published kappas beside what such a kappa means for 100 patients."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from ..content.agreement import PublishedKappa, load_agreement
from ..model.agreement import Agreement
from .labels import text_width
from .live import LivePicture, ring
from .pictograph import place_people
from .style import COMPONENT_COLORS, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 860.0, 480.0  # figure units
LEFT, RIGHT, BOTTOM, TOP = 136.0, 500.0, 88.0, 388.0  # of the published kappas
LOW_KAPPA, HIGH_KAPPA = -0.2, 1.05
ROW_H = (TOP - BOTTOM) / len(load_agreement())
PATIENT_X, PATIENT_Y, CELL, RADIUS = 592.0, 400.0, 25.0, 8.0  # the first patient, upper left
YES, DIFFER = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"]
NOT_TRUTH = (
    "Agreement is not truth: both examiners can agree and be wrong, and there is no accepted reference "
    "standard to tell."
)


class AgreementPicture(LivePicture):
    """Published agreement on each sign at the left; at the right 100 patients for one kappa and one share."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        for x, title in ((12, "Published agreement between examiners"), (580, "Of 100 patients")):
            self.add_text(x, 452, title, weight="bold")
        self.add_text(580, 12, "Computed from kappa, not measured", size=SMALL_SIZE, color=MUTED)
        self._add_published()
        self.add_live_shape("kappa", fc="none", ec=DIFFER[1], lw=2.0, ls=(0, (5.0, 1.6, 1.2, 1.6)))
        self.live["kappa"].set_zorder(1)  # below the words
        self.add_live_text("text-kappa", size=SMALL_SIZE, color=DIFFER[1], weight="bold")
        for name, fill, edge in (
            ("both-yes", YES[0], YES[0]),
            ("disagree", DIFFER[0], DIFFER[0]),
            ("both-no", PAPER, MUTED),
        ):
            self.add_live_shape(name, fc=fill, ec=edge, lw=1.4)
            self.add_live_text(f"text-{name}", weight="bold" if name == "disagree" else "normal")
            self.live[f"text-{name}"].set_ha("left")

    def draw(self, agreement: Agreement) -> None:
        """Show 100 patients of two examiners, and where their kappa lies among those published."""
        x = _x(agreement.kappa)
        self.set_shape("kappa", [Path([(x, BOTTOM), (x, TOP + 8)])])
        words = f"your kappa {_say(agreement.kappa)}"
        half = text_width(words, SMALL_SIZE, "bold") / 2
        self._write("kappa", words, min(max(x, LEFT + half), RIGHT - half), TOP + 14)
        groups = list(zip((ring, _diamond, ring), agreement.of_100(), strict=True))
        people = place_people(groups, PATIENT_X, PATIENT_Y, cell=CELL, radius=RADIUS)
        names = {"both-yes": "both say yes", "disagree": "the two disagree", "both-no": "both say no"}
        for row, (name, words) in enumerate(names.items()):
            y = 122.0 - 27 * row
            marker, count = groups[row]
            self.set_shape(name, [people[row], marker(PATIENT_X, y, RADIUS)])
            self._write(name, f"{count}: {words}", PATIENT_X + 20, y - 4.5)
        self.description = describe_agreement(agreement)

    def _write(self, name: str, words: str, x: float, y: float) -> None:
        self.live[f"text-{name}"].set_text(words)
        self.live[f"text-{name}"].set_position((x / UNITS_PER_INCH, y / UNITS_PER_INCH))

    def _add_published(self) -> None:
        place = (LEFT / WIDTH, BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (TOP - BOTTOM) / HEIGHT)
        axes = self.figure.add_axes(place)
        signs = load_agreement().values()
        axes.set(xlim=(LOW_KAPPA, HIGH_KAPPA), ylim=(len(signs) - 0.5, -0.5))
        for row, sign in enumerate(signs):
            _add_sign(axes, row + 0.16, sign)
            words = _say_sign(sign)
            middle = _x(np.mean(sign.range_kappa or sign.interval_kappa))
            half = text_width(words, SMALL_SIZE) / 2
            x = min(max(middle, LEFT + half + 2), RIGHT - half + 8)
            y = TOP - (row + 0.34) * ROW_H
            self.add_text(
                x, y, words, size=SMALL_SIZE, ha="center", bbox={"fc": PAPER, "ec": "none", "pad": 1.5}
            )
        ticks = np.arange(-0.2, 1.01, 0.2).round(1)
        names = {0.0: "0\nchance", 1.0: "1\nperfect"}
        axes.set_xticks(ticks, [names.get(tick, f"{tick:.1f}".replace("-", "−")) for tick in ticks])
        axes.set_yticks([row + 0.05 for row in range(len(signs))], [sign.label for sign in signs])
        axes.tick_params(labelsize=TEXT_SIZE, labelcolor=INK, color=MUTED, length=4)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=GRID, lw=0.8)
        axes.axvline(0, color=MUTED, lw=1.4, zorder=1.5)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        axes.set_xlabel("Kappa: agreement beyond chance", fontsize=TEXT_SIZE, color=INK, labelpad=4)
        self.add_text(
            12, 426, "Bars: single studies (Lucas 2009). Points: pooled (Rathbone 2017).", size=SMALL_SIZE
        )


def describe_agreement(agreement: Agreement) -> str:
    """Return what a kappa means for 100 patients, what was published, and what agreement cannot tell."""
    yes, differ, no = agreement.of_100()
    share = round(100 * agreement.yes_share)
    chance = Agreement(kappa=0, yes_share=agreement.yes_share).of_100()[1]
    published = "; ".join(f"{sign.label} {_say_sign(sign)}" for sign in load_agreement().values())
    return "\n".join(
        [
            f"Computed, not measured: two examiners who each say yes in {share} of 100 patients, with kappa "
            f"{_say(agreement.kappa)}, disagree on {differ} of 100 patients. Both say yes in {yes} and both "
            f"say no in {no}: together {yes + no}. By chance alone they would disagree on {chance}.",
            NOT_TRUTH,
            f"Published kappas: {published}. The authors of the pooled value call palpation unreliable "
            "[rathbone_2017]; the ranges come from nine studies, none of which met all criteria of quality "
            "[lucas_2009].",
        ]
    )


def _add_sign(axes: Axes, y: float, sign: PublishedKappa) -> None:
    if sign.range_kappa:
        low, high = sign.range_kappa
        axes.barh(y, high - low, left=low, height=0.2, fc="#b5d5ea", ec=YES[1], lw=1.0, zorder=2)
    if sign.interval_kappa:
        axes.plot(sign.interval_kappa, [y, y], color=INK, lw=2.4, marker="|", ms=11, mew=2.0, zorder=3)
    if sign.pooled_kappa is not None:
        axes.plot(sign.pooled_kappa, y, "D", color=INK, ms=8.5, mec=PAPER, mew=1.0, zorder=4)


def _say_sign(sign: PublishedKappa) -> str:
    """Return the published values of a sign: "0.22 to 1.00, pooled 0.676"."""
    pooled = "" if sign.pooled_kappa is None else f"pooled {sign.pooled_kappa:.3f}"
    if sign.interval_kappa:
        low, high = sign.interval_kappa
        pooled += f" (95 % CI {low:.3f} to {high:.3f})"
    span = " to ".join(_say(kappa) for kappa in sign.range_kappa)
    return ", ".join(words for words in (span, pooled) if words)


def _say(kappa: float) -> str:
    return f"{kappa:.2f}".replace("-", "−")


def _x(kappa: float) -> float:
    return LEFT + (kappa - LOW_KAPPA) / (HIGH_KAPPA - LOW_KAPPA) * (RIGHT - LEFT)


def _diamond(x: float, y: float, radius: float) -> Path:
    return Path(np.array([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]) * radius * 1.25 + (x, y))
