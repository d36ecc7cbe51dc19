"""The numbers of the illustrative relief model, one set for each story."""

from dataclasses import dataclass
from typing import Literal, get_args

from .schema import Quantity, story_table

Story = Literal["leaflet", "trials"]
STORIES: tuple[Story, ...] = get_args(Story)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefParameters:
    """The numbers of the illustrative relief model in one story; names end in their unit."""

    baseline_nrs: Quantity
    important_relief_pct: Quantity
    context_nrs: Quantity
    context_half_life_days: Quantity
    early_nrs: Quantity
    early_fade_days: Quantity
    needle_nrs: Quantity
    needle_onset_min: Quantity
    needle_half_life_days: Quantity
    anesthetic_nrs: Quantity
    steroid_nrs: Quantity
    steroid_onset_days: Quantity
    steroid_fade_days: Quantity
    soreness_onset_h: Quantity
    soreness_half_life_h: Quantity
    onset_power: Quantity
    offset_power: Quantity
    steroid_power: Quantity
    perpetuating_factor: Quantity
    adjuncts_factor: Quantity
    fibromyalgia_early_factor: Quantity
    fibromyalgia_delay_days: Quantity
    fibromyalgia_soreness_factor: Quantity


load_relief_parameters = story_table(
    "relief_parameters.toml",
    ReliefParameters,
    'Return the relief model\'s numbers in one story: "leaflet" or "trials".',
)
