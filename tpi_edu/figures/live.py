"""A picture as a function of a state: what stands still is drawn once, what moves is yielded anew."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from threading import RLock
from typing import Any, ClassVar

import matplotlib as mpl

from .labels import Array, Bounds, LabelPlacer, Place, along_line, text_width
from .marks import Element, Mark, Words, checked, write
from .sheet import Sheet
from .style import PLAIN, PNG_DPI, Look

Spot = tuple[float, float, float, str]  # x and y in units of the SVG, radius, and what it says
ID_PREFIX = "TPI-FIGURE-"  # the view puts a name of its own here: ids are global to a page
# what is the same mark as before need not be written anew
_element = lru_cache(maxsize=256)(lambda mark, height: mark.element(height))
_DRAWING = RLock()  # mpl.rc_context is global, and JupyterLab may draw in several threads


class LivePicture:
    """What stands still of a picture, the marks that move under and over it, and words that say both.

    Subclasses give their `size` (figure units: 72 per inch), the `bounds` of labels that look for a place,
    and four functions of the state that `draw` takes: `background`, what the still part depends on; `still`,
    which draws that; `moving`, which yields the marks; and `describe`, which says in words what is shown.
    """

    size: ClassVar[tuple[float, float]]
    bounds: ClassVar[Bounds]
    describe: ClassVar[Callable[..., str]]

    def __init__(self) -> None:
        self.ground: tuple[Any, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.placer = LabelPlacer(*self.size)

    def background(self, *_state: Any, **_options: Any) -> tuple[Any, ...]:
        """Return all that the part that stands still depends on: what `still` takes, and nothing else."""
        return ()

    def still(self, sheet: Sheet, *ground: Any) -> None:
        """Draw what does not move."""
        raise NotImplementedError

    def moving(self, *_state: Any, **_options: Any) -> Iterable[Mark]:
        """Yield what moves, from the back to the front."""
        return ()

    def spots(self) -> Sequence[Spot]:
        """Return what says something when it is pointed at."""
        return ()

    def label(
        self,
        name: str,
        words: str,
        places: Iterable[Place],
        look: Look = PLAIN,
        *,
        bounds: Bounds | None = None,
        marker: tuple[float, float] | None = None,
    ) -> list[Words]:
        """Return words at the first free one of their places, which is kept free from then on; else none."""
        width, inside = text_width(words, look), bounds or self.bounds
        center = self.placer.place(width, look.size, places, inside, marker=marker)
        return [] if center is None else write(name, words, center - (0, 0.36 * look.size), look, "center")

    def along(self, name: str, words: str, lines: Sequence[Array], look: Look = PLAIN) -> list[Words]:
        """Return words just above or below one of some lines, each given by points of shape (n, 2)."""
        places = (place for points in lines for place in along_line(points, text_width(words, look)))
        return self.label(name, words, places, look)

    # -- what is shown --------------------------------------------------------------------------

    def draw(self, *state: Any, **options: Any) -> str:
        """Show a state; return the words that say what is shown."""
        self.placer = LabelPlacer(*self.size)
        self.ground = self.background(*state, **options)
        self.marks = checked(self.moving(*state, **options))
        return self.describe(*state, **options)

    def frame(self) -> list[Element]:
        """Return what the browser needs to show what moves, from the back to the front."""
        return [_element(mark, self.size[1]) for mark in self.marks]

    def svg(self) -> str:
        """Return what stands still as inline SVG."""
        return draw_still(type(self), self.ground)  # type: ignore[arg-type]  # to mypy no class is hashable

    def whole_svg(self) -> str:
        """Return the present state as one SVG, for places where nothing can move."""
        head, _, rest = self.svg().partition(">")
        under, over = (
            "".join(_write(item) for item in self.frame() if item["under"] is side) for side in (True, False)
        )
        body = rest.removesuffix("</svg>")
        style = 'font-family="DejaVu Sans, Verdana, sans-serif" stroke-linejoin="round"'
        return f"{head} {style}>{under}{body}{over}</svg>"

    def whole_figure(self) -> Sheet:
        """Return the present state as a matplotlib figure."""
        with _DRAWING:
            sheet = _still_sheet(type(self), self.ground)
        sheet.add_marks(self.marks)
        return sheet

    def png(self) -> bytes:
        """Return the present state as a PNG, for places where no widget can live."""
        buffer = io.BytesIO()
        with _DRAWING:
            self.whole_figure().savefig(buffer, format="png", dpi=PNG_DPI)
        return buffer.getvalue()


@lru_cache(maxsize=128)
def draw_still(kind: type[LivePicture], ground: tuple[Any, ...]) -> str:
    """Return what stands still of a kind of picture on a ground, as inline SVG."""
    buffer = io.StringIO()
    with _DRAWING, mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tpi_edu"}):
        metadata = {"Date": None, "Creator": None}
        _still_sheet(kind, ground).savefig(buffer, format="svg", transparent=True, metadata=metadata)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :].rstrip()
    # the style sheet of the page replaces fonts and the <style>, whose "*" rule would reach the whole page
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>| font-family: [^;]*;", "", svg, flags=re.DOTALL)
    # one decimal is enough for paths, and only there: words and scales need every digit
    svg = re.sub(r' d="[^"]*"', lambda data: re.sub(r"(\d\.\d)\d+", r"\1", data[0]), svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
    svg = re.sub(r'(<svg [^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{ID_PREFIX}", svg)


def _still_sheet(kind: type[LivePicture], ground: tuple[Any, ...]) -> Sheet:
    sheet = Sheet(*kind.size)
    kind().still(sheet, *ground)
    return sheet


def _write(element: Element) -> str:
    """Return one mark as SVG."""
    attributes = element.keys() - {"key", "under", "tag", "text"}
    words = " ".join(f'{name}="{element[name]}"' for name in sorted(attributes))
    return f"<{element['tag']} {words}>{escape(element.get('text', ''))}</{element['tag']}>"
