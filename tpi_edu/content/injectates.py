"""What goes through the needle."""

from dataclasses import dataclass

from .schema import Quantity, require_together, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Injectate:
    """What one injection puts into the muscle; only an anesthetic has a block.

    Block: onset in minutes, duration in hours. Soreness afterwards: share of patients, and size at its
    peak in those who have it (NRS points).
    """

    label: str
    kind: str
    soreness_share: Quantity
    soreness_peak_nrs: Quantity
    block_onset_min: Quantity | None = None
    block_duration_h: Quantity | None = None

    def __post_init__(self) -> None:
        require_together(self, "block_onset_min", "block_duration_h")

    @property
    def is_anesthetic(self) -> bool:
        """Whether there is a block."""
        return self.block_onset_min is not None


load_injectates = table("injectates.toml", Injectate, "Return every injectate by its key, in teaching order.")
