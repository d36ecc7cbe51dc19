"""The shipped facts: every file has its loader, every reference resolves, every source is used."""

import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest
from shipped import BY_STORY, LOADERS, TABLES, loaded, parts
from stored_form import PATHS, read

import tpi_edu
from tpi_edu import load_injectates, load_sources
from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.content.parameters import STORIES
from tpi_edu.content.published import load_measured_arms
from tpi_edu.content.questions import load_tasks

PACKAGE = Path(tpi_edu.__file__).parent
CITED = re.compile(r"\[([^\]]+)\]")


def rests_on(part: Any) -> set[str]:
    """Return the keys of the sources that a dataclass names in fields of their own."""
    names = ("source", "range_source", "pooled_source")
    return {*getattr(part, "sources", ()), *(getattr(part, name, "") for name in names)} - {""}


def cited(record: Any) -> set[str]:
    """Return the keys that its texts cite as [key] or [key, key]; nothing in a record is a list."""
    return {key for group in CITED.findall(repr(record)) for key in group.split(", ")}


RECORDS = {f"{name} {key}": record for name in LOADERS for key, record in loaded(name).items()}
FACTS = {name: record for name, record in RECORDS.items() if record not in load_sources().values()}


READS_NOTHING = """
import tomllib
def refuse(text):
    raise AssertionError("a content file was read: " + text[:60])
tomllib.loads = refuse
import tpi_edu
"""


def test_importing_the_package_reads_no_content() -> None:
    done = subprocess.run([sys.executable, "-c", READS_NOTHING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("stem", TABLES)
def test_every_content_file_has_a_loader_called_as_it_that_reads_all_of_it(stem: str) -> None:
    name = f"load_{stem}"
    assert list(loaded(name)) == [key for key in TABLES[stem] if key != "shared"]
    if name in BY_STORY:
        shared, leaflet, trials = (TABLES[stem][part] for part in ("shared", *STORIES))
        assert set(leaflet) == set(trials)
        assert not set(shared) & set(leaflet)


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_is_called_as_in_its_module_says_what_it_returns_and_reads_once(name: str) -> None:
    load = LOADERS[name]
    assert (load.__name__, load.__qualname__) == (name, name)
    assert load.__doc__.startswith("Return ")
    again = STORIES[:1] if name in BY_STORY else ()
    assert load(*again) is load(*again)


@pytest.mark.parametrize("name", LOADERS)
def test_what_is_loaded_cannot_be_changed(name: str) -> None:
    records = loaded(name)
    if name not in BY_STORY:
        with pytest.raises(TypeError, match="does not support item assignment"):
            records["new"] = None
    for part in parts(next(iter(records.values()))):
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, "x")


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_rests_on_known_sources_and_is_graded_as_they_are(name: str) -> None:
    sources = load_sources()
    assert cited(FACTS[name]) <= set(sources)
    for part in parts(FACTS[name]):
        assert rests_on(part) <= set(sources)
        if hasattr(part, "grade"):
            assert {sources[key].grade for key in rests_on(part)} == {part.grade}


def test_every_source_is_used_in_content_or_in_a_notebook() -> None:
    used = {key for record in FACTS.values() for part in parts(record) for key in rests_on(part)}
    used = used.union(*map(cited, FACTS.values()))
    assert [key for key, source in load_sources().items() if key not in used and not source.notebooks] == []


def test_every_notebook_that_content_names_exists() -> None:
    listed = {name for source in load_sources().values() for name in source.notebooks}
    listed |= {record.notebook for record in FACTS.values() if hasattr(record, "notebook")}
    assert listed <= {path.stem for path in PATHS}


def test_every_task_is_set_somewhere_and_is_a_sentence() -> None:
    code = [path.read_text("utf-8") for path in (PACKAGE / "widgets").glob("*.py")]
    text = "\n".join([*code, *(cell.source for path in PATHS for cell in read(path).cells)])
    for key, task in load_tasks().items():
        assert f'"{key}"' in text
        assert task.text[0].isupper()
        assert task.text[-1] in ".?"


def test_every_content_file_that_a_docstring_names_exists() -> None:
    named = {
        name for path in PACKAGE.rglob("*.py") for name in re.findall(r"\w+\.toml", path.read_text("utf-8"))
    }
    assert named <= {f"{stem}.toml" for stem in TABLES}


def test_the_anesthetics_with_ceilings_are_the_injectates_with_a_block() -> None:
    assert list(load_anesthetics()) == [key for key, fact in load_injectates().items() if fact.is_anesthetic]


def test_the_relief_of_a_measured_arm_is_that_of_the_trial() -> None:
    saline, drugs = load_measured_arms().values()
    assert saline.relief_pct == pytest.approx((70.8, 43.5), abs=0.05)
    assert drugs.relief_pct == pytest.approx((76.3, 44.4), abs=0.05)
    for arm in (saline, drugs):
        assert list(arm.times_h) == sorted(arm.times_h)


def test_identifiers_have_the_form_of_a_doi_and_a_pmid_and_no_two_sources_share_one() -> None:
    for name, form in (("doi", r"10\.\d{4,9}/\S+"), ("pmid", r"\d{6,8}"), ("title", ".+")):
        values = [value.lower() for source in load_sources().values() if (value := getattr(source, name))]
        assert all(re.fullmatch(form, value) for value in values)
        assert len(values) == len(set(values))


def test_a_citation_reads_as_a_reading_list_prints_it() -> None:
    assert load_sources()["hong_1994"].citation == (
        "Hong CZ. Lidocaine injection versus dry needling to myofascial trigger point. The importance of the "
        "local twitch response. Am J Phys Med Rehabil 1994;73(4):256-263. "
        "doi:10.1097/00002060-199407000-00006. PMID 8043247."
    )


def test_no_citation_has_empty_parts() -> None:
    for source in load_sources().values():
        assert not re.search(r"\.\.|  | \.|;\.|:\.|;;|::", source.citation)
        assert source.title.rstrip(".") in source.citation
