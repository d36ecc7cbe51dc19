"""The explorer without a browser: its controls against the plain figure of the same state."""

import sys
import threading
from typing import Any

import ipywidgets
import pytest

from tpi_edu import Injection, Patient, ReliefExplorer, load_injectates, simulate_relief
from tpi_edu.figures.relief import ReliefPicture
from tpi_edu.widgets.live_figure import LiveFigure


def control(explorer: ReliefExplorer, description: str) -> ipywidgets.Widget:
    found = [w for w in walk(explorer) if getattr(w, "description", None) == description]
    assert len(found) == 1
    return found[0]


def walk(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in walk(child))]


def test_controls_lead_to_the_same_picture_as_the_plain_figure() -> None:
    explorer = ReliefExplorer()
    control(explorer, "Injectate").value = "bupivacaine"
    control(explorer, "with steroid").value = False
    control(explorer, "Story").value = "both"
    control(explorer, "Starting pain (0-10)").value = 6.0
    control(explorer, "Response (× average)").value = 1.35
    control(explorer, "Repeat on day (0: none)").value = 21
    control(explorer, "fibromyalgia").value = True
    control(explorer, "show measured points").value = True

    what = {"injectate": "bupivacaine", "steroid": False}
    plan = [Injection(**what), Injection(**what, day=21)]
    patient = Patient(baseline_nrs=6.0, response=1.35, fibromyalgia=True)
    plain = ReliefPicture()
    plain.draw(
        [simulate_relief(plan, patient=patient, story=story) for story in ("leaflet", "trials")],
        measured=True,
    )
    assert explorer.view.frame == plain.frame()
    assert explorer.view.description == plain.description
    assert explorer.curve.plan == tuple(plan)
    assert explorer.curve.story == "leaflet"


@pytest.mark.parametrize("injectate", load_injectates())
@pytest.mark.parametrize("story", ["leaflet", "trials"])
def test_arguments_set_the_starting_state(injectate: str, story: str) -> None:
    explorer = ReliefExplorer(
        injectate=injectate, story=story, steroid_onset_days=4, steroid_fade_days=20, vitamin_b12=False
    )
    steroid = injectate != "dry_needling"
    expected = simulate_relief(
        Injection(injectate=injectate, steroid=steroid),
        story=story,
        steroid_onset_days=4,
        steroid_fade_days=20,
    )
    assert explorer.curve.pain_nrs.tolist() == expected.pain_nrs.tolist()
    assert control(explorer, "Injectate").value == injectate
    assert control(explorer, "with steroid").value is steroid


def test_reset_returns_to_the_starting_state_with_one_redraw(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = ReliefExplorer(story="trials", repeat_day=28)
    start = explorer.view.frame
    control(explorer, "Story").value = "both"
    control(explorer, "Repeat on day (0: none)").value = 3
    control(explorer, "Injectate").value = "saline"
    assert explorer.view.frame != start
    draws = []
    monkeypatch.setattr(
        LiveFigure, "follow", lambda view, follow=LiveFigure.follow: draws.append(follow(view))
    )
    control(explorer, "Reset").click()
    assert explorer.view.frame == start
    assert len(draws) == 1


def test_a_change_travels_as_one_small_message(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = ReliefExplorer()
    sent = []
    monkeypatch.setattr(LiveFigure, "send_state", lambda view, key=None: sent.append((view, set(key))))
    control(explorer, "Steroid fades (days)").value = 45
    ((view, keys),) = sent
    assert view is explorer.view
    assert keys == {"frame", "description"}
    assert len(str(view.frame)) < 20_000


def test_a_changed_axis_sends_the_whole_figure_again() -> None:
    explorer = ReliefExplorer(injectate="dry_needling")
    before = explorer.view.svg
    control(explorer, "Starting pain (0-10)").value = 2.0
    assert explorer.view.svg != before


def test_dry_needling_takes_the_steroid_away_and_says_why() -> None:
    explorer = ReliefExplorer(injectate="lidocaine", steroid=True, vitamin_b12=True)
    control(explorer, "Injectate").value = "dry_needling"
    assert explorer.curve.plan == (Injection(injectate="dry_needling", steroid=False),)
    assert control(explorer, "with steroid").disabled
    assert any("injects nothing" in w.value for w in walk(explorer) if isinstance(w, ipywidgets.HTML))
    control(explorer, "Injectate").value = "lidocaine"
    assert explorer.curve.plan == (Injection(steroid=True, vitamin_b12=True),)


def test_curve_is_read_only() -> None:
    explorer = ReliefExplorer()
    with pytest.raises(AttributeError):
        explorer.curve = None


def test_more_hides_what_a_first_look_does_not_need() -> None:
    explorer = ReliefExplorer()
    hidden = [w for w in walk(explorer) if w.layout.display == "none"]
    assert [w.description for w in walk(hidden[0])[1:]] == [
        "Steroid sets in (days)",
        "Steroid fades (days)",
        "Starting pain (0-10)",
        "Response (× average)",
        "Repeat on day (0: none)",
        "fibromyalgia",
        "with vitamin B12",
        "show components",
        "show measured points",
    ]
    control(explorer, "More").value = True
    assert hidden[0].layout.display is None


def test_every_number_can_be_traced_and_assumptions_are_marked() -> None:
    (table,) = [
        w.value for w in walk(ReliefExplorer()) if isinstance(w, ipywidgets.HTML) and "<table" in w.value
    ]
    for facts in load_injectates().values():
        assert facts.label in table
    assert (
        table.count('class="tpi-assumption">assumption</td>') == table.count("<code>this_course</code>") > 10
    )
    for key in ("roldan_2020", "hong_1994", "navarro_santana_2020", "leaflet_b", "farrar_2001"):
        assert f"<code>{key}</code>" in table


def test_output_without_widgets_has_picture_and_words() -> None:
    bundle = ReliefExplorer(story="both")._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert bundle["text/plain"].startswith(
        "Leaflet story, lidocaine with steroid, average patient: 67 % relief"
    )
    assert "\nTrials story," in bundle["text/plain"]


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    (
        {"story": "rumor"},
        ValueError,
        "ReliefExplorer.story must be one of leaflet, trials, both; got 'rumor'.",
    ),
    (
        {"injectate": "dry_needling", "steroid": True},
        ValueError,
        "Injection.steroid must be False with dry_needling, which injects nothing; got True.",
    ),
    (
        {"baseline_nrs": 0.5},
        ValueError,
        "ReliefExplorer.baseline_nrs must be between 1 and 10 points; got 0.5.",
    ),
    (
        {"steroid_fade_days": 90},
        ValueError,
        "ReliefExplorer.steroid_fade_days must be between 14 and 60 days; got 90.",
    ),
    ({"repeat_day": 60}, ValueError, "ReliefExplorer.repeat_day must be between 0 and 55 days; got 60."),
    ({"response": "high"}, TypeError, "Patient.response must be a number; got 'high'."),
]


@pytest.mark.parametrize(("arguments", "kind", "message"), REFUSED)
def test_bad_arguments_are_refused_in_a_learners_words(
    arguments: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as error:
        ReliefExplorer(**arguments)
    assert str(error.value) == message


def test_messages_handled_in_several_threads_leave_one_consistent_picture() -> None:
    explorer = ReliefExplorer(story="both")
    moves = {
        "Steroid fades (days)": [20.0, 50.0, 40.0],
        "Starting pain (0-10)": [4.0, 9.0, 6.0],
        "Response (× average)": [0.2, 1.5, 1.2],
        "Repeat on day (0: none)": [3, 40, 21],
    }

    def move(name: str, values: list[float]) -> None:
        for value in values * 8:
            control(explorer, name).value = value

    threads = [threading.Thread(target=move, args=item) for item in moves.items()]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # let threads interrupt each other in the middle of a draw
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(switch)
    arguments = {"steroid_fade_days": 40, "baseline_nrs": 6, "response": 1.2, "repeat_day": 21}
    assert explorer.view.frame == ReliefExplorer(story="both", **arguments).view.frame
