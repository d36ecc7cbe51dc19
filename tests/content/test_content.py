"""The shipped facts: every file loads, every reference resolves, every source is used."""

import json
import re
import tomllib
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import tpi_edu
from tpi_edu import load_injectates, load_sources
from tpi_edu.content.agreement import load_agreement
from tpi_edu.content.anesthetics import load_anesthetics
from tpi_edu.content.cases import load_cases
from tpi_edu.content.claims import load_claims, load_contradictions
from tpi_edu.content.cohort import load_cohort_parameters, load_repeat_rules
from tpi_edu.content.cycle import load_cycles
from tpi_edu.content.injection import STORIES, load_measured_arms, load_relief_parameters, load_tasks
from tpi_edu.content.muscles import Statement, load_muscles, load_regions
from tpi_edu.content.pooled import load_pooled
from tpi_edu.content.prediction import load_prediction_misses
from tpi_edu.content.procedure import load_procedure
from tpi_edu.content.questions import load_misconceptions, load_objectives, load_questions
from tpi_edu.content.schema import GRADES, Quantity, unit_of
from tpi_edu.content.sites import load_sites

PACKAGE = Path(tpi_edu.__file__).parent
TABLES = {path.name: tomllib.loads(path.read_text("utf-8")) for path in (PACKAGE / "content").glob("*.toml")}
CITED = re.compile(r"\[([^\]]+)\]")


def quantities():
    """Yield every taught number of every file with a name for it."""
    records = {f"injectates [{key}]": facts for key, facts in load_injectates().items()}
    records |= {f"relief_parameters [{story}]": load_relief_parameters(story) for story in STORIES}
    records |= {f"cohort [{story}]": load_cohort_parameters(story) for story in STORIES}
    records |= {f"pooled [{key}]": estimate for key, estimate in load_pooled().items()}
    for key, site in load_sites().items():
        records |= {f"sites [{key}]": site} | {f"sites [{key}] {layer.name}": layer for layer in site.layers}
    for where, record in records.items():
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Quantity):
                yield f"{where} {field.name}", value


QUANTITIES = dict(quantities())


def keys_in(note):
    """Return the keys that a note cites as [key] or [key, key]."""
    return {key for group in CITED.findall(note) for key in group.split(", ")}


def ceilings():
    return [ceiling for facts in load_anesthetics().values() for ceiling in facts.ceilings]


def keys_in_content():
    records = [*QUANTITIES.values(), *load_measured_arms().values(), *load_repeat_rules().values()]
    cited = {key for record in records for key in {record.source} | keys_in(record.note)}
    asked = [*load_questions().values(), *load_misconceptions().values(), *load_prediction_misses().values()]
    asked += [*load_claims().values(), *load_contradictions().values(), *load_procedure().values()]
    said = [getattr(muscle, field.name) for muscle in load_muscles().values() for field in fields(muscle)]
    said = [value for value in said if isinstance(value, Statement)]
    links = [link for cycle in load_cycles().values() for link in cycle.links]
    said += [each for link in links for each in (link.known, link.against, *(b.says for b in link.breaks))]
    cited |= {key for link in links for key in keys_in(link.leaflet)}
    cited |= {key for sign in load_agreement().values() for key in (sign.range_source, sign.pooled_source)}
    cited |= {key for statement in said for key in {statement.source} | keys_in(statement.text)}
    asked += [*load_cases().values(), *ceilings()]
    return cited | {key for record in asked for key in record.sources}


def notebooks():
    """Return the source text of every notebook by its name."""
    paths = (PACKAGE.parent / "notebooks").glob("*.ipynb")
    cells = {path.stem: json.loads(path.read_text("utf-8"))["cells"] for path in paths}
    return {name: "\n".join("".join(cell["source"]) for cell in found) for name, found in cells.items()}


def test_every_content_file_has_a_loader_that_reads_all_of_it():
    loaders = {
        "agreement.toml": load_agreement,
        "anesthetics.toml": load_anesthetics,
        "cases.toml": load_cases,
        "claims.toml": load_claims,
        "contradictions.toml": load_contradictions,
        "cycle.toml": load_cycles,
        "injectates.toml": load_injectates,
        "measurements.toml": load_measured_arms,
        "misconceptions.toml": load_misconceptions,
        "muscles.toml": load_muscles,
        "objectives.toml": load_objectives,
        "pooled.toml": load_pooled,
        "prediction_misses.toml": load_prediction_misses,
        "procedure.toml": load_procedure,
        "questions.toml": load_questions,
        "regions.toml": load_regions,
        "repeat_rules.toml": load_repeat_rules,
        "sites.toml": load_sites,
        "sources.toml": load_sources,
        "tasks.toml": load_tasks,
    }
    assert set(TABLES) == {*loaders, "relief_parameters.toml", "cohort.toml"}
    for file, load in loaders.items():
        assert list(load()) == list(TABLES[file])


def test_the_injectates_are_those_the_course_teaches():
    taught = ("dry_needling", "saline", "procaine", "lidocaine", "mepivacaine", "bupivacaine", "ropivacaine")
    assert tuple(load_injectates()) == taught
    anesthetics = [key for key, facts in load_injectates().items() if facts.is_anesthetic]
    assert anesthetics == list(taught[2:])


def test_relief_parameters_belong_to_one_table_and_both_stories_hold_the_same_names():
    table = TABLES["relief_parameters.toml"]
    assert set(table) == {"shared", *STORIES}
    assert set(table["leaflet"]) == set(table["trials"])
    assert not set(table["shared"]) & set(table["leaflet"])


def test_what_is_loaded_cannot_be_changed():
    for loaded in (load_injectates(), load_sources(), load_measured_arms(), load_tasks()):
        with pytest.raises(TypeError, match="does not support item assignment"):
            loaded["new"] = None
        record = next(iter(loaded.values()))
        with pytest.raises(FrozenInstanceError):
            setattr(record, fields(record)[0].name, "x")
    with pytest.raises(FrozenInstanceError):
        load_relief_parameters("trials").needle_nrs.value = 9.0


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_taught_number_names_a_known_source_in_its_source_and_its_note(name):
    quantity = QUANTITIES[name]
    assert {quantity.source} | keys_in(quantity.note) <= set(load_sources())


def test_every_measured_arm_names_a_known_source():
    for arm in load_measured_arms().values():
        assert {arm.source} | keys_in(arm.note) <= set(load_sources())


def test_every_source_is_used_in_content_or_in_a_notebook():
    text = "\n".join(notebooks().values())
    used = keys_in_content() | {key for key in load_sources() if re.search(rf"\b{key}\b", text)}
    assert set(load_sources()) - used == set()


def test_every_key_a_notebook_cites_is_a_source_that_lists_the_notebook():
    sources = load_sources()
    for name, text in notebooks().items():
        cited = set(re.findall(r"\[([a-z]\w*)\](?!\()", text))
        assert cited <= set(sources)
        assert {key for key in cited if name not in sources[key].notebooks} == set()


def test_every_notebook_a_source_lists_exists():
    listed = {name for source in load_sources().values() for name in source.notebooks}
    assert listed <= set(notebooks())


def test_every_task_is_set_somewhere_and_is_a_sentence():
    code = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "widgets").glob("*.py"))
    text = "\n".join([*notebooks().values(), code])
    for key, task in load_tasks().items():
        assert f'"{key}"' in text
        assert task.text[0].isupper()
        assert task.text[-1] in ".?"


def test_every_repeat_rule_is_graded_as_its_source_and_cites_known_ones():
    for rule in load_repeat_rules().values():
        assert rule.grade == load_sources()[rule.source].grade
        assert keys_in(rule.note) <= set(load_sources())


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_taught_number_is_graded_and_no_better_than_its_source(name):
    quantity = QUANTITIES[name]
    assert quantity.grade in GRADES
    assert quantity.grade == load_sources()[quantity.source].grade


def test_every_ceiling_is_graded_as_its_sources_and_belongs_to_a_taught_anesthetic():
    for ceiling in ceilings():
        assert {load_sources()[key].grade for key in ceiling.sources} == {ceiling.grade}
    anesthetics = [key for key, facts in load_injectates().items() if facts.is_anesthetic]
    assert list(load_anesthetics()) == anesthetics


def test_every_taught_number_has_a_unit_that_a_learner_can_read():
    for name in QUANTITIES:
        assert unit_of(name)


def test_the_measured_points_are_those_of_the_trial():
    saline, drugs = load_measured_arms().values()
    assert saline.relief_pct == pytest.approx((70.8, 43.5), abs=0.05)
    assert drugs.relief_pct == pytest.approx((76.3, 44.4), abs=0.05)
    assert {arm.source for arm in (saline, drugs)} == {"roldan_2020"}
    for arm in (saline, drugs):
        assert list(arm.times_h) == sorted(arm.times_h)
        assert all(0 <= pain <= 10 for pain in (arm.baseline_nrs, *arm.pain_nrs))


def test_identifiers_have_the_form_of_a_doi_and_a_pmid():
    for source in load_sources().values():
        assert source.doi == "" or re.fullmatch(r"10\.\d{4,9}/\S+", source.doi)
        assert source.pmid == "" or re.fullmatch(r"\d{6,8}", source.pmid)


def test_no_two_sources_share_an_identifier():
    for name in ("doi", "pmid", "title"):
        values = [value.lower() for source in load_sources().values() if (value := getattr(source, name))]
        assert len(values) == len(set(values))


def test_a_citation_reads_as_a_reading_list_prints_it():
    assert load_sources()["hong_1994"].citation == (
        "Hong CZ. Lidocaine injection versus dry needling to myofascial trigger point. The importance of the "
        "local twitch response. Am J Phys Med Rehabil 1994;73(4):256-263. "
        "doi:10.1097/00002060-199407000-00006. PMID 8043247."
    )


def test_no_citation_has_empty_parts():
    for source in load_sources().values():
        assert not re.search(r"\.\.|  | \.|;\.|:\.|;;|::", source.citation)
        assert source.title.rstrip(".") in source.citation
