"""The muscles of the atlas: what they do, where their pain is felt, and what lies under the needle."""

from dataclasses import dataclass

from .schema import Statement, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """A muscle of the atlas.

    `danger` names in a few words what `hazard` explains: what the needle must not reach, and how to keep
    off it. `main_regions` and `other_regions` are keys of the regions where its pain is mainly, or
    sometimes, felt: the `referral` put on the map.
    """

    label: str
    danger: str
    main_regions: tuple[str, ...]
    other_regions: tuple[str, ...]
    action: Statement
    nerve: Statement
    trigger_points: Statement
    referral: Statement
    hazard: Statement

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region where its pain may be felt, main ones first."""
        return self.main_regions + self.other_regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place where pain is felt, in the words of someone who points at it."""

    label: str


load_muscles = table("muscles.toml", Muscle, "Return every muscle by its key, from head to calf.")


load_regions = table("regions.toml", Region, "Return every region by its key, from head to foot.")
