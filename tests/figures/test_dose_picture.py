"""The dose figure says what the plan says: bars are shares, lines are ceilings, words name every table."""

from itertools import product

import numpy as np
import pytest
from matplotlib.path import Path
from seen import drawn, marks, texts

from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.figures.dose import DISCLAIMER, DRUG_COLORS, OVER, OVER_TEXT, WEIGHTS, DosePicture, say_share
from tpi_edu.figures.marks import Words
from tpi_edu.figures.style import PAPER, TEXT_SIZE
from tpi_edu.model.dose import DosePlan, DrugDose, course_limit, max_dose_mg, published

EMPTY_X, FULL_X, MOST_SHARE = 24, 504, 1.12  # where bars begin, reach the ceiling, and end beyond it
LIDOCAINE, BUPIVACAINE = DrugDose(), DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2, points=11)
WEAK, MUCH = DrugDose(drug="bupivacaine", percent=0.25), DrugDose(percent=2, volume_ml=5, points=20)
BOTH = DrugDose(volume_ml=3), DrugDose(drug="bupivacaine", percent=0.25, volume_ml=2)
PLANS = {
    "usual": DosePlan(doses=(LIDOCAINE,), weight_kg=50),
    "exceeded": DosePlan(doses=(BUPIVACAINE,), weight_kg=50),
    "mixed": DosePlan(doses=(LIDOCAINE, WEAK), weight_kg=60),
    "mixed and exceeded": DosePlan(doses=BOTH, weight_kg=40),
    "far beyond": DosePlan(doses=(MUCH,), weight_kg=50),
}


def with_percent(drug):
    return DrugDose(drug=drug, percent=0.5)


def span(picture, name):
    """Return the shares of the ceiling between which a part of a bar lies."""
    box = marks(picture)[f"shapes-{name}"].path().get_extents()
    return [(x - EMPTY_X) / (FULL_X - EMPTY_X) for x in (box.x0, box.x1)]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_bars_are_as_long_as_the_share_they_use_and_filled_where_the_course_counts_by_their_table(plan):
    picture, used, row = drawn(DosePicture, plan), 0, 0
    shown, words = marks(picture), texts(picture)
    for n, share in enumerate(plan.shares):  # mixed drugs stand side by side in the first bar
        assert span(picture, f"all-used-{n}") == pytest.approx([used, min(used + share, 1)])
        used += share
    shares = {"all": plan.share}
    for dose, color in zip(plan.doses, DRUG_COLORS, strict=False):
        for ceiling in published(dose.drug):
            name = f"row-{row}"
            shares[name] = dose.mg / ceiling.at_mg(plan.weight_kg)
            assert span(picture, f"{name}-used-0") == pytest.approx([0, min(shares[name], 1)])
            look = shown[f"shapes-{name}-used-0"].look
            assert (look.line, look.fill) == (color, color if ceiling.course_limit else PAPER)
            assert words[f"share-{row}"].startswith(f"{say_share(shares[name])} of ")
            row += 1
    for name, share in shares.items():
        assert (f"shapes-{name}-over" in shown) == (share > 1)
        assert share <= 1 or span(picture, f"{name}-over") == pytest.approx([1, min(share, MOST_SHARE)])
    said = f"{'EXCEEDED' if plan.is_exceeded else 'Used'}: {say_share(plan.share)} of the ceiling"
    assert words["used"] == said
    assert ("off scale" in words["dose"]) == (plan.doses[0].mg > 700)


def test_what_passes_the_ceiling_is_hatched_beyond_it_and_said_in_its_color():
    usual, exceeded = (marks(drawn(DosePicture, PLANS[name])) for name in ("usual", "exceeded"))
    outline, *hatch = exceeded["shapes-all-over"].place
    starts, ends = np.swapaxes(hatch, 0, 1)
    assert len(starts) > 10
    assert np.all(ends > starts)
    assert Path(np.vstack(hatch)).get_extents().extents == pytest.approx(outline.get_extents().extents)
    assert exceeded["shapes-all-over"].look.line == OVER
    assert exceeded["words-used"].look.ink == OVER_TEXT != usual["words-used"].look.ink


@pytest.mark.parametrize(
    ("drug", "epinephrine"), [("lidocaine", True), *((drug, False) for drug in load_anesthetics())]
)
def test_the_line_is_the_ceiling_and_turns_where_the_cap_binds(drug, epinephrine):
    dose = with_percent(drug)
    shown = marks(drawn(DosePicture, DosePlan(doses=(dose,), weight_kg=50, epinephrine=epinephrine)))
    mg_per_kg, cap_mg = course_limit(drug, epinephrine)
    weights_kg = [40, cap_mg / mg_per_kg, 120]
    ceiling = WEIGHTS.points(weights_kg, [max_dose_mg(drug, kg, epinephrine) for kg in weights_kg])
    assert shown["stroke-ceiling"].place == pytest.approx(ceiling)
    assert ceiling[:, 1].max() < WEIGHTS.box[3]  # the scale holds it
    assert np.array(shown["shapes-zone"].place[0])[:3] == pytest.approx(ceiling)
    assert shown["stroke-weight"].place[:, 0] == pytest.approx(WEIGHTS.x([50, 50]))
    center = shown["shapes-dose"].path().get_extents().get_points().mean(axis=0)
    assert center == pytest.approx(WEIGHTS.points(50, dose.mg)[0])


def test_the_weight_of_the_kink_is_named_only_once_it_is_reached():
    for kg, is_named in ((66, False), (67, True)):
        picture = DosePicture()
        said = picture.draw(DosePlan(doses=(LIDOCAINE,), weight_kg=kg))
        assert ("the cap binds (from 66.7 kg on)" in said) is ("66.7" in said) is is_named
        assert ("shapes-kink" in marks(picture)) is is_named
        assert texts(picture).get("kink", "") == "cap from 66.7 kg" * is_named


def test_a_plan_without_a_ceiling_shows_a_sentence_and_no_number_of_one():
    picture, plan = DosePicture(), DosePlan(doses=(with_percent("ropivacaine"),), epinephrine=True)
    assert picture.draw(plan) == (
        "5 points × 1 mL of 0.5 % ropivacaine with epinephrine (5 mg/mL): 5 mL, 25 mg. Epinephrine is "
        "customarily left out of trigger point injections.\n"
        "No ceiling is taught for ropivacaine with epinephrine: at most one open wiki (WikEM) prints a "
        "limit by weight.\nA ceiling is no target. Teaching, not for dosing a patient."
    )
    assert texts(picture) == {
        "used": "No ceiling taught",
        "given": "25 mg ropivacaine with epinephrine in 5 mL",
        "ceiling-0": "No ceiling is taught for ropivacaine with epinephrine:",
        "ceiling-1": "at most one open wiki (WikEM) prints a limit by weight.",
        "drug": "Ropivacaine with epinephrine",
        "dose": "25 mg",
    }
    assert {key for key in marks(picture) if not key.startswith("words")} == {"stroke-weight", "shapes-dose"}


def test_the_whole_description():
    picture = DosePicture()
    assert picture.draw(PLANS["mixed and exceeded"]) == (
        "5 points × 3 mL of 1 % plain lidocaine (10 mg/mL): 15 mL, 150 mg. "
        "5 points × 2 mL of 0.25 % plain bupivacaine (2.5 mg/mL): 10 mL, 25 mg.\n"
        "Lidocaine at 40 kg: ceiling 180 mg; 4.5 mg/kg binds, not the cap (300 mg). "
        "Bupivacaine at 40 kg: ceiling 80 mg; 2 mg/kg binds, not the cap (175 mg).\n"
        "EXCEEDED: 115 % of the ceiling, 83 % and 31 % added: toxicities are taken as additive.\n"
        "By table: Lidocaine – US label, Medscape 180 mg [lidocaine_label, medscape_local_anesthetics]; "
        "Lidocaine – AAFP table 160 mg [aafp_infiltration_2014]; "
        "Lidocaine – WikEM 200 mg [wikem_local_anesthetics]; "
        "Bupivacaine – AAFP table 80 mg [aafp_infiltration_2014]; "
        "Bupivacaine – Medscape, WikEM 100 mg [medscape_local_anesthetics, wikem_local_anesthetics].\n"
        f"A ceiling is no target. {DISCLAIMER}."
    )
    assert DISCLAIMER in picture.svg()
    assert "US label, Medscape 225 mg = 22.5 mL [lidocaine_label" in picture.draw(PLANS["usual"])


def test_every_row_says_what_its_table_prints():
    plans = [DosePlan(doses=(with_percent(drug),)) for drug in ("lidocaine", "ropivacaine")]
    assert {words for plan in plans for words in texts(drawn(DosePicture, plan)).values()} >= {
        "US label, Medscape: 4.5 mg/kg, max 300 mg",
        "Medscape: max 200 mg",
        "WikEM: 3 mg/kg, no cap printed",
    }


@pytest.mark.parametrize("drug", [drug for drug in load_anesthetics() if drug != "lidocaine"])
def test_what_is_said_of_epinephrine_without_a_ceiling_is_true(drug):
    printing = {c.tables for c in published(drug, epinephrine=True) if c.max_mg_per_kg < float("inf")}
    assert printing <= {"WikEM"}


@pytest.mark.parametrize(
    ("share", "text"), [(1, "100 %"), (1.004, "100.4 %"), (0.996, "99.6 %"), (1.25, "125 %"), (0.004, "0 %")]
)
def test_a_share_close_to_the_ceiling_tells_on_which_side(share, text):
    assert say_share(share) == text


def test_the_longest_words_are_large_enough_and_stay_out_of_the_other_panel():
    most = [
        DrugDose(drug=drug, percent=facts.usual_pct[-1], volume_ml=5, points=20)
        for drug, facts in load_anesthetics().items()
    ]
    for doses, epinephrine in product(product(most, most), (False, True)):
        shown = drawn(DosePicture, DosePlan(doses=doses, weight_kg=120, epinephrine=epinephrine)).marks
        words = [mark for mark in shown if isinstance(mark, Words)]
        assert min(mark.look.size for mark in words) >= TEXT_SIZE
        assert [mark.text for mark in words if mark.place[0] <= 566 and mark.box[2] > 584] == []
