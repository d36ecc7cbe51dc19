"""Why a trigger point might go on hurting: hypotheses, each a circle of nodes and links."""

from dataclasses import dataclass
from typing import Annotated, Literal

from .schema import ContentError, Statement, table

BREAKS = {"needle": "needle", "drug": "drug", "stretch": "stretch", "posture": "less stress, better posture"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleBreak:
    """What a treatment (a key of `BREAKS`) is said to do to a link, and whether that was seen."""

    means: Annotated[str, BREAKS]
    effect: Literal["thought to", "for hours", "not shown"]
    says: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLink:
    """A node (lines of a box), and the claim that leads from it to the next node of the circle.

    `evidence`: "measured" where something was measured in people along this link, "inferred" where it
    follows from something else, "contested" where findings are read differently or speak against it.
    `known` is what the claim rests on, `against` what critics say or what is missing; `leaflet` judges a
    leaflet's words and may cite sources as `[key]`.
    """

    node: tuple[str, ...]
    claim: str
    evidence: Literal["measured", "inferred", "contested"]
    known: Statement
    against: Statement
    leaflet: str = ""
    breaks: tuple[CycleBreak, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleHypothesis:
    """A circle of links: each leads to the next one's node, the last to the first one's."""

    label: str
    standing: Literal["hypothesis", "contested hypothesis", "not supported"]
    links: tuple[CycleLink, ...]

    def __post_init__(self) -> None:
        means = sorted(item.means for link in self.links for item in link.breaks)
        if means != sorted(BREAKS):
            raise ContentError(f"breaks must hold each of {', '.join(BREAKS)} once; got {', '.join(means)}.")


load_cycles = table("cycles.toml", CycleHypothesis, "hypothesis", "in teaching order")
