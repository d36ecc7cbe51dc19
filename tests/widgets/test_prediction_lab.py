"""The prediction lab without a browser: one line under pointer and sliders, sealed until the commit."""

import sys
import threading
from types import SimpleNamespace

import ipywidgets
import pytest

from tpi_edu import PredictionLab
from tpi_edu.figures.clocks import PANELS
from tpi_edu.figures.prediction import PredictionPicture, describe_prediction
from tpi_edu.model.prediction import Prediction, Scenario
from tpi_edu.widgets.live_figure import LiveFigure
from tpi_edu.widgets.prediction import SCENARIOS

LINE = (80, 70, 60, 60, 60, 50, 40)
X = [PANELS[0].x(0.25), PANELS[0].x(3), *(PANELS[1].x(h) for h in (12, 48, 120))]
X += [PANELS[2].x(336), PANELS[2].x(672)]


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


def walk(widget):
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def control(lab, description):
    (found,) = [w for w in walk(lab) if getattr(w, "description", "").startswith(description)]
    return found


def sliders(lab):
    return [w for w in walk(lab) if isinstance(w, ipywidgets.IntSlider)]


def set_line(lab, relief=LINE):
    for slider, value in zip(sliders(lab), relief, strict=True):
        slider.value = value


def drag(lab, x, y):
    lab.view._handle_custom_msg({"kind": "drag", "x": x, "y": y}, [])


def drag_line(lab, relief=LINE):
    for x, value in zip(X, relief, strict=True):
        drag(lab, x, 408 - lab.picture.y(value))


def html(lab):
    return "".join(w.value for w in walk(lab) if isinstance(w, ipywidgets.HTML))


def test_dragging_and_sliders_draw_the_same_line():
    dragged, slid = PredictionLab(record=Kept()), PredictionLab(record=Kept())
    drag_line(dragged)
    set_line(slid)
    plain = PredictionPicture()
    plain.draw_prediction(Prediction(relief_pct=LINE))
    assert dragged.view.frame == slid.view.frame == plain.frame()
    assert [slider.value for slider in sliders(dragged)] == list(LINE)
    assert slid.view.description == plain.description + "\nReady to commit."


def test_a_drag_travels_as_one_small_message_of_the_figure(monkeypatch):
    lab = PredictionLab(record=Kept())
    sent = []
    monkeypatch.setattr(LiveFigure, "send_state", lambda _view, key=None: sent.append(set(key)))
    drag(lab, X[1], 100)
    (keys,) = sent
    assert keys == {"frame", "description"}
    assert len(str(lab.view.frame)) < 4_000


@pytest.mark.parametrize(
    "content", [{}, {"kind": "drag"}, {"kind": "drag", "x": None, "y": 1}, {"kind": "jump", "x": 1, "y": 1}]
)
def test_messages_that_are_no_drag_are_passed_over(content):
    lab = PredictionLab(record=Kept())
    before = lab.view.frame
    lab.view._handle_custom_msg(content, [])
    assert lab.view.frame == before


def test_nothing_is_revealed_before_the_commit():
    lab = PredictionLab(record=Kept())
    set_line(lab)
    shown = lab.view.svg + str(lab.view.frame) + lab.view.description + lab.words()
    for word in ("leaflet", "Leaflet", "trial", "Trial", "Roldan", "dip", "line-", "soreness", "steroid"):
        assert word not in shown
    plain = PredictionPicture()
    plain.draw_prediction(Prediction(relief_pct=LINE))
    assert lab.png() == plain.png()
    bundle = lab._repr_mimebundle_()
    assert bundle["text/plain"] == lab.words()
    assert "stor" not in bundle["text/plain"]


def test_an_untouched_line_cannot_be_committed():
    kept = Kept()
    lab = PredictionLab(record=kept)
    commit = control(lab, "Commit")
    assert "Move 3 more points" in lab.view.description
    for done, slider in enumerate(sliders(lab)[:3]):
        assert commit.disabled
        assert f"Move {3 - done} more point" in html(lab)
        slider.value = 20
    assert not commit.disabled
    fresh = PredictionLab(record=kept)
    control(fresh, "Commit").click()  # a message that no button sends
    assert fresh.committed is None
    assert kept.kept == []


def test_commit_reveals_and_freezes():
    lab = PredictionLab(record=Kept())
    set_line(lab)
    control(lab, "Commit").click()
    curves = [Scenario().curve(story) for story in ("leaflet", "trials")]
    plain = PredictionPicture()
    plain.draw_prediction(Prediction(relief_pct=LINE), curves)
    assert lab.view.frame == plain.frame()
    assert lab.words() == describe_prediction(Prediction(relief_pct=LINE), curves)
    assert "Leaflet story: " in lab.words()
    assert all(slider.disabled for slider in sliders(lab))
    assert not lab.view.draggable

    drag_line(lab, (0,) * 7)
    sliders(lab)[2].value = 3  # a message that was under way
    assert lab.view.frame == plain.frame()
    assert [slider.value for slider in sliders(lab)] == list(LINE)


def test_one_commit_is_recorded_once_with_all_that_was_said():
    kept = Kept()
    lab = PredictionLab(injectate="dry_needling", response=0.9, record=kept)
    set_line(lab, (10,) * 7)
    control(lab, "Why").value = "  because  "
    control(lab, "Commit").click()
    control(lab, "Commit").click()
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
    control(lab, "Why").value = "<script>alert(1)</script> & <b>more</b>"
    control(lab, "Commit").click()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in html(lab)
    assert "<script" not in html(lab) + lab.view.svg + lab.words()


def test_try_another_starts_the_next_scenario_with_nothing_of_the_old_one():
    kept = Kept()
    lab = PredictionLab(record=kept)
    set_line(lab)
    control(lab, "Why").value = "because"
    control(lab, "Commit").click()
    control(lab, "Try another").click()
    assert lab.scenario == SCENARIOS[1]
    assert lab.view.draggable
    assert "Saline, average patient" in html(lab)
    fresh = PredictionLab(injectate="saline", steroid=False, record=Kept())
    assert (lab.view.svg, lab.view.frame, lab.words()) == (fresh.view.svg, fresh.view.frame, fresh.words())
    assert not any(slider.disabled for slider in sliders(lab))
    assert control(lab, "Why").value == ""
    assert control(lab, "Commit").disabled
    set_line(lab)
    control(lab, "Commit").click()
    assert [event.key for event in kept.kept] == ["lidocaine+steroid", "saline"]


def test_a_prediction_on_record_is_shown_again():
    kept = Kept()
    lab = PredictionLab(record=kept)
    set_line(lab)
    control(lab, "Why").value = "because"
    control(lab, "Commit").click()
    again = PredictionLab(record=kept)
    assert again.view.frame == lab.view.frame
    assert again.words() == lab.words()
    assert "because" in html(again)
    assert not again.view.draggable
    assert len(kept.kept) == 1
    other = PredictionLab(injectate="saline", record=kept)
    assert other.committed is None


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
    control(lab, "Commit").click()
    assert PredictionLab(injectate="ropivacaine", response=1.2).committed == Prediction(relief_pct=LINE)


def test_bad_arguments_are_refused_in_a_learners_words():
    with pytest.raises(ValueError, match=r"^Scenario\.repeat_day must be between 0 and 55 days; got 60\.$"):
        PredictionLab(repeat_day=60, record=Kept())


def test_messages_handled_in_several_threads_leave_one_consistent_picture():
    lab = PredictionLab(record=Kept())

    def slide(index):
        for value in [10, 90, LINE[index]] * 8:
            sliders(lab)[index].value = value

    def pull(index):
        for value in [10, 90, LINE[index]] * 8:
            drag(lab, X[index], 408 - lab.picture.y(value))

    threads = [threading.Thread(target=slide if n % 2 else pull, args=(n,)) for n in range(7)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(switch)
    plain = PredictionPicture()
    plain.draw_prediction(Prediction(relief_pct=LINE))
    assert lab.view.frame == plain.frame()
