"""A record of its own for every test that asks for it."""

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
