"""The sentences that say what a relief curve shows: text alternative, status line, stored output."""

import numpy as np

from ..model.calibrate import fitted_points, relief_range
from ..model.injection import Injection, Patient
from ..model.measured import ALL, Chosen, kind_of, stretches
from ..model.milestones import DAY_H, WEEK_H, Milestones, find_milestones
from ..model.relief import ReliefCurve

STORY_NAMES = {"leaflet": "leaflet story", "trials": "trials story"}
B12_WORDS = "Vitamin B12 changes no number: no trial that supports it was found."


def say_pct(value: float) -> str:
    """Return a percentage in whole numbers, with a real minus sign, and none before a zero."""
    return f"{round(value)} %".replace("-", "−")


def say_when(hours: float, *, short: bool = False) -> str:
    """Return when something happens, in a clinician's unit: "at 9 hours" (short: "at 9 h"), "on day 25"."""
    if hours >= 48:
        return f"on day {hours / DAY_H:.0f}"
    if hours < 0.995:
        return f"at {hours * 60:.0f} " + ("min" if short else "minutes")
    return f"at {hours:.0f} " + ("h" if short else "hour" if round(hours) == 1 else "hours")


def say_injection(injection: Injection) -> str:
    """Return what is injected: "lidocaine with steroid"."""
    name = injection.content.label
    name = name[0].lower() + name[1:]
    extras = ["steroid"] * injection.steroid + ["vitamin B12"] * injection.vitamin_b12
    return name + (" with " + " and ".join(extras) if extras else "")


def say_patient(patient: Patient) -> str:
    """Return what sets a patient apart from the average one, or "average patient"."""
    traits = {
        f"response × {patient.response:g}" if patient.response else "no response": patient.response != 1,
        f"starting pain {patient.baseline_nrs:g}": patient.baseline_nrs != 7.5,
        "fibromyalgia": patient.fibromyalgia,
        "perpetuating factors left alone": patient.perpetuating,
        "adjuncts": patient.adjuncts,
    }
    return ", ".join(words for words, is_there in traits.items() if is_there) or "average patient"


def describe_relief(curve: ReliefCurve, *, measured: bool = False) -> str:
    """Return a few plain sentences with the milestone numbers of a relief curve.

    measured: and what studies measured in each stretch of time.
    """
    first = curve.milestones
    given = dict.fromkeys(say_injection(item) for item in curve.plan if item.day == curve.plan[0].day)
    what = f"{STORY_NAMES[curve.story].capitalize()}, {' + '.join(given)}, {say_patient(curve.patient)}"
    sentences = [
        f"{what}: {say_pct(first.early_pct)} relief at 15 minutes.",
        _say_dip(curve, first),
        _say_fade(curve, first),
    ]
    for day in curve.repeat_days:
        again = find_milestones(curve, day=day)
        brings = say_pct(again.early_pct)
        sentences += [f"The repeat on day {day:g} brings {brings}.", _say_fade(curve, again)]
    if any(injection.vitamin_b12 for injection in curve.plan):
        sentences.append(B12_WORDS)
    if curve.story == "trials":
        sentences += [say_unseen(curve.plan[0], after_repeat=bool(curve.repeat_days)), say_fit(curve)]
    sentences += [describe_measured()] * measured
    return " ".join(sentences)


def say_unseen(injection: Injection, *, after_repeat: bool = False) -> str:
    """Return for which times no value after one such injection was seen, where the story is a guess."""
    *first, last = (each.name for each in stretches() if not each.is_known(injection))
    if after_repeat:
        first, last = [*first, last], "the time after the repeat"
    kind = kind_of(injection)
    return (
        f"No value after one session ({kind}) was seen for {', '.join(first)} and {last}: there the trials "
        "story is a guess."
    )


def say_fit(curve: ReliefCurve) -> str:
    """Return to what the trials story is fitted, and how far apart courses lie that fit nearly as well."""
    if curve.patient != Patient(baseline_nrs=curve.patient.baseline_nrs) or curve.repeat_days:
        return "It is the average line, changed for this course: nothing like this was fitted."
    lows, highs = relief_range(curve.resampled(curve.plan[0].day * DAY_H + np.array([2, 8]) * WEEK_H))
    spans = [f"{low:.0f} to {say_pct(high)}" for low, high in zip(lows, highs, strict=True)]
    trials = len({point.arm.trial for point in fitted_points()})
    return (
        f"The story is fitted to {len(fitted_points())} values of {trials} studies. Lines within one "
        f"standard error have {spans[0]} relief at two weeks and {spans[1]} at eight: how it fades is "
        "assumed."
    )


def describe_measured(chosen: Chosen = ALL) -> str:
    """Return how many arms and people, of the chosen points, stand behind each stretch of time."""
    parts = []
    for each in stretches():
        arms = {point.key: point.arm for point in each.points if chosen.takes(point)}.values()
        others = sum(arm.kind == "other care" for arm in arms)
        behind = f"{len(arms)} arms ({others} with other care), {sum(arm.patients for arm in arms)} people"
        nobody = "none of those chosen" if each.points else f"no value seen, {each.unseen} studies measured"
        parts.append(f"{each.name}: {behind if arms else nobody}")
    return f"Measured, each arm in its own patients. {'; '.join(parts).capitalize()}."


def mark_milestones(curve: ReliefCurve) -> dict[str, tuple[float, float, str]]:
    """Return hour, relief (%) and label of the milestones there are: early, dip, peak, fade."""
    m = curve.milestones
    important = curve.numbers.important_relief_pct.value
    marks = {"early": (m.early_h, m.early_pct, f"{say_pct(m.early_pct)} at 15 min")}
    if m.dip_h is not None and m.dip_pct is not None:
        marks["dip"] = (m.dip_h, m.dip_pct, f"dip: {say_pct(m.dip_pct)} {say_when(m.dip_h, short=True)}")
    if m.peak_h is not None and m.peak_pct is not None:
        marks["peak"] = (m.peak_h, m.peak_pct, f"{say_pct(m.peak_pct)} {say_when(m.peak_h, short=True)}")
    if m.fade_h is not None:
        since = say_when(m.fade_h, short=True).split(" ", 1)[1]
        marks["fade"] = (m.fade_h, important, f"below {say_pct(important)}: {since}")
    return marks


def _say_dip(curve: ReliefCurve, after: Milestones) -> str:
    if after.dip_h is None or after.dip_pct is None:
        return "No second peak."
    injection = curve.plan[0]
    block = "the block has worn off and " if injection.content.is_anesthetic else ""
    lowest = (
        f"Lowest {say_when(after.dip_h)} ({say_pct(after.dip_pct)}), when {block}soreness is near its peak"
    )
    if after.peak_h is None or after.peak_pct is None:
        return f"{lowest}; then rising until the repeat."
    size = curve.numbers.steroid_nrs.value * curve.patient.response
    why = "as the steroid acts" if injection.steroid and size > 0 else "as soreness fades"
    if curve.patient.fibromyalgia and curve.story == "trials":
        why = "as relief sets in late and soreness fades"
    return f"{lowest}; then up to {say_pct(after.peak_pct)} {say_when(after.peak_h)} {why}."


def _say_fade(curve: ReliefCurve, after: Milestones) -> str:
    important = curve.numbers.important_relief_pct.value
    level = f"{say_pct(important)}, a change many patients call much improved"
    if after.fade_h is not None:
        return f"Below {level}, from {say_when(after.fade_h).split(' ', 1)[1]} on."
    if after.top_pct < important:
        return f"Never up to {level}."
    injected_h = after.early_h - 0.25
    later = [day for day in curve.repeat_days if injected_h < day * DAY_H <= injected_h + 12 * WEEK_H]
    until = f"at the repeat on day {later[0]:g}" if later else "at twelve weeks"
    return f"Still above {level}, {until}."
