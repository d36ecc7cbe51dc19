"""The beliefs that would explain a predicted line, and what is known instead."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import ContentError, load_records


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionBelief:
    """A belief in a learner's words, the correction, and the keys of the sources it rests on."""

    belief: str
    correction: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ContentError("sources must hold at least one key; got none.")


@cache
def load_prediction_misses() -> MappingProxyType[str, PredictionBelief]:
    """Return every belief by its key, in the order in which `find_misconception` looks for them."""
    return load_records("prediction_misses.toml", PredictionBelief)
