"""The prediction lab without a browser: one line under pointer and sliders, sealed until the commit."""

import pytest
from shown import find, html, press_at

from tpi_edu import PredictionLab
from tpi_edu.figures.clocks import CLOCKS, clock_at
from tpi_edu.figures.prediction import PredictionPicture
from tpi_edu.model.prediction import PREDICTION_TIMES_H, Prediction, Scenario
from tpi_edu.record import Record
from tpi_edu.widgets.prediction import KIND, SCENARIOS

LINE = (80, 70, 60, 60, 60, 50, 40)
X = [float(clock_at(CLOCKS, hours).x(hours)) for hours in PREDICTION_TIMES_H]

pytestmark = pytest.mark.usefixtures("record")


def line(lab: PredictionLab) -> tuple:
    return tuple(slider.value for slider in lab.inputs.values())


def draw(lab: PredictionLab, relief: tuple = LINE) -> None:
    for slider, value in zip(lab.inputs.values(), relief, strict=True):
        slider.value = value


def press(lab: PredictionLab, index: int, value: float) -> None:
    press_at(lab, X[index], 408 - float(CLOCKS[0].y(value)))


def commit(lab: PredictionLab, relief: tuple = LINE, why: str = "because") -> PredictionLab:
    draw(lab, relief)
    find(lab, "Why").value = why
    find(lab, "Commit").click()
    return lab


def plain(relief: tuple = LINE, curves: object = ()) -> tuple:
    picture = PredictionPicture()
    return picture, picture.draw(Prediction(relief_pct=relief), curves)


def test_pressing_and_sliders_draw_the_same_line_and_nothing_is_revealed():
    pressed, slid = PredictionLab(), PredictionLab()
    for index, value in enumerate(LINE):
        press(pressed, index, value)
    draw(slid)
    picture, words = plain()
    assert line(pressed) == LINE
    for lab in (pressed, slid):
        assert lab.view.frame == picture.frame()
        assert lab.view.description == lab.words() == words + "\nReady to commit."
        shown = lab.view.svg + str(lab.view.frame) + lab.words()
        for word in ("leaflet", "Leaflet", "trial", "Trial", "Roldan", "dip", "line-", "soreness", "steroid"):
            assert word not in shown
    assert slid.picture.png() == picture.png()


def test_an_untouched_line_cannot_be_committed(record: Record):
    lab = PredictionLab()
    assert "Move 3 more points" in lab.view.description
    for done, slider in enumerate(list(lab.inputs.values())[:3]):
        assert find(lab, "Commit").disabled
        assert f"Move {3 - done} more point" in html(lab)
        slider.value = 20
    assert not find(lab, "Commit").disabled
    fresh = PredictionLab()
    find(fresh, "Commit").click()  # a message that no button sends
    assert fresh.committed is None
    assert record.events() == []


def test_commit_reveals_and_freezes():
    lab = commit(PredictionLab())
    picture, words = plain(curves=[Scenario().curve(story) for story in ("leaflet", "trials")])
    assert lab.view.frame == picture.frame()
    assert lab.words() == words
    assert "Leaflet story: " in words
    assert all(slider.disabled for slider in lab.inputs.values())
    assert lab.view.touch == ""

    press(lab, 0, 0)
    lab.inputs["relief_2"].value = 3  # a message that was under way
    assert lab.view.frame == picture.frame()
    assert line(lab) == LINE


def test_one_commit_is_recorded_once_with_all_that_was_said(record: Record):
    lab = commit(PredictionLab(injectate="dry_needling", response=0.9), (10,) * 7, "  because  ")
    find(lab, "Commit").click()
    (only,) = record.events()
    assert (only.kind, only.key) == (KIND, "dry_needling+response=0.9")
    patient = {"response": 0.9, "fibromyalgia": False, "repeat_day": 0}
    assert only.data == {
        "relief_pct": [10] * 7,
        "why": "because",
        "scenario": {"injectate": "dry_needling", "steroid": False} | patient,
        "misconception": "only_the_drug",
    }


def test_what_the_learner_wrote_is_shown_as_text_and_never_run():
    lab = commit(PredictionLab(), why="<script>alert(1)</script> & <b>more</b>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in html(lab)
    assert "<script" not in html(lab) + lab.view.svg + lab.words()


def test_try_another_starts_the_next_scenario_with_nothing_of_the_old_one(record: Record):
    lab = commit(PredictionLab())
    for _ in range(2):  # a double click starts one (B18)
        find(lab, "Try another").click()
        assert lab.scenario == Scenario(**SCENARIOS[1])
    assert lab.view.touch == "drag"
    assert "Saline, average patient" in html(lab)
    fresh = PredictionLab(injectate="saline", steroid=False)
    assert (lab.view.svg, lab.view.frame, lab.words()) == (fresh.view.svg, fresh.view.frame, fresh.words())
    assert not any(slider.disabled for slider in lab.inputs.values())
    assert find(lab, "Why").value == ""
    assert find(lab, "Commit").disabled
    commit(lab)
    assert [event.key for event in record.events(KIND)] == ["lidocaine+steroid", "saline"]


def test_a_prediction_on_record_is_shown_again(record: Record):
    lab = commit(PredictionLab())
    again = PredictionLab()
    assert again.committed == Prediction(relief_pct=LINE)
    assert (again.view.frame, again.words()) == (lab.view.frame, lab.words())
    assert "because" in html(again)
    assert again.view.touch == ""
    assert len(record.events(KIND)) == 1
    assert PredictionLab(injectate="saline").committed is None


def test_starting_over_begins_the_scenario_shown_with_nothing_of_the_draft(record: Record):
    lab = commit(PredictionLab())
    find(lab, "Try another").click()
    draw(lab)
    find(lab, "Why").value = "draft"
    record.start_over()
    assert lab.scenario == Scenario(**SCENARIOS[1])
    assert line(lab) == (50,) * 7
    assert find(lab, "Why").value == ""
    assert "Move 3 more points" in lab.words()


def test_bad_arguments_are_refused_in_a_learners_words():
    with pytest.raises(ValueError, match=r"^Scenario\.repeat_day must be between 0 and 55 days; got 60\.$"):
        PredictionLab(repeat_day=60)
