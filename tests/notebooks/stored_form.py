"""Run the notebooks and store them in the one form they have in the repository.

    python tests/notebooks/stored_form.py            refresh every notebook
    python tests/notebooks/stored_form.py 03 ...     only those whose name starts so

Stored: words and pictures (text/plain, image/png, of few colors) of each output. Not stored: widget views and
state, whose ids are dead in another session; times; what the kernel says of itself. Code cells are numbered
from 1: nbval takes a cell without a number for one that was never run.
"""

import io
import os
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
COLORS = 96
KEPT = ("text/plain", "image/png")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path: Path) -> nbformat.NotebookNode:
    """Return a notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    """Return the text of a notebook as its learners read it."""
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def normalize(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Bring a notebook into its stored form, in place."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    code_cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(code_cells, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
            if "data" in output:
                output.data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
                output.metadata = {}
    return notebook


def shrink(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Give each picture few colors, in place; that takes longer than drawing them."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                small = io.BytesIO()
                with Image.open(io.BytesIO(b64decode(output.data["image/png"]))) as image:
                    few = image.convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, kmeans=2)
                few.save(small, format="PNG", optimize=True)
                output.data["image/png"] = b64encode(small.getvalue()).decode()
    return notebook


def dumps(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook as the text that is stored."""
    return nbformat.writes(notebook) + "\n"


def refresh(path: Path) -> None:
    """Run a notebook from a fresh kernel and store it."""
    notebook = read(path)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": path.parent}}).execute()
    path.write_text(dumps(shrink(normalize(notebook))), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    os.environ["TPI_EDU_RECORD"] = ":memory:"  # a fresh learner
    for notebook_path in PATHS:
        if notebook_path.name.startswith(tuple(sys.argv[1:]) or ("",)):
            refresh(notebook_path)
