"""The forest plot stands at the published numbers, and says rightly what reaches a given difference."""

import numpy as np
import pytest
from seen import drawn, marks, middles, texts

from tpi_edu.content.published import GROUPS, load_pooled
from tpi_edu.figures.forest import ESTIMATES, LOOKS, ForestPicture, describe_forest, judge_estimates


@pytest.mark.parametrize(
    ("threshold", "key", "verdict"),
    [
        (2.0, "injection_or_dry", "reaches 2.0; its interval also holds less"),
        (1.0, "injection_or_dry", "reaches 1.0; so does its whole interval"),
        (2.0, "anesthetic_or_dry", "excludes 0; may or may not reach 2.0"),
        (2.0, "anesthetic_or_placebo", "excludes 0; stays short of 2.0"),
        (2.0, "needling_or_placebo_2009", "does not exclude 0"),
        (0.5, "needling_or_placebo_2009", "does not exclude 0; reaches 0.5"),
        (4.0, "needling_or_placebo_2009", "does not exclude 0"),
        (2.0, "dry_short_term", "reaches 2.0; its interval also holds less"),
        (0.5, "dry_or_manual", "reaches 0.5; its interval also holds less"),
        (0.6, "dry_or_manual", "excludes 0; may or may not reach 0.6"),
        (0.96, "dry_or_manual", "excludes 0; stays short of 1.0"),
    ],
)
def test_a_row_says_what_reaches_the_threshold_and_whether_its_interval_does(threshold, key, verdict):
    picture = drawn(ForestPicture, threshold_points=threshold)
    assert texts(picture)[f"verdict-{list(load_pooled()).index(key)}"] == verdict


@pytest.mark.parametrize(
    ("threshold", "show"), [(2.0, "all"), *((0.5, group) for group in GROUPS), (4.0, "dry")]
)
def test_every_interval_and_marker_stands_at_its_numbers_in_the_shape_of_its_judgment(threshold, show):
    picture, judged = (
        drawn(ForestPicture, threshold_points=threshold, show=show),
        judge_estimates(threshold, show),
    )
    found, (axes,) = marks(picture), picture.whole_figure().axes
    (at, _), _ = found["stroke-threshold"].place
    assert at == pytest.approx(axes.transData.transform((-threshold, 0))[0])
    for row, (estimate, said, _) in enumerate(judged):
        numbers = estimate.difference_nrs
        interval, marker = found[f"stroke-interval-{row}"], found[f"shapes-estimate-{row}"]
        ((x, y),) = middles(marker)
        left, right = np.array(interval.place)
        places = ESTIMATES.x([numbers.value, numbers.low, numbers.high])
        assert np.array([x, left[0], right[0]]) == pytest.approx(places)
        assert [left[1], right[1]] == pytest.approx([y, y])
        assert bool(interval.look.dashes) == (said == "unsure")  # it holds 0
        shape, look = LOOKS[said]
        assert (len(marker.place[0]), marker.look) == (len(shape(0, 0)), look)
    names = [words for name, words in texts(picture).items() if name.startswith("comparison")]
    assert names == [estimate.comparison for estimate, *_ in judged]
    assert 2 <= len(names) <= len(load_pooled()) - (show != "all")


def test_the_rows_of_the_marked_review_and_no_other_stand_on_a_band():
    found = marks(drawn(ForestPicture, threshold_points=2.0, review="nouged_2019"))
    rows = [row for row, (e, *_) in enumerate(judge_estimates()) if e.review == "Nouged 2019"]
    bands = [key for key in found if key.startswith("shapes-band")]
    assert bands == [f"shapes-band-{row}" for row in rows] != []
    for row in rows:
        low, high = np.array(found[f"shapes-band-{row}"].place[0].vertices)[[0, 2], 1]
        assert low < found[f"words-comparison-{row}"].box[1] < found[f"words-review-{row}"].box[3] < high
    assert "P = .331" in describe_forest(review="nouged_2019")
    assert "P = .331" not in describe_forest()


def test_the_words_tell_every_number_with_its_digits_and_that_nothing_is_pooled():
    words, said = describe_forest(), " ".join(texts(drawn(ForestPicture, threshold_points=2.0)).values())
    published = [f"{each.difference_nrs.value:g} (".replace("-", "−") for each in load_pooled().values()]
    for number in (*published, "−0.767 (−1.324 to −0.210)", "−1.49 (−3.40 to 0.58)"):
        assert number in words
        assert number in said
    assert "negative: less pain in the arm named first" in words
    assert "never pooled" in words
    assert "2.0 points, borrowed from a change in one patient [farrar_2001]" in words
    assert "1.4 points, your choice" in describe_forest(threshold_points=1.4)
