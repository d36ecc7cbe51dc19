"""Tissue in section, drawn once for a site and a person: as an anatomist or as ultrasound shows it."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from ..model.needle import Section

Array = NDArray[np.float64]

LEFT_MM, RIGHT_MM = -70.0, 50.0  # what the picture shows, along the skin and down
AIR_MM, DEEP_MM = 22.0, 58.0
WIDE_MM = RIGHT_MM - LEFT_MM

LAYER_COLORS = {"skin": "#e3b391", "fat": "#f8e6ae", "fascia": "#f6f3ec", "muscle": "#dd9a8b"}
DEEP_MUSCLE = "#d3a196"
LINE_COLORS = {"skin": "#b98663", "fat": "#e2c873", "muscle": "#bf7162"}
SKIN_LINE = "#8a5a3c"
BONE, BONE_LINE, MARROW = "#f5edd8", "#7d6d4b", "#e2d0a2"
PLEURA, SCREEN = "#0072B2", "#ffffff"  # its line; lines on the dark ultrasound image
LUNG, LUNG_LINE = "#ecd0d4", "#c99aa2"
TARGET, TARGET_LINE = "#5b2a4f", "#ffffff"
PIXEL_MM = 0.3
# on ultrasound: mean brightness, its spread, and how much brighter the brightest streaks are
ECHOES = {
    "skin": (0.7, 0.05, 0.0),
    "fat": (0.17, 0.03, 0.3),
    "fascia": (0.8, 0.03, 0.0),
    "muscle": (0.36, 0.06, 0.14),
}


def draw_tissue(under: Axes, over: Axes, section: Section, view: str) -> None:
    """Draw what a view shows of a section; the lung is live, between the two axes."""
    if view == "blind":
        return _draw_cover(under)
    is_open = view == "open"
    (_draw_anatomy if is_open else _draw_ultrasound)(under, section)
    if section.pleura_mm is not None:
        _draw_breath(over, section, color=PLEURA if is_open else SCREEN, behind_bone=is_open)
        if is_open:
            _draw_lung(over, section)
    return None


def _draw_anatomy(axes: Axes, section: Section) -> None:
    """Draw layers, bone and trigger point in color; the lung moves and is not drawn here."""
    random = np.random.default_rng(7)
    edges = [*section.tops_mm, DEEP_MM + 4]
    for index, (layer, (top, bottom)) in enumerate(zip(section.site.layers, pairwise(edges), strict=True)):
        is_deepest = index == len(edges) - 2
        color = DEEP_MUSCLE if is_deepest else LAYER_COLORS[layer.kind]
        border = _border(top, index)
        corners = [*border, (RIGHT_MM, DEEP_MM), (LEFT_MM, DEEP_MM), border[0]]
        axes.add_patch(PathPatch(Path(corners), fc=color, ec="none"))
        if index > 1:
            axes.add_patch(PathPatch(Path(border), fc="none", ec=LAYER_COLORS["fascia"], lw=2.2))
        if layer.kind == "fat":
            _add_lobules(axes, top, bottom, random)
        if layer.kind == "muscle":
            _add_fibers(axes, top, bottom, random, faint=is_deepest)
    axes.add_patch(PathPatch(Path(_border(0, 0)), fc="none", ec=SKIN_LINE, lw=2.2))
    for bone in section.bones_mm:
        shell = min(1.4, (bone[3] - bone[1]) * 0.22)
        inner = (bone[0] + shell, bone[1] + shell, bone[2] - shell, bone[3] - shell)
        axes.add_patch(PathPatch(_rounded(*bone), fc=BONE, ec=BONE_LINE, lw=1.5))
        axes.add_patch(
            PathPatch(_rounded(*inner), fc=MARROW, ec=BONE_LINE, lw=0.5, hatch="xxxx", hatch_linewidth=0.35)
        )
    axes.add_patch(_target(section, fc=TARGET, ec=TARGET_LINE, lw=1.6))


def _draw_ultrasound(axes: Axes, section: Section) -> None:
    """Draw the gray image of a beam straight down: dark trigger point, bright fascia, bone and shadow."""
    random = np.random.default_rng(11)
    x = np.arange(LEFT_MM, RIGHT_MM, PIXEL_MM) + PIXEL_MM / 2
    depth = np.arange(0.0, DEEP_MM, PIXEL_MM) + PIXEL_MM / 2
    x, depth = np.meshgrid(x, depth)
    gray = np.zeros_like(x)
    streaks = _smooth(random.standard_normal(x.shape), 61, 2)  # fibers: long and thin
    for index, (layer, top) in enumerate(zip(section.site.layers, section.tops_mm, strict=True)):
        base, grain, bright = ECHOES[layer.kind]
        under = depth - top - (0.25 * np.sin(x / 11 + index) if index else 0)
        gray = np.where(under >= 0, base + grain * streaks + bright * (streaks > 1.3), gray)
        gray += (0.5 if index else 0) * np.exp(-np.square(under / 0.4))
    gray = np.where(section.in_target(x, depth), 0.09, gray)
    for left, top, right, bottom in section.bones_mm:
        middle = (top + bottom) / 2
        bone = section.in_bone(x, depth)
        shadow = (x > left) & (x < right) & (depth > middle)
        gray = np.where(bone | shadow, 0.03, gray)
        gray = np.where(bone & ~section.in_bone(x, depth - 0.9) & (depth < middle), 1.0, gray)
    speckle = _smooth(random.standard_normal(x.shape), 3, 2)
    gray = np.clip(gray * (1 + 0.25 * speckle) * np.exp(-depth / 80), 0, 1)
    gray = np.round(gray * 15) / 15  # few levels, and no more pixels than these, keep the image small
    place = (LEFT_MM, RIGHT_MM, DEEP_MM, 0)
    axes.imshow(gray, cmap="gray", vmin=0, vmax=1, extent=place, aspect="auto", interpolation="none")
    axes.add_patch(_target(section, fc="none", ec=TARGET_LINE, lw=1.2, ls=(0, (2, 3))))


def _draw_cover(axes: Axes) -> None:
    """Draw the skin alone, with nothing of what lies below."""
    axes.add_patch(Rectangle((LEFT_MM, 0), WIDE_MM, DEEP_MM, fc="#efd6c3", ec="none"))
    axes.add_patch(Rectangle((LEFT_MM, 0), WIDE_MM, DEEP_MM, fc="none", ec="#e3c2aa", hatch="//", lw=0))
    axes.add_patch(PathPatch(Path(_border(0, 0)), fc="none", ec=SKIN_LINE, lw=2.2))


def _draw_lung(axes: Axes, section: Section) -> None:
    """Draw the grain of the lung, deeper than the pleura ever is."""
    random = np.random.default_rng(3)
    x, depth = np.meshgrid(np.arange(LEFT_MM, RIGHT_MM, 3.4), np.arange(0, DEEP_MM, 3.0))
    x = x + random.uniform(-0.6, 0.6, x.shape) + 1.7 * (np.arange(len(x)) % 2)[:, None]
    depth = depth + random.uniform(-0.5, 0.5, depth.shape)
    inside = section.to_pleura(x, depth, 0.0) < -1.6
    cell = Path.unit_regular_polygon(6).vertices
    bubbles = [
        Path(cell * random.uniform(0.6, 1.3) + point) for point in zip(x[inside], depth[inside], strict=True)
    ]
    if bubbles:
        whole = Path.make_compound_path(*bubbles)
        axes.add_patch(PathPatch(whole, fc="none", ec=LUNG_LINE, lw=0.7, alpha=0.6))


def _draw_breath(axes: Axes, section: Section, *, color: str, behind_bone: bool) -> None:
    """Draw the two lines between which the pleura moves in a breath."""
    for breath in (0.0, 1.0):
        for run in pleura_runs(section, breath, behind_bone=behind_bone):
            axes.add_patch(PathPatch(Path(run), fc="none", ec=color, lw=1.1, ls=(0, (4, 3))))


def pleura_line(section: Section, breath: float) -> Array:
    """Return the points of the pleura, shape (n, 2) in mm, as far as it is in the picture."""
    x = np.linspace(LEFT_MM, RIGHT_MM, 121)
    points = np.column_stack([x, section.pleura_at(x, breath)])
    return points[points[:, 1] <= DEEP_MM]


def pleura_runs(section: Section, breath: float, *, behind_bone: bool) -> list[Array]:
    """Return the pleura in one piece, or without what lies in the shadow of bone."""
    line = pleura_line(section, breath)
    is_hidden = np.zeros(len(line), dtype=bool)
    for left, _, right, _ in () if behind_bone else section.bones_mm:
        is_hidden |= (line[:, 0] > left) & (line[:, 0] < right)
    pieces = np.split(np.arange(len(line)), np.flatnonzero(np.diff(is_hidden)) + 1)
    return [line[piece] for piece in pieces if len(piece) > 1 and not is_hidden[piece[0]]]


def _border(top: float, index: int) -> Array:
    """Return the upper edge of a layer: nearly straight, as no tissue is ruled."""
    x = np.linspace(LEFT_MM, RIGHT_MM, 49)
    return np.column_stack([x, top + (0.25 * np.sin(x / 11 + index) if index else 0 * x)])


def _add_lobules(axes: Axes, top: float, bottom: float, random: np.random.Generator) -> None:
    rows = max(1, round((bottom - top) / 3.2))
    high = (bottom - top) / rows
    cells = []
    for row in range(rows):
        at = LEFT_MM - random.uniform(0, 6)
        while at < RIGHT_MM:
            wide = random.uniform(5, 9)
            unit = Path.unit_circle()
            size = np.array([wide / 2 - 0.35, high / 2 - 0.25])
            cells.append(Path(unit.vertices * size + (at + wide / 2, top + (row + 0.5) * high), unit.codes))
            at += wide
    axes.add_patch(PathPatch(Path.make_compound_path(*cells), fc="#fbefc6", ec=LINE_COLORS["fat"], lw=0.7))


def _add_fibers(axes: Axes, top: float, bottom: float, random: np.random.Generator, *, faint: bool) -> None:
    fibers = []
    for depth in np.arange(top + 0.9, min(bottom, DEEP_MM) - 0.3, 1.15):
        at = LEFT_MM - random.uniform(0, 15)
        while at < RIGHT_MM:
            x = np.linspace(at, at + random.uniform(10, 28), 4)
            fibers.append(Path(np.column_stack([x, depth + 0.3 * np.sin(x / 13 + depth / 5)])))
            at = x[-1] + random.uniform(1, 3)
    whole = Path.make_compound_path(*fibers)
    axes.add_patch(
        PathPatch(whole, fc="none", ec=LINE_COLORS["muscle"], lw=0.7, alpha=0.35 if faint else 0.75)
    )


def _rounded(left: float, top: float, right: float, bottom: float) -> Path:
    """Return a box whose short sides are half circles."""
    radius = min(right - left, bottom - top) / 2
    turn = np.linspace(0, 2 * np.pi, 49)
    x = np.where(np.cos(turn) >= 0, right - radius, left + radius) + radius * np.cos(turn)
    y = np.where(np.sin(turn) >= 0, bottom - radius, top + radius) + radius * np.sin(turn)
    return Path(np.column_stack([x, y]))


def _target(section: Section, **style: object) -> Ellipse:
    site = section.site
    return Ellipse((0, section.target_mm), site.target_wide_mm.value, site.target_high_mm.value, **style)


def _smooth(noise: Array, wide: int, high: int) -> Array:
    """Return noise blurred over some cells each way, of unit spread."""
    for axis, cells in ((1, wide), (0, high)):
        kernel = np.ones(cells) / cells
        noise = np.apply_along_axis(np.convolve, axis, noise, kernel, mode="same")
    return noise / noise.std()
