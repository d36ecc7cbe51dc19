"""Walking through a virtual patient's story, and what is wrong with a story that cannot be walked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..content.cases import Case, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A case and the numbers of the choices taken so far, from 0.

    Raises `ValueError` for a choice that the case does not offer there.
    """

    case: Case
    taken: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.met()

    def met(self) -> tuple[Node, ...]:
        """Return the nodes from the start to the present one."""
        nodes = {node.key: node for node in self.case.nodes}
        met = [self.case.nodes[0]]
        for number in self.taken:
            here, offered = met[-1], range(len(met[-1].choices))
            if type(number) is not int or number not in offered:
                rule = f"one of {', '.join(map(str, offered))}" if offered else "none, the case has ended"
                raise ValueError(f"Walk.taken must be {rule} at {here.key}; got {number!r}.")
            met.append(nodes[here.choices[number].to])
        return tuple(met)

    @property
    def node(self) -> Node:
        """The present node."""
        return self.met()[-1]

    def choose(self, number: int) -> "Walk":
        """Return the walk after one more choice."""
        return replace(self, taken=(*self.taken, number))


def walks(case: Case, walk: Walk | None = None) -> Iterator[Walk]:
    """Yield every way through a case to an ending; raise `ValueError` if one goes in a circle."""
    walk = walk or Walk(case=case)
    if walk.met().count(walk.node) > 1:
        raise ValueError(f"Case.nodes must not lead in a circle; {walk.node.key} is met again.")
    if walk.node.ending:
        yield walk
    for number in range(len(walk.node.choices)):
        yield from walks(case, walk.choose(number))


def find_faults(case: Case) -> list[str]:
    """Return what would mislead: a node nobody reaches; danger that ends well, or good choices in harm."""
    faults, reached = [], set()
    for walk in walks(case):
        met, ending = walk.met(), walk.node.ending
        reached.update(node.key for node in met)
        kinds = {node.choices[number].kind for node, number in zip(met, walk.taken, strict=False)}
        if {"completed": "dangerous" in kinds, "harm": kinds == {"good"}}.get(ending):
            faults.append(f"{walk.node.key}: must not end as {ending} after choices {walk.taken}.")
    for node in case.nodes:
        if node.key not in reached:
            faults.append(f"{node.key}: must be reached; no way leads there.")
        if node.choices and not {choice.kind for choice in node.choices} & {"good", "acceptable"}:
            faults.append(f"{node.key}: must offer a good or acceptable choice; it has none.")
    return faults
