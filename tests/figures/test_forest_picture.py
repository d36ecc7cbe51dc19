"""The forest plot stands at the published numbers, and says rightly what reaches a given difference."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from tpi_edu.content.pooled import GROUPS, load_pooled
from tpi_edu.figures.forest import (
    LOOKS,
    ForestPicture,
    choose_estimates,
    describe_forest,
    judge_estimate,
    plot_forest,
)

STATES = [(2.0, "all", ""), (0.5, "placebo", ""), (4.0, "dry_needling", "nouged_2019"), (1.4, "dry", "x")]
# at 2 points
JUDGED = {
    "injection_or_dry": "reaches",
    "anesthetic_or_dry": "open",
    "anesthetic_or_placebo": "short",
    "needling_or_placebo_2011": "open",
    "needling_or_placebo_2009": "unsure",
    "dry_at_once": "open",
    "dry_short_term": "reaches",
    "dry_or_manual": "short",
}


def drawn(threshold_points=2.0, show="all", review=""):
    picture = ForestPicture()
    picture.draw(threshold_points=threshold_points, show=show, review=review)
    return picture


def parts(picture, name):
    """Return the points of each part of a shape in figure units, y upward."""
    found = picture.frame()[name].get("d", "").split("M")[1:]
    return [
        np.array(part.split(), dtype=float).reshape(-1, 2) * (1, -1) + (0, picture.height) for part in found
    ]


def to_points(picture, x):
    (axes,) = picture.figure.axes
    return axes.transData.inverted().transform((x, 0))[0]


def test_each_estimate_is_judged_by_its_interval_and_the_threshold():
    assert {key: judge_estimate(e, 2.0) for key, e in load_pooled().items()} == JUDGED
    tough = load_pooled()["needling_or_placebo_2009"]
    assert judge_estimate(tough, 0.5) == judge_estimate(tough, 4.0) == "unsure"
    small = load_pooled()["dry_or_manual"]
    assert [judge_estimate(small, t) for t in (0.5, 0.6, 0.96)] == ["reaches", "open", "short"]


@pytest.mark.parametrize(("threshold", "show", "review"), STATES)
def test_every_interval_and_marker_stands_at_its_numbers_in_the_shape_of_its_judgment(
    threshold, show, review
):
    picture, shown = drawn(threshold, show, review), choose_estimates(show)
    bars = [part for name in ("intervals", "unsure-intervals") for part in parts(picture, name)]
    whole = [sorted(to_points(picture, x) for x in bar[:, 0]) for bar in bars if np.ptp(bar[:, 0]) > 1]
    expected = [[e.difference_nrs.low, e.difference_nrs.high] for e in shown]
    assert sorted(whole) == [pytest.approx(span, abs=0.01) for span in sorted(expected)]
    for state in LOOKS:
        found = [to_points(picture, (m[:, 0].min() + m[:, 0].max()) / 2) for m in parts(picture, state)]
        judged = [e.difference_nrs.value for e in shown if judge_estimate(e, threshold) == state]
        assert found == pytest.approx(judged, abs=0.02)
    (line,) = parts(picture, "threshold")
    assert to_points(picture, line[0, 0]) == pytest.approx(-threshold, abs=0.01)


def test_judgments_differ_in_shape_or_fill_and_an_interval_that_holds_0_is_dashed():
    picture = drawn()
    assert len({(maker, fill) for maker, fill, _ in LOOKS.values()}) == len(LOOKS)
    styles = [picture.live[name].get_linestyle() for name in ("intervals", "unsure-intervals")]
    assert styles[0] != styles[1]
    (bar, *_) = parts(picture, "unsure-intervals")
    assert sorted(to_points(picture, x) for x in bar[:, 0]) == pytest.approx([-3.40, 0.58], abs=0.01)


def test_the_rows_of_the_marked_review_and_no_other_stand_on_a_band():
    picture = drawn(review="nouged_2019")
    bands = parts(picture, "band")
    rows = [row for row, e in enumerate(choose_estimates("all")) if e.review == "Nouged 2019"]
    heights = [
        picture.height - picture.frame()[f"text-review-{row}"]["y"] for row in range(len(load_pooled()))
    ]
    assert len(bands) == len(rows) == 2
    for row, y in enumerate(heights):
        assert any(band[:, 1].min() < y < band[:, 1].max() for band in bands) == (row in rows)
    assert "P = .331" in picture.description
    assert "P = .331" not in drawn().description


@pytest.mark.parametrize("show", GROUPS)
def test_a_group_shows_its_rows_only(show):
    picture = drawn(show=show)
    names = [e.comparison for e in choose_estimates(show)]
    texts = {picture.live[f"text-comparison-{row}"] for row in range(len(load_pooled()))}
    assert sorted(text.get_text() for text in texts if text.get_visible()) == sorted(names)
    assert 2 <= len(names) < len(load_pooled())


def test_the_words_tell_every_number_with_its_digits_and_that_nothing_is_pooled():
    words = describe_forest()
    for number in (
        "−2.13 (−3.22 to −1.03)",
        "−1.585 (−2.926 to −0.245)",
        "−0.767 (−1.324 to −0.210)",
        "−1.67 (−3.01 to −0.32)",
        "−1.49 (−3.40 to 0.58)",
        "−1.53 (−2.29 to −0.76)",
        "−2.31 (−3.64 to −0.99)",
        "−0.51 (−0.95 to −0.06)",
    ):
        assert number in words
        assert number in drawn().svg()
    assert "negative: less pain in the arm named first" in words
    assert "never pooled" in words
    assert "2.0 points [farrar_2001]" in words
    assert "1.4 points, your choice" in describe_forest(threshold_points=1.4)


def test_a_row_says_what_reaches_the_threshold_and_whether_its_interval_does():
    def verdict(threshold, row):
        return drawn(threshold).live[f"text-verdict-{row}"].get_text()

    assert verdict(2.0, 0) == "reaches 2.0; its interval also holds less"
    assert verdict(1.0, 0) == "reaches 1.0; so does its whole interval"
    assert verdict(2.0, 2) == "excludes 0; stays short of 2.0"
    assert verdict(2.0, 1) == "excludes 0; may or may not reach 2.0"
    assert (verdict(2.0, 4), verdict(1.4, 4)) == ("does not exclude 0", "does not exclude 0; reaches 1.4")


@pytest.mark.parametrize(("threshold", "show", "review"), [*STATES, (4.0, "all", ""), (0.5, "all", "")])
def test_no_words_overlap_or_stick_out(threshold, show, review):
    picture = drawn(threshold, show, review)
    picture.figure.canvas.draw()
    renderer = picture.figure.canvas.get_renderer()
    texts = [text for text in picture.figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    assert [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[1].overlaps(b[1])] == []
    assert [
        w for w, b in boxes if b.x0 < 0 or b.x1 > picture.width or b.y0 < 0 or b.y1 > picture.height
    ] == []


def test_the_plain_figure_is_that_of_the_picture():
    figure = plot_forest(threshold_points=1.2, show="placebo")
    words = {text.get_text() for text in figure.findobj(Text) if text.get_visible()}
    assert "matters from −1.2" in words
    assert "These reviews share trials:" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"threshold_points": 9}, "forest.threshold_points must be between 0.5 and 4 points of 10; got 9."),
        ({"show": "most"}, "forest.show must be one of all, dry_needling, placebo, dry; got 'most'."),
    ],
)
def test_bad_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        plot_forest(**arguments)
