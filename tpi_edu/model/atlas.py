"""From where it hurts to the muscles whose pain may be felt there."""

from dataclasses import dataclass

from ..content.atlas import load_muscles, load_regions
from .checks import require_choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A muscle, by its key, that refers pain to a region: mainly, or only sometimes."""

    muscle: str
    main: bool


def find_muscles(region: str) -> tuple[Match, ...]:
    """Return the muscles whose pain is felt in a region, the first to examine first.

    Order: those that refer there mainly before those that do so sometimes; within each, the muscle that
    refers to fewer regions (this one is a larger share of its pattern), then by name. A way to order the
    search and no probability: how often each muscle is to blame is not known. Raises `ValueError` for an
    unknown region.
    """
    require_choice("region", region, tuple(load_regions()))
    found = [(key, muscle) for key, muscle in load_muscles().items() if region in muscle.regions]
    found.sort(key=lambda pair: (region in pair[1].other_regions, len(pair[1].regions), pair[1].label))
    return tuple(Match(muscle=key, main=region in muscle.main_regions) for key, muscle in found)
