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
ROOMS = ("content", "model", "figures", "widgets")  # each may import itself and those left of it
LONGEST_FILE = 320
LONGEST_FUNCTION_WITHOUT_DOCSTRING = 45
# room: packages that would let it do another room's work
FOREIGN = {
    "content": {
        "numpy",
        "scipy",
        "matplotlib",
        "PIL",
        "ipywidgets",
        "anywidget",
        "traitlets",
        "IPython",
        "sqlite3",
    },
    "model": {
        "matplotlib",
        "PIL",
        "ipywidgets",
        "anywidget",
        "traitlets",
        "IPython",
        "sqlite3",
        "pathlib",
        "tomllib",
    },
    "figures": {"ipywidgets", "anywidget", "traitlets", "IPython", "sqlite3"},
    "widgets": set(),
}


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
    return {path[1] for path in paths if path[0] == "tpi_edu" and len(path) > 1 and path[1]}


def foreign_packages(file):
    return {module.split(".")[0] for module, _ in imports(file)}


def names_used(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield from node.name.split(".")


def functions(node, inherited=None):
    """Yield every function with its docstring; a class says for its constructor how to make one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, ast.get_docstring(child) or (inherited if child.name == "__init__" else None)
        yield from functions(child, ast.get_docstring(child) if isinstance(child, ast.ClassDef) else None)


def test_the_rooms_are_those_of_the_plan():
    assert {room_of(file) for file in FILES} <= {*ROOMS, "record", "record_file", "__init__"}
    assert set(ROOMS) <= {room_of(file) for file in FILES}


def test_every_room_is_shipped():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    shipped = set(project["tool"]["setuptools"]["packages"])
    folders = {".".join(("tpi_edu", *file.split("/")[:-1])) for file in FILES}
    assert shipped == folders


@pytest.mark.parametrize("file", [file for file in FILES if file != "__init__.py"])
def test_imports_run_one_way_only(file):
    room = room_of(file)
    allowed = set(ROOMS[: ROOMS.index(room) + 1]) if room in ROOMS else {"record_file"}
    if room == "widgets":
        allowed.add("record")
    assert own_rooms(file) <= allowed


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) in ROOMS])
def test_no_room_does_the_work_of_another(file):
    assert foreign_packages(file) & FOREIGN[room_of(file)] == set()


def test_the_import_table_is_read_from_real_imports():
    assert own_rooms("__init__.py") == set(ROOMS)
    assert {"content", "model"} <= own_rooms("model/relief.py")
    assert "numpy" in foreign_packages("model/relief.py")
    assert "ipywidgets" in foreign_packages("widgets/card.py")


@pytest.mark.parametrize("file", FILES)
def test_no_file_uses_pyplot_display_interact_or_output(file):
    banned = {"pyplot", "pylab", "interact", "interactive", "interact_manual", "interactive_output", "Output"}
    assert set(names_used(FILES[file])) & banned == set()
    assert [
        module for module, name in imports(file) if module.startswith("IPython") and name == "display"
    ] == []


@pytest.mark.parametrize("file", FILES)
def test_no_file_changes_what_all_figures_share(file):
    written = [
        node
        for node in ast.walk(FILES[file])
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.Call)) and "rcParams" in ast.unparse(node)
    ]
    assert written == []


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
        for node, docstring in functions(tree)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION_WITHOUT_DOCSTRING and not docstring
    ]
    assert long == []
