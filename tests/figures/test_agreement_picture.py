"""The pictograph is the model's 100 patients, and the published kappas stand at their numbers."""

import pytest
from seen import drawn, marks, people, texts

from tpi_edu.content.published import load_agreement
from tpi_edu.figures.agreement import GROUPS, AgreementPicture
from tpi_edu.model.agreement import Agreement


@pytest.mark.parametrize(("kappa", "share"), [(0.45, 0.5), (0.0, 0.5), (1.0, 0.3), (0.45, 0.05), (0.7, 0.0)])
def test_each_patient_stands_once_in_its_group_and_the_learners_kappa_on_the_published_axis(kappa, share):
    agreement = Agreement(kappa=kappa, yes_share=share)
    picture, names = drawn(AgreementPicture, agreement), [name for name, *_ in GROUPS]
    shown, said = marks(picture), texts(picture)
    assert people(picture, names) == [*agreement.of_100()]
    assert [said[name].split(":")[0] for name in names] == [f"{count}" for count in agreement.of_100()]
    (axes,) = picture.whole_figure().axes
    x, _ = axes.transData.transform((kappa, 0))
    assert [x for x, _ in shown["stroke-kappa"].place] == pytest.approx([x, x])
    assert said["kappa"] == f"your kappa {kappa:.2f}"


def test_the_bars_and_points_are_the_published_kappas():
    (axes,) = AgreementPicture().whole_figure().axes
    signs = load_agreement().values()
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert bars == [pytest.approx(sign.range_kappa) for sign in signs if sign.range_kappa]
    points = [line.get_xdata() for line in axes.lines if line.get_marker() == "D"]
    assert [float(x[0]) for x in points] == [s.pooled_kappa for s in signs if s.pooled_kappa is not None]
    intervals = [tuple(line.get_xdata()) for line in axes.lines if line.get_marker() == "|"]
    assert intervals == [sign.interval_kappa for sign in signs if sign.interval_kappa]


def test_the_words_tell_the_counts_the_published_numbers_and_that_agreement_is_not_truth():
    picture = AgreementPicture()
    words = picture.draw(Agreement(kappa=0.45, yes_share=0.5))
    assert "disagree on 28 of 100 patients. Both say yes in 36 and both say no in 36: together 72" in words
    assert "By chance alone they would disagree on 50." in words
    assert words.startswith("Computed, not measured")
    assert "Agreement is not truth: both examiners can agree and be wrong" in words
    for number in ("0.452 (95 % CI 0.364 to 0.540)", "0.676", "0.575", "−0.08 to 0.75", "−0.05 to 0.57"):
        assert number in words
        assert number in picture.svg()  # with all their digits
