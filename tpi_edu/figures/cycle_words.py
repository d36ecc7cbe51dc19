"""The sentences that say what a hypothesis claims, what is known of each link, and what would break it."""

from collections.abc import Collection

from ..content.cycle import BREAKS, CycleBreak, CycleHypothesis, CycleLink, load_cycles
from ..content.schema import Statement

EFFECT_WORDS = {
    "thought to": "thought, not seen",
    "for hours": "for hours only",
    "not shown": "not shown",
}


def describe_cycle(hypothesis: str, *, step: int = 1, breaks: Collection[str] = ()) -> str:
    """Return the present link with its grade and critics, what is broken, and all links of a hypothesis."""
    cycle = load_cycles()[hypothesis]
    link, count = cycle.links[step - 1], len(cycle.links)
    lines = [
        f"{cycle.label}: {cycle.standing}. Link {step} of {count}, {_say_way(cycle, step - 1)}: "
        f"{link.evidence}.",
        f"{link.claim} {_cite(link.known)}",
        f"Against it: {_cite(link.against)}",
        f"The leaflets' words: {link.leaflet}" if link.leaflet else "",
        *_say_breaks(cycle, breaks),
        f"The whole circle: {_say_circle(cycle)}.",
    ]
    return "\n".join(line for line in lines if line)


def find_cuts(cycle: CycleHypothesis, breaks: Collection[str]) -> dict[int, list[CycleBreak]]:
    """Return what the treatments chosen are said to do to a link, by the index of the link."""
    found = {n: [item for item in link.breaks if item.means in breaks] for n, link in _numbered(cycle)}
    return {n: items for n, items in found.items() if items}


def say_node(node: tuple[str, ...]) -> str:
    """Return the words of a node in one line."""
    return " ".join(node)


def _say_way(cycle: CycleHypothesis, index: int) -> str:
    return f"from “{say_node(cycle.links[index].node)}” to “{say_node(cycle.next_node(index))}”"


def _say_circle(cycle: CycleHypothesis) -> str:
    steps = (f"({link.evidence}) {say_node(cycle.next_node(n))}" for n, link in _numbered(cycle))
    return " → ".join([say_node(cycle.links[0].node), *steps])


def _say_breaks(cycle: CycleHypothesis, breaks: Collection[str]) -> list[str]:
    """Return a line for each treatment that is chosen, and what the circle no longer reaches."""
    cuts = find_cuts(cycle, breaks)
    if not cuts:
        return ["Nothing is broken: the circle would go on by itself."]
    lines = [
        f"Break by {BREAKS[item.means]}, link {n + 1}: {EFFECT_WORDS[item.effect]}. {_cite(item.says)}"
        for n, items in cuts.items()
        for item in items
    ]
    missed = [say_node(link.node) for link in cycle.links[min(cuts) + 1 :]]
    rest = f"If that held, the circle would not reach: {', '.join(missed)}. " if missed else ""
    return [*lines, f"{rest}It would no longer close; what began it is not removed."]


def _cite(said: Statement) -> str:
    return f"{said.text} [{said.source}, {said.grade}]"


def _numbered(cycle: CycleHypothesis) -> enumerate[CycleLink]:
    return enumerate(cycle.links)
