"""How patients differ from the typical one."""

from dataclasses import dataclass

from .schema import Quantity, story_table


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


load_cohort_parameters = story_table(
    "cohort_parameters.toml",
    CohortParameters,
    'Return a cohort\'s numbers in one story: "leaflet" or "trials".',
)
