"""The atlas figure: where a muscle lies, beside where its pain is felt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike

from ..content.atlas import SIZE, Area, Plate, load_muscles, load_plates, load_regions
from ..model.atlas import find_muscles
from .labels import Array, text_width
from .live import LivePicture
from .marks import Mark, Shapes, write
from .shapes import box, cross
from .sheet import Sheet
from .style import COMPONENT_COLORS, INK, PAPER, SMALL, SMALL_MUTED, TEXT_SIZE, Look

WIDTH, HEIGHT = 852.0, 592.0
LEFT, BOTTOM, GAP = 14.0, 84.0, 24.0
PANELS = (LEFT, LEFT + SIZE[0] + GAP)  # left edge of each plate
CORNERS = tuple((left, BOTTOM) for left in PANELS)
MIDDLES = tuple(left + SIZE[0] / 2 for left in PANELS)
OUTLINES = {
    "skin": Look(fill="#f6e7dc", line="#6b5a50", width=1.6),
    "bone": Look(fill="#efeadf", line="#a69a85", width=1.1),
    "line": Look(line="#6b5a50", width=1.2),
    "faint": Look(line="#b3a296", width=0.9),
}
MUSCLE = Look(fill="#d9a096", line="#8a4a40", width=0.9, alpha=0.75)
DEEP = Look(fill="#e3bab2", line="#8a4a40", width=0.9, dashes=(3, 2), alpha=0.55)
MIDLINE = 25.0  # an area whose middle is nearer to it belongs to both sides
FIBER_GAP = 4.0
FIBERS = Look(line="#8a4a40", width=0.4, alpha=0.5)
PLACE = Look(line="#a9bccb", width=0.8, dashes=(1, 2))  # a region that can be pressed
PAIN = COMPONENT_COLORS["anesthetic"]
MAIN = Look(fill=PAIN[0], line=PAIN[1], width=1.6, alpha=0.55)
OTHER = Look(fill=PAIN[0], line=PAIN[1], width=1.2, dashes=(2, 2), alpha=0.2)
SOURCE = Look(line="#8a4a40", width=1.2, dashes=(4, 2))  # the muscle, where its pain is
CHOSEN = Look(fill="#b03a2e", line="#5c1710", width=2.2, alpha=0.62)
ASKED = Look(line=INK, width=2.6)
MARKS = Look(fill=INK, line=PAPER, width=0.8)
DANGER = Look(ink=COMPONENT_COLORS["steroid"][1], bold=True)
TITLE = Look(size=TEXT_SIZE + 1.5, bold=True)
CROSS = 5.2  # how far its arms reach
KEY = {"main": "mainly felt here", "other": "also felt here", "marks": "conventional mark, not a rule"}


class AtlasPicture(LivePicture):
    """Two plates of the body: on the left where the muscle lies, on the right where its pain is felt."""

    size = WIDTH, HEIGHT

    def background(self, *, muscle: str, view: str = "", region: str = "") -> tuple[str, str]:
        """Return the plates of the muscle, by default the one that shows it largest, and of its pain."""
        return view or find_view(muscle), find_pain_view(muscle, region)

    def still(self, sheet: Sheet, *plates: str) -> None:
        """Draw the plates with all muscles and all regions, and the key."""
        for panel, plate in enumerate(load_plates()[key] for key in plates):
            sheet.write(MIDDLES[panel], HEIGHT - 39, plate.title, SMALL_MUTED, "center")
            for line in plate.outlines:
                look = OUTLINES[line.kind] if line.closed else replace(OUTLINES[line.kind], fill="none")
                path = smooth_path(np.add(line.points, CORNERS[panel]), closed=line.closed)
                sheet.add_marks([Shapes("outline", [path], look)])
            for area in sorted(plate.muscles, key=lambda area: -area.deep) if panel == 0 else ():
                sheet.add_marks([Shapes("muscle", [_path(area, 0)], DEEP if area.deep else MUSCLE)])
                sheet.add_marks([Shapes("fibers", _fibers(area), FIBERS)], clip=_path(area, 0))
            for area in plate.regions if panel == 1 else ():
                sheet.add_marks([Shapes("place", [_path(area, 1)], PLACE)])
        sheet.add_marks(write("pain", "Where its pain is felt", (MIDDLES[1], HEIGHT - 20), TITLE, "center"))
        x, y = PANELS[0] + 6, 36.0
        for (name, words), look in zip(KEY.items(), (MAIN, OTHER, MARKS), strict=True):
            shape = cross(x + 8, y + 4, CROSS) if name == "marks" else box(x, y - 2, x + 18, y + 10)
            sheet.add_marks([Shapes(name, [shape], look)])
            sheet.write(x + 26, y, words, SMALL)
            x += 26 + text_width(words, SMALL) + 26
        limits = "Teaching drawing. Experts expect no fixed place and no fixed area of referred pain."
        sheet.write(PANELS[0] + 6, 12, limits, SMALL_MUTED)

    def moving(self, *, muscle: str, region: str = "", **_view: str) -> Iterator[Mark]:
        """Yield a muscle on one of the plates shown, and its pain on the other.

        region: where it hurts, if that was asked.
        """
        plates = [load_plates()[name] for name in self.ground]
        facts = load_muscles()[muscle]
        yield Shapes("other", _pain(plates[1], muscle, facts.other_regions), OTHER)
        yield Shapes("main", _pain(plates[1], muscle, facts.main_regions), MAIN)
        yield Shapes("source", _shapes(plates[1].muscles, 1, (muscle,)), SOURCE)
        yield Shapes("muscle", _shapes(plates[0].muscles, 0, (muscle,)), CHOSEN)
        yield Shapes("asked", _pain(plates[1], muscle, (region,)), ASKED)
        marks = [
            cross(*np.add(mark.at, corner), CROSS)
            for corner, plate in zip(CORNERS, plates, strict=True)
            for mark in plate.marks
            if mark.key == muscle
        ]
        yield Shapes("marks", marks, MARKS)
        title = f"Muscle: {facts.label[0].lower()}{facts.label[1:]}"
        yield from write("muscle", title, (MIDDLES[0], HEIGHT - 20), TITLE, "center")
        danger = f"Under the needle: {facts.danger}"
        yield from write("danger", danger, (MIDDLES[0], BOTTOM - 18), DANGER, "center")

    def describe(self, *, muscle: str, region: str = "", **_view: str) -> str:
        """Return in words what the atlas shows of a muscle, and which muscles send pain to a region."""
        facts, regions = load_muscles()[muscle], load_regions()
        main, other = (
            ", ".join(regions[key].label for key in keys)
            for keys in (facts.main_regions, facts.other_regions)
        )
        sentences = [
            f"{facts.label}: pain is mainly felt at {main}" + (f"; also at {other}." if other else "."),
            f"Under the needle: {facts.danger}.",
        ]
        if region:
            found = find_muscles(region).items()
            names = [load_muscles()[key].label + " (less often)" * (not main) for key, main in found]
            sentences.append(f"Pain at {regions[region].label} can come from: {', '.join(names)}.")
        sentences.append("Experts expect no fixed place and no fixed area of referred pain [delphi_2018].")
        return "\n".join(sentences)

    def find_at(self, x: float, y: float) -> tuple[str, str]:
        """Return muscle and region at a point of the SVG (y downward); one of them or both are ""."""
        for panel, what in enumerate(("muscles", "regions")):
            areas = getattr(load_plates()[self.ground[panel]], what)
            found = [area for area in areas if _path(area, panel).contains_point((x, HEIGHT - y))]
            if found:
                area = min(found, key=lambda area: (area.deep, _size(area)))
                return (area.key, "") if panel == 0 else ("", area.key)
        return "", ""


def find_view(muscle: str) -> str:
    """Return the plate that shows most of a muscle, best not under others."""
    return max(load_plates(), key=lambda plate: shown_area(plate, muscle))


def find_pain_view(muscle: str, region: str = "") -> str:
    """Return the plate that shows most of a muscle's pain, and the region asked for if there is one."""
    facts = load_muscles()[muscle]
    weights = dict.fromkeys(facts.other_regions, 1) | dict.fromkeys(facts.main_regions, 2) | {region: 100}
    drawn = {name: {area.key for area in plate.regions} for name, plate in load_plates().items()}
    return max(drawn, key=lambda name: sum(weights.get(key, 0) for key in drawn[name]))


def _pain(plate: Plate, muscle: str, regions: Sequence[str]) -> list[Path]:
    """Return where a muscle's pain is felt, on its side of the body: the right unless marked left only."""
    sides = {mark.at[0] > SIZE[0] / 2 for mark in plate.marks if mark.key == muscle}
    is_right = sides == {True} if len(sides) == 1 else plate.body_right == "right"
    least = -MIDLINE if plate.body_right else -np.inf  # to that side of the midline
    away = {area: np.mean(area.points, axis=0)[0] - SIZE[0] / 2 for area in plate.regions}
    areas = [area for area, right in away.items() if (right if is_right else -right) > least]
    return _shapes(areas, 1, regions)


def _shapes(areas: Sequence[Area], panel: int, keys: Sequence[str]) -> list[Path]:
    """Return the outlines of some areas of a plate, where that plate stands."""
    return [_path(area, panel) for area in areas if area.key in keys]


@cache
def _path(area: Area, panel: int) -> Path:
    return smooth_path(np.add(area.points, CORNERS[panel]), closed=True)


def _size(area: Area) -> float:
    x, y = np.array(area.points).T
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2)


def shown_area(plate: str, muscle: str) -> float:
    """Return how much a plate shows of a muscle; what lies deep counts a fifth."""
    areas = load_plates()[plate].muscles
    return sum(_size(area) * (0.2 if area.deep else 1) for area in areas if area.key == muscle)


def smooth_path(points: ArrayLike, *, closed: bool) -> Path:
    """Return a curve through the points, cubic with Catmull-Rom tangents; a doubled point is a corner."""
    at = np.array(points, dtype=float)
    before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
    if not closed:
        before[0], after[-1] = at[0], at[-1]
    tangent = (after - before) / 2
    tangent[np.all(at == before, axis=1) | np.all(at == after, axis=1)] = 0
    # a handle is at most a third of its piece: else short pieces next to long ones would loop
    reach = np.linalg.norm(after - at, axis=1, keepdims=True)
    length = np.linalg.norm(tangent, axis=1, keepdims=True)
    unit = tangent / np.where(length == 0, 1, length)
    leave = at + unit * np.minimum(length, reach) / 3
    arrive = after - np.roll(unit, -1, axis=0) * np.minimum(np.roll(length, -1, axis=0), reach) / 3
    pieces = np.stack([leave, arrive, after], axis=1)
    curve = pieces[: len(at) - (not closed)].reshape(-1, 2)
    codes = [Path.MOVETO, *[Path.CURVE4] * len(curve), *[Path.CLOSEPOLY] * closed]
    return Path(np.vstack([at[:1], curve, at[:closed]]), codes)


def _fibers(area: Area) -> list[Array]:
    """Return lines in the direction of a muscle's fibers all over the box around it, on the left plate."""
    if area.fibers is None:
        return []
    way = np.array([np.cos(np.radians(area.fibers)), np.sin(np.radians(area.fibers))])
    basis = np.array([way, (-way[1], way[0])])  # along and across the fibers
    along, across = basis @ np.add(area.points, CORNERS[0]).T
    steps = np.arange(across.min(), across.max(), FIBER_GAP)
    return [np.array([(along.min(), step), (along.max(), step)]) @ basis for step in steps]
