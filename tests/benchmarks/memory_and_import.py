"""Measure what importing tpi_edu costs, and what running an explorer's cell again and again leaves behind.

Run as `python tests/benchmarks/memory_and_import.py`.
"""

import subprocess
import sys
from statistics import median

from jupyter_client.manager import start_new_kernel

IMPORTS = 9
BASE = "import numpy, matplotlib.figure, ipywidgets, anywidget"
IMPORT_LIMIT, IMPORT_WORRY = 1.5, 1.3
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


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)


def import_seconds(code: str) -> float:
    """Return how long an import takes in a fresh process."""
    timed = f"import time; begun = time.perf_counter(); {code}; print(time.perf_counter() - begun)"
    return float(run_python("-c", timed).stdout)


def slowest_modules(count: int = 12) -> list[tuple[float, str]]:
    """Return what `import tpi_edu` loads on top of BASE, slowest first: own milliseconds and module."""
    code = f"import sys; {BASE}; print('then', file=sys.stderr); import tpi_edu"
    lines = run_python("-X", "importtime", "-c", code).stderr.split("then\n")[1].splitlines()
    columns = [line.removeprefix("import time:").split("|") for line in lines]
    return sorted(((int(own) / 1000, name.strip()) for own, _, name in columns), reverse=True)[:count]


def measure_import() -> None:
    """Print what `import tpi_edu` costs beside what it stands on."""
    pairs = [(import_seconds(BASE), import_seconds("import tpi_edu")) for _ in range(IMPORTS)]
    base, ours = (median(times) for times in zip(*pairs, strict=True))
    ratio = ours / base
    verdict = "holds" if ratio <= IMPORT_LIMIT else "does NOT hold"
    print(f"{BASE}: {base:.3f} s")
    print(f"import tpi_edu: {ours:.3f} s; ratio {ratio:.2f}; <= {IMPORT_LIMIT}: {verdict}")
    if ratio > IMPORT_WORRY:
        for own_ms, name in slowest_modules():
            print(f"{own_ms:8.1f} ms  {name}")


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
    readings = {}
    with Kernel() as kernel:
        for run in range(1, RUNS + 1):
            kernel.run(CELL, cell_id=CELL_ID)
            if run in READ_AT:
                widgets, megabytes = kernel.run(READ).split()
                readings[run] = int(widgets), float(megabytes)
    print(f"\n{'runs':>5}{'widgets':>9}{'memory MB':>11}")
    for run, (widgets, megabytes) in readings.items():
        print(f"{run:5}{widgets:9}{megabytes:11.1f}")
    (widgets, start_mb), (widgets_at_end, end_mb) = readings[READ_AT[0]], readings[READ_AT[-1]]
    growth = end_mb - start_mb
    print(f"widgets constant: {'holds' if widgets == widgets_at_end else 'does NOT hold'}")
    verdict = "holds" if growth < MEMORY_LIMIT_MB else "does NOT hold"
    print(
        f"growth from run {READ_AT[0]} to {READ_AT[-1]} < {MEMORY_LIMIT_MB:g} MB: {verdict} ({growth:.1f} MB)"
    )


if __name__ == "__main__":
    measure_import()
    measure_memory()
