"""The shipped content as tests go through it: every loader, every file, and records with one thing wrong."""

import pkgutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest

from tpi_edu import content
from tpi_edu.content.questions import Case, Choice, Node
from tpi_edu.content.schema import ContentError, build, read_toml

MODULES = [
    import_module(f"{content.__name__}.{found.name}") for found in pkgutil.iter_modules(content.__path__)
]
LOADERS = {
    name: load for module in MODULES for name, load in vars(module).items() if name.startswith("load_")
}
TABLES = {
    path.name.removesuffix(".toml"): read_toml(path.name)
    for path in files(content).iterdir()
    if path.name.endswith(".toml")
}
LEFT_OUT = object()


def loaded(name: str) -> Mapping[str, Any]:
    """Return what a loader returns."""
    return LOADERS[name]()


def walks(case: Case, *taken: int) -> Iterator[list[tuple[Node, Choice | None]]]:
    """Yield the steps of every way on to an ending; from a circle there is no end."""
    *_, (node, _) = steps = case.steps(taken)
    if node.ending:
        yield steps
    for number in range(len(node.choices)):
        yield from walks(case, *taken, number)


def parts(value: Any) -> Iterator[Any]:
    """Yield every dataclass that a record consists of, itself first."""
    if is_dataclass(value):
        yield value
        value = tuple(getattr(value, field.name) for field in fields(value))
    if isinstance(value, tuple):
        for each in value:
            yield from parts(each)


def change(table: Any, place: str, value: Any) -> None:
    """Set what a place leads to; raise what its first wrong step does."""
    *steps, last = (int(step) if step.lstrip("-").isdigit() else step for step in place.split())
    for step in steps:
        table = table[step]
    if value is LEFT_OUT:
        del table[last]
    else:
        table[last] = value


def refusal(stem: str, changes: dict[str, Any]) -> str:
    """Return what is said of the first record of a file that has all the places to change.

    changes: new values, or `LEFT_OUT`, by places such as "nodes 0 choices 0 kind".
    """
    for key, record in loaded(f"load_{stem}").items():
        table = deepcopy(TABLES[stem][key])
        try:
            for place, value in changes.items():
                change(table, place, value)
        except (KeyError, IndexError):
            continue
        where = f"{stem}.toml [{key}]"
        with pytest.raises(ContentError) as error:
            build(type(record), table, where=where)
        return str(error.value).removeprefix(f"{where}: ")
    raise AssertionError(f"{stem}.toml has no record with {', '.join(changes)}.")
