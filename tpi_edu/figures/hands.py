"""What hands do beside the needle, over a section: gloved fingers, swab, drug, stretch."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..model.needle import NeedlePath
from .labels import Array
from .marks import Mark, Shapes, Stroke, write
from .section import MM, UNITS_PER_MM, in_frame, place
from .shapes import arrow_head, ring, rounded_box
from .style import INK, PAPER, SMALL, SMALL_SIZE, Look

HEAD, WEAVE = 9.0, 12.0  # length of an arrow's head; from one thread of a pad to the next
GLOVE = Look(fill="#cfe0ea", line="#5f7b8c", width=1.4)
PAD, THREADS = replace(GLOVE, fill=PAPER), replace(GLOVE, fill="none", width=1.0)
DROP = Look(fill="#bfe3f5", line="#0072B2", width=1.0, alpha=0.9)
ARROW, DASH, BLACK = Look(line=INK, width=2.4), Look(line=INK, width=1.6, dashes=(3.0, 2.0)), Look(fill=INK)


def show_props(path: NeedlePath, props: tuple[str, ...]) -> Iterator[Mark]:
    """Yield each of the props named."""
    places = {
        "knot": (0, 0),
        "entry": (path.entry_mm, 0),
        "tip": (path.tip_x_mm, path.tip_mm),
        "target": (0, path.section.target_mm),
    }
    for prop in props:
        where, shapes = PROPS[prop]
        for n, (show, x, y, *more) in enumerate(shapes):
            yield from show(f"{prop}-{n}", place(np.add(places[where], (x, y))), *more)


def _words(name: str, at: Array, words: str) -> Iterator[Mark]:
    yield from write(name, words, at - (0, 0.36 * SMALL_SIZE), SMALL)


def _wedge(name: str, at: Array) -> Iterator[Mark]:
    yield Shapes(name, [at + MM * [(0, 0), (1.8, -3), (-1.8, -3)]], BLACK)


def _drop(name: str, at: Array, radius_mm: float) -> Iterator[Mark]:
    yield Shapes(name, [ring(*at, UNITS_PER_MM * radius_mm * np.array([1, 0.62]))], DROP)


def _dash(name: str, at: Array, *way_mm: float) -> Iterator[Mark]:
    yield Stroke(name, [at, at + way_mm * MM], DASH)


def _arrow(name: str, at: Array, *way_mm: float) -> Iterator[Mark]:
    way = way_mm * MM
    head = arrow_head(at + way, way, HEAD)
    yield Stroke(name, [at, np.mean(np.asarray(head.vertices)[1:3], axis=0)], ARROW)
    yield Shapes(name, [head], BLACK)


def _finger(name: str, at: Array) -> Iterator[Mark]:
    """Yield the last part of a finger, its tip at a point, and the fold of its joint."""
    outline = rounded_box(*(*(at + MM * (-6.2, 0)), *(at + MM * (6.2, -31)), 6 * UNITS_PER_MM))
    yield from in_frame(Shapes(name, [outline], GLOVE))
    yield from in_frame(Shapes(f"{name}-fold", [at + MM * [(-3, -9.5), (3, -9.5)]], GLOVE))


def _pad(name: str, at: Array) -> Iterator[Mark]:
    """Yield a woven pad that rests on the skin under a finger."""
    wide, high = np.array([17.6, 3.8]) * UNITS_PER_MM
    left, bottom = at - (wide / 2, 3 * UNITS_PER_MM)
    yield Shapes(name, [rounded_box(left, bottom, left + wide, bottom + high, UNITS_PER_MM)], PAD)
    threads = []
    for start in np.arange(-high, wide, WEAVE):
        x = np.clip([start, start + high], 0, wide)
        rise = x - start
        threads += [np.column_stack([left + x, bottom + y]) for y in (rise, high - rise)]
    yield Shapes(f"{name}-threads", threads, THREADS)


SWAB = ((_finger, 0, -3.6), (_pad, 0, -3.2))
# where it is; shapes and words, in mm from there; an arrow and a dash also have a way, a drop a radius
PROPS = {
    "ready": (
        "knot",
        ((_words, -60, -12, "at hand: oxygen, epinephrine, lipid, people; syringe labeled in mg"),),
    ),
    "mark": ("knot", ((_wedge, 0, -0.6), (_words, 4, -2.3, "knot felt here"))),
    "fingers": (
        "knot",
        ((_finger, -8.5, 0.3), (_finger, 8.5, 0.3), (_words, 17, -6, "two fingers fix it")),
    ),
    "pull": ("knot", ((_words, 17, -12, "pull back: no blood?"),)),
    "swab": ("entry", (*SWAB, (_arrow, 11, -7, 13, 0), (_words, 26, -7, "clean outward"))),
    "look": ("knot", ((_words, -8, -12, "needle whole: point, shaft, hub?"),)),
    "press": ("entry", (*SWAB, (_arrow, 13, -15, 0, 10), (_words, 16, -10, "press"))),
    "drops": ("tip", ((_drop, 0.3, 0.4, 2.1), (_drop, 1.5, 1.5, 1.3), (_drop, -1.7, 1.4, 1.2))),
    "fan": (
        "tip",
        (
            (_dash, -14.9, -8.6, 13.2, 11.1),
            (_dash, -14.9, -8.6, 16.2, 5.9),
            (_words, 9, 6, "redirect, a little each pass"),
        ),
    ),
    "stretch": (
        "target",
        ((_arrow, -8, 5, -32, 0), (_arrow, 8, 5, 32, 0), (_words, -38, 1.5, "stretch to full length")),
    ),
    "watch": ("knot", ((_words, -60, -12, "in sight and talking: taste, mouth, skin, breath, legs"),)),
}
