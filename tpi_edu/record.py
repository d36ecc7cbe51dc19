"""What a learner did: an append-only file on this computer that loses nothing it has acknowledged."""

import csv
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

KINDS = ("prediction", "answer", "review", "checkpoint")
MEMORY = ":memory:"
VERSION = 1  # of the tables below; a file says its own in PRAGMA user_version
NEWER = range(VERSION + 1, 100)  # what a later edition may say; any other number is damage
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
_BEGIN = ("DROP TABLE IF EXISTS event", "DROP TABLE IF EXISTS about", f"PRAGMA user_version = {VERSION}")
_INSERT = (  # WHERE: a second attempt, because what failed may have been written all the same
    f"INSERT INTO event ({_COLUMNS}) SELECT ?, ?, ?, ?, ? "
    f"WHERE NOT ? OR NOT EXISTS (SELECT 1 FROM event WHERE ({_COLUMNS}) = (?, ?, ?, ?, ?))"
)
_FAILURES = (sqlite3.Error, OSError)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG)
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk refused it (full, over its quota or failing)",
    sqlite3.SQLITE_BUSY: "another notebook or program holds it (close the others, then restart this one)",
}
_opened: dict[tuple[int, str], "Record"] = {}
_opening = threading.Lock()


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
        path = str(path or default_path())
        self.path = path if path == MEMORY else os.path.realpath(os.path.expanduser(path))  # noqa: PTH111 - Path's raises
        self.problem = ""
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._held: sqlite3.Connection | None = None
        self._inode: int | None = None  # of the file that is open; None in memory
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
        """Return all events, or those of one kind, as they were added; rows of garbage are left out."""
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
        """Keep a dated copy beside the file, then begin empty; return the copy's path, None in memory.

        If the copy cannot be written, nothing is emptied and `OSError` says why to the learner.
        """
        with self._lock:
            self.events()  # notices when the file was moved
            copy = None
            try:
                with self._db as db:
                    db.execute("BEGIN IMMEDIATE")
                    if self._inode:
                        copy = _beside(self.path, "until")
                        with closing(_connect(self.path, "ro")) as old, closing(_connect(copy, "rwc")) as new:
                            old.backup(new)
                    _fill(db, 0 if self.path == MEMORY else None, [])
            except _FAILURES as error:
                if copy:
                    copy.unlink(missing_ok=True)
                raise OSError(f"Nothing was changed in {self.path}: {_reason(error)}.") from error
            return copy

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._lock:
            for connection in filter(None, (self._db, self._held)):
                with suppress(sqlite3.Error):
                    connection.close()
            self._db = self._held = self._inode = None

    def _do(self, work: Callable[[sqlite3.Connection, bool], Any]) -> Any:
        """Do work(database, again) in the file; if it fails, open the file anew, then go on in memory."""
        with self._lock:
            if self._db is None:
                self._open()
            for again in (False, True):
                try:
                    result = work(self._db, again)
                    if self._inode is None or self._inode == Path(self.path).stat().st_ino:
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

        SQLite loses data when a file that somebody has open is renamed. So all who use the record hold a lock
        file beside it, and a missing or damaged record is replaced by one that holds it alone.
        """
        self.close()
        if self.path == MEMORY:
            self._db = _fill(_connect(MEMORY), 0, [])
            return
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._hold("BEGIN", WAIT_S)
            if not _is_sound(self.path):
                self._hold("BEGIN EXCLUSIVE", REPAIR_WAIT_S)
                if not _is_sound(self.path):
                    self.problem = _begin(self.path) or self.problem
                self._hold("BEGIN", WAIT_S)
            self._db = _connect(self.path, "rw")
            for statement in ("BEGIN IMMEDIATE", f"PRAGMA user_version = {VERSION}", "ROLLBACK"):
                self._db.execute(statement)  # fails where nothing can be written
            self._inode = Path(self.path).stat().st_ino
        except _FAILURES as error:
            self._go_on_in_memory(error)

    def _hold(self, begin: str, wait_s: float) -> None:
        """Hold the lock file until `close`, or until this process dies."""
        self.close()
        self._held = _connect(f"{self.path}-lock", "rwc", wait_s)
        self._held.execute(begin)
        self._held.execute("SELECT 1 FROM sqlite_master").fetchall()

    def _go_on_in_memory(self, error: Exception) -> None:
        self.close()
        self._db = _fill(_connect(MEMORY), *_rescue(self.path))
        self.problem = (
            f"Your answers cannot be kept in {self.path} because {_reason(error)}: everything here still "
            "works, but what you answer now is forgotten when this notebook is closed."
        )


def default_path() -> str:
    """Return where the record is kept: $TPI_EDU_RECORD, or a file in the user's data folder."""
    return os.environ.get("TPI_EDU_RECORD") or str(user_data_path("tpi_edu") / "record.sqlite3")


def open_record() -> Record:
    """Return this process's record at `default_path`, the same one every time."""
    with _opening:
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
    data = json.loads(json.dumps(dict(data), allow_nan=False))
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


def _connect(path: str | Path, mode: str = "", wait_s: float = WAIT_S) -> sqlite3.Connection:
    """Open an SQLite file; its text comes as bytes, so that reading garbage does not raise."""
    name = MEMORY if path == MEMORY else f"{Path(path).as_uri()}?mode={mode}"
    db = sqlite3.connect(name, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    db.text_factory = bytes
    db.execute("PRAGMA synchronous = FULL")  # committed means on the disk, also when the power fails
    return db


def _fill(db: sqlite3.Connection, seed: int | None, events: list[Event]) -> sqlite3.Connection:
    """Make the tables anew, with a seed (None: a random one) and events."""
    for statement in (*_BEGIN, *_SCHEMA):
        db.execute(statement)
    db.execute("INSERT INTO about VALUES (?)", (1 + secrets.randbelow(2**31) if seed is None else seed,))
    db.executemany(_INSERT, [(*_row(event), False, *_row(event)) for event in events])
    return db


def _is_sound(path: str) -> bool:
    """Return whether a file is a whole record, without changing it."""
    if Path(path).is_dir():
        raise OSError("a folder has that name")
    if not _size(path):
        return False
    mode = "rw" if _size(f"{path}-journal") else "ro"  # but a write that broke off has to be taken back
    try:
        with closing(_connect(path, mode)) as db:
            pragmas = ("user_version", "page_size", "quick_check(1)")
            version, page, check = (db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas)
            whole = check == b"ok" and (_size(path) % page == 0 or _size(f"{path}-wal") > 0)
            if whole and version in NEWER:
                raise OSError("a newer version of tpi_edu wrote it")
            schema = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master")}
            schema_is_ours = schema >= {statement.encode() for statement in _SCHEMA}
            seeds = [type(seed) for (seed,) in db.execute("SELECT seed FROM about")]
            return whole and version == VERSION and schema_is_ours and seeds == [int]
    except sqlite3.Error as error:
        if _code(error) in _DAMAGE:
            return False
        raise


def _begin(path: str) -> str:
    """Put a new record, with all that can still be read, in a file's place; return what to tell about it."""
    seed, events = _rescue(path)
    new, kept = _beside(path, "new"), _beside(path, "damaged")
    with closing(_connect(new, "rwc")) as db:
        with suppress(sqlite3.OperationalError):  # where the disk cannot, SQLite's usual journal will do
            db.execute("PRAGMA journal_mode = WAL")
        with db:
            db.execute("BEGIN IMMEDIATE")
            _fill(db, seed, events)
    left = [tail for tail in ("-journal", "-wal", "") if _size(path + tail)]
    for tail in left:  # SQLite would take one that stays behind for the new file's
        Path(path + tail).rename(f"{kept}{tail}")
    Path(f"{path}-shm").unlink(missing_ok=True)
    new.replace(path)
    told = (
        f"The record of your answers in {path} was damaged: it is kept beside it as {kept.name}{''.join(left[-1:])}, "
        f"and a new one has begun with the {len(events)} entries that could still be read."
    )
    return told if left else ""


def _rescue(path: str) -> tuple[int | None, list[Event]]:
    """Return what can be read of a file: its seed, and its events from both ends up to the damage."""
    seed, rows = None, {}
    if not _size(path):  # SQLite would throw away the log beside it
        return seed, []
    for mode in ("ro", "ro&immutable=1"):  # the second where the folder cannot be written
        with suppress(sqlite3.Error), closing(_connect(path, mode)) as db:
            for order in ("", "DESC"):
                with suppress(sqlite3.Error):
                    for number, *row in db.execute(f"SELECT id, {_COLUMNS} FROM event ORDER BY id {order}"):
                        rows.setdefault(number, row)
            seed = next((s for (s,) in db.execute("SELECT seed FROM about") if isinstance(s, int)), None)
            break
    return seed, [event for number in sorted(rows) if (event := _event(rows[number]))]


def _beside(path: str, word: str) -> Path:
    """Return a free name beside a file, with the time in it."""
    file, now = Path(path), datetime.now(UTC).astimezone()
    for form in ("%Y%m%d-%H%M%S", "%Y%m%d-%H%M%S-%f"):
        name = file.with_name(f"{file.stem}.{word}-{now:{form}}{file.suffix}")
        if not any(Path(f"{name}{tail}").exists() for tail in ("", "-wal", "-journal")):
            break
    return name


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _code(error: Exception) -> int:
    """Return SQLite's code for an error, without its details."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and not error.errno:  # one of ours
        return str(error)
    return _REASONS.get(_code(error), f"nothing can be written there ({error})")
