"""The prediction lab without a browser: one line under pointer and sliders, sealed until the commit."""

import pytest
from shown import find, html, press_at, shown

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
        said = lab.view.svg + str(lab.view.frame) + lab.words()
        for word in ("leaflet", "Leaflet", "trial", "Trial", "Roldan", "dip", "line-", "soreness", "steroid"):
            assert word not in said
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


def test_commit_reveals_and_freezes_and_is_shown_again_as_the_record_has_it(record: Record):
    lab = commit(PredictionLab())
    picture, words = plain(curves=[Scenario().curve(story) for story in ("leaflet", "trials")])
    assert "Leaflet story: " in words
    press(lab, 0, 0)
    lab.inputs["relief_2"].value = 3  # a message that was under way
    for each in (lab, PredictionLab()):
        assert each.committed == Prediction(relief_pct=LINE)
        assert (each.view.frame, each.words(), line(each)) == (picture.frame(), words, LINE)
        assert each.view.touch == ""
        assert all(slider.disabled for slider in each.inputs.values())
        assert "because" in html(each)
    assert len(record.events(KIND)) == 1
    assert PredictionLab(injectate="saline").committed is None


def test_one_commit_is_recorded_once_with_all_that_was_said_and_shown_as_text(record: Record):
    patient = {"response": 0.9, "fibromyalgia": True, "repeat_day": 21}
    lab = commit(PredictionLab(injectate="dry_needling", **patient), (10,) * 7, "  <script>x</script> & y  ")
    find(lab, "Commit").click()
    (only,) = record.events()
    assert (only.kind, only.key) == (KIND, "dry_needling+response=0.9+fibromyalgia+repeat_day=21")
    assert only.data == {
        "relief_pct": [10] * 7,
        "why": "<script>x</script> & y",
        "scenario": {"injectate": "dry_needling", "steroid": False} | patient,
        "misconception": "dip_forgotten",
    }
    assert "&lt;script&gt;x&lt;/script&gt; &amp; y" in html(lab)
    assert "<script" not in html(lab) + lab.view.svg + lab.words()


def test_try_another_and_starting_over_begin_a_scenario_with_nothing_of_the_old_line(record: Record):
    lab, fresh = commit(PredictionLab()), PredictionLab(injectate="saline", steroid=False)
    for _ in range(2):  # a double click starts one (B18)
        find(lab, "Try another").click()
    for is_drafted in (False, True):
        if is_drafted:
            draw(lab)
            find(lab, "Why").value = "draft"
            record.start_over()
        assert lab.scenario == Scenario(**SCENARIOS[1])
        assert lab.view.touch == "drag"
        assert "Saline, average patient" in html(lab)
        assert (*shown(lab), lab.words(), line(lab)) == (*shown(fresh), fresh.words(), (50,) * 7)
        assert not any(slider.disabled for slider in lab.inputs.values())
        assert find(lab, "Why").value == ""
        assert find(lab, "Commit").disabled
    commit(lab)
    assert [event.key for event in record.events(KIND)] == ["saline"]
