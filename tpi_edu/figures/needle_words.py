"""The sentences that say what a needle in a section shows; nothing of the tissue while it is hidden."""

from ..model.needle import NEAR_MM, NeedlePath, Section

TITLES = {
    "blind": "blind: only the skin is seen",
    "ultrasound": "ultrasound, needle in the plane",
    "open": "opened to view",
}
GUIDANCE = ("blind", "ultrasound")  # views while the needle goes in
HIDDEN = "hidden"
READOUTS = (  # the first three need the tip to be seen
    "tip below skin",
    "tip to mid target",
    "nearest to pleura*",
    "needle in tissue",
    "shaft on ultrasound",
)
BUILDS = {"thin": "thin person", "average": "average build", "heavy": "heavy person"}
NOT_SAFE = "Depths: single studies of healthy volunteers or assumptions. Not safe depths."
LATER = (
    "What that looks like: often nothing at first; hours later, pain on breathing in and breathlessness. "
    "It needs imaging of the chest [reindorf_2025]."
)
HUB = "The needle is in to the hub: if it breaks there, nothing is left to pull. Use a longer one."
OUTCOME_WORDS = {
    "in target": "Outcome: in target.",
    "missed": "Outcome: missed, the drug goes beside the trigger point.",
    "on bone": "Outcome: on bone. Draw back a little; the tip may be bent.",
    "within 5 mm of the pleura": f"Outcome: too close, under {NEAR_MM:g} mm at a full breath in.",
    "pleura pierced": f"Outcome: pleura pierced, a pneumothorax can follow. {LATER}",
}


def say_person(section: Section, habitus: str) -> str:
    """Return muscle and build: "Rhomboids, thin person"."""
    return f"{section.site.label}, {BUILDS[habitus]}"


def say_hand(path: NeedlePath) -> str:
    """Return what the hand did, which hides nothing."""
    entry = f"{-path.entry_mm:g} mm before the knot" if path.entry_mm else "over the knot"
    return (
        f"{say_person(path.section, path.habitus)}: {path.needle_mm:g} mm needle entered {entry} at "
        f"{path.angle_deg:g}° to the skin, advanced {path.advance_mm:g} mm."
    )


def say_readouts(path: NeedlePath, view: str) -> dict[str, str]:
    """Return each readout by its name; in a view that does not show the tip most are hidden."""
    gap, seen = path.pleura_least_mm, path.visibility
    values = (
        _say_mm(path.tip_mm),
        _say_mm(path.target_off_mm),
        "none here" if gap is None else _say_mm(abs(gap)) + " beyond" * (gap < 0),
        _say_mm(path.advance_mm if view == "blind" else path.path_mm),
        "well seen" if seen == 1 else f"{100 * seen:.0f} % seen" if seen else "lost: too steep",
    )
    is_hidden = view == "blind" or (view == "ultrasound" and not seen)
    return dict(zip(READOUTS, (HIDDEN,) * 3 * is_hidden + values[3 * is_hidden :], strict=True))


def describe_needle(path: NeedlePath, *, view: str = "open", judged: bool = True, needle: bool = True) -> str:
    """Return what the readouts say in plain sentences and, where it was judged, the outcome.

    view: "blind" names only what the hand knows; "ultrasound" also the tissue, and the tip while the shaft
    shows; "open" everything, but before it was judged only the hand. needle: whether there is one.
    """
    if not needle:
        return f"{say_person(path.section, path.habitus)}: no needle in the skin."
    if view == "open" and not judged:
        return say_hand(path)
    sentences = [say_hand(path)]
    readouts = say_readouts(path, view)
    target = f"the trigger point, {_say_mm(path.section.target_mm)} deep"
    if view == "blind":
        sentences.append("What lies under the skin is hidden until you inject.")
    elif readouts["tip below skin"] == HIDDEN:
        sentences.append(f"The tip is not seen; aim for {target}.")
    else:
        sentences.append(
            f"In the tissue {readouts['needle in tissue']}; tip {readouts['tip below skin']} below the skin, "
            f"{readouts['tip to mid target']} from the middle of {target}."
        )
        sentences.append(_say_pleura(path, readouts["nearest to pleura*"]))
    if view == "ultrasound":
        sentences.append(f"Shaft on ultrasound: {readouts['shaft on ultrasound']}.")
    if path.needle_mm <= (path.advance_mm if view == "blind" else path.path_mm):
        sentences.append(HUB)
    if judged:
        crossed = ", ".join(path.crossed) or "nothing"
        sentences += [f"Crossed: {crossed}.", OUTCOME_WORDS[path.outcome], NOT_SAFE]
    return " ".join(sentences)


def _say_mm(value: float) -> str:
    return f"{value:.1f} mm"


def _say_pleura(path: NeedlePath, least: str) -> str:
    if path.pleura_now_mm is None:
        return "No pleura here."
    if path.pleura_least_mm < 0:
        now = "now" if path.pleura_now_mm < 0 else "at a full breath in"
        return f"The needle is through the pleura {now}: {least}."
    return f"To the pleura: {_say_mm(path.pleura_now_mm)} now, {least} at a full breath in."
