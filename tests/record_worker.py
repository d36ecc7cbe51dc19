"""A process of its own that uses the record: record_worker.py JOB PATH NAME [COUNT].

It loads the record without the rest of the package, so that tests can start many of them.
"""

import importlib
import os
import signal
import sys
from itertools import count
from pathlib import Path
from types import ModuleType

PACKAGE = sys.modules["tpi_edu"] = ModuleType("tpi_edu")
PACKAGE.__path__ = [str(Path(__file__).parents[1] / "tpi_edu")]
record = importlib.import_module("tpi_edu.record")


def wait_for_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def answer(path: str, name: str, number: str) -> None:
    """Add many answers, beginning together with the other processes."""
    wait_for_the_others()
    kept = record.Record(path)
    for n in range(int(number)):
        kept.add("answer", f"{name}-{n}", {"right": n % 3 == 0, "why": "é" * (n % 50)})
    print(kept.problem, flush=True)


def acknowledge(path: str, name: str, step: str = "0") -> None:
    """Add answers for ever and say each one that is kept; be killed at a step of SQLite's in the second."""
    kept, steps = record.Record(path), count(1)
    end = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows, SIGTERM ends a process as abruptly
    for n in count():
        kept.add("answer", f"{name}-{n}", {"why": "x" * (n % 700)})
        print(f"{name}-{n}", flush=True)
        if step != "0":
            kept._db.set_trace_callback(lambda _: next(steps) == int(step) and os.kill(os.getpid(), end))


def hold(path: str, name: str) -> None:
    """Add one answer, keep the record open until told, then add another."""
    kept = record.Record(path)
    kept.add("answer", f"{name}-before", {})
    wait_for_the_others()
    kept.add("answer", f"{name}-after", {})
    print(kept.problem, flush=True)


if __name__ == "__main__":
    {"answer": answer, "acknowledge": acknowledge, "hold": hold}[sys.argv[1]](*sys.argv[2:])
