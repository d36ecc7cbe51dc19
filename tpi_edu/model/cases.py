"""Walking through a virtual patient's story."""

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
