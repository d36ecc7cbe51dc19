"""Labels never cover each other, a line, or the edge of the figure, whatever is shown."""

from itertools import combinations, product

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from tpi_edu import Injection, Patient, load_injectates, simulate_relief
from tpi_edu.figures.relief import ReliefPicture

WIDTH, HEIGHT = 792, 408
STORIES = ("leaflet", "trials")
PATIENTS = [
    Patient(),
    Patient(response=0.45),
    Patient(response=1.35, baseline_nrs=5),
    Patient(baseline_nrs=2),
    Patient(response=0, fibromyalgia=True),
    Patient(response=2, baseline_nrs=10),
    Patient(fibromyalgia=True),
]
PLANS = list(product(load_injectates(), (*STORIES, "both"), (0, 3, 28)))
STATES = [(*state, PATIENTS[n % len(PATIENTS)], n % 2 == 1) for n, state in enumerate(PLANS)]


def curves(injectate, story, repeat_day, patient):
    days = [0, repeat_day] if repeat_day else [0]
    plan = [Injection(injectate=injectate, steroid=injectate != "dry_needling", day=day) for day in days]
    return [
        simulate_relief(plan, patient=patient, story=s) if story in (s, "both") else None for s in STORIES
    ]


@pytest.fixture(scope="module")
def shown():
    """Return, for each state, the boxes of the visible live labels and the live lines."""
    picture = ReliefPicture(STORIES)
    renderer = picture.figure.canvas.get_renderer()
    found = {}
    for injectate, story, repeat_day, patient, measured in STATES:
        picture.draw(curves(injectate, story, repeat_day, patient), measured=measured)
        live = [(name, artist) for name, artist in picture.live.items() if artist.get_visible()]
        labels = {
            f"{n}: {a.get_text()}": a.get_window_extent(renderer) for n, a in live if isinstance(a, Text)
        }
        lines = [
            a.get_path().transformed(a.get_transform()).vertices for _, a in live if isinstance(a, Line2D)
        ]
        found[injectate, story, repeat_day, patient, measured] = labels, lines
    return found


@pytest.fixture(scope="module")
def printed():
    """Return the boxes of what stands in the figure in every state: titles, ticks, the small print."""
    picture = ReliefPicture(STORIES)
    picture.draw(curves("lidocaine", "both", 0, Patient()))
    picture.figure.draw_without_rendering()
    renderer = picture.figure.canvas.get_renderer()
    live = set(picture.live.values())
    texts = [
        text
        for text in picture.figure.findobj(Text)
        if text not in live and text.get_text() and text.get_visible()
    ]
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in texts}
    return {words: box for words, box in boxes.items() if box.y0 > 0}  # ticks below the axis are not drawn


def test_labels_do_not_overlap_each_other(shown):
    collisions = [
        (state, a, b)
        for state, (labels, _) in shown.items()
        for (a, box_a), (b, box_b) in combinations(labels.items(), 2)
        if box_a.overlaps(box_b)
    ]
    assert collisions == []


def test_labels_do_not_stick_out_of_the_figure(shown):
    outside = [
        (state, name)
        for state, (labels, _) in shown.items()
        for name, box in labels.items()
        if box.x0 < 0 or box.y0 < 0 or box.x1 > WIDTH or box.y1 > HEIGHT
    ]
    assert outside == []


def test_labels_do_not_cover_titles_ticks_or_small_print(shown, printed):
    assert "Hours: the block" in printed
    collisions = [
        (state, name, words)
        for state, (labels, _) in shown.items()
        for name, box in labels.items()
        for words, fixed in printed.items()
        if box.overlaps(fixed)
    ]
    assert collisions == []


def test_labels_do_not_stand_on_a_line(shown):
    struck = []
    for state, (labels, lines) in shown.items():
        for line in lines:
            points = line[np.isfinite(line).all(axis=1)]
            if len(points) < 2:
                continue
            steps = np.linspace(0, len(points) - 1, 4000)
            x, y = (np.interp(steps, np.arange(len(points)), points[:, axis]) for axis in (0, 1))
            for name, extent in labels.items():
                box = extent.padded(-1.5)  # letters leave the corners of their box empty
                if np.any((x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)):
                    struck.append((state, name))
    assert struck == []


def test_every_line_shown_is_named(shown):
    for (_, story, *_), (labels, _) in shown.items():
        names = {label.split(": ")[0] for label in labels}
        assert ("text-name-0" in names) == (story != "trials")
        assert ("text-name-1" in names) == (story != "leaflet")


@pytest.mark.parametrize(
    ("injectate", "story"),
    [("lidocaine", "leaflet"), ("lidocaine", "trials"), ("lidocaine", "both"), ("dry_needling", "trials")],
)
def test_in_the_main_states_every_milestone_is_labeled(injectate, story):
    picture = ReliefPicture(STORIES)
    drawn = curves(injectate, story, 0, Patient())
    picture.draw(drawn, measured=True)
    at = next(curve for curve in drawn if curve is not None).milestones
    expected = {name for name in ("dip", "peak", "fade") if getattr(at, f"{name}_h") is not None}
    expected |= {"early", "important", "measured"} | ({"unmeasured"} if story != "leaflet" else set())
    missing = {name for name in expected if not picture.live[f"text-{name}"].get_visible()}
    assert missing == set()


def test_labels_are_hidden_with_what_they_name():
    picture = ReliefPicture(STORIES)
    picture.draw(curves("lidocaine", "leaflet", 0, Patient()), components=False, measured=False)
    hidden = {
        "unmeasured",
        "measured",
        "repeat",
        "context",
        "needle",
        "steroid",
        "anesthetic",
        "soreness",
        "name-1",
    }
    assert {name for name in hidden if picture.live[f"text-{name}"].get_visible()} == set()
