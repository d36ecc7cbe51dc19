"""The atlas: muscles, where their pain is felt, and the plates of the body on which both are drawn."""

from dataclasses import dataclass
from typing import Annotated, Literal

from .schema import Statement, table

SIZE = 400.0, 460.0  # of every plate: x to the right, y upward

Point = tuple[Annotated[float, (0, SIZE[0])], Annotated[float, (0, SIZE[1])]]
Points = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """A muscle of the atlas.

    `danger` names in a few words what `hazard` explains: what the needle must not reach, and how to keep
    off it. `main_regions` and `other_regions` are keys of the regions where its pain is mainly, or
    sometimes, felt: the `referral` put on the map.
    """

    label: str
    danger: str
    main_regions: tuple[str, ...]
    other_regions: tuple[str, ...]
    action: Statement
    nerve: Statement
    trigger_points: Statement
    referral: Statement
    hazard: Statement

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region where its pain may be felt, main ones first."""
        return self.main_regions + self.other_regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place where pain is felt, in the words of someone who points at it."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A stroke of the drawing through its points, a smooth curve; a point given twice is a corner."""

    points: Points
    kind: Literal["skin", "bone", "line", "faint"] = "line"
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The closed smooth shape of a muscle or of a region where pain is felt, by its key.

    A deep muscle lies under others that are drawn. `fibers` is the direction in which its fibers run, in
    degrees from the horizontal.
    """

    key: str
    points: Points
    deep: bool = False
    fibers: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where charts conventionally mark a trigger point of a muscle."""

    key: str
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One view of a part of the body, in plate units; later outlines lie over earlier ones.

    `body_right` says in which half ("left" or "right") a plate that shows both sides has the body's right.
    """

    title: str
    outlines: tuple[Outline, ...]
    muscles: tuple[Area, ...]
    marks: tuple[Mark, ...]
    regions: tuple[Area, ...]
    note: str = ""
    body_right: Literal["", "left", "right"] = ""


load_muscles = table("muscles.toml", Muscle, "muscle", "from head to calf")
load_regions = table("regions.toml", Region, "region", "from head to foot")
load_plates = table("plates.toml", Plate, "plate", "from head to calf")
