"""The sentences that say what a needle in a section shows; nothing of the tissue while it is hidden."""

from ..model.needle import NEAR_MM, NeedlePath

VIEWS = ("blind", "ultrasound", "open")
HIDDEN = "hidden"
BUILDS = {"thin": "thin person", "average": "average build", "heavy": "heavy person"}
NOT_SAFE = "Depths: single studies of healthy volunteers and assumptions of this course. Not safe depths."
LATER = (
    "What that looks like: often nothing at first; hours later, pain on breathing in and breathlessness. "
    "It needs imaging of the chest [pneumothorax_case]."
)
HUB = "The needle is in to the hub: if it breaks there, nothing is left to pull. Use a longer one."


def say_mm(value: float) -> str:
    """Return a length to 0.1 mm."""
    return f"{value:.1f} mm"


def say_visibility(path: NeedlePath) -> str:
    """Return how well an ultrasound beam would show the shaft."""
    if path.visibility == 1:
        return "well seen"
    return f"{path.visibility:.0%} seen".replace("%", " %") if path.visibility > 0 else "lost"


def say_pleura(path: NeedlePath) -> str:
    """Return the least distance to the pleura over a whole breath."""
    if path.pleura_least_mm is None:
        return "none here"
    if path.pleura_least_mm < 0:
        return f"{-path.pleura_least_mm:.1f} mm beyond"
    return say_mm(path.pleura_least_mm)


def say_person(path: NeedlePath) -> str:
    """Return muscle and build: "Rhomboids, thin person"."""
    return f"{path.section.site.label}, {BUILDS[path.habitus]}"


def knows_target(path: NeedlePath, view: str) -> bool:
    """Whether the view shows where the tip is in the tissue."""
    return view == "open" or (view == "ultrasound" and path.visibility > 0)


def describe_needle(path: NeedlePath, *, view: str = "open", judged: bool = True, needle: bool = True) -> str:
    """Return every readout in plain sentences and, where it was judged, the outcome.

    view: "blind" names only what the hand knows; "ultrasound" also the tissue, and the tip while the shaft
    shows; "open" everything.
    """
    facts = path.section.site
    if not needle:
        return f"{say_person(path)}: no needle in the skin."
    hand = (
        f"{say_person(path)}: {path.needle_mm:g} mm needle entered {_say_entry(path.entry_mm)} "
        f"at {path.angle_deg:g}° to the skin, advanced {path.advance_mm:g} mm"
    )
    if view == "blind":
        sentences = [f"{hand}.", "What lies under the skin is hidden until you inject."]
        return " ".join([*sentences, *_say_hub(path, path.advance_mm)])
    stopped = f"; bone stopped it at {path.path_mm:.0f} mm" if path.outcome == "on bone" else ""
    sentences = [f"{hand}{stopped}."]
    if knows_target(path, view):
        sentences.append(
            f"With {say_mm(path.path_mm)} in the tissue the tip is {say_mm(path.tip_mm)} below the skin "
            f"and {say_mm(path.target_off_mm)} from the middle of the trigger point, "
            f"which lies {say_mm(path.section.target_mm)} deep."
        )
        sentences.append(_say_distance(path))
        sentences.append(f"Crossed: {', '.join(path.crossed) or 'nothing yet'}.")
    else:
        sentences.append(
            f"The trigger point lies {say_mm(path.section.target_mm)} deep; the tip is not seen."
        )
    sentences.append(_say_seen(path))
    sentences += _say_hub(path, path.path_mm)
    if judged:
        sentences.append(_say_outcome(path))
        sentences.append(facts.hazard)
    return " ".join([*sentences, NOT_SAFE])


def _say_entry(entry_mm: float) -> str:
    return f"{-entry_mm:g} mm before the knot" if entry_mm else "over the knot"


def _say_hub(path: NeedlePath, in_mm: float) -> list[str]:
    return [HUB] if in_mm >= path.needle_mm else []


def _say_distance(path: NeedlePath) -> str:
    if path.pleura_now_mm is None:
        return "No pleura here."
    if path.pleura_least_mm < 0:
        now = "now" if path.pleura_now_mm < 0 else "at a full breath in"
        return f"The needle is through the pleura {now}: {say_pleura(path)}."
    return f"To the pleura: {say_mm(path.pleura_now_mm)} now, {say_pleura(path)} at a full breath in."


def _say_seen(path: NeedlePath) -> str:
    seen = say_visibility(path)
    words = {"well seen": "would be well seen", "lost": "would be lost: too steep for the beam"}
    return f"On ultrasound the shaft {words.get(seen, f'would be partly lost ({seen})')}."


def _say_outcome(path: NeedlePath) -> str:
    near = f"less than {NEAR_MM:g} mm from the pleura"
    return {
        "in target": "Outcome: in target.",
        "missed": "Outcome: missed, the drug goes beside the trigger point.",
        "on bone": "Outcome: on bone. Draw back a little; the tip may be bent.",
        "within 5 mm of the pleura": f"Outcome: too close, {near} at a full breath in.",
        "pleura pierced": f"Outcome: pleura pierced, a pneumothorax can follow. {LATER}",
    }[path.outcome]
