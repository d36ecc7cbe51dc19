"""A figure that is drawn to SVG once and moved by sending path data: the one mechanism for every picture."""

import io
import re
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from .labels import Bounds, LabelPlacer, Places, text_width
from .labels import MarkerPlace as Marker
from .style import FONT, INK, PAPER, PNG_DPI, TEXT_SIZE, UNITS_PER_INCH

ID_PREFIX = "TPI-FIGURE-"  # the view puts a name of its own here: ids are global to a page
Frame = dict[str, dict[str, Any]]


class LivePicture:
    """A matplotlib figure, the artists in it that move, and the sentences that describe its state.

    Subclasses build `figure`, register what moves, and set `description` whenever they draw. Live lines
    and patches travel as SVG path data, live texts as position and words. Sizes and positions are in
    figure units: 72 per inch, from the lower left.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(
            (width / UNITS_PER_INCH, height / UNITS_PER_INCH), dpi=UNITS_PER_INCH, facecolor=PAPER
        )
        FigureCanvasAgg(self.figure)
        self.live: dict[str, Artist] = {}
        self.placer = LabelPlacer(width, height)
        self.description = ""

    @property
    def background(self) -> object:
        """What the parts that do not move depend on; when it changes the whole SVG is sent again."""
        return None

    # -- for subclasses -------------------------------------------------------------------------

    def add_live(self, name: str, artist: Artist) -> None:
        """Register an artist that moves; its name is the id of its SVG element."""
        artist.set_gid(name)
        self.live[name] = artist

    def add_text(self, x: float, y: float, words: str, **style: object) -> Text:
        """Add a line of text that stands at a place in the figure."""
        style = {"color": INK, "size": TEXT_SIZE, "family": FONT, **style}
        place = (x / UNITS_PER_INCH, y / UNITS_PER_INCH)
        return self.figure.text(*place, words, transform=self.figure.dpi_scale_trans, **style)

    def add_live_text(self, name: str, **style: object) -> None:
        """Add a label that `put` moves."""
        self.add_live(name, self.add_text(0, 0, "·", ha="center", **style))

    def add_live_shape(self, name: str, **style: object) -> None:
        """Add a shape that `set_shape` gives its paths."""
        patch = PathPatch(Path(np.zeros((2, 2))), zorder=5, **style)
        patch.set_transform(self.figure.dpi_scale_trans)
        self.add_live(name, self.figure.add_artist(patch))

    def set_shape(self, name: str, paths: list[Path]) -> None:
        """Show the paths as one shape, or nothing where there are none."""
        self.live[name].set_visible(bool(paths))
        if paths:
            whole = Path.make_compound_path(*paths)
            self.live[name].set_path(Path(whole.vertices / UNITS_PER_INCH, whole.codes))

    def put(
        self, name: str, words: str, places: Places, bounds: Bounds, *, marker: Marker | None = None
    ) -> NDArray[np.float64] | None:
        """Show a label at the first free one of its places and return that place; else hide it."""
        text = self.live[name]
        size = text.get_fontsize()
        width = text_width(words, size, text.get_fontweight())
        center = self.placer.place(width, size, places, bounds, marker=marker)
        text.set_visible(center is not None)
        if center is not None:
            text.set_text(words)
            text.set_position((center[0] / UNITS_PER_INCH, (center[1] - 0.36 * size) / UNITS_PER_INCH))
        return center

    # -- what is shown --------------------------------------------------------------------------

    def frame(self) -> Frame:
        """Return what the browser needs to show the present state: attributes by live artist."""
        return {name: self._attributes(artist) for name, artist in self.live.items()}

    def svg(self) -> str:
        """Return the whole figure as inline SVG, every live artist in it, whether shown at present or not."""
        shown = {name: artist.get_visible() for name, artist in self.live.items()}
        for artist in self.live.values():
            artist.set_visible(True)
        buffer = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tpi_edu"}):
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        for name, artist in self.live.items():
            artist.set_visible(shown[name])
        svg = buffer.getvalue()
        svg = svg[svg.index("<svg") :]
        # matplotlib's <style> has a "*" rule, which would reach the whole page; our style sheet replaces it
        svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
        svg = re.sub(r' d="[^"]*"', _shorten, svg)  # only there: words and scales need every digit
        svg = re.sub(r'(<svg [^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
        return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{ID_PREFIX}", svg)

    def png(self) -> bytes:
        """Return the present state as a PNG with few colors, for places where no widget can live."""
        full, small = io.BytesIO(), io.BytesIO()
        self.figure.savefig(full, format="png", dpi=PNG_DPI)
        with Image.open(full) as image:
            image.convert("RGB").quantize(192).save(small, format="PNG", optimize=True)
        return small.getvalue()

    def _attributes(self, artist: Artist) -> dict[str, Any]:
        if not artist.get_visible():
            return {"display": "none"}
        if isinstance(artist, Text):
            x, y = artist.get_transform().transform(artist.get_position())
            return {"x": round(float(x), 1), "y": round(self.height - float(y), 1), "text": artist.get_text()}
        if isinstance(artist, (Line2D, Patch)):
            path = artist.get_path().transformed(artist.get_transform())
            return {"d": svg_path_data(path, self.height, simplify=not isinstance(artist, PathPatch))}
        raise TypeError(f"A live artist must be a line, a patch or a text; got {artist!r}.")


def _shorten(data: re.Match[str]) -> str:
    """Return path data with one decimal."""
    return re.sub(r"(\d\.\d)\d+", r"\1", data[0])


def svg_path_data(path: Path, height: float, *, simplify: bool = True) -> str:
    """Return the `d` attribute of a path given in figure units, y turned down, to 0.1 units."""
    path = path.cleaned(remove_nans=True, simplify=simplify, curves=False)
    points = path.vertices * (1, -1) + (0, height)
    parts = []
    for run in np.split(np.arange(len(points)), np.flatnonzero(path.codes == Path.MOVETO)[1:]):
        codes = path.codes[run]
        drawn = points[run][(codes == Path.MOVETO) | (codes == Path.LINETO)]
        parts.append("M" + ("%.1f %.1f " * len(drawn)) % tuple(drawn.ravel().tolist()))
    return "".join(parts)


def ring(x: float, y: float, radius: float = 4.2) -> Path:
    """Return a circle as a marker."""
    circle = Path.unit_regular_polygon(24)  # enough corners to look round on a projector
    return Path(circle.vertices * radius + (x, y))


def square(x: float, y: float, radius: float = 4.2) -> Path:
    """Return a square as a marker."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * radius + (x, y)
    return Path(corners)


def leader(marker: Marker, center: NDArray[np.float64], width: float) -> list[Path]:
    """Return a thin line from a marker to its label's box, where the two stand apart."""
    start = np.array(marker[:2])
    half = np.array([width / 2 + 2, TEXT_SIZE / 2 + 1])
    way = np.clip(start, center - half, center + half) - start
    far = float(np.hypot(*way))
    return [Path(np.array([start + way * (6 / far), start + way]))] if far > 16 else []
