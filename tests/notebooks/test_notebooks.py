"""How the notebooks are written and stored."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from stored_form import NOTEBOOKS, PATHS, dumps, normalize, prose, read

from tpi_edu import load_sources

PAGE_PLAN = ("In about ", "Predict", "Notice", "What this leaves out", "Check yourself", "Sources")
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.Import)
CITATION = re.compile(r"\[([a-z]+_[a-z0-9_]+(?:, [a-z0-9_]+)*)\](?!\()")  # [key] or [key, key]
NUMBER_WITH_UNIT = re.compile(r"\d\s?%|\d (?:patients|people|trials)|\d-\d (?:minutes|hours|days)")

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@each_notebook
def test_notebook_is_stored_in_its_one_form(path: Path) -> None:
    stored = path.read_text(encoding="utf-8")
    assert stored == dumps(normalize(nbformat.reads(stored, as_version=4))), (
        "run: python tests/notebooks/stored_form.py"
    )
    assert len(stored) < 500_000


@each_notebook
def test_code_cells_are_short_and_plain_and_their_outputs_have_words_and_pictures(path: Path) -> None:
    for cell in (cell for cell in read(path).cells if cell.cell_type == "code"):
        lines = cell.source.splitlines()
        assert len(lines) <= 3
        assert max(map(len, lines)) <= 90
        (output,) = cell.outputs
        assert output.output_type == "execute_result"
        assert len(output.data["text/plain"]) > 60
        has_figure = re.search(r"((?<!Claims)Explorer|Lab|Atlas)\(", lines[-1])
        assert ("image/png" in output.data) == bool(has_figure)
        assert not cell.source.rstrip().endswith(";")
        tree = ast.parse(cell.source)  # magics do not parse
        assert isinstance(tree.body[-1], ast.Expr)
        for node in ast.walk(tree):
            assert not isinstance(node, FORBIDDEN)
            assert not isinstance(node, ast.Name) or node.id not in {"print", "display", "plt", "sys"}
            if isinstance(node, ast.ImportFrom):
                assert node.module == "tpi_edu"
                assert [alias.name for alias in node.names] != ["*"]


@each_notebook
def test_notebook_follows_the_page_plan_and_closes_with_its_own_questions(path: Path) -> None:
    text, sources = prose(path), [cell.source for cell in read(path).cells]
    assert re.match(r"# .+\?\n", text), "the title is a question"
    places = [text.find(part) for part in PAGE_PLAN]
    assert -1 not in places
    assert places == sorted(places)
    deck = sources.index(f'QuestionDeck("{path.stem}")')
    assert sources[deck - 1].startswith("## Check yourself")


@each_notebook
def test_the_bibliography_lists_what_is_cited_and_statements_with_numbers_cite(path: Path) -> None:
    text = prose(path)
    cited = {key for keys in CITATION.findall(text) for key in keys.split(", ")}
    assert cited == {key for key, source in load_sources().items() if path.stem in source.notebooks}
    for section in re.split(r"^#+ ", text, flags=re.MULTILINE):
        if section.startswith(("Notice", "What this leaves out")):
            stated = filter(NUMBER_WITH_UNIT.search, section.splitlines())
            assert [line for line in stated if not CITATION.search(line)] == []


@each_notebook
def test_images_have_a_text_alternative(path: Path) -> None:
    text = prose(path)
    assert not re.search(r"!\[\s*\]\(", text)
    assert all("alt=" in tag for tag in re.findall(r"<img[^>]*>", text))


@pytest.mark.parametrize("page", ["../README.md", "00_start_here.ipynb"])
def test_every_notebook_is_listed(page: str) -> None:
    text = (NOTEBOOKS / page).read_text(encoding="utf-8")
    assert [path.name for path in PATHS if f"{path.name})" not in text] == []
