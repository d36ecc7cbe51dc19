"""What the page on the injection and its steps say of doses, depths, harms and first actions is sourced."""

import math
import re

import pytest
from stored_form import NOTEBOOKS, prose

from tpi_edu import NeedleLab
from tpi_edu.content.injectates import load_anesthetics, load_injectates
from tpi_edu.content.needle import load_procedure
from tpi_edu.figures.hands import PROPS

PAGE = prose(NOTEBOOKS / "02_the_injection.ipynb")
LINES = PAGE.splitlines()
STEPS = load_procedure()
TOLD = [  # what a line says, and the source that it names
    ("25 to 27", "fpnotebook_tpi"),
    ("only where oxygen, resuscitation equipment, drugs and people are at hand", "mepivacaine_label"),
    ("after 1-5 minutes, at times after 30 seconds or 60 minutes", "emedicine_last"),
    ("aspirate again after each new direction", "mepivacaine_label"),
    ("| amide | 1-15 min", "ropivacaine_label"),
    ("0.77 of 10 points", "nouged_2019"),
    ("no chlorhexidine", "dental_chlorhexidine_2018"),
    ("doses below the usual ones did as well", "benzon_2024"),
    ("from 136 to 159 mg/dL for three days", "safran_2022"),
    ("rose by 98 mg/dL and were still raised at about 10 days", "aleem_2017"),
    ("49 people lost it after a steroid into nose, eye region, face or scalp", "facial_steroid_blindness"),
    ("Two anesthetics: a label advises against it", "bupivacaine_label"),
    ("muscle at 12 ± 2 mm and the rib at 21 ± 4 mm, a margin of 14-17 mm", "seol_2014"),
    ("19 mm at the rhomboid", "valera_calero_rhomboid"),
    ("two experts found it in 73 % of tries", "cushman_2021"),
    ("active 0.57, latent 0.36, normal muscle 0.17 cm²", "ballyns_2011"),
    ("no difference of stiffness", "stiffness_none"),
    ("**low** bleeding risk", "asra_pain_2018"),
    ("no complication from bleeding in 4,766", "endres_2017"),
    ("9 people gravely ill in 2,296, of whom 2 died", "endres_2017"),
    ("did not reply", "afp_2003_aspirin"),
    ("Of 276 malpractice claims over invasive pain procedures 17", "paik_seo_2011"),
    ("15 of them a pneumothorax", "paik_seo_2011"),
    ("**spinal cord**", "kim_chang_2021"),
    ("7.55 % of 7,629", "brady_2014"),
    ("16 %", "boyce_2020"),
    ("Ringing ears decide nothing", "syncope_page"),
    ("a fast pulse and high pressure", "etg_local_anesthetics"),
    ("In anaphylaxis 0.5 mg into muscle", "practicenurse_anaphylaxis"),
    ("In an arrest from LAST at most 1 microgram/kg into a vein", "asra_last_2020"),
    ("the bolus once or twice, the infusion doubled, 12 mL/kg at most", "asra_last_2020"),
    ("vasopressin, calcium-channel blockers, beta-blockers", "asra_last_2020"),
    ("large doses of propofol", "asra_last_2020"),
    ("at least 2 hours, of heart or circulation 4-6", "asra_last_2020"),
    ("both sides of the chest blind in one session", "pneumothorax_case"),
]
STEPS_SAY = [  # step, words, source
    ("contraindications", "low bleeding risk", "asra_pain_2018"),
    (
        "ready",
        "only where resuscitation equipment, drugs, oxygen and people are at hand",
        "bupivacaine_label",
    ),
    ("ready", "drug and mg in all", "standard_practice"),
    ("needle", "the shortest that reaches", "medscape_tpi"),
    ("needle", "25 to 27", "fpnotebook_tpi"),
    ("aspirate", "no blood is no proof", "mepivacaine_label"),
    ("aspirate", "the cord", "kim_chang_2021"),
    ("inject", "advance, aspirate again, give a little", "mepivacaine_label"),
    ("inject", "local twitch response is needed is not settled", "kamanli_2005"),
    ("withdraw", "look at it: point, shaft and hub", "reindorf_2025"),
    ("press", "7.55 % of 7,629", "brady_2014"),
    ("press", "bleeding in 16 and bruises in 7.7 % of 20,464", "boyce_2020"),
    ("observe", "15 to 30 minutes are common", "standard_practice"),
    ("observe", "from 30 seconds to 60 minutes", "emedicine_last"),
]
WITHDRAWN = {  # said once, and found wrong, or another name for what has one
    "a vote count of trials": r"three of four|3 of 4|most (?:trials )?could not",
    "that no count of bleeding on anticoagulants was found": r"No count of bleeding",
    "one study on the size of points alone": r"did not differ in size",
    "that a local twitch response is not required": r"twitch is not required",
    "local twitch response": r"local twitch(?! response)",
    "infiltration, for the drug in a muscle": r"\bblock lasts",
    "flat and pincer palpation": r"pinch|pincer grip|flat grip",
    "paresthesia": r"paraesthesia|\btingling",
}
EMERGENCIES = ["LAST", "Faint", "Anaphylaxis", "Pneumothorax"]
CELLS = {  # row of the table of emergencies: words of each column, in order
    "You see first": [
        ("metallic taste, numb mouth, agitation, slurred speech", "30 seconds to 60 minutes"),
        ("pale, sweating, nauseated, slow pulse",),
        ("hives, swelling, wheeze, stridor, falling pressure",),
        ("pleuritic pain", "hours to a day later"),
    ],
    "Tells it apart": [
        ("goes on when flat with legs up", "seizure", "wide QRS"),
        ("passes when flat, within a minute or two",),
        ("skin signs can be missing",),
        ("one side silent", "**Tension:** low pressure, full neck veins"),
    ],
    "First, in order": [
        (
            "Stop",
            "help and the lipid kit",
            "100 % oxygen",
            "benzodiazepine",
            "Lipid",
            "**No pulse at any moment: CPR at once**",
        ),
        ("Stop", "Flat, legs up", "watch"),
        ("call", "Epinephrine, outer thigh", "Flat, legs raised", "propped up if breathing", "never stand"),
        ("Stop", "Sit up, oxygen", "call", "image", "**Tension: decompress at once, do not wait for imaging"),
    ],
    "Dose": [
        (
            "20 % lipid",
            "Up to 70 kg: 1.5 mL/kg over 2-3 minutes, then about 0.25 mL/kg/min",
            "Above: 100 mL over 2-3 minutes, then 200-250 mL over 15-20 minutes",
        ),
        ("none",),
        ("0.5 mg, that is 0.5 mL of 1 mg/mL, **into muscle**; again after 5 minutes",),
        ("oxygen",),
    ],
    "Changes your mind": [("faint", "anaphylaxis"), ("LAST", "anaphylaxis"), ("LAST",), ("anaphylaxis",)],
}


@pytest.mark.parametrize(("words", "source"), TOLD)
def test_what_was_corrected_is_told_with_its_source(words, source):
    assert any(words in line and source in re.findall(r"\w+", line) for line in LINES)


@pytest.mark.parametrize(("step", "words", "source"), STEPS_SAY)
def test_a_step_says_what_makes_it_safe_and_names_where_that_is_from(step, words, source):
    assert words in " ".join([STEPS[step].operator, STEPS[step].patient, STEPS[step].why])
    assert source in STEPS[step].sources


@pytest.mark.parametrize("what", WITHDRAWN)
def test_what_was_withdrawn_stays_away(what):
    told = " ".join([PAGE, repr(dict(STEPS)), repr(PROPS)])
    assert re.findall(WITHDRAWN[what], told, re.IGNORECASE) == []


def test_the_room_is_ready_before_the_needle_and_the_patient_is_watched_after_it():
    order = "ready", "enter", "aspirate", "inject", "withdraw", "press", "stretch", "observe", "aftercare"
    assert [key for key in STEPS if key in order] == list(order)
    assert {"pull", "fan"} <= set(STEPS["inject"].props), "the picture tests each new place"
    assert [STEPS[key].props for key in ("ready", "withdraw", "observe")] == [
        ("ready",),
        ("look",),
        ("watch",),
    ]
    names = {5: "five", 8: "Eight", 16: "sixteen"}
    before, after = list(STEPS).index("enter"), len(STEPS) - list(STEPS).index("inject") - 1
    assert f"{names[before]} of the {names[len(STEPS)]} steps come before it, {names[after]} after it" in PAGE
    assert f"takes your steps apart into {names[len(STEPS)]}" in PAGE


def test_the_emergencies_stand_side_by_side_with_signs_first_actions_dose_and_what_changes_the_mind():
    start = LINES.index(f"| | {' | '.join(EMERGENCIES)} |")
    table = {}
    for line in LINES[start + 2 : start + 2 + len(CELLS)]:
        name, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
        table[name.strip("* ")] = cells
    assert list(table) == list(CELLS)
    for row, columns in CELLS.items():
        assert len(table[row]) == len(EMERGENCIES)
        for cell, words in zip(table[row], columns, strict=True):
            places = [cell.find(each) for each in words]
            assert -1 not in places, (row, words)
            assert places == sorted(places), (row, words)
    sources = LINES[start + 2 + len(CELLS) + 1]
    for key in ("asra_last_2020", "syncope_page", "practicenurse_anaphylaxis", "accessem_tension"):
        assert key in sources


def test_a_dose_of_epinephrine_never_stands_without_its_way_into_the_body():
    told = [line for line in LINES if re.search("[Ee]pinephrine.*0.5 mg|0.5 mg.*[Ee]pinephrine", line)]
    assert len(told) == 2
    assert all("into muscle" in line for line in told)
    (both,) = (line for line in told if "vein" in line)
    assert f"for 70 kg {70 / 1000:g} mg" in both


def test_what_is_computed_on_the_page_is_right():
    slope = math.tan(math.radians(30))
    depths = [round(mm * slope) for mm in (10, 20)]
    away = f"{15 / slope:.0f} mm"
    assert "Entry 1-2 cm away at 30° leads to {}-{} mm".format(*depths) in PAGE
    assert f"At 30° a point 15 mm deep is met from {away} away" in PAGE
    assert "30° leads to {} to {} mm of depth".format(*depths) in STEPS["enter"].why
    assert f"15 mm deep is met from {away} away" in STEPS["enter"].why
    assert f"each got perhaps {40 / (10 + 1):.1f} mg of triamcinolone [roldan_registry]" in PAGE
    for n, exact in ((7629, ""), (48, ""), (22, f"; exactly {100 * (1 - 0.05 ** (1 / 22)):.1f} %")):
        row = next(line for line in LINES if line.startswith(f"| 0 of {n:,} [") and "1 in" in line)
        assert float(re.search(r"([\d.]+) %", row)[1]) == pytest.approx(300 / n, rel=0.01)
        assert f" % | 1 in {n // 3:,}{exact}" in row
    thin = NeedleLab(guidance="ultrasound", habitus="thin", angle_deg=30, entry_mm=-26, advance_mm=30)
    assert f"overshoots in the thin person, and {thin.path.pleura_least_mm:.1f} mm are left" in PAGE


def test_ceilings_and_onsets_that_labels_print_name_the_labels():
    onset = load_injectates()["ropivacaine"].block_onset_min
    assert (onset.low, onset.high, onset.source) == (1, 15, "ropivacaine_label")
    ceilings = {drug: facts.ceilings for drug, facts in load_anesthetics().items()}
    (mepivacaine,) = (each for each in ceilings["mepivacaine"] if "[mepivacaine_label]" in each.note)
    assert mepivacaine.course_limit
    assert mepivacaine.max_mg == 400
    assert "7 mg/kg" in mepivacaine.note
    assert "exceptional" in mepivacaine.note
    label = {
        each.max_mg for each in ceilings["bupivacaine"] if "bupivacaine_label" in f"{each.sources}{each.note}"
    }
    assert label == {175, 225}
