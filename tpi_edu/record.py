"""What a learner did: a file of lines on this computer that only grows and keeps all it has acknowledged."""

import csv
import errno
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import WeakMethod

from filelock import FileLock, Timeout
from platformdirs import user_data_path

KINDS = ("prediction", "answer", "review", "checkpoint", "judgment")
FIELDS = ("at", "kind", "key", "version", "data")
MEMORY = ":memory:"
WAIT_S = 30.0  # for others to finish writing
_NO_KIND = f"Record.kind must be one of {', '.join(KINDS)}; got {{!r}}."
_opened: dict[tuple[int, str], "Record"] = {}
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
            raise ValueError(_NO_KIND.format(self.kind))
        if not isinstance(self.key, str) or not isinstance(self.version, str):
            raise TypeError(f"Record.key and version must be text; got {self.key!r} and {self.version!r}.")
        object.__setattr__(self, "at", self.at.astimezone(UTC))
        object.__setattr__(self, "data", json.loads(json.dumps({**self.data}, allow_nan=False)))

    @property
    def row(self) -> Data:
        """What the file keeps of it, ready for JSON, in the order of FIELDS."""
        return {field: getattr(self, field) for field in FIELDS} | {"at": self.at.isoformat()}


class Record:
    """The events a learner added: lines of JSON in one file that processes and threads share.

    The file is opened for each use, read without a lock and written under one. What goes wrong with it is
    told in `problem`; only `start_over` and `export` raise for that.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = str(path or default_path())
        if self.path != MEMORY:
            self.path = os.path.realpath(os.path.expanduser(self.path))  # noqa: PTH111 - Path's raises
        self._reason = ""  # why it cannot be written
        self._unkept: list[Event] = []  # since then
        # of what is shuffled, which stays put while the kernel runs; in memory it is always alike
        self.seed = 0 if self.path == MEMORY else secrets.randbits(63)
        self._lock = RLock()  # among threads
        self._held = FileLock(f"{self.path}.lock", WAIT_S)  # among processes, and records of this one
        self._watching: list[WeakMethod[Callable[[], object]]] = []
        self._keep(b"")

    @property
    def problem(self) -> str:
        """Nothing, or one sentence for the learner: why nothing can be kept, or what cannot be read."""
        if self._reason:
            return (
                f"Your answers cannot be kept in {self.path} because {self._reason}: everything here still "
                "works, but what you answer now is forgotten when this notebook is closed."
            )
        _, unread = _read(self._content())
        left = f"cannot be read (lines: {unread}): it is left as it is, and everything else is here."
        return f"Part of the record of your answers in {self.path} {left}" if unread else ""

    def add(self, kind: str, key: str, data: Data, *, version: str = "") -> Event:
        """Keep an event; return it, as `events` will, once it is safely in the file."""
        event = Event(at=datetime.now(UTC), kind=kind, key=key, version=version, data=data)
        if not self._keep(_as_line(event)):
            self._unkept.append(event)
        return event

    def events(self, kind: str | None = None) -> list[Event]:
        """Return all events, or those of one kind, as they were added; lines of garbage are left out."""
        if kind not in (None, *KINDS):
            raise ValueError(_NO_KIND.format(kind))
        kept, _ = _read(self._content())
        return [event for event in kept + self._unkept if kind in (None, event.kind)]

    def export(self, path: Path) -> None:
        """Write all events, as a table (.csv, `data` as JSON) or a list of objects; may raise `OSError`."""
        rows = [event.row for event in self.events()]
        with path.open("w", newline="", encoding="utf-8") as file:
            if path.suffix == ".csv":
                table = csv.DictWriter(file, FIELDS)
                table.writeheader()
                table.writerows(row | {"data": json.dumps(row["data"])} for row in rows)
            else:
                json.dump(rows, file, indent=1)

    def start_over(self) -> Path | None:
        """Begin empty after keeping a dated copy (None in memory); `OSError` says why nothing was changed."""
        with self._lock:
            copy = None if self.path == MEMORY else self._set_aside()
            self._unkept, self._reason = [], ""
            watching = [method for weak in self._watching if (method := weak())]
        for method in watching:  # outside the lock: they may wait for locks of their own
            method()
        return copy

    def watch(self, method: Callable[[], object]) -> None:
        """Call a bound method, held weakly, after each `start_over` of this record in this process."""
        with self._lock:
            self._watching = [weak for weak in self._watching if weak()] + [WeakMethod(method)]

    def _content(self) -> bytes:
        with suppress(OSError):
            return b"" if self.path == MEMORY else Path(self.path).read_bytes()
        return b""  # somebody removed it; should anything else be wrong, the next event tells

    def _keep(self, line: bytes) -> bool:
        """Return whether a line, or none, is safely in the file, which begins if it must; fail only once."""
        path = Path(self.path)
        with self._lock:
            if self.path == MEMORY or self._reason:
                return False
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with self._held:
                    _write(path, line)
            except OSError as error:
                self._reason = _say_reason(error)
        return not self._reason

    def _set_aside(self) -> Path:
        path, now = Path(self.path), datetime.now(UTC).astimezone()
        copy = path.with_name(f"{path.stem}.until-{now:%Y%m%d-%H%M%S-%f}{path.suffix}")
        try:
            with self._held:
                _write(path, b"".join(map(_as_line, self._unkept)))
                path.rename(copy)
        except OSError as error:
            raise OSError(f"Nothing was changed in {path}: {_say_reason(error)}.") from error
        return copy


def default_path() -> str:
    """Return where the record is kept: $TPI_EDU_RECORD, or a file in the user's data folder."""
    return os.environ.get("TPI_EDU_RECORD") or str(user_data_path("tpi_edu") / "record.jsonl")


def open_record() -> Record:
    """Return this process's record at `default_path`, the same one every time."""
    key = (os.getpid(), default_path())
    return _opened.get(key) or _opened.setdefault(key, Record(key[1]))


def _as_line(event: Event) -> bytes:
    return b"\n%b\n" % json.dumps(event.row).encode()  # what broke off before it must not swallow it


def _read(content: bytes) -> tuple[list[Event], int]:
    """Return the events, and how many lines cannot be understood (not the last one while it has no end)."""
    events, unread = [], 0
    for line in BytesIO(content):
        try:
            row = {**json.loads(str(line, "utf-8"))}
            row["at"] = datetime.fromisoformat(row["at"])
            events.append(Event(**{field: row[field] for field in FIELDS}))
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            unread += line.endswith(b"\n") and not line.isspace()
    return events, unread


def _write(path: Path, line: bytes) -> None:
    """Write a line, or none, at the end of a file that may have to begin: all of it, safely, or nothing."""
    with path.open("ab", buffering=0) as file:
        size = file.tell()
        try:
            if file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(size)
            raise


def _say_reason(error: OSError) -> str:
    """Return why a file cannot be used, in words for the learner."""
    held = "another notebook or program holds it (close the others, then restart this one)"
    return held if isinstance(error, Timeout) else f"nothing can be written there ({error})"
