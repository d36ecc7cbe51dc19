"""Numbers and states as a learner reads them."""

from ..model.injection import Injection, Patient

DAY_H = 24.0


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
    extras = [
        word
        for word, given in (("steroid", injection.steroid), ("vitamin B12", injection.vitamin_b12))
        if given
    ]
    return name + (" with " + " and ".join(extras) if extras else "")


def say_patient(patient: Patient) -> str:
    """Return what sets a patient apart from the average one, or "average patient"."""
    traits = []
    if patient.response != 1:
        traits.append("no response" if patient.response == 0 else f"response × {patient.response:g}")
    if patient.baseline_nrs != 7.5:
        traits.append(f"starting pain {patient.baseline_nrs:g}")
    if patient.fibromyalgia:
        traits.append("fibromyalgia")
    if patient.perpetuating:
        traits.append("perpetuating factors left alone")
    if patient.adjuncts:
        traits.append("adjuncts")
    return ", ".join(traits) or "average patient"
