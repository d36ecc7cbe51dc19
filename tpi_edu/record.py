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
from weakref import WeakMethod

from platformdirs import user_data_path

KINDS = ("prediction", "answer", "review", "checkpoint")
MEMORY = ":memory:"
VERSION = 1  # of the tables below; a file says its own in PRAGMA user_version
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
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG)
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk refused it (full, over its quota or failing)",
    sqlite3.SQLITE_BUSY: "another notebook or program holds it (close the others, then restart this one)",
}
_NO_KIND = f"Record.kind must be one of {', '.join(KINDS)}; got {{!r}}."
Data = dict[str, Any]
_opened: dict[tuple[int, str], "Record"] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a learner did, when (UTC), and the version of the content that was shown."""

    at: datetime
    kind: str
    key: str
    version: str
    data: Data


class Record:
    """The events a learner added, in one SQLite file that processes and threads share.

    `problem` is empty, or one sentence for the learner: the file was damaged and begun anew, or it cannot be
    used and events live in memory until the process ends. Only `start_over` and the exports raise for that.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        path = str(path or default_path())
        self.path = path if path == MEMORY else os.path.realpath(os.path.expanduser(path))  # noqa: PTH111 - Path's raises
        self.problem = ""
        self._lock = threading.RLock()
        self._watching: list[WeakMethod] = []
        self._db: sqlite3.Connection | None = None
        self._held: sqlite3.Connection | None = None
        self._inode: int | None = None  # of the file that is open; None in memory
        self._open()

    def add(self, kind: str, key: str, data: Data, *, version: str = "", at: datetime | None = None) -> Event:
        """Keep an event; return it, as `events` will, once it is safely in the file."""
        event = _checked(at or datetime.now(UTC), kind, key, version, data)
        row = _row(event)
        self._do(lambda db, again: db.execute(_INSERT, (*row, again, *row)))
        return event

    def events(self, kind: str | None = None) -> list[Event]:
        """Return all events, or those of one kind, as they were added; rows of garbage are left out."""
        if kind not in (None, *KINDS):
            raise ValueError(_NO_KIND.format(kind))
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
        """Begin empty after keeping a dated copy (None in memory); `OSError` says why nothing was changed."""
        with self._lock:
            self.events()  # notices when the file was moved
            copy = self._beside("until") if self._inode else None
            try:
                with self._db as db:
                    db.execute("BEGIN IMMEDIATE")
                    if copy:
                        with closing(_connect(self.path, "ro")) as old, closing(_connect(copy, "rwc")) as new:
                            old.backup(new)
                    _fill(db, 0 if self.path == MEMORY else None, [])
            except (sqlite3.Error, OSError) as error:
                if copy:
                    copy.unlink(missing_ok=True)
                raise OSError(f"Nothing was changed in {self.path}: {_reason(error)}.") from error
        self._watching = [held for held in self._watching if held()]
        for held in self._watching:
            if callback := held():
                callback()
        return copy

    def watch(self, callback: Callable[[], None]) -> None:
        """Call a method, which is held weakly, after each `start_over`."""
        self._watching.append(WeakMethod(callback))

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
                except (sqlite3.Error, OSError) as error:
                    if again or _code(error) == sqlite3.SQLITE_BUSY:
                        self._go_on_in_memory(error)
                    else:
                        self._open()
            return work(self._db, True)

    def _open(self) -> None:
        """Open the file, begun (anew) where that is needed; its lock file is held by all who use it.

        Only who holds the lock alone replaces the file: renaming one that is open makes SQLite lose data.
        """
        self.close()
        if self.path == MEMORY:
            self._db = _fill(_connect(MEMORY), 0, [])
            return
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._hold("BEGIN", WAIT_S)
            if not self._is_sound():
                self._hold("BEGIN EXCLUSIVE", REPAIR_WAIT_S)
                if not self._is_sound():
                    self._begin()
                self._hold("BEGIN", WAIT_S)
            self._db = _connect(self.path, "rw")
            self._db.execute("PRAGMA synchronous = FULL")  # committed is on the disk, also when power fails
            self._db.executescript(f"BEGIN IMMEDIATE; PRAGMA user_version = {VERSION}; ROLLBACK")
            self._inode = Path(self.path).stat().st_ino
        except (sqlite3.Error, OSError) as error:
            self._go_on_in_memory(error)

    def _hold(self, begin: str, wait_s: float) -> None:  # until `close`, or until this process dies
        self.close()
        self._held = _connect(f"{self.path}-lock", "rwc", wait_s)
        self._held.executescript(f"{begin}; SELECT 1 FROM sqlite_master")

    def _go_on_in_memory(self, error: Exception) -> None:
        self.close()
        self._db = _fill(_connect(MEMORY), *self._rescue())
        self.problem = (
            f"Your answers cannot be kept in {self.path} because {_reason(error)}: everything here still "
            "works, but what you answer now is forgotten when this notebook is closed."
        )

    def _is_sound(self) -> bool:
        """Return whether the file is a whole record, without changing it."""
        if Path(self.path).is_dir():
            raise OSError("a folder has that name")
        if not _size(self.path):
            return False
        mode = "rw" if _size(f"{self.path}-journal") else "ro"  # but a write that broke off is taken back
        try:
            with closing(_connect(self.path, mode)) as db:
                pragmas = ("user_version", "page_size", "quick_check(1)")
                version, page, check = (db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas)
                whole = check == b"ok" and (_size(self.path) % page == 0 or _size(f"{self.path}-wal") > 0)
                if whole and VERSION < version < 100:  # any other number is damage
                    raise OSError("a newer version of tpi_edu wrote it")
                tables = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master")}
                whole = whole and version == VERSION and tables >= {made.encode() for made in _SCHEMA}
                return whole and [type(seed) for (seed,) in db.execute("SELECT seed FROM about")] == [int]
        except sqlite3.Error as error:
            if _code(error) in _DAMAGE:
                return False
            raise

    def _begin(self) -> None:
        """Put a new record in the file's place, with all that can still be read of it."""
        seed, events = self._rescue()
        new, kept = Path(f"{self.path}-new"), self._beside("damaged")
        for tail in ("-journal", "-wal", ""):  # an earlier attempt may have broken off
            Path(f"{new}{tail}").unlink(missing_ok=True)
        with closing(_connect(new, "rwc")) as db:
            with suppress(sqlite3.OperationalError):  # where the disk cannot, SQLite's usual journal will do
                db.execute("PRAGMA journal_mode = WAL")
            with db:
                db.execute("BEGIN")
                _fill(db, seed, events)
        for tail in ("-journal", "-wal", ""):  # SQLite would take one that stays behind for the new file's
            if _size(self.path + tail):
                Path(self.path + tail).rename(f"{kept}{tail}")
                self.problem = (
                    f"The record of your answers in {self.path} was damaged: it is kept as {kept.name}{tail} "
                    f"beside a new one, which has begun with the {len(events)} entries that could be read."
                )
        Path(f"{self.path}-shm").unlink(missing_ok=True)
        new.replace(self.path)

    def _rescue(self) -> tuple[int | None, list[Event]]:
        """Return what can be read of the file: its seed, and its events from both ends up to the damage."""
        seed, rows = None, {}
        # The second mode reads where nothing can be written. In an empty file SQLite would drop the log.
        for mode in ("ro", "ro&immutable=1") if _size(self.path) else ():
            with suppress(sqlite3.Error), closing(_connect(self.path, mode)) as db:
                for order in ("", "DESC"):
                    with suppress(sqlite3.Error):
                        select = f"SELECT id, {_COLUMNS} FROM event ORDER BY id {order}"
                        for number, *row in db.execute(select):
                            rows.setdefault(number, row)
                seed = next((s for (s,) in db.execute("SELECT seed FROM about") if isinstance(s, int)), None)
                break
        return seed, [event for number in sorted(rows) if (event := _event(rows[number]))]

    def _beside(self, word: str) -> Path:
        """Return a name beside the file, with the time (to the microsecond) in it."""
        file, now = Path(self.path), datetime.now(UTC).astimezone()
        return file.with_name(f"{file.stem}.{word}-{now:%Y%m%d-%H%M%S-%f}{file.suffix}")


def default_path() -> str:
    """Return where the record is kept: $TPI_EDU_RECORD, or a file in the user's data folder."""
    return os.environ.get("TPI_EDU_RECORD") or str(user_data_path("tpi_edu") / "record.sqlite3")


def open_record() -> Record:
    """Return this process's record at `default_path`, the same one every time."""
    key = (os.getpid(), default_path())
    return _opened.get(key) or _opened.setdefault(key, Record(key[1]))


def _checked(at: datetime, kind: str, key: str, version: str, data: Data) -> Event:
    """Return the event as it will be read back, or raise what is wrong with it."""
    if kind not in KINDS:
        raise ValueError(_NO_KIND.format(kind))
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
    return db


def _fill(db: sqlite3.Connection, seed: int | None, events: list[Event]) -> sqlite3.Connection:
    """Make the tables anew, with a seed (None: a random one) and events."""
    for statement in (*_BEGIN, *_SCHEMA):
        db.execute(statement)
    db.execute("INSERT INTO about VALUES (?)", (1 + secrets.randbelow(2**31) if seed is None else seed,))
    db.executemany(_INSERT, [(*_row(event), False, *_row(event)) for event in events])
    return db


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _reason(error: Exception) -> str:
    ours = isinstance(error, OSError) and not error.errno
    return str(error) if ours else _REASONS.get(_code(error), f"nothing can be written there ({error})")
