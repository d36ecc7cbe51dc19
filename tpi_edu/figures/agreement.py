"""How far examiners agree: published kappas beside what such a kappa means for 100 patients."""

from collections.abc import Iterator

import numpy as np

from ..content.published import PublishedKappa, load_agreement
from ..model.agreement import Agreement
from .labels import text_width
from .live import LivePicture
from .marks import Mark, Stroke, write
from .shapes import Group, diamond, ring, show_people
from .sheet import Panel, Sheet
from .style import BOLD, CHOICE, COMPONENT_COLORS, INK, MUTED, PAPER, SMALL, SMALL_MUTED, Look

LEFT, BOTTOM, RIGHT, TOP = BOX = 154.0, 88.0, 500.0, 388.0  # of the published kappas
KAPPA_ENDS = (-0.2, 1.05)
YES, DIFFER = COMPONENT_COLORS["anesthetic"], COMPONENT_COLORS["steroid"]
GROUPS: tuple[Group, ...] = (
    ("both-yes", "{}: both say yes", ring, Look(fill=YES[0], line=YES[0], width=1.4)),
    ("disagree", "{}: the two disagree", diamond, Look(fill=DIFFER[0], line=DIFFER[0], width=1.4, bold=True)),
    ("both-no", "{}: both say no", ring, Look(fill=PAPER, line=MUTED, width=1.4)),
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
            "Agreement is not truth: both examiners can agree and be wrong, and there is no accepted "
            "reference standard to tell.",
            f"Published kappas: {published}. The authors of the pooled value call palpation unreliable "
            "[rathbone_2017]; the ranges come from nine studies, none of which met all criteria of quality "
            "[lucas_2009].",
        ]
    )


class AgreementPicture(LivePicture):
    """Published agreement on each sign at the left; at the right 100 patients for one kappa and one share."""

    size = 860.0, 480.0
    describe = staticmethod(describe_agreement)

    def still(self, sheet: Sheet) -> None:
        """Draw the published kappas of each sign, and the titles."""
        for left, title in ((12, "Published agreement between examiners"), (580, "Of 100 patients")):
            sheet.write(left, 452, title, BOLD)
        sheet.write(580, 12, "Computed from kappa, not measured", SMALL_MUTED)
        sheet.write(12, 426, "Bars: single studies (Lucas 2009). Points: pooled (Rathbone 2017).", SMALL)
        signs = load_agreement().values()
        panel = Panel(box=BOX, x_ends=KAPPA_ENDS, y_ends=(len(signs) - 0.5, -0.5))
        axes = sheet.add_panel(panel, grid="x", xlabel="Kappa: agreement beyond chance")
        axes.axvline(0, color=MUTED, lw=1.4, zorder=1.5)
        ticks = np.arange(-0.2, 1.01, 0.2).round(1)
        names = {0.0: "0\nchance", 1.0: "1\nperfect"}
        axes.set_xticks(ticks, [names.get(tick, f"{tick:.1f}".replace("-", "−")) for tick in ticks])
        axes.set_yticks([row + 0.05 for row in range(len(signs))], [sign.label for sign in signs])
        for row, sign in enumerate(signs):
            y = row + 0.16
            if sign.range_kappa:
                low, high = sign.range_kappa
                axes.barh(y, high - low, left=low, height=0.2, fc=(YES[0], 0.3), ec=YES[1], lw=1.0, zorder=2)
            if ends := sign.interval_kappa:
                axes.plot(ends, [y, y], color=INK, lw=2.4, marker="|", ms=11, mew=2.0, zorder=3)
            if sign.pooled_kappa is not None:
                axes.plot(sign.pooled_kappa, y, "D", color=INK, ms=8.5, mec=PAPER, mew=1.0, zorder=4)
            words, middle = _say_sign(sign), panel.x(np.mean(sign.range_kappa or sign.interval_kappa))
            half = text_width(words, SMALL) / 2
            x, y = float(np.clip(middle, LEFT + half + 2, RIGHT - half + 8)), float(panel.y(row - 0.16))
            sheet.write(x, y, words, SMALL, "center", bbox={"fc": PAPER, "ec": "none", "pad": 1.5})

    def moving(self, agreement: Agreement) -> Iterator[Mark]:
        """Yield 100 patients of two examiners, and where their kappa lies among those published."""
        x = float(Panel(box=BOX, x_ends=KAPPA_ENDS, y_ends=(0, 1)).x(agreement.kappa))
        yield Stroke("kappa", [(x, BOTTOM), (x, TOP + 8)], CHOICE, under=True)
        words = f"your kappa {_say(agreement.kappa)}"
        half = text_width(words, CHOICE) / 2
        yield from write("kappa", words, (np.clip(x, LEFT + half, RIGHT - half), TOP + 14), CHOICE, "center")
        places = [(592.0, y) for y in (400.0, 122.0, 95.0, 68.0)]
        yield from show_people(GROUPS, agreement.of_100(), places, cell=25, radius=8)


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
