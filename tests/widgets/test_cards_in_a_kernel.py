"""The package in a Python of its own, and cells run again in a real kernel, as JupyterLab asks for it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

COUNT = "import ipywidgets; len(ipywidgets.widgets.widget._instances)"
EXPLORER = "from tpi_edu import ReliefExplorer\nReliefExplorer()"


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, cell: str) -> str:
    """Run code as the cell with an id and return the words of its result."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    words = ""
    while True:
        reply = client.get_iopub_msg(timeout=60)
        if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if reply["msg_type"] == "error":
            pytest.fail("\n".join(reply["content"]["traceback"]))
        if reply["msg_type"] == "execute_result":
            words = reply["content"]["data"]["text/plain"]
        if reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
            return words


def test_the_package_is_read_alike_whatever_encoding_a_machine_prefers() -> None:
    code = "from tpi_edu.widgets.deck import DeckView; print(ascii(DeckView._esm))"
    machine = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | machine, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert r"\u2713" in done.stdout, "the check mark of a right answer"


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
        assert run(kernel, "kept", "show").startswith("Leaflet story")
    assert run(kernel, "kept.view.comm is not None", "count") == "True"


def test_an_explorer_that_was_replaced_says_so_when_it_is_shown_again(kernel: BlockingKernelClient) -> None:
    run(kernel, EXPLORER, "c")
    run(kernel, "old = _", "keep")
    run(kernel, EXPLORER, "c")
    assert run(kernel, "old", "look") == "This figure was replaced when its cell was run again."
