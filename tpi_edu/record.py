"""What a learner did: an append-only file on this computer that loses nothing it has acknowledged."""

import csv
import errno
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

KINDS = ("prediction", "answer", "review", "checkpoint")
MEMORY = ":memory:"
VERSION = 1  # of the tables below; a file says its own in PRAGMA user_version
NEWER = range(VERSION + 1, 1000)  # what a later edition may say; any other number is damage
WAIT_S = 30.0  # for others to finish writing
REPAIR_WAIT_S = 5.0  # for others to let go of a file that must be replaced

_FIELDS = ("at", "kind", "key", "version", "data")
_COLUMNS = ", ".join(_FIELDS)
_STOP = "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
_SCHEMA = (
    f"CREATE TABLE event (id INTEGER PRIMARY KEY, {_COLUMNS.replace(',', ' TEXT NOT NULL,')} TEXT NOT NULL)",
    "CREATE TABLE about (seed INTEGER NOT NULL)",
    f"CREATE TRIGGER no_update BEFORE UPDATE ON event {_STOP}",
    f"CREATE TRIGGER no_delete BEFORE DELETE ON event {_STOP}",
    f"CREATE TRIGGER no_replace BEFORE INSERT ON event WHEN NEW.id IN (SELECT id FROM event) {_STOP}",
)
_INSERT = (  # WHERE: a second attempt, because what failed may have been written all the same
    f"INSERT INTO event ({_COLUMNS}) SELECT ?, ?, ?, ?, ? "
    f"WHERE NOT ? OR NOT EXISTS (SELECT 1 FROM event WHERE ({_COLUMNS}) = (?, ?, ?, ?, ?))"
)
_REASONS = {  # SQLite's codes for trouble that is not damage
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk refused it (full, over its quota or failing)",
    sqlite3.SQLITE_BUSY: "another notebook or program holds it (close the others, then restart this one)",
    sqlite3.SQLITE_PROTOCOL: "this disk cannot lock files",
    sqlite3.SQLITE_SCHEMA: "a newer version of tpi_edu wrote it",
}
_REASONS |= dict.fromkeys(
    (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM), "no file can be written there"
)
_FAILURES = (sqlite3.Error, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a learner did, when (UTC), and the version of the content that was shown."""

    at: datetime
    kind: str
    key: str
    version: str
    data: dict[str, Any]


class Record:
    """The events a learner added, in one SQLite file that processes and threads share.

    `path` says where (":memory:" keeps nothing). `problem` is empty, or one sentence for the learner: the
    file was damaged and begun anew, or cannot be used, and events live in memory until the process ends.
    Trouble with the file never raises out of `Record`, `add`, `events` or `seed`.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = str(path or default_path())
        if self.path != MEMORY:
            with suppress(OSError, RuntimeError):  # such as links in a ring: fails when opened
                self.path = str(Path(self.path).expanduser().resolve())
        self.problem = ""
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._gate: sqlite3.Connection | None = None
        self._place: tuple[int, int] | None = None  # which file the name stood for; None in memory
        self._open()

    def add(
        self, kind: str, key: str, data: dict[str, Any], *, version: str = "", at: datetime | None = None
    ) -> Event:
        """Keep an event; return it, as `events` will, once it is safely in the file."""
        event = _checked(at or datetime.now(UTC), kind, key, version, data)
        row = _row(event)
        self._do(lambda db, again: db.execute(_INSERT, (*row, again, *row)))
        return event

    def events(self, kind: str | None = None) -> list[Event]:
        """Return all events, or those of one kind, in the order they were added.

        Rows that cannot be understood (any more) are left out.
        """
        _require_kind(kind or KINDS[0])
        rows = self._do(lambda db, _: db.execute(f"SELECT {_COLUMNS} FROM event ORDER BY id").fetchall())
        return [event for event in map(_event, rows) if event and kind in (None, event.kind)]

    def seed(self) -> int:
        """Return the random number this record began with; 0 for ":memory:", so that it is always alike."""
        return self._do(lambda db, _: db.execute("SELECT seed FROM about").fetchone()[0])

    def export_csv(self, path: str | Path) -> Path:
        """Write all events as a table, `data` as JSON; `OSError` where nothing can be written."""
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([_FIELDS, *map(_row, self.events())])
        return Path(path)

    def export_json(self, path: str | Path) -> Path:
        """Write all events as a list of objects; `OSError` where nothing can be written."""
        rows = [dict(zip(_FIELDS, _row(e), strict=True)) | {"data": e.data} for e in self.events()]
        Path(path).write_text(json.dumps(rows, indent=1), encoding="utf-8")
        return Path(path)

    def start_over(self) -> Path | None:
        """Keep a dated copy beside the file, then begin empty; return the copy's path, None without a file.

        Other processes go on with the emptied record. If the copy cannot be written, nothing is emptied and
        `OSError` says why to the learner.
        """
        with self._lock:
            self.events()  # notices when the file was moved
            copy = None
            try:
                with _transaction(self._db):
                    if self._place:
                        copy = _beside(self.path, "until")
                        with closing(_connect(self.path, "ro")) as old, closing(_connect(copy, "rwc")) as new:
                            old.backup(new)
                    _fill(self._db, 0 if self.path == MEMORY else None, [])
            except _FAILURES as error:
                if copy:
                    copy.unlink(missing_ok=True)
                raise OSError(f"Nothing was changed in {self.path}: {_reason(error)}.") from error
            return copy

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._lock:
            for connection in filter(None, (self._db, self._gate)):
                with suppress(sqlite3.Error):
                    connection.close()
            self._db = self._gate = self._place = None

    def _do(self, work: Callable[[sqlite3.Connection, bool], Any]) -> Any:
        """Do work(database, again) in the file; if it fails, open the file anew, then go on in memory."""
        with self._lock:
            if self._db is None:
                self._open()
            for again in (False, True):
                try:
                    result = work(self._db, again)
                    if self._place in (None, _place(self.path)):
                        return result
                    self._open()  # somebody put another file there meanwhile
                except _FAILURES as error:
                    if again or _code(error) == sqlite3.SQLITE_BUSY:
                        self._go_on_in_memory(error)
                    else:
                        self._open()
            return work(self._db, True)

    def _open(self) -> None:
        """Open the file, begun (anew) where that is needed.

        A lock file beside it is held by all who use the record, and by one alone to replace a missing or
        damaged file: SQLite loses data when a file that somebody has open is renamed. The system frees the
        lock of a process that dies.
        """
        self.close()
        if self.path == MEMORY:
            self._db = _in_memory(0, [])
            return
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._gate = _gate(self.path, "BEGIN", WAIT_S)
            if not _is_sound(self.path):
                self._gate.close()
                with closing(_gate(self.path, "BEGIN EXCLUSIVE", REPAIR_WAIT_S)):
                    if not _is_sound(self.path):
                        self.problem = _begin(self.path) or self.problem
                self._gate = _gate(self.path, "BEGIN", WAIT_S)
            self._db = _connect(self.path, "rw")
            with _transaction(self._db):  # it can be written
                self._place = _place(self.path)
        except _FAILURES as error:
            self._go_on_in_memory(error)

    def _go_on_in_memory(self, error: Exception) -> None:
        self.close()
        self._db = _in_memory(*_rescue(self.path))
        self.problem = (
            f"Your answers cannot be kept in {self.path} because {_reason(error)}: everything here still "
            "works, but what you answer now is forgotten when this notebook is closed."
        )


def default_path() -> str:
    """Return where the record is kept: $TPI_EDU_RECORD, or a file in the user's data folder."""
    return os.environ.get("TPI_EDU_RECORD") or str(user_data_path("tpi_edu") / "record.sqlite3")


def open_record(
    _opened: dict[tuple[int, str], Record] = {}, _lock: threading.Lock = threading.Lock()  # noqa: B006, B008
) -> Record:
    """Return this process's record at `default_path`, the same one every time."""
    with _lock:
        key = (os.getpid(), default_path())
        if key not in _opened:
            _opened[key] = Record(key[1])
        return _opened[key]


def _require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"Record.kind must be one of {', '.join(KINDS)}; got {kind!r}.")


def _checked(at: datetime, kind: str, key: str, version: str, data: dict[str, Any]) -> Event:
    """Return the event as it will be read back, or raise what is wrong with it."""
    _require_kind(kind)
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise ValueError(f"Record.at must be a time with a time zone; got {at!r}.")
    if not isinstance(key, str) or not isinstance(version, str):
        raise TypeError(f"Record.key and version must be text; got {key!r} and {version!r}.")
    try:
        data = json.loads(json.dumps(dict(data), allow_nan=False))
    except (TypeError, ValueError):
        raise ValueError(f"Record.data must be a dictionary that JSON can hold; got {data!r}.") from None
    return Event(at=at.astimezone(UTC), kind=kind, key=key, version=version, data=data)


def _row(event: Event) -> tuple[str, ...]:
    return event.at.isoformat(), event.kind, event.key, event.version, json.dumps(event.data)


def _event(row: Iterable[Any]) -> Event | None:
    """Return what a row of UTF-8 cells says; None if it cannot be understood."""
    try:
        at, kind, key, version, data = (str(cell, "utf-8") for cell in row)
        return _checked(datetime.fromisoformat(at), kind, key, version, json.loads(data))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _connect(path: str | Path, mode: str) -> sqlite3.Connection:
    """Open an SQLite file; its text comes as bytes, so that reading garbage does not raise."""
    name = MEMORY if path == MEMORY else f"{Path(path).as_uri()}?mode={mode}"
    db = sqlite3.connect(name, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    db.text_factory = bytes
    db.execute("PRAGMA synchronous = FULL")  # committed means on the disk, also when the power fails
    return db


def _gate(path: str, begin: str, wait_s: float) -> sqlite3.Connection:
    """Hold the lock file of a record, with others ("BEGIN") or alone ("BEGIN EXCLUSIVE"), until closed."""
    gate = sqlite3.connect(f"{path}-lock", timeout=wait_s, isolation_level=None, check_same_thread=False)
    try:
        gate.execute(begin)
        gate.execute("SELECT 1 FROM sqlite_master").fetchall()
    except BaseException:
        gate.close()
        raise
    return gate


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")


def _fill(db: sqlite3.Connection, seed: int | None, events: list[Event]) -> None:
    """Make the tables, with a seed (None: a new one) and events; within the caller's transaction."""
    for table in ("event", "about"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in (*_SCHEMA, f"PRAGMA user_version = {VERSION}"):
        db.execute(statement)
    db.execute("INSERT INTO about VALUES (?)", (1 + secrets.randbelow(2**31) if seed is None else seed,))
    db.executemany(_INSERT, [(*_row(event), False, *_row(event)) for event in events])


def _in_memory(seed: int | None, events: list[Event]) -> sqlite3.Connection:
    db = _connect(MEMORY, "")
    _fill(db, seed, events)
    return db


def _is_sound(path: str) -> bool:
    """Return whether a file is a whole record, without changing it."""
    if not _size(path):
        return False
    mode = "rw" if _size(f"{path}-journal") else "ro"  # but a write that broke off has to be taken back
    try:
        with closing(_connect(path, mode)) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            whole = db.execute("PRAGMA quick_check(1)").fetchall() == [(b"ok",)]
            if whole and version in NEWER:
                raise _NewerError
            tables = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master")}
            seeds = [type(seed) for (seed,) in db.execute("SELECT seed FROM about")]
            schema = {statement.encode() for statement in _SCHEMA}
            return whole and version == VERSION and tables >= schema and seeds == [int]
    except sqlite3.Error as error:
        if _code(error) in _REASONS:
            raise
        return False


def _begin(path: str) -> str:
    """Put a new record, with all that can still be read, in a file's place; return what to tell about it."""
    seed, events = _rescue(path)
    new, kept = Path(f"{path}-new"), _beside(path, "damaged")
    new.unlink(missing_ok=True)
    with closing(_connect(new, "rwc")) as db:
        with suppress(sqlite3.OperationalError):  # where the disk cannot, SQLite's usual journal will do
            db.execute("PRAGMA journal_mode = WAL")
        with _transaction(db):
            _fill(db, seed, events)
    what = "damaged" if _size(path) else "emptied or removed" if _size(f"{path}-wal") else ""
    Path(f"{path}-shm").unlink(missing_ok=True)
    for tail in ("-journal", "-wal", ""):  # SQLite would take one left behind for the new file's
        if _size(path + tail):
            Path(path + tail).rename(f"{kept}{tail}")
    new.replace(path)
    return what and (
        f"The record of your answers in {path} was {what}: what was there is kept beside it as {kept.name}, "
        f"and a new record has begun with the {len(events)} entries that could still be read."
    )


def _rescue(path: str) -> tuple[int | None, list[Event]]:
    """Return what can be read of a file: its seed, and its events from both ends up to the damage."""
    seed, rows = None, {}
    for mode in ("ro", "ro&immutable=1"):  # the second where the folder cannot be written
        with suppress(sqlite3.Error), closing(_connect(path, mode)) as db:
            for order in ("", "DESC"):
                with suppress(sqlite3.Error):
                    for number, *row in db.execute(f"SELECT id, {_COLUMNS} FROM event ORDER BY id {order}"):
                        rows.setdefault(number, row)
            seed = next(s for (s,) in db.execute("SELECT seed FROM about") if isinstance(s, int))
            break
    return seed, [event for number in sorted(rows) if (event := _event(rows[number]))]
