"""The rules of single content files: a shipped record with one thing wrong is refused, and told what."""

import re
from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import pytest

from tpi_edu.content.atlas import load_muscles, load_plates
from tpi_edu.content.cases import load_cases
from tpi_edu.content.claims import VERDICTS, WAYS, Claim, Contradiction, load_claims, load_contradictions
from tpi_edu.content.cycle import BREAKS, CycleBreak, load_cycles
from tpi_edu.content.injectates import load_anesthetics, load_injectates
from tpi_edu.content.needle import load_sites
from tpi_edu.content.published import (
    GROUPS,
    PooledEstimate,
    load_agreement,
    load_measured_arms,
    load_pooled,
    load_repeat_rules,
)
from tpi_edu.content.questions import load_questions
from tpi_edu.content.schema import ContentError, build, read_toml
from tpi_edu.content.sources import load_sources

Load = Callable[[], Any]
LEFT_OUT = object()
CASE = next(iter(load_cases().values()))
QUESTION = next(iter(load_questions().values()))
RIGHT = next(n for n, option in enumerate(QUESTION.options) if option.right)


def change(table: Any, path: str, value: Any) -> None:
    """Set what a path such as "nodes 0 choices 0 kind" leads to, or raise what its first wrong step does."""
    *steps, last = (int(step) if step.lstrip("-").isdigit() else step for step in path.split())
    for step in steps:
        table = table[step]
    if value is LEFT_OUT:
        del table[last]
    else:
        table[last] = value


def refusal(load: Load, changes: dict[str, Any]) -> str:
    """Return what is said of the first shipped record that has all the places to change."""
    file = f"{load.__name__.removeprefix('load_')}.toml"
    for key, table in read_toml(file).items():
        try:
            for path, value in changes.items():
                change(table, path, value)
        except (KeyError, IndexError):
            continue
        with pytest.raises(ContentError) as error:
            build(type(load()[key]), table, where=f"{file} [{key}]")
        return str(error.value).removeprefix(f"{file} [{key}]: ")
    raise AssertionError(f"{file} has no record with {', '.join(changes)}.")


@pytest.mark.parametrize(
    ("load", "path"),
    [
        (load_agreement, "grade"),
        (load_anesthetics, "ceilings 0 grade"),
        (load_cases, "nodes 0 choices 0 kind"),
        (load_cases, "nodes 0 stage"),
        (load_cases, "nodes -1 ending"),
        (load_claims, "verdict"),
        (load_contradictions, "way"),
        (load_cycles, "standing"),
        (load_cycles, "links 0 evidence"),
        (load_cycles, "links -1 breaks 0 effect"),
        (load_cycles, "links -1 breaks 0 means"),
        (load_injectates, "soreness_share grade"),
        (load_measured_arms, "grade"),
        (load_muscles, "hazard grade"),
        (load_pooled, "group"),
        (load_questions, "kind"),
        (load_repeat_rules, "grade"),
        (load_sites, "layers 0 kind"),
        (load_sources, "grade"),
    ],
)
def test_a_word_that_is_none_of_those_to_choose_from_is_refused(load: Load, path: str) -> None:
    names = ": ".join(step for step in path.split() if not step.lstrip("-").isdigit())
    assert re.fullmatch(rf"{names} must be one of \w.*; got 'no such'\.", refusal(load, {path: "no such"}))


@pytest.mark.parametrize(
    ("cls", "field", "labels"),
    [
        (Claim, "verdict", VERDICTS),
        (Contradiction, "way", WAYS),
        (CycleBreak, "means", BREAKS),
        (PooledEstimate, "group", GROUPS),
    ],
)
def test_every_word_to_choose_from_has_a_label(cls: type, field: str, labels: dict[str, Any]) -> None:
    assert get_args(get_type_hints(cls)[field]) == tuple(labels)


PART = {"text": "x", "column": "x", "feedback": "x"}
SPAN = "range_kappa must be two numbers between -1 and 1, lowest first; got {}."
RULES = [
    (
        load_agreement,
        {"range_source": LEFT_OUT},
        "range_kappa, range_source must be given together; got range_kappa.",
    ),
    (
        load_agreement,
        {"pooled_source": LEFT_OUT},
        "pooled_kappa, pooled_source must be given together; got pooled_kappa.",
    ),
    (
        load_agreement,
        {"pooled_kappa": LEFT_OUT, "pooled_source": LEFT_OUT},
        "range_kappa or pooled_kappa must be given; got neither.",
    ),
    *(
        (load_agreement, {"range_kappa": span}, SPAN.format(tuple(span)))
        for span in ([0.4, 0.2], [0.2, 1.2], [0.2])
    ),
    (load_anesthetics, {"usual_pct": []}, "usual_pct must be above 0 and at most 100 %; got ()."),
    (
        load_anesthetics,
        {"usual_pct": [1.0, 0.0]},
        "usual_pct must be above 0 and at most 100 %; got (1.0, 0.0).",
    ),
    (load_cases, {"nodes 0 ending": "harm"}, f"nodes: choices must be 0 to 0 at {CASE.nodes[0].key}; got 2."),
    (load_cases, {"nodes 0 choices": []}, f"nodes: choices must be 2 to 4 at {CASE.nodes[0].key}; got 0."),
    (
        load_cases,
        {"nodes 0 choices 0 to": "nowhere"},
        "nodes must hold each key once; 'nowhere' is there 0 times.",
    ),
    (
        load_cases,
        {"nodes 0 key": CASE.nodes[1].key},
        f"nodes must hold each key once; {CASE.nodes[1].key!r} is there 2 times.",
    ),
    (
        load_contradictions,
        {"claims": []},
        "claims and against must hold at least two statements; got fewer.",
    ),
    (
        load_cycles,
        {"links -1 breaks": []},
        f"breaks must hold each of {', '.join(BREAKS)} once; got drug, needle, stretch.",
    ),
    (
        load_injectates,
        {"block_duration_h": LEFT_OUT},
        "block_onset_min, block_duration_h must be given together; got block_onset_min.",
    ),
    (load_measured_arms, {"pain_nrs": [2.22]}, "pain_nrs must have one value per time; got 1."),
    (
        load_measured_arms,
        {"pain_nrs": [2.22, 10.5]},
        "pain_nrs must be between 0 and 10 points; got (2.22, 10.5).",
    ),
    (load_questions, {"options": []}, "options must be 4 to 5 in a single question; got 0."),
    (load_questions, {"items": [PART]}, "items must be 0 to 0 in a single question; got 1."),
    (load_questions, {f"options {RIGHT} right": False}, "options must have one that is right; got 0."),
    (load_questions, {f"options {RIGHT - 1} right": True}, "options must have one that is right; got 2."),
    (load_questions, {"items 0 column": "x"}, "items must name a column of the question; got 'x'."),
    (
        load_sites,
        {"layers -2 thickness_mm": LEFT_OUT},
        "layers must all have a thickness_mm except the last.",
    ),
    (
        load_sites,
        {"layers 0 kind": "fat"},
        "layers must hold fat exactly once: it makes a person thin or heavy.",
    ),
    (
        load_sites,
        {"bone_mm": LEFT_OUT, "bone_thick_mm": LEFT_OUT},
        "bone, bone_mm, bone_wide_mm, bone_thick_mm must be given together; got bone, bone_wide_mm.",
    ),
    (
        load_sites,
        {"pleura_rise_mm": LEFT_OUT},
        "pleura_mm, pleura_rise_mm must be given together; got pleura_mm.",
    ),
    (load_sources, {"doi": "doi:10.1/x"}, "doi must start with '10.'; got 'doi:10.1/x'."),
    (load_sources, {"pmid": "PMC123"}, "pmid must be digits; got 'PMC123'."),
]


@pytest.mark.parametrize(("load", "changes", "message"), RULES, ids=[message for *_, message in RULES])
def test_a_record_that_breaks_a_rule_of_its_own_is_refused(
    load: Load, changes: dict[str, Any], message: str
) -> None:
    assert refusal(load, changes) == message


@pytest.mark.parametrize(
    "place", ["outlines 0 points 0", "muscles 0 points 0", "regions 0 points 0", "marks 0 at"]
)
def test_a_plate_with_a_point_beside_it_is_refused(place: str) -> None:
    message = "every point must be x between 0 and 400 and y between 0 and 460; got [401, 0]."
    assert refusal(load_plates, {place: [401.0, 0.0]}) == message
