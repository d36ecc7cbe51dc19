"""The prediction lab without a browser: one line under pointer and sliders, sealed until the commit."""

import sys
import threading
from types import SimpleNamespace

import pytest
from shown import find, html

from tpi_edu import PredictionLab
from tpi_edu.figures.clocks import CLOCKS, clock_at
from tpi_edu.figures.prediction import PredictionPicture
from tpi_edu.model.prediction import PREDICTION_TIMES_H, Prediction, Scenario
from tpi_edu.widgets.prediction import SCENARIOS

LINE = (80, 70, 60, 60, 60, 50, 40)
X = [float(clock_at(CLOCKS, hours).x(hours)) for hours in PREDICTION_TIMES_H]


class Kept:
    """A record in a list."""

    def __init__(self, *events):
        self.kept = list(events)

    def add(self, kind, key, data, version=""):
        self.kept.append(SimpleNamespace(kind=kind, key=key, data=data, version=version))

    def events(self, kind=None):
        return [event for event in self.kept if kind in (None, event.kind)]


def event(key, **data):
    return SimpleNamespace(kind="prediction", key=key, data=data)


def sliders(lab):
    return list(lab.inputs.values())


def set_line(lab, relief=LINE):
    for slider, value in zip(sliders(lab), relief, strict=True):
        slider.value = value


def press(lab, x, y):
    lab.view.pointer = [x, y, lab.view.pointer[2] + 1]


def press_line(lab, relief=LINE):
    for x, value in zip(X, relief, strict=False):
        press(lab, x, 408 - float(CLOCKS[0].y(value)))


def committed(**arguments):
    lab = PredictionLab(record=Kept(), **arguments)
    set_line(lab)
    find(lab, "Why").value = "because"
    find(lab, "Commit").click()
    return lab


def plain(relief=LINE, curves=()):
    picture = PredictionPicture()
    return picture, picture.draw(Prediction(relief_pct=relief), curves)


def test_pressing_and_sliders_draw_the_same_line():
    pressed, slid = PredictionLab(record=Kept()), PredictionLab(record=Kept())
    press_line(pressed)
    set_line(slid)
    picture, words = plain()
    assert pressed.view.frame == slid.view.frame == picture.frame()
    assert [slider.value for slider in sliders(pressed)] == list(LINE)
    assert pressed.view.description == slid.view.description == words + "\nReady to commit."


def test_nothing_is_revealed_before_the_commit():
    lab = PredictionLab(record=Kept())
    set_line(lab)
    shown = lab.view.svg + str(lab.view.frame) + lab.view.description + lab.words()
    for word in ("leaflet", "Leaflet", "trial", "Trial", "Roldan", "dip", "line-", "soreness", "steroid"):
        assert word not in shown
    assert lab.png() == plain()[0].png()
    bundle = lab._repr_mimebundle_()
    assert bundle["text/plain"] == lab.words()
    assert "stor" not in bundle["text/plain"]


def test_an_untouched_line_cannot_be_committed():
    kept = Kept()
    lab = PredictionLab(record=kept)
    commit = find(lab, "Commit")
    assert "Move 3 more points" in lab.view.description
    for done, slider in enumerate(sliders(lab)[:3]):
        assert commit.disabled
        assert f"Move {3 - done} more point" in html(lab)
        slider.value = 20
    assert not commit.disabled
    fresh = PredictionLab(record=kept)
    find(fresh, "Commit").click()  # a message that no button sends
    assert fresh.committed is None
    assert kept.kept == []


def test_commit_reveals_and_freezes():
    lab = committed()
    picture, words = plain(curves=[Scenario().curve(story) for story in ("leaflet", "trials")])
    assert lab.view.frame == picture.frame()
    assert lab.words() == words
    assert "Leaflet story: " in words
    assert all(slider.disabled for slider in sliders(lab))
    assert lab.view.touch == ""

    press_line(lab, (0,) * 7)
    sliders(lab)[2].value = 3  # a message that was under way
    assert lab.view.frame == picture.frame()
    assert [slider.value for slider in sliders(lab)] == list(LINE)


def test_one_commit_is_recorded_once_with_all_that_was_said():
    kept = Kept()
    lab = PredictionLab(injectate="dry_needling", response=0.9, record=kept)
    set_line(lab, (10,) * 7)
    find(lab, "Why").value = "  because  "
    find(lab, "Commit").click()
    find(lab, "Commit").click()
    (only,) = kept.kept
    assert (only.kind, only.key) == ("prediction", "dry_needling+response=0.9")
    assert only.data == {
        "relief_pct": [10] * 7,
        "why": "because",
        "scenario": {
            "injectate": "dry_needling",
            "steroid": False,
            "response": 0.9,
            "fibromyalgia": False,
            "repeat_day": 0,
        },
        "misconception": "only_the_drug",
    }


def test_what_the_learner_wrote_is_shown_as_text_and_never_run():
    lab = PredictionLab(record=Kept())
    set_line(lab)
    find(lab, "Why").value = "<script>alert(1)</script> & <b>more</b>"
    find(lab, "Commit").click()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in html(lab)
    assert "<script" not in html(lab) + lab.view.svg + lab.words()


def test_try_another_starts_the_next_scenario_with_nothing_of_the_old_one():
    lab = committed()
    for _ in range(2):  # a double click starts one (B18)
        find(lab, "Try another").click()
        assert lab.scenario == Scenario(**SCENARIOS[1])
    assert lab.view.touch == "drag"
    assert "Saline, average patient" in html(lab)
    fresh = PredictionLab(injectate="saline", steroid=False, record=Kept())
    assert (lab.view.svg, lab.view.frame, lab.words()) == (fresh.view.svg, fresh.view.frame, fresh.words())
    assert not any(slider.disabled for slider in sliders(lab))
    assert find(lab, "Why").value == ""
    assert find(lab, "Commit").disabled
    set_line(lab)
    find(lab, "Commit").click()
    assert [event.key for event in lab._record.kept] == ["lidocaine+steroid", "saline"]


def test_a_prediction_on_record_is_shown_again():
    lab = committed()
    again = PredictionLab(record=lab._record)
    assert again.view.frame == lab.view.frame
    assert again.words() == lab.words()
    assert "because" in html(again)
    assert again.view.touch == ""
    assert len(lab._record.kept) == 1
    assert PredictionLab(injectate="saline", record=lab._record).committed is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"relief_pct": [1, 2]},
        {"relief_pct": None},
        {"relief_pct": ["x"] * 7},
        {"relief_pct": [50, 50, 50, 50, 50, 50, 500]},
    ],
)
def test_a_record_that_cannot_be_read_is_passed_over(data):
    lab = PredictionLab(record=Kept(event("lidocaine+steroid", **data)))
    assert lab.committed is None
    assert [slider.value for slider in sliders(lab)] == [50] * 7
    assert lab.words() == PredictionLab(record=Kept()).words()


def test_without_a_record_given_the_package_keeps_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record.sqlite3"))
    lab = PredictionLab(injectate="ropivacaine", response=1.2)
    assert lab.committed is None
    set_line(lab)
    find(lab, "Commit").click()
    assert PredictionLab(injectate="ropivacaine", response=1.2).committed == Prediction(relief_pct=LINE)


def test_bad_arguments_are_refused_in_a_learners_words():
    with pytest.raises(ValueError, match=r"^Scenario\.repeat_day must be between 0 and 55 days; got 60\.$"):
        PredictionLab(repeat_day=60, record=Kept())


def test_messages_handled_in_several_threads_leave_one_consistent_picture():
    lab = PredictionLab(record=Kept())

    def slide(index):
        for value in [10, 90, LINE[index]] * 8:
            sliders(lab)[index].value = value

    def pull():  # the messages of one view come one after the other
        for value in [10, 90, *LINE] * 8:
            press(lab, X[0], 408 - float(CLOCKS[0].y(value)))
        press_line(lab, LINE[:1])

    threads = [threading.Thread(target=pull)]
    threads += [threading.Thread(target=slide, args=(n,)) for n in range(1, 7)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(switch)
    assert lab.view.frame == plain()[0].frame()
