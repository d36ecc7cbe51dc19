"""What patient leaflets claim, and how far each claim holds."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .schema import ContentError, load_records

VERDICTS = ("supported", "partly", "misleading", "vague")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A leaflet's claim in the course's words, the verdict on it and the notebook that teaches it.

    `reason` cites its sources as `[key]` or `[key, key]`.
    """

    claim: str
    verdict: str
    reason: str
    sources: tuple[str, ...]
    topic: str
    notebook: str

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ContentError(f"verdict must be one of {', '.join(VERDICTS)}; got {self.verdict!r}.")
        if not self.sources:
            raise ContentError("sources must hold at least one key; got none.")


@cache
def load_claims() -> MappingProxyType[str, Claim]:
    """Return every claim by its leaflet and number: "A01" to "A38", then "B39" to "B57"."""
    return load_records("claims.toml", Claim)
