"""The geometry of a needle in a section of tissue: where the tip is, and how near to what."""

from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import accumulate
from math import cos, hypot, inf, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..content.needle import Site, load_sites
from .checks import require_choice, require_number
from .milestones import Array

HABITUS = ("thin", "average", "heavy")
NEEDLES_MM = (25, 32, 38, 50, 76)  # 32-76 mm as published [fpnotebook_tpi, medscape_tpi]; 25 mm is added here
LIMITS: dict[str, dict[str, Any]] = {
    "entry_mm": {"low": -60.0, "high": 0.0, "unit": "mm"},  # the needle always points to the right
    "angle_deg": {"low": 10.0, "high": 90.0, "unit": "degrees"},
    "needle_mm": {"low": NEEDLES_MM[0], "high": NEEDLES_MM[-1], "unit": "mm"},
    "breath": {"low": 0, "high": 1, "unit": "of a full breath"},
}
NEAR_MM = 5.0  # this near to the pleura is too near: an assumption of this course
SEEN_BELOW_DEG, LOST_ABOVE_DEG = 30.0, 45.0  # [rcem_needle_angle]; the fall between them is an assumption
OUTCOMES = ("in target", "missed", "on bone", "within 5 mm of the pleura", "pleura pierced")
STEP_MM = 0.05
FLAT_MM = 1e6  # a dome as wide as this is flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The tissue of a site in one person: x along the skin, 0 over the trigger point; depth from the skin.

    tops_mm: upper edge of each layer. bones_mm: left, top, right, bottom of each piece of bone, ends round.
    A site without bone has no piece of it; one without pleura has it infinitely deep.
    """

    site: Site
    tops_mm: tuple[float, ...]
    target_mm: float
    bones_mm: tuple[tuple[float, float, float, float], ...]
    pleura_mm: float

    def pleura_at(self, x_mm: Array | float, breath: float) -> Array | float:
        """Return the depth of the pleura; breath: 0 breathed out, 1 a full breath in."""
        top, radius = self._pleura(breath)
        return top + radius - np.sqrt(np.clip(radius**2 - np.square(x_mm), 0, None))

    def to_pleura(self, x_mm: Array, depth_mm: Array, breath: float) -> Array:
        """Return the distance to the pleura in mm, below 0 beyond it: hypot(x, top + R - depth) - R."""
        top, radius = self._pleura(breath)
        return np.hypot(x_mm, top + radius - depth_mm) - radius

    def in_bone(self, x_mm: Array, depth_mm: Array) -> NDArray[np.bool_]:
        """Return where a point lies in bone."""
        inside = np.zeros(np.shape(x_mm), dtype=bool)
        for left, top, right, bottom in self.bones_mm:
            round_mm = min(right - left, bottom - top) / 2
            off_x = np.abs(x_mm - (left + right) / 2) - (right - left) / 2 + round_mm
            off_y = np.abs(depth_mm - (top + bottom) / 2) - (bottom - top) / 2 + round_mm
            inside |= np.hypot(np.maximum(off_x, 0), np.maximum(off_y, 0)) <= round_mm
        return inside

    def in_target(self, x_mm: Array | float, depth_mm: Array | float) -> NDArray[np.bool_]:
        """Return where a point lies in the trigger point, an ellipse."""
        wide, high = self.site.target_wide_mm.value / 2, self.site.target_high_mm.value / 2
        return np.square(x_mm / wide) + np.square((depth_mm - self.target_mm) / high) <= 1

    def _pleura(self, breath: float) -> tuple[float, float]:
        """Return the depth of its top and the radius of the dome that it is."""
        dome, rise = self.site.pleura_dome_mm, self.site.pleura_rise_mm
        return self.pleura_mm - breath * (rise.value if rise else 0), dome.value if dome else FLAT_MM


@lru_cache(maxsize=32)
def section_of(site: str, habitus: str = "average") -> Section:
    """Return the tissue of a site in a thin, average or heavy person, who differ in fat alone."""
    require_choice("NeedlePath.site", site, tuple(load_sites()))
    require_choice("NeedlePath.habitus", habitus, HABITUS)
    facts = load_sites()[site]
    fat = next(mm for layer in facts.layers if layer.kind == "fat" and (mm := layer.thickness_mm))
    more = {"thin": fat.low, "average": fat.value, "heavy": fat.high}[habitus] - fat.value
    thick = [mm.value + more * (layer.kind == "fat") for layer in facts.layers if (mm := layer.thickness_mm)]
    bones: tuple[tuple[float, float, float, float], ...] = ()
    if facts.bone_mm and facts.bone_wide_mm and facts.bone_thick_mm:
        half, top = facts.bone_wide_mm.value / 2, facts.bone_mm.value + more
        bottom = top + facts.bone_thick_mm.value
        bones = tuple((x - half, top, x + half, bottom) for x in facts.bone_x_mm)
    pleura_mm = inf
    if depth := facts.pleura_mm:  # where it was measured, the least depth stands for the thin
        is_least = habitus == "thin" and depth.grade != "assumption"
        pleura_mm = depth.low if is_least else depth.value + more
    return Section(
        site=facts,
        tops_mm=tuple(accumulate(thick, initial=0.0)),
        target_mm=facts.target_mm.value + more,
        bones_mm=bones,
        pleura_mm=pleura_mm,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedlePath:
    """A straight needle in place, in mm: x along the skin from the trigger point, depth from the skin.

    What the hand did: entry_mm, angle_deg (to the skin), needle_mm, advance_mm. What comes of it: path_mm is
    the needle in the tissue, shorter than the advance where bone stops the tip; with it

        depth = path sin(angle), x = entry + path cos(angle);

    target_off_mm the distance from the tip to the middle of the trigger point; pleura_now_mm and
    pleura_least_mm (over a whole breath) the least distance from the needle to the pleura, below 0 beyond it,
    infinite where there is none; crossed the tissues that it went through; outcome one of OUTCOMES. Left out:
    bending, tissue that gives way or slides, the curve of the body, the third dimension.
    Raises `ValueError` or `TypeError` naming field, rule and value.
    """

    site: str
    entry_mm: float
    angle_deg: float
    needle_mm: float
    advance_mm: float
    habitus: str = "average"
    breath: float = 0.0
    path_mm: float = field(init=False)
    tip_x_mm: float = field(init=False)
    tip_mm: float = field(init=False)
    target_off_mm: float = field(init=False)
    pleura_now_mm: float = field(init=False)
    pleura_least_mm: float = field(init=False)
    crossed: tuple[str, ...] = field(init=False)
    outcome: str = field(init=False)

    def __post_init__(self) -> None:
        section = self.section
        for name, limits in LIMITS.items():
            require_number(f"NeedlePath.{name}", getattr(self, name), **limits)
        require_number("NeedlePath.advance_mm", self.advance_mm, low=0, high=self.needle_mm, unit="mm")
        along = np.append(np.arange(0.0, self.advance_mm, STEP_MM), self.advance_mm)
        angle = radians(self.angle_deg)
        x, depth = self.entry_mm + along * cos(angle), along * sin(angle)
        hits = np.flatnonzero(section.in_bone(x, depth))
        end = hits[0] if hits.size else len(along) - 1
        x, depth = x[: end + 1], depth[: end + 1]
        tip_x, tip = float(x[-1]), float(depth[-1])
        now, least = (float(section.to_pleura(x, depth, breath=b).min()) for b in (self.breath, 1.0))
        tops = zip(section.site.layers, section.tops_mm, strict=True)
        crossed = [layer.name for layer, top in tops if tip > top]
        crossed += ["trigger point"] * bool(section.in_target(x, depth).any()) + ["pleura"] * (least < 0)
        in_target, missed, on_bone, near, pierced = OUTCOMES
        outcome = in_target if section.in_target(tip_x, tip) else missed
        if least < 0:
            outcome = pierced
        elif hits.size:
            outcome = on_bone
        elif least < NEAR_MM:
            outcome = near
        off = hypot(tip_x, tip - section.target_mm)
        found = float(along[end]), tip_x, tip, off, now, least, tuple(crossed), outcome
        for result, value in zip([each for each in fields(self) if not each.init], found, strict=True):
            object.__setattr__(self, result.name, value)

    @property
    def section(self) -> Section:
        """The tissue it is in."""
        return section_of(self.site, self.habitus)

    @property
    def visibility(self) -> float:
        """The part of the shaft an ultrasound beam straight down would show.

        1 up to 30 degrees, 0 from 45 [rcem_needle_angle]; the line between them is an assumption.
        """
        return float(np.clip((LOST_ABOVE_DEG - self.angle_deg) / (LOST_ABOVE_DEG - SEEN_BELOW_DEG), 0, 1))
