"""Tissue in section, as an anatomist or as ultrasound shows it: what stands still, lung and names over it."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..model.needle import Section
from .labels import Array
from .marks import Mark, Shapes, Stroke, as_path, thinned, write
from .section import AIR_MM, BOTTOM, DEEP_MM, INSIDE, LEFT, LEFT_MM, RIGHT_MM, UNITS_PER_MM, place
from .shapes import ring, rounded_box
from .style import MUTED, TEXT_SIZE, Look

COLORS = {"skin": "#e3b391", "fat": "#efd88f", "fascia": "#f6f3ec", "muscle": "#dd9a8b"}
# rows of broken lines: height of a row in mm, the line's part of it, its color and dashes
GRAIN = {
    "fat": (3.2, 0.78, "#fbefc6", (1.2, 1.25, 0.7, 1.25, 1.6, 1.25)),
    "muscle": (1.15, 0.13, "#c47a6c", (110, 13, 70, 10, 150, 16)),
}
SKIN_LINE, COVER = "#8a5a3c", "#efd6c3"
BONE, BONE_LINE = "#f5edd8", "#7d6d4b"
PLEURA, SCREEN = "#0072B2", "#ffffff"  # its line; lines on the dark ultrasound image
TARGETS = {"open": {"fc": "#5b2a4f", "lw": 1.6}, "ultrasound": {"fc": "none", "lw": 1.2, "ls": (0, (2, 3))}}
LUNG, LUNG_LINE, SHADOW = "#ecd0d4", "#d9b3ba", "#000000"
RINGS, RING = 12.0, 5.4  # of the lung: how far apart and how wide (figure units)
# their lines: round ends make dots of very short dashes
DOTS = Look(line=LUNG_LINE, width=RING, dashes=(0.001, RINGS / RING), round_ends=True)
HOLES = replace(DOTS, line=LUNG, width=RING - 1.8, dashes=(0.001, RINGS / (RING - 1.8)))
NAMES_MM, NAME_HIGH_MM = RIGHT_MM + 4.6, 3.1
BELOW = (RIGHT_MM, DEEP_MM), (LEFT_MM, DEEP_MM)  # the corners under a layer
PIXEL_MM = 0.3
# on ultrasound: mean brightness, its spread, and how much brighter the brightest streaks are
ECHOES = {
    "skin": (0.7, 0.05, 0.0),
    "fat": (0.17, 0.03, 0.3),
    "fascia": (0.8, 0.03, 0.0),
    "muscle": (0.36, 0.06, 0.14),
}


def draw_tissue(axes: Axes, section: Section, view: str) -> None:
    """Draw what a view shows of a section, axes in mm; the lung moves and is not drawn here."""
    if view == "blind":
        _add(axes, _border(0, 0, *BELOW), fc=COVER, ec="#e3c2aa", hatch="//", lw=0)
    else:
        (_draw_anatomy if view == "open" else _draw_ultrasound)(axes, section)
        size = np.array([section.site.target_wide_mm.value, section.site.target_high_mm.value])
        _add(axes, ring(0, section.target_mm, size / 2), ec=SCREEN, **TARGETS[view])
    if view != "ultrasound":
        _add(axes, _border(0, 0), fc="none", ec=SKIN_LINE, lw=2.2)


@lru_cache(maxsize=32)
def show_breath(section: Section, breath: float, view: str) -> tuple[Mark, ...]:
    """Return the lung at a moment of the breath, the pleura, and the range in which it moves."""
    if section.pleura_mm == np.inf:
        return ()
    is_open = view == "open"
    color, fill = (PLEURA, LUNG) if is_open else (SCREEN, SHADOW)
    edge = _framed(pleura_line(section, breath))
    corners = [(edge[-1, 0], BOTTOM), (edge[0, 0], BOTTOM)]
    out, now, full = (_framed(pleura_line(section, at, behind_bone=is_open)) for at in (0, breath, 1))
    ends = np.vstack([out, [(np.nan, np.nan)], full])
    rows = _ring_rows(edge) if is_open else []
    return (
        Shapes("lung", [thinned(np.vstack([edge, corners]))], Look(fill=fill)),
        Shapes("rings", rows, DOTS),
        Shapes("holes", rows, HOLES),
        Stroke("range", ends, Look(line=color, width=1.1, dashes=(4.0, 3.0))),
        Stroke("pleura", now, Look(line=color, width=3.0)),
    )


@lru_cache(maxsize=32)
def name_parts(section: Section, view: str) -> tuple[Mark, ...]:
    """Return the name of each part right of the section, and thin lines from the parts to them."""
    parts, y_mm, names, lines = _parts(section, view), -AIR_MM, [], []
    for n, (depth, x, words) in enumerate(parts):
        y_mm = min(max(depth, y_mm + NAME_HIGH_MM), DEEP_MM - 1 - NAME_HIGH_MM * (len(parts) - 1 - n))
        line = place([(x, depth), (NAMES_MM, y_mm)])
        names += write(f"part-{n}", words, line[1] - (0, 0.36 * TEXT_SIZE))
        lines.append(line + np.array([(2, 0), (-4, 0)]))
    return (*names, Shapes("leaders", lines, Look(line=MUTED, width=0.9)))


def pleura_line(section: Section, breath: float, *, behind_bone: bool = True) -> Array:
    """Return the pleura in the picture, in mm; NaN where the shadow of bone hides it."""
    x = np.linspace(LEFT_MM, RIGHT_MM, 121)
    line = np.column_stack([x, section.pleura_at(x, breath)])
    for left, _, right, _ in () if behind_bone else section.bones_mm:
        line[(x > left) & (x < right), 1] = np.nan
    return line[~(line[:, 1] > DEEP_MM)]


def _draw_anatomy(axes: Axes, section: Section) -> None:
    """Draw layers, bone and trigger point in color."""
    random = np.random.default_rng(7)
    tops = [*section.tops_mm, DEEP_MM]
    for index, (layer, (top, bottom)) in enumerate(zip(section.site.layers, pairwise(tops), strict=True)):
        _add(axes, _border(top, index, *BELOW), fc=COLORS[layer.kind], ec="none")
        if layer.kind in GRAIN:
            high, part, color, dashes = GRAIN[layer.kind]
            rows = max(1, round((bottom - top) / high))
            high = (bottom - top) / rows
            style = {"ec": color, "lw": part * high * UNITS_PER_MM, "capstyle": "round"}
            for row, start in enumerate(random.uniform(0, sum(dashes), rows)):
                line = _border(top + high * (row + 0.5), index)[::4]
                _add(axes, line, fc="none", ls=(start, dashes), **style)
        if index > 1:
            _add(axes, _border(top, index), fc="none", ec=COLORS["fascia"], lw=2.2)
    marrow = {"fc": "#e2d0a2", "lw": 0.5, "hatch": "xxxx", "hatch_linewidth": 0.35}
    for left, top, right, bottom in section.bones_mm:
        half = min(right - left, bottom - top) / 2
        for edge, style in ((0, {"fc": BONE, "lw": 1.5}), (1.2, marrow)):
            box = rounded_box(left + edge, top + edge, right - edge, bottom - edge, half - edge)
            _add(axes, box, ec=BONE_LINE, **style)


def _draw_ultrasound(axes: Axes, section: Section) -> None:
    """Draw the gray image of a beam straight down: dark trigger point, bright fascia, bone and shadow."""
    random = np.random.default_rng(11)
    x, depth = np.meshgrid(
        np.arange(LEFT_MM, RIGHT_MM, PIXEL_MM) + PIXEL_MM / 2, np.arange(0, DEEP_MM, PIXEL_MM) + PIXEL_MM / 2
    )
    gray = np.zeros_like(x)
    streaks = _smooth(random.standard_normal(x.shape), 61, 2)  # fibers: long and thin
    for index, (layer, top) in enumerate(zip(section.site.layers, section.tops_mm, strict=True)):
        base, grain, bright = ECHOES[layer.kind]
        under = depth - _edge(top, index, x)
        gray = np.where(under >= 0, base + grain * streaks + bright * (streaks > 1.3), gray)
        gray += (0.5 if index else 0) * np.exp(-np.square(under / 0.4))
    gray[section.in_target(x, depth)] = 0.09
    for left, top, right, bottom in section.bones_mm:
        middle, bone = (top + bottom) / 2, section.in_bone(x, depth)
        gray[bone | ((x > left) & (x < right) & (depth > middle))] = 0.03
        gray[bone & ~section.in_bone(x, depth - 0.9) & (depth < middle)] = 1.0
    gray *= (1 + 0.25 * _smooth(random.standard_normal(x.shape), 3, 2)) * np.exp(-depth / 80)
    gray = np.round(np.clip(gray, 0, 1) * 15) / 15  # few levels, and no more pixels, keep the image small
    place = (LEFT_MM, LEFT_MM + PIXEL_MM * gray.shape[1], PIXEL_MM * gray.shape[0], 0)
    axes.imshow(gray, cmap="gray", vmin=0, vmax=1, extent=place, aspect="auto", interpolation="none")


def _add(axes: Axes, shape: Path | Array, **style: object) -> None:
    """Draw a path or a row of points."""
    axes.add_patch(PathPatch(as_path(shape), **style))


def _edge(top: float, index: int, x: Array) -> Array:
    """Return the upper edge of a layer: nearly straight, as no tissue is ruled."""
    return top + (0.25 if index else 0) * np.sin(x / 11 + index)


def _border(top: float, index: int, *corners: tuple[float, float]) -> Array:
    x = np.linspace(LEFT_MM, RIGHT_MM, 49)
    return np.vstack([np.column_stack([x, _edge(top, index, x)]), *corners])


def _smooth(noise: Array, wide: int, high: int) -> Array:
    """Return noise blurred over some cells each way, of unit spread."""
    for axis, cells in ((1, wide), (0, high)):
        noise = np.apply_along_axis(np.convolve, axis, noise, np.ones(cells) / cells, mode="same")
    return np.asarray(noise / noise.std())


def _framed(line_mm: Array) -> Array:
    """Return a line in figure units, off the line of the frame."""
    return np.clip(place(line_mm), INSIDE.min, INSIDE.max)


def _ring_rows(edge: Array) -> list[Array]:
    """Return rows in the lung, below its edge in figure units, each from a point of a grid."""
    rows = []
    for n, y in enumerate(np.arange(BOTTOM + RINGS / 2, edge[:, 1].max() - RING, RINGS)):
        x = edge[edge[:, 1] > y + RING - 1, 0]
        left, right, grid = x.min() + RING / 2, x.max() - RING / 2, LEFT + RINGS * (1 + n % 2) / 2
        first = grid + RINGS * np.ceil((left - grid) / RINGS)
        if first < right:
            rows.append(np.array([(first, y), (right, y)]))
    return rows


def _parts(section: Section, view: str) -> list[tuple[float, float, str]]:
    """Return depth, x and name of a point in each part from above, at the right edge if it goes that far."""
    below = min([section.pleura_mm, DEEP_MM, *(bone[1] for bone in section.bones_mm)])
    tops = [*section.tops_mm, max(below, section.tops_mm[-1] + 4)]
    parts = [
        ((top + bottom) / 2, RIGHT_MM, layer.name)
        for layer, (top, bottom) in zip(section.site.layers, pairwise(tops), strict=True)
    ]
    wall = DEEP_MM
    for left, top, right, bottom in section.bones_mm[-1:]:
        parts.append(((top + min(bottom, DEEP_MM)) / 2, min(right, RIGHT_MM) - 3, section.site.bone))
        if view == "ultrasound" and left < LEFT_MM and right > RIGHT_MM:
            wall = bottom  # behind it there is nothing to see
    if section.pleura_mm < np.inf:
        line = pleura_line(section, 0.5)  # the names stay where they are as it moves
        x, depth = line[-7 if section.site.pleura_dome_mm else -1]
        parts += [(depth, x, "pleura (dashed: range)"), (min(depth + 5, DEEP_MM - 1), x - 6, "lung")]
    return sorted(part for part in parts if part[0] < wall)
