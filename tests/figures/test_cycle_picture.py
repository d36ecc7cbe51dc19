"""The circle shows and says how each link is known, where it is broken, and what is no longer reached."""

from itertools import chain, combinations

import numpy as np
import pytest
from seen import drawn, marks, texts

from tpi_edu.content.cycle import BREAKS, load_cycles
from tpi_edu.figures.cycle import FAINT, LINKS, CyclePicture, describe_cycle

CYCLES = load_cycles()
ALL_BREAKS = list(chain.from_iterable(combinations(BREAKS, n) for n in range(len(BREAKS) + 1)))
EACH_CYCLE = pytest.mark.parametrize("key", CYCLES)


@EACH_CYCLE
def test_every_node_stands_in_a_box_and_every_link_has_the_style_and_the_word_of_its_evidence(key):
    picture, cycle = drawn(CyclePicture, key), CYCLES[key]
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
    assert words["standing"] == cycle.standing.upper()


@pytest.mark.parametrize("breaks", ALL_BREAKS)
@EACH_CYCLE
def test_breaks_cut_their_links_and_dim_what_comes_after_the_first(key, breaks):
    picture, links = drawn(CyclePicture, key, breaks=breaks), CYCLES[key].links
    shown, words, numbers = marks(picture), texts(picture), range(len(links))
    cut = {n: item.means for n, link in enumerate(links) for item in link.breaks if item.means in breaks}
    first = min(cut, default=len(links))
    lines = {key: mark for key, mark in shown.items() if key.startswith(("stroke-link", "stroke-begun"))}
    assert lines.keys() == {*(f"stroke-link-{n}" for n in numbers), *(f"stroke-begun-{n}" for n in cut)}
    reached = {f"stroke-{'begun' if n == first else 'link'}-{n}" for n in numbers if n <= first}
    assert {key for key, mark in lines.items() if mark.look.line != FAINT} == reached
    assert [shown[f"shapes-head-{n}"].look.fill == FAINT for n in numbers] == [n >= first for n in numbers]
    cuts = {key: len(mark.place) for key, mark in shown.items() if key.startswith("shapes-cut")}
    assert cuts == {f"shapes-cut-{n}": 2 for n in cut}
    missed = [" ".join(link.node) for link in links[first + 1 :]]
    assert len(shown["shapes-veil"].place if "shapes-veil" in shown else ()) == len(missed)
    assert [words[f"cut-{means}"] for means in breaks] == [f"cut by {BREAKS[means]}" for means in breaks]
    effects = {words[f"effect-{means}"] for means in breaks}
    assert effects <= {"thought, not seen", "for hours only", "not shown"}
    assert [words[f"grade-{n}"] == "not reached" for n in numbers] == [n > first for n in numbers]
    told = f"would not reach: {', '.join(missed)}. It would no longer close"
    assert (told in describe_cycle(key, breaks=breaks)) == bool(missed)


@EACH_CYCLE
def test_the_present_link_is_marked_and_told(key):
    for step, link in enumerate(CYCLES[key].links, start=1):
        picture = drawn(CyclePicture, key, step=step)
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
            assert " ".join(each.node) in last
        assert sum(last.count(f"({evidence})") for evidence in LINKS) == len(cycle.links)
        assert words.count("Break by ") == len(BREAKS)
    assert "Nothing is broken" in describe_cycle(key)
