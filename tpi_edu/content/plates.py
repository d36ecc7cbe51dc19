"""The regional plates of the body on which muscles, trigger points and referred pain are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Literal

from .schema import ContentError, build, read_toml

PLATES = ("head_side", "upper_back", "upper_front", "hip_back", "hip_side", "leg_back")
SIZE = 400.0, 460.0  # of every plate: x to the right, y upward

Point = tuple[float, float]
Points = tuple[Point, ...]


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

    def __post_init__(self) -> None:
        shapes: list[Outline | Area] = [*self.outlines, *self.muscles, *self.regions]
        for x, y in chain(*(shape.points for shape in shapes), (mark.at for mark in self.marks)):
            if not (0 <= x <= SIZE[0] and 0 <= y <= SIZE[1]):
                raise ContentError(
                    "every point must be x between 0 and {:g} and y between 0 and {:g}; "
                    "got [{:g}, {:g}].".format(*SIZE, x, y)
                )


@cache
def load_plates() -> Mapping[str, Plate]:
    """Return every plate by its key."""
    return MappingProxyType(
        {key: build(Plate, read_toml(f"plates/{key}.toml"), where=f"plates/{key}.toml") for key in PLATES}
    )
