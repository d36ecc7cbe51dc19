"""The file behind the record: its rows and tables, what holds it, and how a damaged one is begun anew."""

import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

KINDS = ("prediction", "answer", "review", "checkpoint")
MEMORY = ":memory:"
VERSION = 1  # of the tables below; a file says its own in PRAGMA user_version
WAIT_S = 30.0  # for others to finish writing
REPAIR_WAIT_S, REPAIR_TURN_S = 5.0, 0.2  # for others to let go of a file that must be replaced; at a time

FIELDS = ("at", "kind", "key", "version", "data")
COLUMNS = ", ".join(FIELDS)
NO_KIND = f"Record.kind must be one of {', '.join(KINDS)}; got {{!r}}."
INSERT = (  # WHERE: a second attempt, because what failed may have been written all the same
    f"INSERT INTO event ({COLUMNS}) SELECT ?, ?, ?, ?, ? "
    f"WHERE NOT ? OR NOT EXISTS (SELECT 1 FROM event WHERE ({COLUMNS}) = (?, ?, ?, ?, ?))"
)
_STOP = "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
_SCHEMA = (
    f"CREATE TABLE event (id INTEGER PRIMARY KEY, {COLUMNS.replace(',', ' TEXT NOT NULL,')} TEXT NOT NULL)",
    "CREATE TABLE about (seed INTEGER NOT NULL)",
    f"CREATE TRIGGER no_update BEFORE UPDATE ON event {_STOP}",
    f"CREATE TRIGGER no_delete BEFORE DELETE ON event {_STOP}",
    f"CREATE TRIGGER no_replace BEFORE INSERT ON event WHEN NEW.id IN (SELECT id FROM event) {_STOP}",
)
_BEGIN = ("DROP TABLE IF EXISTS event", "DROP TABLE IF EXISTS about", f"PRAGMA user_version = {VERSION}")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG)
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk refused it (full, over its quota or failing)",
    sqlite3.SQLITE_BUSY: "another notebook or program holds it (close the others, then restart this one)",
}
Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a learner did, when (UTC), and the version of the content that was shown."""

    at: datetime
    kind: str
    key: str
    version: str
    data: Data

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(NO_KIND.format(self.kind))
        if not isinstance(self.at, datetime) or self.at.tzinfo is None:
            raise ValueError(f"Record.at must be a time with a time zone; got {self.at!r}.")
        if not isinstance(self.key, str) or not isinstance(self.version, str):
            raise TypeError(f"Record.key and version must be text; got {self.key!r} and {self.version!r}.")
        object.__setattr__(self, "at", self.at.astimezone(UTC))
        object.__setattr__(self, "data", json.loads(json.dumps(dict(self.data), allow_nan=False)))

    @property
    def row(self) -> tuple[str, ...]:
        """What the file keeps of it, in the order of FIELDS."""
        return self.at.isoformat(), self.kind, self.key, self.version, json.dumps(self.data)


def read_row(row: Iterable[Any]) -> Event | None:
    """Return what a row of UTF-8 cells says; None if it cannot be understood."""
    try:
        at, kind, key, version, data = (str(cell, "utf-8") for cell in row)
        data = json.loads(data)
        return Event(at=datetime.fromisoformat(at), kind=kind, key=key, version=version, data=data)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


class RecordFile:
    """A database that is always there: a sound file, one begun anew where it was damaged, or memory.

    `problem` is empty, or one sentence for the learner: the file was damaged and begun anew, or it cannot be
    used and events live in memory until the process ends.
    """

    def __init__(self, path: str) -> None:
        self.path = path if path == MEMORY else os.path.realpath(os.path.expanduser(path))  # noqa: PTH111 - Path's raises
        self.problem = ""
        self._lock = threading.RLock()
        self._db: Any = None  # a connection whenever there is work to do
        self._held: sqlite3.Connection | None = None
        self._inode: int | None = None  # of the file that is open; None in memory
        self._open()

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
        self.close()
        if self.path == MEMORY:
            self._db = fill(connect(MEMORY), 0, [])
            return
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._hold_sound()
            self._db = connect(self.path, "rw")
            self._db.execute("PRAGMA synchronous = FULL")  # committed is on the disk, also when power fails
            self._db.executescript(f"BEGIN IMMEDIATE; PRAGMA user_version = {VERSION}; ROLLBACK")
            self._inode = Path(self.path).stat().st_ino
        except (sqlite3.Error, OSError) as error:
            self._go_on_in_memory(error)

    def _hold_sound(self) -> None:
        """Hold the file's lock as all do who use it, and begin the file (anew) where that is needed.

        Only who holds the lock alone replaces the file: renaming one that is open makes SQLite lose data.
        """
        until = time.monotonic() + REPAIR_WAIT_S
        self._hold("BEGIN", WAIT_S)
        while not self._is_sound():
            try:
                self._hold("BEGIN EXCLUSIVE", REPAIR_TURN_S)
            except sqlite3.Error as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                self._hold("BEGIN", WAIT_S)  # who holds it may have begun it: look again
            else:
                if not self._is_sound():
                    self._begin()
                self._hold("BEGIN", WAIT_S)
                break

    def _hold(self, begin: str, wait_s: float) -> None:  # until `close`, or until this process dies
        self.close()
        self._held = connect(f"{self.path}-lock", "rwc", wait_s)
        self._held.executescript(f"{begin}; SELECT 1 FROM sqlite_master")

    def _go_on_in_memory(self, error: Exception) -> None:
        self.close()
        self._db = fill(connect(MEMORY), *self._rescue())
        self.problem = (
            f"Your answers cannot be kept in {self.path} because {say_reason(error)}: everything here still "
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
            with closing(connect(self.path, mode)) as db:
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
        with closing(connect(new, "rwc")) as db:
            with suppress(sqlite3.OperationalError):  # where the disk cannot, SQLite's usual journal will do
                db.execute("PRAGMA journal_mode = WAL")
            with db:
                db.execute("BEGIN")
                fill(db, seed, events)
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
        seed, rows = None, dict[int, list[Any]]()
        # The second mode reads where nothing can be written. In an empty file SQLite would drop the log.
        for mode in ("ro", "ro&immutable=1") if _size(self.path) else ():
            with suppress(sqlite3.Error), closing(connect(self.path, mode)) as db:
                for order in ("", "DESC"):
                    with suppress(sqlite3.Error):
                        select = f"SELECT id, {COLUMNS} FROM event ORDER BY id {order}"
                        for number, *row in db.execute(select):
                            rows.setdefault(number, row)
                seed = next((s for (s,) in db.execute("SELECT seed FROM about") if isinstance(s, int)), None)
                break
        return seed, [event for number in sorted(rows) if (event := read_row(rows[number]))]

    def _copy_to(self, path: Path) -> None:
        with closing(connect(self.path)) as old, closing(connect(path, "rwc")) as new:
            old.backup(new)

    def _beside(self, word: str) -> Path:
        """Return a name beside the file, with the time (to the microsecond) in it."""
        file, now = Path(self.path), datetime.now(UTC).astimezone()
        return file.with_name(f"{file.stem}.{word}-{now:%Y%m%d-%H%M%S-%f}{file.suffix}")


def connect(path: str | Path, mode: str = "ro", wait_s: float = WAIT_S) -> sqlite3.Connection:
    """Open an SQLite file; its text comes as bytes, so that reading garbage does not raise."""
    name = MEMORY if path == MEMORY else f"{as_sqlite_uri(Path(path))}?mode={mode}"
    db = sqlite3.connect(name, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    db.text_factory = bytes
    return db


def as_sqlite_uri(path: PurePath) -> str:
    """Return an absolute path as SQLite reads it: file:///a, file:///C:/a, file:////server/share/a."""
    return "file:///" + quote(os.fsencode(path.as_posix()), safe="/:").removeprefix("/")


def fill(db: sqlite3.Connection, seed: int | None, events: list[Event]) -> sqlite3.Connection:
    """Make the tables anew, with a seed (None: a random one) and events."""
    for statement in (*_BEGIN, *_SCHEMA):
        db.execute(statement)
    db.execute("INSERT INTO about VALUES (?)", (1 + secrets.randbelow(2**31) if seed is None else seed,))
    db.executemany(INSERT, [(*event.row, False, *event.row) for event in events])
    return db


def say_reason(error: Exception) -> str:
    """Return why a file cannot be used, in words for the learner."""
    ours = isinstance(error, OSError) and not error.errno
    return str(error) if ours else _REASONS.get(_code(error), f"nothing can be written there ({error})")


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _size(path: str) -> int:
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0
