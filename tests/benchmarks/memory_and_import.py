"""Measure what importing tpi_edu costs, and what running an explorer's cell again and again leaves behind.

Run as `python tests/benchmarks/memory_and_import.py`.
"""

import subprocess
import sys
from ast import literal_eval
from pathlib import Path
from statistics import median

from jupyter_client.manager import run_kernel

sys.path.append(str(Path(__file__).parents[1] / "widgets"))

from test_cards_in_a_kernel import run

IMPORTS = 9
BASE = "import numpy, matplotlib.figure, ipywidgets, anywidget"
IMPORT_LIMIT = 1.5
RUNS, READ_AT = 100, (5, 50, 100)
MEMORY_LIMIT_MB = 20.0
CELL = 'from tpi_edu import ReliefExplorer; ReliefExplorer(story="both")'
READ = """
import gc
import ipywidgets
import psutil
gc.collect()
len(ipywidgets.widgets.widget._instances), psutil.Process().memory_info().rss / 2**20
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


def measure_memory() -> None:
    """Print live widgets and memory after the explorer's cell was run several times."""
    readings = []
    with run_kernel() as client:
        for count in range(1, RUNS + 1):
            run(client, CELL, "abc")
            if count in READ_AT:
                readings.append(literal_eval(run(client, READ, "read")))
                print("after {} runs: {} widgets, {:.1f} MB".format(count, *readings[-1]))
    (widgets, start_mb), (widgets_at_end, end_mb) = readings[0], readings[-1]
    growth = end_mb - start_mb
    print(f"widgets constant: {verdict(widgets == widgets_at_end)}")
    print(f"growth {growth:.1f} MB; {verdict(growth < MEMORY_LIMIT_MB)}: < {MEMORY_LIMIT_MB:g} MB")


if __name__ == "__main__":
    measure_import()
    measure_memory()
