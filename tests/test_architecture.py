"""The house keeps its plan: who may import whom, what no room may use, and how big things may grow."""

import ast
import tomllib
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
SHOWING = {"ipywidgets", "anywidget", "traitlets", "IPython", "filelock", "sqlite3"}
# room: packages that would let it do another room's work
FOREIGN = {
    "content": {"numpy", "scipy"} | DRAWING | SHOWING,
    "model": {"pathlib", "tomllib"} | DRAWING | SHOWING,
    "figures": SHOWING,
}
BANNED = {"pyplot", "pylab", "interact", "interactive", "interact_manual", "interactive_output", "Output"}

each_file = pytest.mark.parametrize("file", FILES)


def room_of(file):
    return file.split("/")[0].removesuffix(".py")


def imports(file):
    """Yield every module that a file imports, with the names, in full: tpi_edu.model.relief."""
    for node in ast.walk(FILES[file]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = ["tpi_edu", *file.split("/")[:-1]]
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield from ((module, alias.name) for alias in node.names)


def own_rooms(file):
    """Return the rooms of the package that a file imports from."""
    paths = [f"{module}.{name}".split(".") for module, name in imports(file)]
    return {path[1] for path in paths if path[0] == "tpi_edu" and path[1]}


def foreign_packages(file):
    return {module.split(".")[0] for module, _ in imports(file)}


def test_the_rooms_are_those_of_the_plan():
    assert {room_of(file) for file in FILES} == set(ROOMS)


def test_every_room_is_shipped():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    shipped = set(project["tool"]["setuptools"]["packages"])
    folders = {".".join(("tpi_edu", *file.split("/")[:-1])) for file in FILES}
    assert shipped == folders


@each_file
def test_imports_run_one_way_only_and_no_room_does_the_work_of_another(file):
    assert own_rooms(file) <= ROOMS[room_of(file)]
    assert foreign_packages(file) & FOREIGN.get(room_of(file), set()) == set()


def test_the_import_table_is_read_from_real_imports():
    assert own_rooms("__init__.py") == ROOMS["__init__"]
    assert {"content", "model"} <= own_rooms("model/relief.py")
    assert "numpy" in foreign_packages("model/relief.py")
    assert "ipywidgets" in foreign_packages("widgets/card.py")


@each_file
def test_no_file_uses_pyplot_display_interact_or_output(file):
    names = {getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(FILES[file])}
    names |= {part for module, name in imports(file) for part in (*module.split("."), name)}
    assert names & BANNED == set()
    assert {name for module, name in imports(file) if module.startswith("IPython")}.isdisjoint({"display"})


@each_file
def test_no_file_changes_what_all_figures_share(file):
    changes = (ast.Assign, ast.AugAssign, ast.Call)
    assert not [n for n in ast.walk(FILES[file]) if isinstance(n, changes) and "rcParams" in ast.unparse(n)]


def test_all_names_are_the_public_imports_and_each_resolves():
    public = {name for _, name in imports("__init__.py") if not name.startswith("_")}
    assert set(tpi_edu.__all__) == public
    assert len(tpi_edu.__all__) == len(public)
    assert list(tpi_edu.__all__) == sorted(tpi_edu.__all__)
    for name in tpi_edu.__all__:
        assert getattr(tpi_edu, name).__module__.startswith("tpi_edu.")
        assert getattr(tpi_edu, name).__doc__


def test_no_file_is_longer_than_one_idea():
    lengths = {file: len((PACKAGE / file).read_text("utf-8").splitlines()) for file in FILES}
    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_long_function_goes_without_a_docstring():
    long = [
        f"{file}: {node.name}"
        for file, tree in FILES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION_WITHOUT_DOCSTRING
        and not ast.get_docstring(node)
    ]
    assert long == []
