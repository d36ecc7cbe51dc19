"""The shipped facts: every file has its loader, every reference resolves, every source is used."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any, get_args

import pytest
from shipped import LOADERS, TABLES, loaded, parts
from stored_form import PATHS, read

import tpi_edu
from tpi_edu import load_injectates, load_sources
from tpi_edu.content.atlas import load_muscles, load_plates, load_regions
from tpi_edu.content.claims import load_claims, load_contradictions
from tpi_edu.content.injectates import load_anesthetics
from tpi_edu.content.parameters import STORIES
from tpi_edu.content.questions import Task, load_questions, load_tasks
from tpi_edu.content.review import SOFT, unsettled_statements
from tpi_edu.content.schema import Grade, Statement

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
SENTENCES = {"claim", "reason", "reflect", "leaflet", "operator", "patient", "grip"}
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
    if shared := TABLES[stem].get("shared"):
        leaflet, trials = (set(TABLES[stem][story]) for story in STORIES)
        assert leaflet == trials
        assert not set(shared) & leaflet


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_is_called_as_in_its_module_reads_once_and_returns_what_cannot_be_changed(name: str) -> None:
    load, records = LOADERS[name], loaded(name)
    assert (load.__name__, load.__qualname__) == (name, name)
    assert load.__doc__.startswith("Return ")
    assert load() is load()
    with pytest.raises(TypeError, match="does not support item assignment"):
        records["new"] = None
    for part in parts(next(iter(records.values()))):
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, "x")


@pytest.mark.parametrize("name", LOADERS)
def test_no_two_records_are_called_the_same(name: str) -> None:
    for field in ("label", "title", "stem", "doi", "pmid"):
        called = [value.lower() for each in loaded(name).values() if (value := getattr(each, field, ""))]
        assert len(set(called)) == len(called)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_rests_on_known_sources_and_is_graded_as_they_are(name: str) -> None:
    sources = load_sources()
    assert cited(FACTS[name]) <= set(sources)
    for part in parts(FACTS[name]):
        assert rests_on(part) <= set(sources)
        if hasattr(part, "grade"):
            assert {sources[key].grade for key in rests_on(part)} == {part.grade}


@pytest.mark.parametrize("name", FACTS)
def test_what_is_said_is_said_in_sentences(name: str) -> None:
    for part in parts(FACTS[name]):
        said = [part.text] if isinstance(part, Statement | Task) else []
        said += [getattr(part, field) for field in SENTENCES if hasattr(part, field)]
        for words in filter(None, (CITED.sub("", each) for each in said)):
            assert words[0].isupper() or words[0] in '"“', words
            assert words.rstrip()[-1] in '.?"”', words


def test_what_rests_on_soft_grades_alone_is_what_a_reviewer_is_asked_about() -> None:
    items = [item for items in unsettled_statements().values() for item in items]
    assert len({item.key for item in items}) == len(items)
    assert all(item.where.strip() and any(line.strip() for line in item.lines) for item in items)
    claims = (part for name in set(LOADERS) - {"load_claim_questions"} for part in _all_parts(loaded(name)))
    grades = [{load_sources()[key].grade for key in rests_on(part)} for part in claims]
    assert len(items) == sum(bool(found) and found <= {*SOFT} for found in grades)
    assert {*SOFT} == {*get_args(Grade)} - {"trial", "review", "cohort", "leaflet"}


def _all_parts(records: Mapping[str, Any]) -> Iterator[Any]:
    """Yield every dataclass, but no node of a case that it has from the one it is like."""
    for record in records.values():
        base = records.get(getattr(record, "like", ""))
        same = [node for node in record.nodes if node in base.nodes] if base else []
        known = {id(part) for node in same for part in parts(node)}
        yield from (part for part in parts(record) if id(part) not in known)


CODE = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
PAGES = "\n".join(cell.source for path in PATHS for cell in read(path).cells)
STEMS = {path.stem for path in PATHS}
USED = {key for record in FACTS.values() for part in parts(record) for key in rests_on(part)}
PLATES = load_plates().values()
ON_PLATES = {"muscles": load_muscles(), "marks": load_muscles(), "regions": load_regions()}
CITING = {key for key, source in load_sources().items() if source.notebooks}
ASKED = load_questions().values()
NAMED = {  # what other records, notebooks or the code name, and what there is
    "sources": (USED.union(CITING, *map(cited, FACTS.values())), load_sources()),
    "notebooks": (
        {record.notebook for record in FACTS.values() if hasattr(record, "notebook")}.union(
            *(source.notebooks for source in load_sources().values())
        ),
        STEMS,
    ),
    "notebooks that ask": ({question.notebook for question in ASKED}, STEMS),
    "objectives": (
        {(each.objective, each.notebook) for each in ASKED},
        {(key, objective.notebook) for key, objective in loaded("load_objectives").items()},
    ),
    "misconceptions": (
        {choice.misconception for question in ASKED for choice in question.choices} - {""},
        loaded("load_misconceptions"),
    ),
    "regions": ({region for each in load_muscles().values() for region in each.regions}, load_regions()),
    "tasks": ({key for key in load_tasks() if f'"{key}"' in CODE + PAGES}, load_tasks()),
    "files": (re.findall(r"\w+\.toml", CODE), {f"{stem}.toml" for stem in TABLES}),
    "anesthetics": (
        {key for key, facts in load_injectates().items() if facts.is_anesthetic},
        load_anesthetics(),
    ),
    "verdicts": ({claim.verdict for claim in load_claims().values()}, loaded("load_verdicts")),
    "ways": ({pair.way for pair in load_contradictions().values()}, loaded("load_ways")),
}
NAMED |= {  # what plates show, and what is taught
    f"{what} on plates": ({area.key for plate in PLATES for area in getattr(plate, what)}, taught)
    for what, taught in ON_PLATES.items()
}


@pytest.mark.parametrize("what", NAMED)
def test_what_is_named_exists_and_what_exists_is_named(what: str) -> None:
    named, exists = NAMED[what]
    assert set(named) == set(exists)


def test_a_citation_reads_as_a_reading_list_prints_it() -> None:
    assert load_sources()["hong_1994"].citation == (
        "Hong CZ. Lidocaine injection versus dry needling to myofascial trigger point. The importance of the "
        "local twitch response. Am J Phys Med Rehabil 1994;73(4):256-263. "
        "doi:10.1097/00002060-199407000-00006. PMID 8043247."
    )


def test_identifiers_have_their_form_and_no_citation_has_empty_parts() -> None:
    for source in load_sources().values():
        for name, form in (("doi", r"(10\.\d{4,9}/\S+)?"), ("pmid", r"(\d{6,8})?"), ("title", ".+")):
            assert re.fullmatch(form, getattr(source, name))
        assert not re.search(r"\.\.|  | \.|;\.|:\.|;;|::", source.citation)
        assert source.title.rstrip(".") in source.citation
