"""The rules of content files: a shipped record with one thing wrong is refused, and told what."""

from typing import Any

import pytest
from shipped import LEFT_OUT, loaded, refusal

from tpi_edu.content.cycle import BREAKS

CASE = next(iter(loaded("load_cases").values()))
QUESTION = next(iter(loaded("load_questions").values()))
RIGHT = next(n for n, option in enumerate(QUESTION.choices) if option.right)
LIMITS = ("ceilings 0 max_mg", "ceilings 0 max_mg_per_kg")
FIVE = [{"text": "x", "feedback": "x", "right": True}] * 5
KAPPAS = "range_kappa must be two numbers between -1 and 1, lowest first; got {}."
RULES = {
    "agreement": [
        ({"range_source": LEFT_OUT}, "range_kappa, range_source must be given together; got range_kappa."),
        (
            {"pooled_source": LEFT_OUT},
            "pooled_kappa, pooled_source must be given together; got pooled_kappa.",
        ),
        (
            {"pooled_kappa": LEFT_OUT, "pooled_source": LEFT_OUT},
            "range_kappa or pooled_kappa must be given; got neither.",
        ),
        *(({"range_kappa": span}, KAPPAS.format(tuple(span))) for span in ([0.4, 0.2], [0.2, 1.2], [0.2])),
    ],
    "anesthetics": [
        ({"usual_pct": [1.0, 0.0]}, "usual_pct must be between 0.01 and 100; got 0."),
        (dict.fromkeys(LIMITS, LEFT_OUT), "ceilings: max_mg_per_kg or max_mg must be given; got neither."),
        ({"ceilings 0 max_mg": 0.0}, "ceilings: max_mg must be between 0.01 and 1000; got 0."),
    ],
    "cases": [
        ({"nodes 0 ending": "harm"}, f"nodes: choices must be 0 to 0 at {CASE.nodes[0].key}; got 2."),
        ({"nodes 0 choices": []}, f"nodes: choices must be 2 to 4 at {CASE.nodes[0].key}; got 0."),
        ({"nodes 0 choices 0 to": "nowhere"}, "nodes must hold each key once; 'nowhere' is there 0 times."),
        (
            {"nodes 0 key": CASE.nodes[1].key},
            f"nodes must hold each key once; {CASE.nodes[1].key!r} is there 2 times.",
        ),
    ],
    "contradictions": [({"claims": []}, "claims and against must hold at least two statements; got fewer.")],
    "cycles": [
        (
            {"links -1 breaks": []},
            f"breaks must hold each of {', '.join(BREAKS)} once; got drug, needle, stretch.",
        ),
    ],
    "injectates": [
        (
            {"block_duration_h": LEFT_OUT},
            "block_onset_min, block_duration_h must be given together; got block_onset_min.",
        ),
    ],
    "plates": [
        ({"outlines 0 points 0": [401.0, 0.0]}, "outlines: points must be between 0 and 400; got 401."),
        ({"muscles 0 points 0": [-1.0, 0.0]}, "muscles: points must be between 0 and 400; got -1."),
        ({"regions 0 points 0": [0.0, 461.0]}, "regions: points must be between 0 and 460; got 461."),
        ({"marks 0 at": [0.0, -1.0]}, "marks: at must be between 0 and 460; got -1."),
    ],
    "questions": [
        ({"choices": []}, "choices must be 4 to 5 where kind is 'single'; got 0."),
        ({f"choices {RIGHT} right": False}, "choices must have 1 right where kind is 'single'; got 0."),
        ({f"choices {RIGHT - 1} right": True}, "choices must have 1 right where kind is 'single'; got 2."),
        ({"kind": "order", "choices": FIVE}, "choices must have 0 right where kind is 'order'; got 5."),
        ({"choices 0 column": "x"}, "choices must name a column of the question; got 'x'."),
        ({"columns": ["x"]}, "choices must name a column of the question; got ''."),
    ],
    "sites": [
        ({"layers -2 thickness_mm": LEFT_OUT}, "layers must all have a thickness_mm except the last."),
        ({"layers 0 kind": "fat"}, "layers must hold fat exactly once: it makes a person thin or heavy."),
        (
            {"bone_mm": LEFT_OUT, "bone_thick_mm": LEFT_OUT},
            "bone, bone_mm, bone_wide_mm, bone_thick_mm must be given together; got bone, bone_wide_mm.",
        ),
        ({"pleura_rise_mm": LEFT_OUT}, "pleura_mm, pleura_rise_mm must be given together; got pleura_mm."),
    ],
}


@pytest.mark.parametrize(
    ("stem", "changes", "message"),
    [(stem, *rule) for stem, rules in RULES.items() for rule in rules],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_record_that_breaks_a_rule_of_its_own_is_refused(
    stem: str, changes: dict[str, Any], message: str
) -> None:
    assert refusal(stem, changes) == message
