"""The regional plates of the body on which muscles, trigger points and referred pain are drawn."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import ContentError, build, read_toml

PLATES = ("head_side", "upper_back", "upper_front", "hip_back", "hip_side", "leg_back")
SIZE = 400.0, 460.0  # of every plate: x to the right, y upward
KINDS = ("skin", "bone", "line", "faint")

Points = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A stroke of the drawing through its points, a smooth curve; a point given twice is a corner."""

    points: Points
    kind: str = "line"
    closed: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ContentError(f"kind must be one of {', '.join(KINDS)}; got {self.kind!r}.")
        _check_points(self.points)


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

    def __post_init__(self) -> None:
        _check_points(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where charts conventionally mark a trigger point of a muscle."""

    key: str
    at: tuple[float, ...]

    def __post_init__(self) -> None:
        _check_points((self.at,))


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
    body_right: str = ""


@cache
def load_plates() -> MappingProxyType[str, Plate]:
    """Return every plate by its key."""
    return MappingProxyType(
        {key: build(Plate, read_toml(f"plates/{key}.toml"), where=f"plates/{key}.toml") for key in PLATES}
    )


def _check_points(points: Points) -> None:
    for point in points:
        if len(point) != 2 or not all(0 <= value <= most for value, most in zip(point, SIZE, strict=True)):
            raise ContentError(
                f"every point must be x between 0 and {SIZE[0]:g} and y between 0 and {SIZE[1]:g}; "
                f"got {list(point)}."
            )
