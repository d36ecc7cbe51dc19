"""The dose figure says what the plan says: bars are shares, lines are ceilings, words name every table."""

from itertools import product

import numpy as np
import pytest
from seen import marks, texts

from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.figures.dose import DISCLAIMER, DRUG_COLORS, OVER, OVER_TEXT, WEIGHTS, DosePicture, say_share
from tpi_edu.figures.marks import Words
from tpi_edu.figures.style import PAPER, TEXT_SIZE
from tpi_edu.model.dose import DosePlan, DrugDose, course_limit, max_dose_mg, published

EMPTY_X, FULL_X = 24, 504  # where a bar begins, and where it has used its ceiling
LIDOCAINE, BUPIVACAINE = DrugDose(), DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2, points=11)
USUAL = DosePlan(doses=(LIDOCAINE,), weight_kg=50)
EXCEEDED = DosePlan(doses=(BUPIVACAINE,), weight_kg=50)
MIXED = DosePlan(doses=(LIDOCAINE, DrugDose(drug="bupivacaine", percent=0.25)), weight_kg=60)
BOTH = DrugDose(volume_ml=3), DrugDose(drug="bupivacaine", percent=0.25, volume_ml=2)
MIXED_EXCEEDED = DosePlan(doses=BOTH, weight_kg=40)
PLANS = {"usual": USUAL, "exceeded": EXCEEDED, "mixed": MIXED, "mixed and exceeded": MIXED_EXCEEDED}
EACH_PLAN = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)


def drawn(plan):
    picture = DosePicture()
    picture.draw(plan)
    return picture


def with_percent(drug):
    return DrugDose(drug=drug, percent=0.5)


def span(picture, name):
    """Return the shares of the ceiling between which a part of a bar lies."""
    box = marks(picture)[f"shapes-{name}"].path().get_extents()
    return [(x - EMPTY_X) / (FULL_X - EMPTY_X) for x in (box.x0, box.x1)]


@EACH_PLAN
def test_a_bar_is_as_long_as_the_share_it_uses(plan):
    picture, used = drawn(plan), 0
    for n, share in enumerate(plan.shares):  # mixed drugs stand side by side in the first bar
        assert span(picture, f"all-used-{n}") == pytest.approx([used, min(used + share, 1)])
        used += share
    assert ("shapes-all-over" in marks(picture)) == plan.is_exceeded
    used = f"{'EXCEEDED' if plan.is_exceeded else 'Used'}: {say_share(plan.share)} of the ceiling"
    assert texts(picture)["used"] == used


@EACH_PLAN
def test_each_table_has_a_bar_in_its_drugs_color_filled_where_the_course_counts_by_it(plan):
    picture, row = drawn(plan), 0
    for dose, color in zip(plan.doses, DRUG_COLORS, strict=False):
        for ceiling in published(dose.drug):
            share, name = dose.mg / ceiling.at_mg(plan.weight_kg), f"row-{row}"
            assert span(picture, f"{name}-used-0") == pytest.approx([0, min(share, 1)])
            look = marks(picture)[f"shapes-{name}-used-0"].look
            assert (look.line, look.fill) == (color, color if ceiling.course_limit else PAPER)
            assert (f"shapes-{name}-over" in marks(picture)) == (share > 1)
            assert texts(picture)[f"share-{row}"].startswith(f"{say_share(share)} of ")
            row += 1


def test_what_passes_the_ceiling_is_hatched_beyond_it_and_said_in_its_color():
    picture = drawn(EXCEEDED)
    over = marks(picture)["shapes-all-over"]
    assert span(picture, "all-over") == pytest.approx([1, 1.1])
    outline, hatch = over.place
    starts, ends = hatch.vertices.reshape(-1, 2, 2).swapaxes(0, 1)
    assert len(starts) > 10
    assert (ends - starts)[:, 0] == pytest.approx((ends - starts)[:, 1])
    assert np.all(ends > starts)
    assert hatch.get_extents().extents == pytest.approx(outline.get_extents().extents)
    assert over.look.line == OVER
    assert marks(picture)["words-used"].look.ink == OVER_TEXT != marks(drawn(USUAL))["words-used"].look.ink


def test_a_bar_far_beyond_the_ceiling_ends_and_its_words_tell_the_rest():
    picture = drawn(DosePlan(doses=(DrugDose(percent=2, volume_ml=5, points=20),), weight_kg=50))
    for name in ("all-over", "row-0-over"):
        assert span(picture, name) == pytest.approx([1, 1.12])
    assert texts(picture)["used"] == "EXCEEDED: 889 % of the ceiling"
    assert texts(picture)["share-0"] == "889 % of 225 mg = 11.2 mL"
    assert texts(picture)["dose"] == "2000 mg, off scale"


@pytest.mark.parametrize(
    ("drug", "epinephrine"), [("lidocaine", True), *((drug, False) for drug in load_anesthetics())]
)
def test_the_line_is_the_ceiling_and_turns_where_the_cap_binds(drug, epinephrine):
    dose = with_percent(drug)
    shown = marks(drawn(DosePlan(doses=(dose,), weight_kg=50, epinephrine=epinephrine)))
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


@EACH_PLAN
def test_the_words_name_every_table_and_its_ceiling(plan):
    text = DosePicture().draw(plan)
    for dose in plan.doses:
        assert f"{dose.mg:g} mg." in text
        for ceiling in published(dose.drug):
            assert ceiling.tables in text
            assert f"{ceiling.at_mg(plan.weight_kg):g} mg" in text
    assert ("EXCEEDED" in text) == plan.is_exceeded
    assert ("additive" in text) == (len(plan.doses) > 1)
    assert text.endswith(f"A ceiling is no target. {DISCLAIMER}.")


def test_the_whole_description_of_the_first_look():
    picture = DosePicture()
    assert picture.draw(USUAL) == (
        "5 points × 1 mL of 1 % plain lidocaine (10 mg/mL): 5 mL, 50 mg.\n"
        "Lidocaine at 50 kg: ceiling 225 mg; 4.5 mg/kg binds, not the cap (300 mg).\n"
        "Used: 22 % of the ceiling.\n"
        "By table: US label, Medscape 225 mg = 22.5 mL [lidocaine_label, medscape_local_anesthetics]; "
        "AAFP table 200 mg = 20 mL [aafp_infiltration_2014]; "
        "WikEM 250 mg = 25 mL [wikem_local_anesthetics].\n"
        "A ceiling is no target. Teaching, not for dosing a patient."
    )
    assert DISCLAIMER in picture.svg()


@pytest.mark.parametrize(
    ("drug", "row"),
    [
        ("lidocaine", "US label, Medscape: 4.5 mg/kg, max 300 mg"),
        ("ropivacaine", "Medscape: max 200 mg"),
        ("ropivacaine", "WikEM: 3 mg/kg, no cap printed"),
    ],
)
def test_every_row_says_what_its_table_prints(drug, row):
    assert row in texts(drawn(DosePlan(doses=(with_percent(drug),)))).values()


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
        shown = drawn(DosePlan(doses=doses, weight_kg=120, epinephrine=epinephrine)).marks
        words = [mark for mark in shown if isinstance(mark, Words)]
        assert min(mark.look.size for mark in words) >= TEXT_SIZE
        assert [mark.text for mark in words if mark.place[0] <= 566 and mark.box[2] > 584] == []
