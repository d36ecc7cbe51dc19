"""The circle shows and says how each link is known, where it is broken, and what is no longer reached."""

from itertools import chain, combinations

import pytest
from matplotlib.text import Text

from tpi_edu.content.cycle import BREAKS, EVIDENCE, load_cycles
from tpi_edu.figures.cycle import CyclePicture
from tpi_edu.figures.cycle_words import describe_cycle, say_node

CYCLES = load_cycles()
ALL_BREAKS = list(chain.from_iterable(combinations(BREAKS, n) for n in range(5)))


def drawn(hypothesis, **state):
    picture = CyclePicture()
    picture.draw(hypothesis, **state)
    return picture


def parts(picture, *names):
    """Return how many separate pieces the shapes of these names show."""
    return sum(picture.frame()[name].get("d", "").count("M") for name in names)


def links(picture, *kinds, of=EVIDENCE):
    return parts(picture, *(f"{kind}-{evidence}" for kind in kinds for evidence in of))


def shown_texts(picture):
    return {
        name: artist.get_text()
        for name, artist in picture.live.items()
        if isinstance(artist, Text) and artist.get_visible()
    }


def place_of(hypothesis, means):
    """Return the index of the link that a treatment breaks."""
    return next(
        n for n, link in enumerate(CYCLES[hypothesis].links) if means in {item.means for item in link.breaks}
    )


@pytest.mark.parametrize("key", CYCLES)
def test_every_node_stands_in_a_box_and_every_link_has_the_style_and_the_word_of_its_evidence(key):
    picture, cycle = drawn(key), CYCLES[key]
    texts = shown_texts(picture)
    assert parts(picture, "boxes") == len(cycle.links)
    for n, link in enumerate(cycle.links):
        assert [texts[f"text-node-{line}-{n}"] for line in range(len(link.node))] == list(link.node)
        assert texts[f"text-grade-{n}"] == link.evidence
    assert len([name for name in texts if name.startswith("text-grade")]) == len(cycle.links)
    for evidence in EVIDENCE:
        count = sum(link.evidence == evidence for link in cycle.links)
        assert links(picture, "link", "head", of=[evidence]) == 2 * count
    assert links(picture, "faint") == parts(picture, "cuts", "veil") == 0
    assert texts["text-standing"] == cycle.standing.upper()


def test_the_three_kinds_of_link_differ_in_style_as_well_as_in_color():
    picture = CyclePicture()
    styles = {str(picture.live[f"link-{evidence}"].get_linestyle()) for evidence in EVIDENCE}
    colors = {picture.live[f"link-{evidence}"].get_edgecolor() for evidence in EVIDENCE}
    assert len(styles) == len(colors) == 3


@pytest.mark.parametrize("means", BREAKS)
@pytest.mark.parametrize("key", CYCLES)
def test_a_break_cuts_its_link_and_dims_what_comes_after_it(key, means):
    picture, count, at = drawn(key, breaks=[means]), len(CYCLES[key].links), place_of(key, means)
    assert parts(picture, "cuts") == 2
    assert links(picture, "link") == at + 1  # the broken one up to its gap
    assert links(picture, "faint") == count - at
    assert parts(picture, "veil") == count - at - 1
    texts = shown_texts(picture)
    assert texts[f"text-cut-{at}"] == f"cut by {BREAKS[means]}"
    assert [texts[f"text-grade-{n}"] == "not reached" for n in range(count)] == [n > at for n in range(count)]
    missed = [say_node(link.node) for link in CYCLES[key].links[at + 1 :]]
    told = f"would not reach: {', '.join(missed)}. It would no longer close" in picture.description
    assert told == bool(missed)


@pytest.mark.parametrize("key", CYCLES)
def test_the_first_of_several_breaks_decides_what_is_still_reached(key):
    several, cycle = drawn(key, breaks=tuple(BREAKS)), CYCLES[key]
    first = min(place_of(key, means) for means in BREAKS)
    assert parts(several, "cuts") == 2 * len(BREAKS)
    assert links(several, "link") == first + 1
    assert parts(several, "veil") == len(cycle.links) - first - 1


@pytest.mark.parametrize("key", CYCLES)
def test_the_present_link_is_marked_and_told(key):
    frames = set()
    for step, link in enumerate(CYCLES[key].links, start=1):
        picture = drawn(key, step=step)
        frames.add(picture.frame()["step"]["d"])
        texts = shown_texts(picture)
        assert texts["text-step"] == f"Link {step} of {len(CYCLES[key].links)}: {link.evidence}"
        claim = " ".join(texts[name] for name in sorted(texts) if name.startswith("text-claim"))
        assert claim == link.claim
    assert len(frames) == len(CYCLES[key].links)


@pytest.mark.parametrize("key", CYCLES)
def test_the_words_hold_the_grade_the_source_the_critics_and_the_whole_circle(key):
    cycle = CYCLES[key]
    for step, link in enumerate(cycle.links, start=1):
        words = describe_cycle(key, step=step, breaks=tuple(BREAKS))
        assert words.startswith(f"{cycle.label}: {cycle.standing}. Link {step} of {len(cycle.links)}")
        assert f"{link.claim} {link.known.text} [{link.known.source}, {link.known.grade}]" in words
        assert f"Against it: {link.against.text} [{link.against.source}, {link.against.grade}]" in words
        assert (f"The leaflets' words: {link.leaflet}" in words) == bool(link.leaflet)
        last = words.split("\n")[-1]
        for each in cycle.links:
            assert say_node(each.node) in last
        assert sum(last.count(f"({evidence})") for evidence in EVIDENCE) == len(cycle.links)
        assert words.count("Break by ") == len(BREAKS)
    assert "Nothing is broken" in describe_cycle(key)


def test_the_critics_of_vicious_circles_are_told_at_the_links_that_close_them():
    for key in ("energy_crisis", "pain_spasm_pain"):
        words = describe_cycle(key, step=len(CYCLES[key].links))
        assert "Against it: Quintner 2015" in words


@pytest.mark.parametrize("key", CYCLES)
def test_in_every_state_all_words_are_shown_inside_the_figure_and_none_overlap(key):
    picture = CyclePicture()
    renderer = picture.figure.canvas.get_renderer()
    wrong = []
    for breaks in ALL_BREAKS:
        for step in range(1, len(CYCLES[key].links) + 1):
            picture.draw(key, step=step, breaks=breaks)
            texts = shown_texts(picture)
            wanted = {f"text-cut-{place_of(key, means)}" for means in breaks}
            wanted |= {f"text-grade-{n}" for n in range(len(CYCLES[key].links))}
            wrong += [(breaks, step, name, "missing") for name in wanted - set(texts)]
            boxes = {name: picture.live[name].get_window_extent(renderer) for name in texts}
            wrong += [
                (breaks, step, a, b)
                for (a, box), (b, other) in combinations(boxes.items(), 2)
                if box.overlaps(other)
            ]
            wrong += [
                (breaks, step, name, "outside")
                for name, box in boxes.items()
                if box.x0 < 0 or box.x1 > picture.width or box.y0 < 30 or box.y1 > picture.height
            ]
    assert wrong == []


def test_a_circle_drawn_after_others_equals_one_drawn_first():
    picture = CyclePicture()
    for key in CYCLES:
        picture.draw(key, step=2, breaks=tuple(BREAKS))
    picture.draw("pain_spasm_pain", step=3)
    assert picture.frame() == drawn("pain_spasm_pain", step=3).frame()
