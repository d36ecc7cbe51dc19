"""The hypotheses: circles that close, and links and standings that claim no more than was seen."""

import pytest

from tpi_edu.content.cycle import CycleHypothesis, load_cycles

CYCLES = load_cycles()

each_cycle = pytest.mark.parametrize("cycle", CYCLES.values(), ids=CYCLES)


@each_cycle
def test_following_the_links_comes_back_to_the_first_node_and_meets_each_once(cycle: CycleHypothesis) -> None:
    met = [cycle.next_node(n) for n in range(len(cycle.links))]
    assert met[-1] == cycle.links[0].node
    assert sorted(met) == sorted({link.node for link in cycle.links})


@each_cycle
def test_only_what_people_were_studied_for_counts_as_measured(cycle: CycleHypothesis) -> None:
    for link in cycle.links:
        assert link.evidence != "measured" or link.known.grade in ("cohort", "trial")


@each_cycle
def test_what_is_not_supported_has_no_measured_link_and_what_is_contested_a_contested_one(
    cycle: CycleHypothesis,
) -> None:
    evidence = {link.evidence for link in cycle.links}
    effects = {item.effect for link in cycle.links for item in link.breaks}
    if cycle.standing == "not supported":
        assert "measured" not in evidence
        assert "thought to" not in effects
    if cycle.standing == "contested hypothesis":
        assert "contested" in evidence


def test_every_standing_is_given_and_the_words_of_both_leaflets_are_judged() -> None:
    assert {cycle.standing for cycle in CYCLES.values()} == {
        "contested hypothesis",
        "hypothesis",
        "not supported",
    }
    judged = " ".join(link.leaflet for cycle in CYCLES.values() for link in cycle.links)
    assert "[leaflet_a]" in judged
    assert "[leaflet_b]" in judged
