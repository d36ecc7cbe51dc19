"""The dose figure says what the plan says: bars are shares, lines are ceilings, words name every table."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, product

import numpy as np
import pytest
from matplotlib.text import Text

from tpi_edu.content.anesthetics import load_anesthetics
from tpi_edu.figures.dose import DosePicture
from tpi_edu.figures.dose_words import DISCLAIMER, describe_dose, say_share
from tpi_edu.figures.live import ID_PREFIX
from tpi_edu.model.dose import DosePlan, DrugDose, course_limit, max_dose_mg, published

WIDTH, HEIGHT = 840, 430
FULL_X = 504  # where a bar has used its ceiling
LIDOCAINE, BUPIVACAINE = DrugDose(), DrugDose(drug="bupivacaine", percent=0.5, volume_ml=2, points=11)
USUAL = DosePlan(doses=(LIDOCAINE,), weight_kg=50)
EXCEEDED = DosePlan(doses=(BUPIVACAINE,), weight_kg=50)
MIXED = DosePlan(doses=(LIDOCAINE, DrugDose(drug="bupivacaine", percent=0.25)), weight_kg=60)
NO_CEILING = DosePlan(doses=(DrugDose(drug="ropivacaine", percent=0.5),), epinephrine=True)


def plans():
    drugs = load_anesthetics()
    sizes = ((0.5, 1), (5, 8), (5, 20))
    for drug, (volume_ml, points), kg in product(drugs, sizes, (40, 66, 67, 93, 120)):
        dose = DrugDose(drug=drug, percent=drugs[drug].usual_pct[-1], volume_ml=volume_ml, points=points)
        yield DosePlan(doses=(dose,), weight_kg=kg, epinephrine=drug == "lidocaine" and kg % 2 == 1)
        for second in drugs:
            other = DrugDose(drug=second, percent=drugs[second].usual_pct[-1], volume_ml=5, points=points)
            yield DosePlan(doses=(dose, other), weight_kg=kg)
            yield DosePlan(doses=(dose, other), weight_kg=kg, epinephrine=True)


PLANS = list(plans())


def drawn(plan):
    picture = DosePicture()
    picture.draw(plan)
    return picture


def boxes(picture, name):
    """Return left, right and bottom of each bar of a shape, from what travels to the browser."""
    d = picture.frame()[name].get("d", "")
    bars = [np.array(part.split(), dtype=float).reshape(-1, 2) for part in d.split("M")[1:]]
    return sorted(((bar[:, 0].min(), bar[:, 0].max(), bar[:, 1].max()) for bar in bars), key=lambda b: b[2])


def words(picture):
    return {
        name.removeprefix("text-"): artist.get_text()
        for name, artist in picture.live.items()
        if isinstance(artist, Text) and artist.get_visible()
    }


@pytest.mark.parametrize("plan", [USUAL, EXCEEDED, MIXED], ids=["usual", "exceeded", "mixed"])
def test_a_bar_is_as_long_as_the_share_it_uses(plan):
    picture = drawn(plan)
    for n, dose in enumerate(plan.doses):
        for kind, counted in (("used", True), ("other", False)):
            bars = boxes(picture, f"{kind}-{n}")
            tables = [c for c in published(dose.drug) if c.course_limit == counted]
            shares = [plan.shares[n]] * counted + [dose.mg / c.at_mg(plan.weight_kg) for c in tables]
            lengths = [(right - left) / (FULL_X - 24) for left, right, _ in bars]
            assert lengths == pytest.approx([min(share, 1) for share in shares], abs=1e-3)
    assert (len(boxes(picture, "over")) > 0) == plan.is_exceeded


def test_what_passes_the_ceiling_is_hatched_beyond_it():
    picture = drawn(EXCEEDED)
    over = boxes(picture, "over")
    assert [left for left, *_ in over] == pytest.approx([FULL_X] * 2, abs=0.06)
    assert (over[0][1] - FULL_X) / (FULL_X - 24) == pytest.approx(0.1, abs=1e-3)
    assert picture.live["over"].get_hatch()
    assert words(picture)["exceeded"] == "EXCEEDED: 110 % of the ceiling"
    assert "used" not in words(picture)


def test_a_bar_far_beyond_the_ceiling_ends_and_its_words_tell_the_rest():
    far = DosePlan(doses=(DrugDose(percent=2, volume_ml=5, points=20),), weight_kg=50)
    picture = drawn(far)
    (longest,) = {round(right) for _, right, _ in boxes(picture, "over")}
    assert longest == round(24 + 1.12 * (FULL_X - 24)) < 572
    assert words(picture)["exceeded"] == "EXCEEDED: 889 % of the ceiling"
    assert words(picture)["share-0"] == "889 % of 225 mg = 11.2 mL"


def test_mixed_drugs_stand_side_by_side_in_the_first_bar():
    picture = drawn(MIXED)
    (first, *_), (second, *_) = boxes(picture, "used-0"), boxes(picture, "used-1")
    assert second[0] == pytest.approx(first[1], abs=0.11)
    assert (second[1] - 24) / (FULL_X - 24) == pytest.approx(MIXED.share, abs=1e-3)
    assert words(picture)["used"] == f"Used: {say_share(MIXED.share)} of the ceiling"


@pytest.mark.parametrize("drug", load_anesthetics())
def test_the_line_is_the_ceiling_and_turns_where_the_cap_binds(drug):
    for epinephrine in {False, drug == "lidocaine"}:
        dose = DrugDose(drug=drug, percent=0.5)
        picture = drawn(DosePlan(doses=(dose,), weight_kg=50, epinephrine=epinephrine))
        kg, mg = picture.live["ceiling"].get_data()
        mg_per_kg, cap_mg = course_limit(drug, epinephrine)
        assert kg.tolist() == [40, cap_mg / mg_per_kg, 120]
        assert mg.tolist() == pytest.approx([max_dose_mg(drug, weight, epinephrine) for weight in kg])
        assert picture.live["zone"].get_xy()[:3].tolist() == np.column_stack([kg, mg]).tolist()


def test_the_weight_of_the_kink_is_named_only_once_it_is_reached():
    below, above = (drawn(DosePlan(doses=(LIDOCAINE,), weight_kg=kg)) for kg in (66, 67))
    assert "kink" not in words(below)
    assert "66.7" not in below.description
    assert not below.live["kink"].get_visible()
    assert words(above)["kink"] == "cap from 66.7 kg"
    assert "the cap binds (from 66.7 kg on)" in above.description


def test_a_plan_without_a_ceiling_shows_a_sentence_and_no_number_of_one():
    picture = drawn(NO_CEILING)
    assert words(picture)["used"] == "No ceiling taught"
    assert words(picture)["ceiling-0"] == "No ceiling is taught for ropivacaine with epinephrine:"
    hidden = ("ceiling", "zone", "kink", "tracks", "used-0", "other-0", "over")
    assert {name for name in hidden if picture.live[name].get_visible()} == set()
    assert not any(
        name.startswith(("row", "share", "exceeded", "kink", "full", "tables")) for name in words(picture)
    )
    assert "200" not in picture.description
    assert "3 mg/kg" not in picture.description


@pytest.mark.parametrize("plan", [USUAL, EXCEEDED, MIXED], ids=["usual", "exceeded", "mixed"])
def test_the_words_name_every_table_and_its_ceiling(plan):
    text = describe_dose(plan)
    for dose in plan.doses:
        assert f"{dose.mg:g} mg." in text
        for ceiling in published(dose.drug):
            assert ceiling.tables in text
            assert f"{ceiling.at_mg(plan.weight_kg):g} mg" in text
    assert ("EXCEEDED" in text) == plan.is_exceeded
    assert ("additive" in text) == (len(plan.doses) > 1)
    assert text.endswith(f"A ceiling is no target. {DISCLAIMER}.")


def test_the_whole_description_of_the_first_look():
    assert describe_dose(USUAL) == (
        "5 points × 1 mL of 1 % plain lidocaine (10 mg/mL): 5 mL, 50 mg.\n"
        "Lidocaine at 50 kg: ceiling 225 mg; 4.5 mg/kg binds, not the cap (300 mg).\n"
        "Used: 22 % of the ceiling.\n"
        "By table: US label, Medscape 225 mg = 22.5 mL [lidocaine_label, medscape_local_anesthetics]; "
        "AAFP table 200 mg = 20 mL [aafp_infiltration_2014]; "
        "WikEM 250 mg = 25 mL [wikem_local_anesthetics].\n"
        "A ceiling is no target. Teaching, not for dosing a patient."
    )


def test_every_row_says_what_its_table_prints():
    rows = {table.split(":")[0]: table for drug in load_anesthetics() for table in rows_of(drug)}
    assert rows["US label, Medscape"] == "US label, Medscape: 4.5 mg/kg, max 300 mg"
    assert rows["Medscape"] == "Medscape: max 200 mg"  # ropivacaine
    assert rows["WikEM"] == "WikEM: 3 mg/kg, no cap printed"


def rows_of(drug):
    shown = words(drawn(DosePlan(doses=(DrugDose(drug=drug, percent=0.5),))))
    return [text for name, text in shown.items() if name.startswith("row")]


@pytest.mark.parametrize("drug", [drug for drug in load_anesthetics() if drug != "lidocaine"])
def test_what_is_said_of_epinephrine_without_a_ceiling_is_true(drug):
    printing = {c.tables for c in published(drug, epinephrine=True) if c.max_mg_per_kg < float("inf")}
    assert printing <= {"WikEM"}
    said = describe_dose(DosePlan(doses=(DrugDose(drug=drug, percent=0.5),), epinephrine=True))
    assert "at most one open wiki (WikEM) prints a limit by weight." in said


@pytest.mark.parametrize(
    ("share", "text"), [(1, "100 %"), (1.004, "100.4 %"), (0.996, "99.6 %"), (1.25, "125 %"), (0.004, "0 %")]
)
def test_a_share_close_to_the_ceiling_tells_on_which_side(share, text):
    assert say_share(share) == text


def test_the_disclaimer_stands_on_the_figure():
    assert DISCLAIMER in [text.get_text() for text in DosePicture().figure.texts]


def test_the_scale_never_changes_and_holds_every_ceiling_of_the_course():
    picture = DosePicture()
    found = set()
    for plan in PLANS:
        picture.draw(plan)
        found.add((picture.background, picture.axes.get_ylim(), picture.axes.get_xlim()))
        if plan.has_ceiling:
            assert max(picture.live["ceiling"].get_ydata()) < picture.axes.get_ylim()[1]
    assert len(found) == 1


def test_labels_never_overlap_or_leave_the_figure():
    picture = DosePicture()
    renderer = picture.figure.canvas.get_renderer()
    collisions, outside = [], []
    for plan in PLANS:
        picture.draw(plan)
        shown = [
            (name, text)
            for name, text in picture.live.items()
            if isinstance(text, Text) and text.get_visible()
        ]
        extents = {f"{name}: {text.get_text()}": text.get_window_extent(renderer) for name, text in shown}
        collisions += [(a, b) for a, b in combinations(extents, 2) if extents[a].overlaps(extents[b])]
        outside += [w for w, b in extents.items() if b.x0 < 0 or b.x1 > WIDTH or b.y0 < 0 or b.y1 > HEIGHT]
        outside += [w for w, b in extents.items() if b.x0 < 566 and b.x1 > 584]  # into the other panel
    assert (collisions, outside) == ([], [])


def test_the_svg_holds_an_element_for_each_live_artist_shown_or_not():
    for plan in (USUAL, NO_CEILING):
        root = ET.fromstring(drawn(plan).svg())
        groups = {element.get("id"): element for element in root.iter()}
        for name, artist in drawn(plan).live.items():
            tag = "text" if isinstance(artist, Text) else "path"
            found = groups[ID_PREFIX + name].find(f".//{{http://www.w3.org/2000/svg}}{tag}")
            assert found is not None, name


def test_every_text_is_large_enough():
    sizes = re.findall(r"font-size: ([\d.]+)px", drawn(MIXED).svg())
    assert min(map(float, sizes)) >= 12.5
