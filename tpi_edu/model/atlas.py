"""From where it hurts to the muscles whose pain may be felt there."""

from ..content.atlas import load_muscles, load_regions
from .checks import require_choice


def find_muscles(region: str) -> dict[str, bool]:
    """Return the muscles whose pain is felt in a region, the first to examine first, and if mainly there.

    Order: those that refer there mainly before those that do so sometimes; within each, the muscle that
    refers to fewer regions (this one is a larger share of its pattern), then by name. A way to order the
    search and no probability: how often each muscle is to blame is not known. Raises `ValueError` for an
    unknown region.
    """
    require_choice("region", region, tuple(load_regions()))
    found = [(key, muscle) for key, muscle in load_muscles().items() if region in muscle.regions]
    found.sort(key=lambda pair: (region in pair[1].other_regions, len(pair[1].regions), pair[1].label))
    return {key: region in muscle.main_regions for key, muscle in found}
