"""The atlas figure: where a muscle lies, beside where its pain is felt."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..content.muscles import load_muscles, load_regions
from ..content.plates import PLATES, SIZE, Area, Plate, load_plates
from ..model.atlas import find_muscles
from .labels import text_width
from .old_live import LivePicture
from .plates import OUTLINE_STYLES, smooth_path
from .style import INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, UNITS_PER_INCH

WIDTH, HEIGHT = 852.0, 592.0
LEFT, BOTTOM, GAP = 14.0, 84.0, 24.0
PANELS = (LEFT, LEFT + SIZE[0] + GAP)  # left edge of each plate
MUSCLE = {"fc": "#d9a096", "ec": "#8a4a40", "lw": 0.9, "alpha": 0.75}
DEEP = {"fc": "#e3bab2", "ec": "#8a4a40", "lw": 0.9, "ls": (0, (3, 2)), "alpha": 0.55}
MIDLINE = 25.0  # an area whose middle is nearer to it belongs to both sides
FIBER_GAP = 4.0
FIBERS = {"color": "#8a4a40", "lw": 0.4, "alpha": 0.5}
CHOSEN = {"fc": "#b03a2e", "ec": "#5c1710", "lw": 2.2, "alpha": 0.62}
SOURCE = {"fc": "none", "ec": "#8a4a40", "lw": 1.2, "ls": (0, (4, 2))}  # the muscle, where its pain is
PLACE = {"fc": "none", "ec": "#a9bccb", "lw": 0.8, "ls": (0, (1, 2))}  # a region that can be pressed
MAIN = {"fc": "#0072B2", "ec": "#004a75", "lw": 1.6, "alpha": 0.55}
OTHER = {"fc": "#0072B2", "ec": "#004a75", "lw": 1.2, "ls": (0, (2, 2)), "alpha": 0.2}
DANGER = "#8a3c00"
ASKED = {"fc": "none", "ec": INK, "lw": 2.6}
QUARTER_TURN = np.array([(0, -1), (1, 0)])
EIGHTH_TURN = np.array([(1, -1), (1, 1)]) / np.sqrt(2)
KEY = (("main", "mainly felt here"), ("other", "also felt here"), ("marks", "conventional mark, not a rule"))


class AtlasPicture(LivePicture):
    """Two plates of the body: on the left where the muscle lies, on the right where its pain is felt."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.plates: tuple[str, str] | None = None
        self.axes = [self._add_panel(x) for x in PANELS]
        self.subtitles = [
            self.add_text(x + SIZE[0] / 2, HEIGHT - 39, "", ha="center", size=SMALL_SIZE, color=MUTED)
            for x in PANELS
        ]
        for name, style in (
            ("other", OTHER),
            ("main", MAIN),
            ("source", SOURCE),
            ("muscle", CHOSEN),
            ("asked", ASKED),
        ):
            self.add_live_shape(name, **style)
        self.add_live_shape("marks", fc=INK, ec=PAPER, lw=0.8)
        for name in ("muscle", "pain"):
            self.add_live_text(f"text-{name}", weight="bold", size=TEXT_SIZE + 1.5)
        self.add_live_text("text-danger", weight="bold", color=DANGER)
        self._add_key()

    @property
    def background(self) -> object:
        """The plates shown."""
        return self.plates

    def draw(self, *, muscle: str, view: str = "", region: str = "") -> None:
        """Show a muscle on a plate, by default the one that shows it largest, beside its pain.

        region: where it hurts, if that was asked.
        """
        plates = (view or find_view(muscle), find_pain_view(muscle, region))
        if plates != self.plates:
            self.plates = plates
            self._draw_plates()
        facts = load_muscles()[muscle]
        shapes = {
            "muscle": self._muscle(0, muscle),
            "source": self._muscle(1, muscle),
            "main": self._pain(muscle, facts.main_regions),
            "other": self._pain(muscle, facts.other_regions),
            "asked": self._pain(muscle, (region,)),
            "marks": [_cross(*at) for at in self._marks(muscle)],
        }
        for name, paths in shapes.items():
            self.set_shape(name, paths)
        titles = {
            "muscle": (f"Muscle: {facts.label[0].lower()}{facts.label[1:]}", PANELS[0], HEIGHT - 20),
            "pain": ("Where its pain is felt", PANELS[1], HEIGHT - 20),
            "danger": (f"Under the needle: {facts.danger}", PANELS[0], BOTTOM - 18),
        }
        for name, (words, left, y) in titles.items():
            self.live[f"text-{name}"].set_text(words)
            self.live[f"text-{name}"].set_position(
                ((left + SIZE[0] / 2) / UNITS_PER_INCH, y / UNITS_PER_INCH)
            )
        self.description = describe_atlas(muscle, region=region)

    def find_at(self, x: float, y: float) -> tuple[str, str]:
        """Return muscle and region at a point of the SVG (y downward); one of them or both are ""."""
        point = np.array([x, HEIGHT - y])
        for panel, what in enumerate(("muscles", "regions")):
            at = point - (PANELS[panel], BOTTOM)
            areas = [area for area in getattr(self._plate(panel), what) if _path(area).contains_point(at)]
            if areas:
                area = min(areas, key=lambda area: (area.deep, _size(area)))
                return (area.key, "") if panel == 0 else ("", area.key)
        return "", ""

    # -- the plates -----------------------------------------------------------------------------

    def _plate(self, panel: int) -> Plate:
        return load_plates()[self.plates[panel]]

    def _add_panel(self, x: float) -> Axes:
        box = (x / WIDTH, BOTTOM / HEIGHT, SIZE[0] / WIDTH, SIZE[1] / HEIGHT)
        return self.figure.add_axes(box)

    def _draw_plates(self) -> None:
        for panel, axes in enumerate(self.axes):
            plate = self._plate(panel)
            axes.clear()
            axes.set(xlim=(0, SIZE[0]), ylim=(0, SIZE[1]))
            axes.axis("off")
            for outline in plate.outlines:
                style = OUTLINE_STYLES[outline.kind] | ({} if outline.closed else {"fc": "none"})
                axes.add_patch(PathPatch(smooth_path(outline.points, closed=outline.closed), **style))
            for area in sorted(plate.muscles, key=lambda area: -area.deep) if panel == 0 else ():
                _add_muscle(axes, area)
            for area in plate.regions if panel == 1 else ():
                axes.add_patch(PathPatch(_path(area), **PLACE))
            self.subtitles[panel].set_text(plate.title)

    def _add_key(self) -> None:
        x, y = PANELS[0] + 6, 36
        for name, words in KEY:
            if name == "marks":
                self.figure.add_artist(self._still(_cross(x + 8, y + 4), fc=INK, ec=PAPER, lw=0.8))
            else:
                box = Path([(x, y - 2), (x + 18, y - 2), (x + 18, y + 10), (x, y + 10), (x, y - 2)])
                self.figure.add_artist(self._still(box, **(MAIN if name == "main" else OTHER)))
            self.add_text(x + 26, y, words, size=SMALL_SIZE)
            x += 26 + text_width(words, SMALL_SIZE) + 26
        limits = "Teaching drawing. Experts expect no fixed place and no fixed area of referred pain."
        self.add_text(PANELS[0] + 6, 12, limits, size=SMALL_SIZE, color=MUTED)

    def _still(self, path: Path, **style: object) -> PathPatch:
        patch = PathPatch(Path(path.vertices / UNITS_PER_INCH, path.codes), **style)
        patch.set_transform(self.figure.dpi_scale_trans)
        return patch

    def _muscle(self, panel: int, muscle: str) -> list[Path]:
        areas = self._plate(panel).muscles
        return [_move(_path(area), PANELS[panel]) for area in areas if area.key == muscle]

    def _pain(self, muscle: str, regions: Sequence[str]) -> list[Path]:
        plate = self._plate(1)
        return [
            _move(_path(area), PANELS[1])
            for area in plate.regions
            if area.key in regions and _is_on_side(plate, muscle, area)
        ]

    def _marks(self, muscle: str) -> list[tuple[float, float]]:
        return [
            (mark.at[0] + left, mark.at[1] + BOTTOM)
            for panel, left in enumerate(PANELS)
            for mark in self._plate(panel).marks
            if mark.key == muscle
        ]


def find_view(muscle: str) -> str:
    """Return the plate that shows most of a muscle, best not under others."""
    return max(PLATES, key=lambda plate: _shown(plate, muscle))


def is_drawn(muscle: str, plate: str) -> bool:
    """Return whether a plate shows a muscle."""
    return _shown(plate, muscle) > 0


def find_pain_view(muscle: str, region: str = "") -> str:
    """Return the plate that shows most of a muscle's pain, and the region asked for if there is one."""
    facts = load_muscles()[muscle]
    weights = dict.fromkeys(facts.other_regions, 1) | dict.fromkeys(facts.main_regions, 2) | {region: 100}
    drawn = {plate: {area.key for area in load_plates()[plate].regions} for plate in PLATES}
    return max(PLATES, key=lambda plate: sum(weights.get(key, 0) for key in drawn[plate]))


def describe_atlas(muscle: str, *, region: str = "") -> str:
    """Return in words what the atlas shows of a muscle, and which muscles send pain to a region."""
    facts, regions = load_muscles()[muscle], load_regions()
    main, other = (
        ", ".join(regions[key].label for key in keys) for keys in (facts.main_regions, facts.other_regions)
    )
    sentences = [f"{facts.label}: pain is mainly felt at {main}" + (f"; also at {other}." if other else ".")]
    sentences.append(f"Under the needle: {facts.danger}.")
    if region:
        names = [
            load_muscles()[match.muscle].label + ("" if match.main else " (less often)")
            for match in find_muscles(region)
        ]
        label = regions[region].label
        sentences.append(f"Pain at {label} can come from: {', '.join(names)}.")
    sentences.append("Experts expect no fixed place and no fixed area of referred pain [delphi_2018].")
    return "\n".join(sentences)


def _is_on_side(plate: Plate, muscle: str, area: Area) -> bool:
    """Return whether an area lies on a muscle's side of the body: the right unless drawn on the left only."""
    middle = np.mean(area.points, axis=0)[0] - SIZE[0] / 2
    if not plate.body_right or abs(middle) < MIDLINE:
        return True
    sides = {mark.at[0] > SIZE[0] / 2 for mark in plate.marks if mark.key == muscle}
    is_right = sides.pop() if len(sides) == 1 else plate.body_right == "right"
    return (middle > 0) == is_right


def _path(area: Area) -> Path:
    return smooth_path(area.points, closed=True)


def _move(path: Path, left: float) -> Path:
    return Path(path.vertices + np.array((left, BOTTOM)), path.codes)


def _size(area: Area) -> float:
    x, y = np.array(area.points).T
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2)


def _shown(plate: str, muscle: str) -> float:
    areas = load_plates()[plate].muscles
    return sum(_size(area) * (0.2 if area.deep else 1) for area in areas if area.key == muscle)


def _add_muscle(axes: Axes, area: Area) -> None:
    """Draw a muscle with the direction of its fibers."""
    patch = axes.add_patch(PathPatch(_path(area), **(DEEP if area.deep else MUSCLE)))
    if area.fibers is None:
        return
    way = np.array([np.cos(np.radians(area.fibers)), np.sin(np.radians(area.fibers))])
    basis = np.array([way, (-way[1], way[0])])  # along and across the fibers
    along, across = basis @ np.array(area.points).T
    ends = [
        [(along.min(), step), (along.max(), step)]
        for step in np.arange(across.min(), across.max(), FIBER_GAP)
    ]
    axes.add_collection(LineCollection(np.array(ends) @ basis, **FIBERS)).set_clip_path(patch)


def _cross(x: float, y: float, arm: float = 5.5, half: float = 1.8) -> Path:
    """Return a cross as a marker."""
    corner = np.array([(half, half), (half, arm), (-half, arm)])
    turns = [np.linalg.matrix_power(QUARTER_TURN, turn) for turn in range(4)]
    plus = np.vstack([*(corner @ turn.T for turn in turns), corner[:1]])
    return Path(plus @ EIGHTH_TURN.T + (x, y))
