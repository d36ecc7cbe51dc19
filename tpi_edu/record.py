"""What a learner did: an append-only file on this computer that loses nothing it has acknowledged."""

import csv
import json
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakMethod

from platformdirs import user_data_path

from . import record_file as kept
from .record_file import FIELDS, KINDS, MEMORY, Data, Event, RecordFile

__all__ = ["FIELDS", "KINDS", "MEMORY", "Data", "Event", "Record", "default_path", "open_record"]
_opened: dict[tuple[int, str], "Record"] = {}


class Record(RecordFile):
    """The events a learner added, in one SQLite file that processes and threads share.

    What goes wrong with the file is told in `problem`; only `start_over` and the exports raise for that.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        super().__init__(str(path or default_path()))
        self._watching: list[WeakMethod[Callable[[], object]]] = []

    def add(self, kind: str, key: str, data: Data, *, version: str = "", at: datetime | None = None) -> Event:
        """Keep an event; return it, as `events` will, once it is safely in the file."""
        event = Event(at=at or datetime.now(UTC), kind=kind, key=key, version=version, data=data)
        self._do(lambda db, again: db.execute(kept.INSERT, (*event.row, again, *event.row)))
        return event

    def events(self, kind: str | None = None) -> list[Event]:
        """Return all events, or those of one kind, as they were added; rows of garbage are left out."""
        if kind not in (None, *KINDS):
            raise ValueError(kept.NO_KIND.format(kind))
        rows = self._do(lambda db, _: db.execute(f"SELECT {kept.COLUMNS} FROM event ORDER BY id").fetchall())
        return [event for event in map(kept.read_row, rows) if event and kind in (None, event.kind)]

    def seed(self) -> int:
        """Return the random number this record began with; 0 for ":memory:", so that it is always alike."""
        return int(self._do(lambda db, _: db.execute("SELECT seed FROM about").fetchone()[0]))

    def export_csv(self, path: str | Path) -> Path:
        """Write all events as a table, `data` as JSON; `OSError` where nothing can be written."""
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([FIELDS, *(event.row for event in self.events())])
        return Path(path)

    def export_json(self, path: str | Path) -> Path:
        """Write all events as a list of objects; `OSError` where nothing can be written."""
        rows = [dict(zip(FIELDS, event.row, strict=True)) | {"data": event.data} for event in self.events()]
        Path(path).write_text(json.dumps(rows, indent=1), encoding="utf-8")
        return Path(path)

    def start_over(self) -> Path | None:
        """Begin empty after keeping a dated copy (None in memory); `OSError` says why nothing was changed."""
        with self._lock:
            self.events()  # notices when the file was moved
            copy = self._beside("until") if self._inode is not None else None
            try:
                with self._db as db:
                    db.execute("BEGIN IMMEDIATE")
                    if copy:
                        self._copy_to(copy)
                    kept.fill(db, 0 if self.path == MEMORY else None, [])
            except (sqlite3.Error, OSError) as error:
                if copy:
                    copy.unlink(missing_ok=True)
                raise OSError(f"Nothing was changed in {self.path}: {kept.say_reason(error)}.") from error
            watching = [method for weak in self._watching if (method := weak())]
        for method in watching:  # outside the lock: they may wait for locks of their own
            method()
        return copy

    def watch(self, method: Callable[[], object]) -> None:
        """Call a bound method, held weakly, after each `start_over` of this record in this process."""
        with self._lock:
            self._watching = [weak for weak in self._watching if weak()] + [WeakMethod(method)]


def default_path() -> str:
    """Return where the record is kept: $TPI_EDU_RECORD, or a file in the user's data folder."""
    return os.environ.get("TPI_EDU_RECORD") or str(user_data_path("tpi_edu") / "record.sqlite3")


def open_record() -> Record:
    """Return this process's record at `default_path`, the same one every time."""
    key = (os.getpid(), default_path())
    return _opened.get(key) or _opened.setdefault(key, Record(key[1]))
