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
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text

from .style import PNG_DPI, UNITS_PER_INCH

ID_PREFIX = "TPI-FIGURE-"  # the view puts a name of its own here: ids are global to a page
Frame = dict[str, dict[str, Any]]


class LivePicture:
    """A matplotlib figure, the artists in it that move, and the sentences that describe its state.

    Subclasses build `figure`, register what moves with `add_live`, and set `description` when they draw.
    Live lines and patches travel as SVG path data, live texts as position and words.
    """

    def __init__(self, width_in: float, height_in: float) -> None:
        self.figure = Figure(figsize=(width_in, height_in), dpi=UNITS_PER_INCH, facecolor="white")
        FigureCanvasAgg(self.figure)
        self.live: dict[str, Artist] = {}
        self.description = ""

    def add_live(self, name: str, artist: Artist) -> Any:
        """Register an artist that moves; its name is the id of its SVG element."""
        artist.set_gid(name)
        self.live[name] = artist
        return artist

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
        svg = re.sub(r"(\d\.\d)\d+", r"\1", svg)
        svg = re.sub(r'(<svg [^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
        return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{ID_PREFIX}", svg)

    def png(self) -> bytes:
        """Return the present state as a PNG, for places where no widget can live."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return buffer.getvalue()

    def _attributes(self, artist: Artist) -> dict[str, Any]:
        if not artist.get_visible():
            return {"display": "none"}
        height = self.figure.get_figheight() * UNITS_PER_INCH
        if isinstance(artist, Text):
            x, y = artist.get_transform().transform(artist.get_position())
            return {"x": round(float(x), 1), "y": round(height - float(y), 1), "text": artist.get_text()}
        if isinstance(artist, (Line2D, Patch)):
            return {"d": svg_path_data(artist.get_path().transformed(artist.get_transform()), height)}
        raise TypeError(f"A live artist must be a line, a patch or a text; got {artist!r}.")


def svg_path_data(path: Path, height: float) -> str:
    """Return the `d` attribute of a path given in figure pixels, y turned down, simplified, to 0.1 units."""
    path = path.cleaned(remove_nans=True, simplify=len(path.vertices) > 8, curves=False)
    points = path.vertices * (1, -1) + (0, height)
    parts = []
    for run in np.split(np.arange(len(points)), np.flatnonzero(path.codes == Path.MOVETO)[1:]):
        drawn = points[run][np.isin(path.codes[run], (Path.MOVETO, Path.LINETO))]
        closed = "Z" if np.any(path.codes[run] == Path.CLOSEPOLY) else ""
        parts.append("M" + ("%.1f %.1f " * len(drawn)) % tuple(drawn.ravel().tolist()) + closed)
    return "".join(parts)
