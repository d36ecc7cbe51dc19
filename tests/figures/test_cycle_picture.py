"""The circle shows and says how each link is known, where it is broken, and what is no longer reached."""

from itertools import chain, combinations

import numpy as np
import pytest
from seen import marks, texts

from tpi_edu.content.cycle import BREAKS, EVIDENCE, load_cycles
from tpi_edu.figures.cycle import FAINT, LINKS, CyclePicture, describe_cycle, say_node

CYCLES = load_cycles()
ALL_BREAKS = list(chain.from_iterable(combinations(BREAKS, n) for n in range(len(BREAKS) + 1)))
EACH_CYCLE = pytest.mark.parametrize("key", CYCLES)


def drawn(hypothesis, **state):
    picture = CyclePicture()
    picture.draw(hypothesis, **state)
    return picture


def pieces(picture, name):
    """Return how many separate pieces a mark of this name shows."""
    shown = marks(picture).get(f"shapes-{name}")
    return len(shown.place) if shown else 0


def place_of(hypothesis, means):
    """Return the index of the link that a treatment breaks."""
    links = CYCLES[hypothesis].links
    return next(n for n, link in enumerate(links) if means in {item.means for item in link.breaks})


def test_the_three_kinds_of_link_differ_in_style_as_well_as_in_color_and_stand_in_the_key():
    looks = [look for look, _ in LINKS.values()]
    assert len({look.dashes for look in looks}) == len({look.line for look in looks}) == len(EVIDENCE)
    svg = CyclePicture().svg()
    assert all(words in svg for _, words in LINKS.values())


@EACH_CYCLE
def test_every_node_stands_in_a_box_and_every_link_has_the_style_and_the_word_of_its_evidence(key):
    picture, cycle = drawn(key), CYCLES[key]
    shown, words = marks(picture), texts(picture)
    for n, (link, box) in enumerate(zip(cycle.links, shown["shapes-boxes"].place, strict=True)):
        edges = box.get_extents()
        assert [words[f"node-{n}-{line}"] for line in range(len(link.node))] == list(link.node)
        for line in range(len(link.node)):
            left, bottom, right, top = shown[f"words-node-{n}-{line}"].box
            assert edges.x0 < left < right < edges.x1
            assert edges.y0 < bottom < top < edges.y1
        assert words[f"grade-{n}"] == link.evidence
        look, _ = LINKS[link.evidence]
        assert shown[f"stroke-link-{n}"].look == look
        assert shown[f"shapes-head-{n}"].look.fill == look.line
    assert not any(name in key for key in shown for name in ("cut", "begun", "veil"))
    assert words["standing"] == cycle.standing.upper()


@pytest.mark.parametrize("means", BREAKS)
@EACH_CYCLE
def test_a_break_cuts_its_link_and_dims_what_comes_after_it(key, means):
    picture, count, at = drawn(key, breaks=[means]), len(CYCLES[key].links), place_of(key, means)
    shown, words = marks(picture), texts(picture)
    begun = {f"stroke-{'begun' if n == at else 'link'}-{n}" for n in range(at + 1)}
    lines = {key: mark for key, mark in shown.items() if key.startswith(("stroke-link", "stroke-begun"))}
    assert {key for key, mark in lines.items() if mark.look.line != FAINT} == begun
    assert len(lines) == count + 1
    faint = [shown[f"shapes-head-{n}"].look.fill == FAINT for n in range(count)]
    assert faint == [n >= at for n in range(count)]
    assert pieces(picture, f"cut-{at}") == 2
    assert pieces(picture, "veil") == count - at - 1
    assert words[f"cut-{means}"] == f"cut by {BREAKS[means]}"
    assert [words[f"grade-{n}"] == "not reached" for n in range(count)] == [n > at for n in range(count)]
    missed = [say_node(link.node) for link in CYCLES[key].links[at + 1 :]]
    told = f"would not reach: {', '.join(missed)}. It would no longer close"
    assert (told in describe_cycle(key, breaks=[means])) == bool(missed)


@EACH_CYCLE
def test_the_first_of_several_breaks_decides_what_is_still_reached(key):
    picture, count = drawn(key, breaks=BREAKS), len(CYCLES[key].links)
    first = min(place_of(key, means) for means in BREAKS)
    assert sum(pieces(picture, f"cut-{n}") for n in range(count)) == 2 * len(BREAKS)
    alive = [key for key, mark in marks(picture).items() if mark.look in [look for look, _ in LINKS.values()]]
    assert len(alive) == first + 1
    assert pieces(picture, "veil") == count - first - 1


@EACH_CYCLE
def test_the_present_link_is_marked_and_told(key):
    for step, link in enumerate(CYCLES[key].links, start=1):
        picture = drawn(key, step=step)
        shown, words = marks(picture), texts(picture)
        assert np.array_equal(shown["stroke-present"].place[:-1], shown[f"stroke-link-{step - 1}"].place)
        assert words["step"] == f"Link {step} of {len(CYCLES[key].links)}: {link.evidence}"
        claim = [line for name, line in words.items() if name.startswith("claim")]
        assert " ".join(claim) == link.claim


@EACH_CYCLE
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


@pytest.mark.parametrize("key", ["energy_crisis", "pain_spasm_pain"])
def test_the_critics_of_vicious_circles_are_told_at_the_links_that_close_them(key):
    assert "Against it: Quintner 2015" in describe_cycle(key, step=len(CYCLES[key].links))


@EACH_CYCLE
def test_in_every_state_the_words_of_every_link_find_a_place(key):
    for breaks in ALL_BREAKS:
        shown = texts(drawn(key, breaks=breaks)).keys()
        assert shown >= {f"cut-{means}" for means in breaks}
        assert shown >= {f"grade-{n}" for n in range(len(CYCLES[key].links))}
