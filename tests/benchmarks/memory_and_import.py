"""Measure what importing tpi_edu costs, and what running an explorer's cell again and again leaves behind.

Run as `python tests/benchmarks/memory_and_import.py`.
"""

import subprocess
import sys
from statistics import median

from jupyter_client.manager import start_new_kernel

IMPORTS = 9
BASE = "import numpy, matplotlib.figure, ipywidgets, anywidget"
IMPORT_LIMIT = 1.5
RUNS, READ_AT = 100, (5, 50, 100)
MEMORY_LIMIT_MB = 20.0
CELL_ID = "abc"
CELL = 'from tpi_edu import ReliefExplorer; ReliefExplorer(story="both")'
READ = """
import gc
import ipywidgets
import psutil
gc.collect()
print(len(ipywidgets.widgets.widget._instances), psutil.Process().memory_info().rss / 2**20)
"""


def verdict(holds: bool) -> str:
    """Return whether what was asked for holds."""
    return "holds" if holds else "does NOT hold"


def import_seconds(code: str) -> float:
    """Return how long an import takes in a fresh process."""
    timed = f"import time; begun = time.perf_counter(); {code}; print(time.perf_counter() - begun)"
    return float(subprocess.check_output([sys.executable, "-c", timed]))


def measure_import() -> None:
    """Print what `import tpi_edu` costs beside what it stands on; `python -X importtime` says more."""
    pairs = [(import_seconds(BASE), import_seconds("import tpi_edu")) for _ in range(IMPORTS)]
    base, ours = (median(times) for times in zip(*pairs, strict=True))
    ratio = ours / base
    print(f"{BASE}: {base:.3f} s; import tpi_edu: {ours:.3f} s")
    print(f"ratio {ratio:.2f}; {verdict(ratio <= IMPORT_LIMIT)}: <= {IMPORT_LIMIT}")


class Kernel:
    """A kernel that is asked to run a cell as JupyterLab asks it."""

    def __init__(self) -> None:
        self.manager, self.client = start_new_kernel()

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code: str, *, cell_id: str | None = None) -> str:
        """Run code, as the cell with that id if there is one, and return what it printed."""
        content = {"code": code, "silent": False, "store_history": cell_id is not None}
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        metadata = {} if cell_id is None else {"cellId": cell_id}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return self._printed(message["header"]["msg_id"])

    def _printed(self, request: str) -> str:
        printed = ""
        while True:
            reply = self.client.get_iopub_msg(timeout=60)
            kind, content = reply["msg_type"], reply["content"]
            if reply["parent_header"].get("msg_id") != request:
                continue
            if kind == "error":
                raise RuntimeError("\n".join(content["traceback"]))
            if kind == "stream" and content["name"] == "stdout":
                printed += content["text"]
            if kind == "status" and content["execution_state"] == "idle":
                return printed


def measure_memory() -> None:
    """Print live widgets and memory after the explorer's cell was run several times."""
    readings = []
    with Kernel() as kernel:
        for run in range(1, RUNS + 1):
            kernel.run(CELL, cell_id=CELL_ID)
            if run in READ_AT:
                widgets, megabytes = kernel.run(READ).split()
                readings.append((int(widgets), float(megabytes)))
                print(f"after {run} runs: {widgets} widgets, {readings[-1][1]:.1f} MB")
    (widgets, start_mb), (widgets_at_end, end_mb) = readings[0], readings[-1]
    growth = end_mb - start_mb
    print(f"widgets constant: {verdict(widgets == widgets_at_end)}")
    print(f"growth {growth:.1f} MB; {verdict(growth < MEMORY_LIMIT_MB)}: < {MEMORY_LIMIT_MB:g} MB")


if __name__ == "__main__":
    measure_import()
    measure_memory()
