"""The forest plot stands at the published numbers, and says rightly what reaches a given difference."""

import re

import numpy as np
import pytest
from matplotlib.text import Text
from seen import marks, middles, texts

from tpi_edu.content.published import GROUPS, load_pooled
from tpi_edu.figures.forest import (
    ESTIMATES,
    LOOKS,
    ForestPicture,
    choose_estimates,
    describe_forest,
    judge_estimate,
    plot_forest,
)

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


def test_each_estimate_is_judged_by_its_interval_and_the_threshold():
    assert {key: judge_estimate(e, 2.0) for key, e in load_pooled().items()} == JUDGED
    tough = load_pooled()["needling_or_placebo_2009"]
    assert judge_estimate(tough, 0.5) == judge_estimate(tough, 4.0) == "unsure"
    small = load_pooled()["dry_or_manual"]
    assert [judge_estimate(small, t) for t in (0.5, 0.6, 0.96)] == ["reaches", "open", "short"]


@pytest.mark.parametrize(("threshold", "show"), [(2.0, "all"), (0.5, "placebo"), (4.0, "dry_needling")])
def test_every_interval_and_marker_stands_at_its_numbers_in_the_shape_of_its_judgment(threshold, show):
    picture, estimates = drawn(threshold, show), choose_estimates(show)
    found, (axes,) = marks(picture), picture.whole_figure().axes
    (at, _), _ = found["stroke-threshold"].place
    assert at == pytest.approx(axes.transData.transform((-threshold, 0))[0])
    for row, estimate in enumerate(estimates):
        numbers, judged = estimate.difference_nrs, judge_estimate(estimate, threshold)
        interval, marker = found[f"stroke-interval-{row}"], found[f"shapes-estimate-{row}"]
        ((x, y),) = middles(marker)
        left, right = np.array(interval.place)
        places = ESTIMATES.x([numbers.value, numbers.low, numbers.high])
        assert np.array([x, left[0], right[0]]) == pytest.approx(places)
        assert left[1] == right[1] == y
        assert bool(interval.look.dashes) == (judged == "unsure")  # it holds 0
        shape, look = LOOKS[judged]
        assert (len(marker.place[0]), marker.look) == (len(shape(0, 0)), look)
    assert f"shapes-estimate-{len(estimates)}" not in found


def test_judgments_differ_in_shape_or_fill():
    assert len({(marker, look.fill) for marker, look in LOOKS.values()}) == len(LOOKS)


def test_the_rows_of_the_marked_review_and_no_other_stand_on_a_band():
    found = marks(drawn(review="nouged_2019"))
    rows = [row for row, e in enumerate(choose_estimates("all")) if e.review == "Nouged 2019"]
    bands = [key for key in found if key.startswith("shapes-band")]
    assert bands == [f"shapes-band-{row}" for row in rows] != []
    for row in rows:
        low, high = np.array(found[f"shapes-band-{row}"].place[0].vertices)[[0, 2], 1]
        assert low < found[f"words-comparison-{row}"].box[1] < found[f"words-review-{row}"].box[3] < high
    assert "P = .331" in describe_forest(review="nouged_2019")
    assert "P = .331" not in describe_forest()


@pytest.mark.parametrize("show", GROUPS)
def test_a_group_shows_its_rows_only(show):
    names = [e.comparison for e in choose_estimates(show)]
    said = texts(drawn(show=show))
    assert [words for name, words in said.items() if name.startswith("comparison")] == names
    assert 2 <= len(names) < len(load_pooled())


def test_the_words_tell_every_number_with_its_digits_and_that_nothing_is_pooled():
    words, said = describe_forest(), " ".join(texts(drawn()).values())
    published = [f"{each.difference_nrs.value:g} (".replace("-", "−") for each in load_pooled().values()]
    for number in (*published, "−0.767 (−1.324 to −0.210)", "−1.49 (−3.40 to 0.58)"):
        assert number in words
        assert number in said
    assert "negative: less pain in the arm named first" in words
    assert "never pooled" in words
    assert "2.0 points [farrar_2001]" in words
    assert "1.4 points, your choice" in describe_forest(threshold_points=1.4)


@pytest.mark.parametrize(
    ("threshold", "row", "words"),
    [
        (2.0, 0, "reaches 2.0; its interval also holds less"),
        (1.0, 0, "reaches 1.0; so does its whole interval"),
        (2.0, 2, "excludes 0; stays short of 2.0"),
        (2.0, 1, "excludes 0; may or may not reach 2.0"),
        (2.0, 4, "does not exclude 0"),
        (1.4, 4, "does not exclude 0; reaches 1.4"),
    ],
)
def test_a_row_says_what_reaches_the_threshold_and_whether_its_interval_does(threshold, row, words):
    assert texts(drawn(threshold))[f"verdict-{row}"] == words


def test_the_plain_figure_is_that_of_the_picture():
    words = {text.get_text() for text in plot_forest(threshold_points=1.2, show="placebo").findobj(Text)}
    assert {"matters from −1.2", "These reviews share trials:"} <= words


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
