"""Running a cell again in a real kernel, as JupyterLab asks for it."""

import html
import re
from collections.abc import Iterator

import nbformat
import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from nbconvert import HTMLExporter

COUNT = "import ipywidgets; len(ipywidgets.widgets.widget._instances)"
WIDGET = "application/vnd.jupyter.widget-view+json"
EXPLORER = "from tpi_edu import ReliefExplorer\nReliefExplorer()"


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def outputs(client: BlockingKernelClient, code: str, cell: str | None) -> list[nbformat.NotebookNode]:
    """Run code as the cell with an id, or as one without, and return its outputs."""
    found = []
    client.session.metadata = {"cellId": cell} if cell else {}
    reply = client.execute_interactive(code, allow_stdin=False, timeout=60, output_hook=found.append)
    assert reply["content"]["status"] == "ok", "\n".join(reply["content"].get("traceback", ()))
    shown = [each for each in found if each["msg_type"] in ("display_data", "execute_result")]
    return [nbformat.v4.output_from_msg(each) for each in shown]


def run(client: BlockingKernelClient, code: str, cell: str) -> str:
    """Run code as the cell with an id and return the words of its result."""
    found = outputs(client, code, cell)
    return found[-1].data["text/plain"] if found else ""


def test_running_a_cell_again_keeps_the_number_of_widgets(kernel: BlockingKernelClient) -> None:
    run(kernel, EXPLORER, "a")
    once = int(run(kernel, COUNT, "count"))
    for _ in range(5):
        run(kernel, EXPLORER, "a")
    assert int(run(kernel, COUNT, "count")) == once
    run(kernel, EXPLORER, "b")
    assert int(run(kernel, COUNT, "count")) > once


def test_an_explorer_kept_by_name_and_shown_again_stays_alive(kernel: BlockingKernelClient) -> None:
    run(kernel, "from tpi_edu import ReliefExplorer\nkept = ReliefExplorer()", "make")
    for _ in range(2):
        assert run(kernel, "kept", "show").startswith("15 min: pain 2.5 of 10")
    assert run(kernel, "kept.view.comm is not None", "count") == "True"


def test_an_explorer_shown_in_two_cells_is_replaced_in_both_and_says_so(kernel: BlockingKernelClient) -> None:
    run(kernel, "from tpi_edu import ReliefExplorer\ntwice = ReliefExplorer()", "make")
    for cell in ("one", "two"):
        run(kernel, "twice", cell)
    for cell in ("one", "two"):
        assert run(kernel, EXPLORER, cell).startswith("15 min: pain 2.5 of 10")
    assert run(kernel, "twice", "look") == "This figure was replaced when its cell was run again."


def test_jupyterlab_gets_a_still_beside_the_card_and_other_places_words_and_a_picture(
    kernel: BlockingKernelClient,
) -> None:
    still, live = outputs(kernel, EXPLORER, "still")
    assert list(still.data) == ["text/html"]
    assert live.data["text/html"] == ""  # else an export would show the words twice
    assert "image/png" not in live.data
    (stored,) = outputs(kernel, EXPLORER, None)
    assert stored.data.keys() - {WIDGET} == {"text/plain", "image/png"}


def test_an_export_shows_the_picture_with_its_words_as_text_alternative(kernel: BlockingKernelClient) -> None:
    cell = nbformat.v4.new_code_cell(EXPLORER, outputs=outputs(kernel, EXPLORER, "export"))
    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    (alternative,) = re.findall(r'<img[^>]* alt="([^"]*)"', page)
    assert html.unescape(alternative) == cell.outputs[-1].data["text/plain"]
    for line in alternative.splitlines():
        assert page.count(f"<p>{line}</p>") == 1
    assert "widget-view" not in page
