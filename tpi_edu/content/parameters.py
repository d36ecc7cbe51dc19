"""The numbers of the illustrative models, one set for each story: of relief, and of how patients differ."""

from dataclasses import dataclass

from .schema import Quantity, table

STORIES = ("leaflet", "trials")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortParameters:
    """The numbers of a cohort in one story; names end in their unit."""

    start_nrs: Quantity
    end_nrs: Quantity
    assess_days: Quantity
    usual_sd_nrs: Quantity
    day_sd_nrs: Quantity
    responder_share: Quantity
    responder_factor: Quantity
    non_responder_factor: Quantity
    response_spread_factor: Quantity
    clock_spread_factor: Quantity
    soreness_spread_factor: Quantity
    usual_nrs: Quantity
    bad_day_nrs: Quantity
    bad_spell_days: Quantity
    natural_nrs: Quantity
    natural_sd_nrs: Quantity
    natural_half_life_days: Quantity
    context_pct: Quantity
    leave_share: Quantity


load_relief_parameters = table(
    "relief_parameters.toml", ReliefParameters, "set of the relief model's numbers", "the story it tells"
)
load_cohort_parameters = table(
    "cohort_parameters.toml", CohortParameters, "set of a cohort's numbers", "the story it tells"
)
