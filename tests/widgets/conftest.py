"""A record of its own for every test that asks for it; threads that take turns often."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpi_edu.record import Record, open_record


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record.sqlite3"))
    record = open_record()
    yield record
    record.close()


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)
