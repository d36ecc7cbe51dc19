"""Whatever a learner chooses, the picture is true: every explorer's marks, over states found at random."""

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from seen import drawn, flaws, texts
from states import EXPLORERS, change, grounds_named, same_anew  # noqa: F401 (a fixture)

from tpi_edu import Injection, plot_forest, plot_relief, simulate_relief
from tpi_edu.figures import agreement, cohort, cycle, forest
from tpi_edu.figures.needle import BADGES
from tpi_edu.figures.relief import DASHES, ReliefPicture
from tpi_edu.figures.style import PAPER
from tpi_edu.model.measured import ALL

MOST_BYTES = 60_000  # of a frame
EXAMPLES, CHANGES = 8, 4


def check_frame(explorer):
    view, picture = explorer.view, explorer.picture
    assert (view.frame, view.svg) == (picture.frame(), picture.svg())
    assert view.description == explorer.said
    assert view.spots == list(picture.spots())
    for x, y, radius, words in view.spots:
        assert 0 <= x <= picture.size[0]
        assert 0 <= y <= picture.size[1]
        assert radius > 0
        assert words.strip()
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
        assert flaws(explorer.picture) == []
    check_fresh(explorer)
    explorer.reset()
    check_fresh(explorer)
    explorer.end()


@pytest.mark.parametrize(
    "signs",
    [
        [(marker, look.fill == PAPER) for _, _, marker, look in agreement.GROUPS],
        [(marker, look.fill == PAPER) for _, _, marker, look in cohort.GROUPS],
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
        (plot_relief(*curves, measured=True), drawn(ReliefPicture, curves, measured=ALL)),
    ):
        assert {text.get_text() for text in figure.findobj(Text)} >= {*texts(picture).values()} != set()
