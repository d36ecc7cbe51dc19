"""A process of its own that uses the record: record_worker.py JOB PATH NAME [COUNT].

It loads the record without the rest of the package, so that tests can start many of them.
"""

import importlib
import sys
from itertools import count
from pathlib import Path
from types import ModuleType

PACKAGE = sys.modules["tpi_edu"] = ModuleType("tpi_edu")
PACKAGE.__path__ = [str(Path(__file__).parents[1] / "tpi_edu")]
record = importlib.import_module("tpi_edu.record")
record.WAIT_S = 300  # on a busy machine, the others may take long


def answer(path: str, name: str, number: str) -> None:
    """Add many answers, beginning together with the other processes."""
    print("ready", flush=True)
    sys.stdin.readline()
    kept = record.Record(path)
    for n in range(int(number)):
        kept.add("answer", f"{name}-{n}", {"right": n % 3 == 0, "why": "é" * (n % 50)})
    print(kept.problem, flush=True)


def acknowledge(path: str, name: str) -> None:
    """Add answers for ever, and say each one that is kept."""
    kept = record.Record(path)
    for n in count():
        kept.add("answer", f"{name}-{n}", {"why": "x" * (n % 700)})
        print(f"{name}-{n}", flush=True)


if __name__ == "__main__":
    {"answer": answer, "acknowledge": acknowledge}[sys.argv[1]](*sys.argv[2:])
