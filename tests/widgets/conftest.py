"""A record of its own for every test that asks for it; threads that take turns often."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpi_edu.record import Record, open_record


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record.jsonl"))
    return open_record()


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)
