"""A record of its own for every test that asks for it."""

from pathlib import Path

import pytest

from tpi_edu.record import Record, open_record


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "record.jsonl"))
    return open_record()
