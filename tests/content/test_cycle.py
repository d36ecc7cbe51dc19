"""The hypotheses: circles whose every link is graded and doubted, and broken once by each treatment."""

import re

import pytest

from tpi_edu import load_sources
from tpi_edu.content.cycle import BREAKS, CycleHypothesis, CycleLink, load_cycles
from tpi_edu.content.schema import ContentError, build, read_toml

CYCLES = load_cycles()
LINKS = {f"{key} {n}": link for key, cycle in CYCLES.items() for n, link in enumerate(cycle.links, 1)}
CITED = re.compile(r"\[([a-z]\w+)\]")


def test_the_circles_are_those_the_course_judges() -> None:
    assert {key: cycle.standing for key, cycle in CYCLES.items()} == {
        "energy_crisis": "contested hypothesis",
        "sensitization": "hypothesis",
        "pain_spasm_pain": "not supported",
    }


@pytest.mark.parametrize("key", CYCLES)
def test_following_the_links_comes_back_to_the_first_node_and_meets_each_once(key: str) -> None:
    cycle = CYCLES[key]
    met = [cycle.next_node(n) for n in range(len(cycle.links))]
    assert met[-1] == cycle.links[0].node
    assert sorted(met) == sorted({link.node for link in cycle.links})


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_every_link_and_break_names_known_sources_and_is_graded_as_they_are(link: CycleLink) -> None:
    sources = load_sources()
    said = [link.known, link.against, *(item.says for item in link.breaks)]
    assert set(CITED.findall(" ".join([link.leaflet, *(each.text for each in said)]))) <= set(sources)
    for each in said:
        assert each.grade == sources[each.source].grade
    assert link.evidence != "measured" or link.known.grade in ("cohort", "trial")


def test_one_link_of_the_energy_crisis_was_measured_and_it_is_that_of_the_nine_volunteers() -> None:
    measured = [link for link in CYCLES["energy_crisis"].links if link.evidence == "measured"]
    assert [link.known.source for link in measured] == ["shah_2008"]


def test_the_weakest_break_of_the_energy_crisis_is_stress_and_posture() -> None:
    effects = {item.means: item.effect for link in CYCLES["energy_crisis"].links for item in link.breaks}
    assert [means for means, effect in effects.items() if effect == "not shown"] == ["posture"]


def test_nothing_is_measured_in_favor_of_pain_spasm_pain() -> None:
    cycle = CYCLES["pain_spasm_pain"]
    assert "measured" not in {link.evidence for link in cycle.links}
    assert {item.effect for link in cycle.links for item in link.breaks} == {"for hours", "not shown"}


def test_the_leaflets_words_are_judged() -> None:
    judged = " ".join(link.leaflet for link in LINKS.values())
    for words in ("spasm", "blood flow", "until the tension is broken", "leaflet_a", "leaflet_b"):
        assert words in judged


BAD = [
    ("standing", "proven", "standing must be one of hypothesis, contested hypothesis, not supported; got"),
    ("evidence", "sure", "links: evidence must be one of measured, inferred, contested; got 'sure'."),
    (
        "effect",
        "cures",
        "links: breaks: effect must be one of thought to, for hours, not shown; got 'cures'.",
    ),
    (
        "means",
        "needle",
        f"breaks must hold each of {', '.join(BREAKS)} once; got drug, needle, needle, stretch.",
    ),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD)
def test_a_badly_formed_hypothesis_is_refused(field: str, value: str, message: str) -> None:
    table = read_toml("cycle.toml")["energy_crisis"]
    last = table["links"][-1]
    next(record for record in (table, last, last["breaks"][0]) if field in record)[field] = value
    with pytest.raises(ContentError) as error:
        build(CycleHypothesis, table, where="cycle.toml [x]")
    assert str(error.value).startswith(f"cycle.toml [x]: {message}")
