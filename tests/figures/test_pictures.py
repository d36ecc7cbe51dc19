"""Whatever a learner chooses, the picture is true: every explorer's marks, over states found at random."""

import json
import re
from functools import cache, partial
from itertools import combinations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from seen import drawn, texts
from states import EXPLORERS, change, name_grounds, same_anew

from tpi_edu import Injection, plot_forest, plot_relief, simulate_relief
from tpi_edu.figures import agreement, cohort, cycle, forest
from tpi_edu.figures.live import LivePicture
from tpi_edu.figures.marks import Mark, Words
from tpi_edu.figures.needle import BADGES, NeedlePicture
from tpi_edu.figures.relief import DASHES, ReliefPicture
from tpi_edu.figures.sheet import Sheet
from tpi_edu.figures.style import PAPER

MOST_BYTES = 60_000  # of a frame
NEAR = 0.5  # figure units by which boxes of text may touch
EXAMPLES, CHANGES = 8, 4


@pytest.fixture(scope="module", autouse=True)
def grounds_named():
    yield from name_grounds()


@cache
def still_texts(picture_type, ground):
    """Return words and box of every text that stands still."""
    sheet = Sheet(*picture_type.size)
    picture_type().still(sheet, *ground)
    sheet.canvas.draw()  # axes place their labels when drawn
    texts = [text for text in sheet.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(t.get_text(), t.get_window_extent().extents) for t in texts if t.axes is None or t.axes.axison]


def overlap(one, other):
    (_, (left, bottom, right, top)), (_, (left2, bottom2, right2, top2)) = one, other
    return min(right, right2) - max(left, left2) > NEAR and min(top, top2) - max(bottom, bottom2) > NEAR


def sticks_out(extents, size, reach):
    left, bottom, right, top = extents
    return min(left, bottom) < -reach or right > size[0] + reach or top > size[1] + reach


def extents(mark: Mark):
    return mark.box if isinstance(mark, Words) else mark.path().get_extents().extents


def check_marks(picture: LivePicture):
    keys = [element["key"] for element in picture.frame()]
    assert len(set(keys)) == len(keys)
    out = [
        mark.key
        for mark in picture.marks
        if sticks_out(extents(mark), picture.size, mark.look.width / 2 + 0.1)
    ]
    assert out == []
    still = still_texts(type(picture), picture.ground)
    assert [words for words, box in still if sticks_out(box, picture.size, 0)] == []
    texts = still + [(mark.text, mark.box) for mark in picture.marks if isinstance(mark, Words)]
    assert [(one[0], other[0]) for one, other in combinations(texts, 2) if overlap(one, other)] == []


def check_frame(explorer):
    view, picture = explorer.view, explorer.picture
    assert (view.frame, view.svg) == (picture.frame(), picture.svg())
    assert view.description == explorer.said
    assert explorer.said.strip()
    assert explorer.words().strip()
    assert len(json.dumps(view.frame)) < MOST_BYTES


def check_fresh(explorer):
    """Hold an explorer to one that knows nothing but its state."""
    fresh = same_anew(explorer)
    assert fresh.state() == explorer.state()
    assert (fresh.view.frame, fresh.view.svg) == (explorer.view.frame, explorer.view.svg)
    assert (fresh.said, fresh.words()) == (explorer.said, explorer.words())
    fresh.end()


@pytest.mark.parametrize("explorer_type", EXPLORERS)
@settings(max_examples=EXAMPLES, phases=[Phase.generate])  # what fails is short enough
@given(data=st.data())
def test_the_picture_is_true_whatever_is_chosen(explorer_type, data):
    explorer = explorer_type()
    for _ in range(data.draw(st.integers(1, CHANGES))):
        change(explorer, data)
        check_frame(explorer)
        check_marks(explorer.picture)
    check_fresh(explorer)
    explorer.reset()
    check_fresh(explorer)
    explorer.end()


@pytest.mark.parametrize(
    "signs",
    [
        [(marker, look.fill == PAPER) for _, _, marker, look in agreement.GROUPS],
        [(marker, look.fill == PAPER) for marker, look in cohort.GROUPS.values()],
        [(marker, look.fill == PAPER) for marker, look in forest.LOOKS.values()],
        [look.dashes for look in cohort.LINES.values()][:2],
        [look.dashes for look, _ in cycle.LINKS.values()],
        list(DASHES.values()),
        [tuple(number for path in badge for number in path.vertices.flat) for badge in BADGES.values()],
    ],
    ids=["examiners", "patients", "estimates", "arms", "links", "stories", "outcomes"],
)
def test_what_differs_in_color_differs_in_shape_filling_or_dashes(signs):
    assert len(set(signs)) == len(signs)


def test_a_plain_figure_shows_what_its_picture_does():
    curves = [simulate_relief(Injection(), story=story) for story in ("leaflet", "trials")]
    chosen = {"threshold_points": 1.2, "show": "placebo"}
    for figure, picture in (
        (plot_forest(**chosen), drawn(forest.ForestPicture, **chosen)),
        (plot_relief(*curves, measured=True), drawn(ReliefPicture, curves, measured=True)),
    ):
        assert {text.get_text() for text in figure.findobj(Text)} >= {*texts(picture).values()} != set()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            partial(plot_forest, threshold_points=9),
            "forest.threshold_points must be between 0.5 and 4 points of 10; got 9.",
        ),
        (
            partial(plot_forest, show="most"),
            "forest.show must be one of all, dry_needling, placebo, dry; got 'most'.",
        ),
        (
            partial(NeedlePicture().background, None, view="x-ray"),
            "NeedlePicture.view must be one of blind, ultrasound, open; got 'x-ray'.",
        ),
    ],
)
def test_a_state_that_there_is_not_is_refused(draw, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        draw()
