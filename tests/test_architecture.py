"""The house keeps its plan: who may import whom, what no room may use, and how big things may grow."""

import ast
from pathlib import Path

import pytest

import tpi_edu

PACKAGE = Path(tpi_edu.__file__).parent
FILES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")
}
# room: those it may import from
ROOMS = {
    "content": {"content"},
    "model": {"content", "model"},
    "figures": {"content", "model", "figures"},
    "widgets": {"content", "model", "figures", "widgets", "record"},
    "record": set(),
    "__init__": {"content", "model", "figures", "widgets"},
}
LONGEST_FILE = 320
LONGEST_FUNCTION_WITHOUT_DOCSTRING = 45
DRAWING = {"matplotlib", "PIL"}
SHOWING = {"ipywidgets", "anywidget", "traitlets", "IPython", "filelock"}
# room: packages that would let it do another room's work
FOREIGN = {
    "content": {"numpy", "scipy"} | DRAWING | SHOWING,
    "model": {"pathlib", "tomllib"} | DRAWING | SHOWING,
    "figures": SHOWING,
}
BANNED = {"pyplot", "pylab", "interact", "interactive", "interact_manual", "interactive_output", "Output"}
CHANGES = (ast.Assign, ast.AugAssign, ast.Call)

each_file = pytest.mark.parametrize("file", FILES)


def room_of(file):
    return file.split("/")[0].removesuffix(".py")


def imports(file):
    """Yield the parts of every import of a file in full: tpi_edu, model, relief, simulate_relief."""
    for node in ast.walk(FILES[file]):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = ["tpi_edu", *file.split("/")[:-1]]
            base = here[: len(here) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            yield from ([*base, alias.name] for alias in node.names)


def own_rooms(file):
    """Return the rooms of the package that a file imports from."""
    return {parts[1] for parts in imports(file) if parts[0] == "tpi_edu" and len(parts) > 1}


@each_file
def test_imports_run_one_way_only_and_no_room_does_the_work_of_another(file):
    assert own_rooms(file) <= ROOMS[room_of(file)]
    assert FOREIGN.get(room_of(file), set()).isdisjoint(parts[0] for parts in imports(file))


def test_the_import_table_is_read_from_real_imports():
    assert {room_of(file) for file in FILES} == set(ROOMS)
    assert own_rooms("__init__.py") == ROOMS["__init__"]
    assert ["numpy"] in imports("model/relief.py")


@each_file
def test_no_file_uses_pyplot_display_interact_or_output_or_changes_what_all_figures_share(file):
    nodes = list(ast.walk(FILES[file]))
    names = {getattr(node, "id", getattr(node, "attr", None)) for node in nodes}
    assert names.union(*imports(file)) & BANNED == set()
    assert "display" not in {parts[-1] for parts in imports(file)}
    assert not [n for n in nodes if isinstance(n, CHANGES) and "rcParams" in ast.unparse(n)]


def test_all_names_are_the_public_imports_and_each_resolves():
    public = {name for *_, name in imports("__init__.py") if not name.startswith("_")}
    assert tpi_edu.__all__ == sorted(public)
    for name in tpi_edu.__all__:
        assert getattr(tpi_edu, name).__module__.startswith("tpi_edu.")
        assert getattr(tpi_edu, name).__doc__


@each_file
def test_a_file_is_one_idea_and_a_long_function_has_a_docstring(file):
    assert len((PACKAGE / file).read_text("utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(FILES[file]):
        if isinstance(node, ast.FunctionDef) and not ast.get_docstring(node):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION_WITHOUT_DOCSTRING, node.name
