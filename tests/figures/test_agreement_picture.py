"""The pictograph is the model's 100 patients, and the published kappas stand at their numbers."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from tpi_edu.content.agreement import load_agreement
from tpi_edu.figures.agreement import AgreementPicture
from tpi_edu.model.agreement import Agreement

GROUPS = ("both-yes", "disagree", "both-no")
STATES = [(0.45, 0.5), (0.0, 0.5), (1.0, 0.3), (0.45, 0.05), (0.7, 0.0), (0.2, 1.0)]


def drawn(kappa, share):
    picture = AgreementPicture()
    picture.draw(Agreement(kappa=kappa, yes_share=share))
    return picture


def centers(d):
    """Return the center of each marker of a shape, y upward."""
    parts = [np.array(part.split(), dtype=float).reshape(-1, 2) for part in d.split("M")[1:]]
    return [
        tuple(((part.min(axis=0) + part.max(axis=0)) / 2 * (1, -1) + (0, 480)).round(0)) for part in parts
    ]


@pytest.mark.parametrize(("kappa", "share"), STATES)
def test_each_patient_is_drawn_once_in_the_shape_of_its_group(kappa, share):
    picture, counts = drawn(kappa, share), Agreement(kappa=kappa, yes_share=share).of_100()
    patients = []
    for name, count in zip(GROUPS, counts, strict=True):
        *found, key = centers(picture.frame()[name]["d"])
        assert len(found) == count
        assert key[1] < 130  # stands in the key below the patients
        assert picture.live[f"text-{name}"].get_text().startswith(f"{count}: ")
        patients += found
    assert len(set(patients)) == 100
    assert len({x for x, _ in patients}) == len({y for _, y in patients}) == 10


def test_the_groups_differ_in_shape_or_fill_as_well_as_in_color():
    picture = drawn(0.45, 0.5)
    corners = {name: picture.frame()[name]["d"].split("M")[1].count(" ") for name in GROUPS}
    assert corners["disagree"] != corners["both-yes"] == corners["both-no"]
    assert len({picture.live[name].get_facecolor() for name in GROUPS}) == 3


@pytest.mark.parametrize("kappa", [0.0, 0.45, 1.0])
def test_the_learners_kappa_stands_on_the_axis_of_the_published_ones(kappa):
    picture = drawn(kappa, 0.5)
    (axes,) = picture.figure.axes
    line = picture.live["kappa"]
    at = line.get_path().transformed(line.get_transform()).vertices[:, 0]
    assert at == pytest.approx(axes.transData.transform((kappa, 0))[0], abs=0.1)


def test_the_bars_and_points_are_the_published_kappas():
    (axes,) = AgreementPicture().figure.axes
    signs = load_agreement().values()
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert bars == [pytest.approx(sign.range_kappa) for sign in signs if sign.range_kappa]
    points = [line.get_xdata() for line in axes.lines if line.get_marker() == "D"]
    assert [float(x[0]) for x in points] == [s.pooled_kappa for s in signs if s.pooled_kappa is not None]
    (interval,) = [tuple(line.get_xdata()) for line in axes.lines if line.get_marker() == "|"]
    assert interval == (0.364, 0.540)


@pytest.mark.parametrize(("kappa", "share"), STATES)
def test_no_words_overlap_or_stick_out(kappa, share):
    picture = drawn(kappa, share)
    picture.figure.canvas.draw()  # the axes place their labels when drawn
    renderer = picture.figure.canvas.get_renderer()
    texts = [text for text in picture.figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in texts}
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlaps(boxes[pair[1]])] == []
    assert [w for w, b in boxes.items() if b.x0 < 0 or b.x1 > 860 or b.y0 < 0 or b.y1 > 480] == []


def test_the_words_tell_the_counts_the_published_numbers_and_that_agreement_is_not_truth():
    words = drawn(0.45, 0.5).description
    assert "disagree on 28 of 100 patients. Both say yes in 36 and both say no in 36: together 72" in words
    assert "By chance alone they would disagree on 50." in words
    assert words.startswith("Computed, not measured")
    assert "Agreement is not truth: both examiners can agree and be wrong" in words
    for number in ("0.452 (95 % CI 0.364 to 0.540)", "0.676", "0.575", "−0.08 to 0.75", "−0.05 to 0.57"):
        assert number in words


def test_the_browser_is_sent_the_published_numbers_with_all_their_digits():
    svg = drawn(0.45, 0.5).svg()
    for number in ("0.452 (95 % CI 0.364 to 0.540)", "0.22 to 1.00", "−0.08 to 0.75"):
        assert number in svg
