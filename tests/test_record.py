"""The record loses nothing it acknowledged, whatever happens to its file, its disk or its process."""

import csv
import gc
import itertools
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from tpi_edu import record as module
from tpi_edu import record_file
from tpi_edu.record import KINDS, Event, Record, default_path, open_record
from tpi_edu.record_file import RecordFile, as_sqlite_uri

NOWHERE = r"nothing can be written there \(.+\)"
CET = timezone(timedelta(hours=1))
WINDOWS = os.name == "nt"
WORKER = Path(__file__).with_name("record_worker.py")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from the user's real record, and close what it opened."""
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "default.sqlite3"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(module, "_opened", {})
    monkeypatch.setattr(record_file, "REPAIR_WAIT_S", 2.0)
    opened = []
    start = Record.__init__
    monkeypatch.setattr(Record, "__init__", lambda self, *args: (opened.append(self), start(self, *args))[1])
    yield
    for record in opened:
        record.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "course" / "record.sqlite3"


@pytest.fixture
def on_connect(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable], None]:
    """Return what lets a function(connection, path) change every connection from now on."""
    connect = record_file.connect

    def patch(change: Callable[[sqlite3.Connection, str], object]) -> None:
        def changed(path: object, *args: object) -> sqlite3.Connection:
            db = connect(path, *args)
            change(db, str(path))
            return db

        monkeypatch.setattr(record_file, "connect", changed)

    return patch


def worker(*args: object) -> subprocess.Popen:
    command = [sys.executable, str(WORKER), *map(str, args)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def let_go(workers: list[subprocess.Popen]) -> list[str]:
    """Start all workers at one moment, wait until they end, and return what they said last."""
    for process in workers:
        assert process.stdout.readline() == "ready\n"
    for process in workers:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in workers]
    assert [process.returncode for process in workers] == [0] * len(workers)
    return said


def at_once(number: int, work: Callable[[int], object]) -> None:
    """Do work(0), work(1), ... in as many threads, all beginning together."""
    together = threading.Barrier(number)
    with ThreadPoolExecutor(number) as pool:
        list(pool.map(lambda n: (together.wait(), work(n)), range(number)))


def kill(process: subprocess.Popen, said: list[str]) -> list[str]:
    """End a worker in the middle, and return all that it said it had kept, given what was heard already."""
    process.kill()
    said = [*said, *process.stdout.readlines()]
    process.communicate()
    assert process.returncode != 0
    return [line.strip() for line in said if line.endswith("\n")]


def keys(record: Record) -> list[str]:
    return [event.key for event in record.events()]


def make(path: Path, number: int) -> list[Event]:
    """Leave a closed record with answers long enough to fill several pages."""
    record = Record(path)
    events = [record.add("answer", f"old-{n}", {"why": "because " * 20}, version="1") for n in range(number)]
    record.close()
    assert record.problem == ""
    assert [file.name for file in path.parent.iterdir() if not file.name.endswith("-lock")] == [path.name]
    return events


def rows(path: Path, *statements: str) -> list[tuple]:
    """Do something to a file behind the record's back, and return what the last statement finds."""
    with closing(sqlite3.connect(path)) as db, db:
        return [db.execute(statement).fetchall() for statement in statements][-1]


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def kept_beside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}.damaged-*"))


def is_subsequence(part: list, whole: list) -> bool:
    rest = iter(whole)
    return all(item in rest for item in part)


# What it keeps


def test_events_come_back_in_order_with_time_kind_and_version(path: Path) -> None:
    record = Record(path)
    before = datetime.now(UTC)
    data = {"curve": (80, 60.5), "why": "it wörks \ud800 <b>", 3: None}
    first = record.add("prediction", "lidocaine", data)
    second = record.add("answer", "q1", {}, version="2", at=datetime(2026, 3, 1, 0, 30, tzinfo=CET))
    at = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert before <= first.at <= datetime.now(UTC)
    assert first.data == {"curve": [80, 60.5], "why": "it wörks \ud800 <b>", "3": None}
    assert second == Event(at=at, kind="answer", key="q1", version="2", data={})
    assert second.at.tzinfo is UTC
    assert rows(path, "SELECT at FROM event")[1] == ("2026-02-28T23:30:00+00:00",)
    record.close()
    again = Record(path)
    assert [again.events(kind) for kind in (None, "answer", "review")] == [[first, second], [second], []]
    assert (again.path, again.problem) == (str(path), "")


KIND = f"Record.kind must be one of {', '.join(KINDS)}; got 'opinion'."
NO_ZONE = "Record.at must be a time with a time zone; got datetime.datetime(2026, 1, 1, 0, 0)."
NO_TEXT = "Record.key and version must be text; got 3 and ''."


@pytest.mark.parametrize(
    ("error", "message", "call"),
    [
        (ValueError, KIND, lambda r: r.add("opinion", "q", {})),
        (ValueError, KIND, lambda r: r.events("opinion")),
        (ValueError, NO_ZONE, lambda r: r.add("answer", "q", {}, at=datetime(2026, 1, 1))),
        (TypeError, NO_TEXT, lambda r: r.add("answer", 3, {})),
        (TypeError, "Object of type set is not JSON", lambda r: r.add("answer", "q", {"a": {1}})),
        (ValueError, "Out of range float values", lambda r: r.add("answer", "q", {"a": float("nan")})),
    ],
)
def test_what_a_programmer_gets_wrong_is_refused_and_not_stored(path: Path, error, message, call) -> None:
    record = Record(path)
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call(record)
    assert (record.events(), record.problem) == ([], "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET data = '{}'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event VALUES (1, '', 'answer', 'other', '', '{}')",
    ],
)
def test_the_table_only_grows(path: Path, statement: str) -> None:
    events = make(path, 1)
    with pytest.raises(sqlite3.IntegrityError, match="the record is append-only"):
        rows(path, statement)
    assert Record(path).events() == events


def test_rows_that_cannot_be_understood_are_left_out(path: Path) -> None:
    record = Record(path)
    first = record.add("answer", "first", {})
    good = [first.at.isoformat(), "answer", "q", "", "{}"]
    bad = [(0, "yesterday"), (0, "2026-01-01T00:00:00"), (0, "0001-01-01T00:00:00+10:00"), (1, "opinion")]
    bad += [(4, "{"), (4, "[1]"), (4, "NaN"), (4, "[" * 100_000), (4, b"\xff\xfe"), (2, b"\xff"), (0, 12)]
    with closing(sqlite3.connect(path)) as db, db:
        insert = "INSERT INTO event (at, kind, key, version, data) VALUES (?, ?, ?, ?, ?)"
        db.executemany(insert, [[*good[:place], value, *good[place + 1 :]] for place, value in bad])
    last = record.add("answer", "last", {})
    assert record.events() == [first, last]
    record.close()
    assert record.events() == [first, last]
    assert record.problem == ""


def test_seed_stays_and_differs_between_records(path: Path, tmp_path: Path) -> None:
    record = Record(path)
    seed = record.seed()
    assert seed > 0
    assert Record(path).seed() == seed
    record.start_over()
    assert record.seed() == Record(path).seed() != seed
    assert Record(tmp_path / "other").seed() not in (seed, record.seed())


# Where it is kept


def test_memory_keeps_nothing_and_is_always_alike(tmp_path: Path) -> None:
    record = Record(":memory:")
    event = record.add("answer", "q", {})
    assert (record.path, record.problem, record.seed(), record.events()) == (":memory:", "", 0, [event])
    assert Record(":memory:").events() == []
    assert record.start_over() is None
    assert (record.events(), record.seed(), record.problem) == ([], 0, "")
    assert list(tmp_path.iterdir()) == []


def test_open_record_is_one_per_place_and_follows_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_record()
    assert first.path == str(tmp_path / "default.sqlite3")
    assert open_record() is first
    monkeypatch.setenv("TPI_EDU_RECORD", ":memory:")
    assert open_record().path == ":memory:"
    assert open_record() is open_record()
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "default.sqlite3"))
    assert open_record() is first
    first.close()
    event = open_record().add("answer", "after closing", {})
    assert Record().events() == [event]
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "threads.sqlite3"))
    found = []
    at_once(8, lambda _: found.append(open_record()))
    assert len(set(map(id, found))) == 1
    assert found[0].problem == ""


@pytest.mark.parametrize("variable", [None, ""])
def test_default_path_is_in_the_users_data_folder(variable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPI_EDU_RECORD", variable) if variable == "" else monkeypatch.delenv("TPI_EDU_RECORD")
    monkeypatch.setattr(module, "user_data_path", lambda name: Path("data") / name)
    assert default_path() == str(Path("data") / "tpi_edu" / "record.sqlite3")


@pytest.mark.parametrize(
    ("given", "place"), [("course/record", "course/record"), ("~/record", "home/record"), ("link", "linked")]
)
def test_a_path_is_followed_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given, place
) -> None:
    if given == "link":
        if WINDOWS:
            pytest.skip("making links is a privilege on Windows")
        (tmp_path / "link").symlink_to(tmp_path / "linked")
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    event = Record(given).add("answer", "q", {})
    assert Record(given).path == str(tmp_path / place)
    assert Record(tmp_path / place).events() == [event]


NO_QUESTION_MARK = pytest.mark.skipif(WINDOWS, reason="Windows has no such names")


@pytest.mark.parametrize("name", ["a b", "a#b", "a%41b", pytest.param("a?mode=ro", marks=NO_QUESTION_MARK)])
def test_any_name_can_be_opened(tmp_path: Path, name: str) -> None:
    record = Record(tmp_path / name / f"{name}.sqlite3")
    event = record.add("answer", "q", {})
    assert Record(record.start_over()).events() == [event]
    assert record.problem == ""
    files = {file.name for file in (tmp_path / name).glob(f"{name}.*")}
    assert files >= {f"{name}.sqlite3", f"{name}.sqlite3-lock"}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/a b/r#1?%2.sqlite3"), "file:///home/a%20b/r%231%3F%252.sqlite3"),
        (PureWindowsPath(r"C:\Users\Zoë\r #.sqlite3"), "file:///C:/Users/Zo%C3%AB/r%20%23.sqlite3"),
        (PureWindowsPath(r"\\server\share\a b\r%.sqlite3"), "file:////server/share/a%20b/r%25.sqlite3"),
    ],
)
def test_paths_are_written_as_sqlite_reads_them(path: PurePosixPath | PureWindowsPath, uri: str) -> None:
    assert as_sqlite_uri(path) == uri


# Many at once, and killed ones


def test_eight_processes_lose_nothing_and_double_nothing(path: Path) -> None:
    said = let_go([worker("answer", path, n, 500) for n in range(8)])
    assert said == [""] * 8
    found = keys(Record(path))
    assert sorted(found) == sorted(f"{n}-{i}" for n in range(8) for i in range(500))
    for n in range(8):
        assert [key for key in found if key.startswith(f"{n}-")] == [f"{n}-{i}" for i in range(500)]


def test_many_threads_share_one_record(path: Path) -> None:
    record, returned = Record(path), []
    connection = record._db
    at_once(1, lambda _: record.add("answer", "other thread", {}))
    assert record._db is connection

    def answer(name: int) -> None:
        for n in range(50):
            returned.append(record.add("answer", f"{name}-{n}", {"n": n}))
            if n % 10 == 0:
                record.events()
                record.close()  # and is opened again by whoever comes next

    at_once(12, answer)
    assert sorted(keys(record)[1:]) == sorted(f"{name}-{n}" for name in range(12) for n in range(50))
    assert sorted(map(str, returned)) == sorted(map(str, record.events()[1:]))
    assert record.problem == ""


def test_a_killed_process_loses_only_what_was_not_acknowledged(path: Path) -> None:
    chance = random.Random(7)
    acknowledged = 0
    for round_number in range(30):
        process = worker("acknowledge", path, round_number)
        names = kill(process, [process.stdout.readline() for _ in range(chance.randrange(1, 60))])
        acknowledged += len(names)
        record = Record(path)
        found = [key for key in keys(record) if key.startswith(f"{round_number}-")]
        assert record.problem == ""
        assert found[: len(names)] == names
        assert len(found) - len(names) in (0, 1)
        record.close()
    assert acknowledged >= 30 * 10
    assert kept_beside(path) == []


def test_a_process_killed_inside_a_write_loses_that_write_only(path: Path) -> None:
    for step in (1, 2):  # of SQLite's: it begins to write, it has begun
        process = worker("acknowledge", path, step, step)
        assert process.communicate()[0] == f"{step}-0\n"
        assert process.returncode != 0
    record = Record(path)
    assert keys(record) == ["1-0", "2-0"]
    assert record.problem == ""


@pytest.mark.skipif(WINDOWS, reason="Windows lets nobody copy what SQLite has locked")
def test_a_record_whose_beginning_broke_off_begins_at_the_next_try(tmp_path: Path, on_connect) -> None:
    """Copy the folder as a crash would leave it after each SQL statement of a first opening."""
    path, copies = tmp_path / "whole" / "record.sqlite3", []
    path.parent.mkdir()

    def photograph(_statement: str) -> None:
        copies.append(shutil.copytree(path.parent, tmp_path / f"crashed-{len(copies)}"))

    on_connect(lambda db, _: db.set_trace_callback(photograph))
    record = Record(path)
    record.add("answer", "q", {})
    record.close()
    on_connect(lambda *_: None)
    assert len(copies) > 10
    for copy in copies:
        record = Record(copy / path.name)
        event = record.add("answer", "next", {})
        record.close()
        assert Record(copy / path.name).events()[-1] == event
        assert record.problem == ""
        assert kept_beside(Path(record.path)) == []


# Damaged files


def open_damaged(path: Path, events: list[Event]) -> Record:
    """Open a damaged file, and hold what every kind of damage must leave true."""
    damaged = path.read_bytes()
    record = Record(path)
    found = record.events()
    assert is_subsequence([event.key for event in found if event in events], [e.key for e in events])
    kept = kept_beside(path)
    assert bool(kept) == bool(record.problem)
    if kept:
        assert [file.read_bytes() for file in kept] == [damaged]
        assert record.problem == (
            f"The record of your answers in {path} was damaged: it is kept as {kept[0].name} beside a "
            f"new one, which has begun with the {len(found)} entries that could be read."
        )
    new = record.add("answer", "new", {})
    record.close()
    again = Record(path)
    assert again.problem == ""
    assert again.events() == [*found, new]
    again.close()
    return record


def put(path: Path, content: bytes) -> None:
    """Leave a folder with this one file."""
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    path.write_bytes(content)


def truncated(whole: bytes) -> Iterator[bytes]:
    size = len(whole)
    lengths = {1, 15, 16, 99, 100, 101, 511, 512, 513, 4095, 4096, 4097, size - 4096, size - 1}
    yield from (whole[:length] for length in sorted(lengths | set(range(1777, size, 1777))))


def scrambled(whole: bytes) -> Iterator[bytes]:
    """Change one byte, a few bytes, a long stretch; in the first page or anywhere."""
    size, chance = len(whole), random.Random(20261120)
    places = [range(100)] + [range(n, n + 40) for n in range(100, 4096, 400)]
    for n in range(120):
        content = bytearray(whole)
        start = chance.choice(chance.choice(places)) if n % 3 == 0 else chance.randrange(size)
        length = chance.choice((1, 4, 100, 5000))
        content[start : start + length] = chance.randbytes(min(length, size - start))
        if content[18] not in (1, 2):  # SQLite takes any other for a file it may not write: tested below
            content[18] = 2
        yield bytes(content)


@pytest.mark.parametrize(
    ("damage", "noticed_share", "rescued"), [(truncated, 1, 100), (scrambled, 0.35, 1000)]
)
def test_damaged_files_are_kept_and_begun_anew(path, damage, noticed_share: float, rescued: int) -> None:
    events, whole, noticed = make(path, 100), path.read_bytes(), []
    for content in damage(whole):
        put(path, content)
        record = open_damaged(path, events)
        noticed.append(bool(record.problem))
        rescued -= noticed[-1] * (len(record.events()) - 1)
    assert sum(noticed) >= noticed_share * len(noticed)
    assert rescued < 0


def test_every_byte_of_the_header_may_be_wrong(path: Path) -> None:
    make(path, 3)
    whole = path.read_bytes()
    for place, value in itertools.product(range(100), (0, 255)):
        content = whole[:place] + bytes([value]) + whole[place + 1 :]
        put(path, content)
        record = Record(path)
        event = record.add("answer", "new", {})
        assert record.events()[-1] == event
        if place != 18 or value == 0:
            record.close()
            again = Record(path)
            assert again.events()[-1] == event
            again.close()
        else:
            assert path.read_bytes() == content
            assert record.problem.startswith(f"Your answers cannot be kept in {path} because nothing can be")


@pytest.mark.parametrize(
    ("entries", "content", "statement"),
    [
        (0, b"Dear diary, " * 1000, ""),
        (0, b"", "CREATE TABLE places (name)"),
        (5, None, "DROP TRIGGER no_delete"),
        (5, None, "PRAGMA user_version = 0"),
        (5, None, "DELETE FROM about"),
    ],
)
def test_a_file_that_is_no_whole_record_is_kept_and_begun_anew(path, entries, content, statement) -> None:
    events = make(path, entries)
    if content is not None:
        put(path, content)
    if statement:
        rows(path, statement)
    record = open_damaged(path, events)
    assert "was damaged" in record.problem
    assert record.events()[:-1] == events


def test_an_empty_file_is_no_damage(path: Path) -> None:
    put(path, b"")
    assert open_damaged(path, []).problem == ""


def test_what_an_earlier_attempt_left_does_no_harm(path: Path) -> None:
    path.parent.mkdir()
    for tail in ("", "-journal", "-wal"):
        Path(f"{path}-new{tail}").write_bytes(b"half a file" * 999)
    record = Record(path)
    assert record.problem == ""
    event = record.add("answer", "q", {})
    assert Record(path).events() == [event]


def test_a_folder_in_its_place_is_left_alone(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    assert_works_in_memory(Record(path), [], "a folder has that name")
    assert [file.name for file in path.iterdir()] == ["inside"]


@pytest.mark.skipif(WINDOWS, reason="Windows lets nobody copy what SQLite has locked")
@pytest.mark.parametrize("damage", ["emptied", "scrambled"])
def test_the_log_beside_a_damaged_file_is_kept(path: Path, damage: str) -> None:
    make(path, 100)
    open_one = Record(path)
    open_one.add("answer", "in the log", {})
    log = Path(f"{path}-wal").read_bytes()
    assert b"in the log" in log
    folder = path.parents[1] / "crashed"
    shutil.copytree(path.parent, folder)
    path = folder / path.name
    overwrite(path, 8192, b"\xff" * 4096)
    if damage == "emptied":
        os.truncate(path, 0)
    content = path.read_bytes()
    record = Record(path)
    *file, kept_log = kept_beside(path)
    assert kept_log.read_bytes() == log
    assert [kept.read_bytes() for kept in file] == ([content] if content else [])
    assert f"was damaged: it is kept as {(file or [kept_log])[0].name} beside" in record.problem
    assert ("in the log" in keys(record)) == bool(content)


def test_damage_while_open_is_noticed_and_what_can_be_read_is_kept(path: Path) -> None:
    events = make(path, 100)
    record = Record(path)
    content = path.read_bytes()
    overwrite(path, 8192, b"\xff" * 8192)
    new = record.add("answer", "new", {})
    found = record.events()
    assert 0 < len(found) - 1 < len(events)
    assert is_subsequence([event.key for event in found[:-1]], [e.key for e in events])
    assert "was damaged" in record.problem
    assert len(kept_beside(path)[0].read_bytes()) == len(content)
    record.close()
    assert new in Record(path).events()


@pytest.mark.parametrize("attempt", range(5))
def test_processes_that_meet_the_damage_together_keep_all_their_answers(path: Path, attempt: int) -> None:
    make(path, 20)
    damaged = f"{attempt} scrambled " * 1000
    path.write_text(damaged, encoding="utf-8")
    said = let_go([worker("answer", path, n, 20) for n in range(3)])
    assert sum("was damaged" in problem for problem in said) == 1
    assert sum(problem == "" for problem in said) == 2
    assert [file.read_text(encoding="utf-8") for file in kept_beside(path)] == [damaged]
    assert sorted(keys(Record(path))) == sorted(f"{n}-{i}" for n in range(3) for i in range(20))


def test_who_finds_no_file_uses_the_one_that_another_begins_meanwhile(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_sound, others = RecordFile._is_sound, []

    def outrun(file: RecordFile) -> bool:
        sound = is_sound(file)
        if not others:
            others.append(file)  # so that the other is not outrun in its turn
            others.append(worker("hold", path, "other"))
            file._held.close()  # as it does next, to ask for the lock alone
            assert others[1].stdout.readline() == "ready\n"
        return sound

    monkeypatch.setattr(RecordFile, "_is_sound", outrun)
    record = Record(path)
    event = record.add("answer", "mine", {})
    others[1].communicate("go\n")
    assert record.problem == ""
    assert keys(record) == ["other-before", event.key, "other-after"]


def test_a_damaged_file_is_not_taken_from_under_another_process(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_file, "REPAIR_WAIT_S", 0.3)
    events = make(path, 100)
    other = worker("hold", path, "other")
    assert other.stdout.readline() == "ready\n"
    overwrite(path, 8192, b"\xff" * 4096)
    record = Record(path)
    assert "because another notebook or program holds it (close the others" in record.problem
    assert kept_beside(path) == []
    assert len(record.events()) > 50
    other.communicate("go\n")
    assert other.returncode == 0
    later = Record(path)
    assert "other-after" in keys(later)
    assert set(keys(later)) <= {event.key for event in events} | {"other-before", "other-after"}


@pytest.mark.skipif(WINDOWS, reason="Windows lets nobody remove an open file")
def test_a_file_removed_while_open_is_begun_anew(path: Path) -> None:
    make(path, 3)
    record = Record(path)
    path.unlink()
    event = record.add("answer", "new file", {})
    assert Record(path).events() == record.events() == [event]


# Nowhere to write


def assert_works_in_memory(record: Record, events: list[Event], reason: str) -> None:
    """Hold what is true of every record that has no file: it says why, and works for this session."""
    assert re.fullmatch(
        f"Your answers cannot be kept in {re.escape(record.path)} because {reason}: everything here still "
        "works, but what you answer now is forgotten when this notebook is closed.",
        record.problem,
    )
    assert record.events() == events
    new = [record.add("answer", key, {}) for key in ("one", "two")]
    assert record.events() == [*events, *new]
    assert record.seed() > 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    record = Record(tmp_path / "file" / "record.sqlite3")
    assert_works_in_memory(record, [], NOWHERE)
    assert record.start_over() is None
    assert record.events() == []


@pytest.fixture
def mounted() -> Iterator:
    """Mount things for a test, as root in a container may; else the test is left out."""
    places = []

    def mount(*options: str, place: Path) -> None:
        place.mkdir(exist_ok=True)
        if (
            not shutil.which("mount")
            or subprocess.run(["mount", *options, str(place)], check=False, capture_output=True).returncode
        ):
            pytest.skip("mounting is not allowed here")
        places.append(place)

    yield mount
    for place in reversed(places):
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_read_only_folder_can_still_be_read(tmp_path: Path, path: Path, mounted) -> None:
    events = make(path, 5)
    first = Record(path)
    seed = first.seed()
    first.close()
    mounted("--bind", str(path.parent), place=tmp_path / "read_only")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(tmp_path / "read_only")], check=True)
    for _ in range(2):
        record = Record(tmp_path / "read_only" / path.name)
        assert_works_in_memory(record, events, NOWHERE)
        assert record.seed() == seed
        Path(f"{path}-lock").unlink(missing_ok=True)  # and now without a lock file
    record = Record(tmp_path / "read_only" / "none.sqlite3")
    assert_works_in_memory(record, [], NOWHERE)


def test_a_file_that_cannot_be_written_is_read(path: Path, on_connect) -> None:
    events = make(path, 5)
    on_connect(lambda db, opened: opened == str(path) and db.execute("PRAGMA query_only = ON"))
    assert_works_in_memory(Record(path), events, NOWHERE)
    assert kept_beside(path) == []


def test_a_record_of_a_newer_version_is_read_and_left_alone(path: Path) -> None:
    events = make(path, 3)
    rows(path, "PRAGMA user_version = 2", "CREATE TABLE future (x)")
    content = path.read_bytes()
    assert_works_in_memory(Record(path), events, "a newer version of tpi_edu wrote it")
    assert path.read_bytes() == content
    assert kept_beside(path) == []


@pytest.mark.parametrize("place", ["pages", "disk"])
def test_a_file_that_fills_up_goes_on_in_memory(tmp_path: Path, on_connect, mounted, place: str) -> None:
    path = tmp_path / "small" / "record.sqlite3"
    if place == "disk":
        mounted("-t", "tmpfs", "-o", "size=256k", "tmpfs", place=path.parent)
    old, added = make(path, 5), []
    if place == "pages":
        on_connect(lambda db, opened: opened == str(path) and db.execute("PRAGMA max_page_count = 6"))
    record = Record(path)
    while not record.problem:
        assert len(added) < 2000
        added.append(record.add("answer", f"n-{len(added)}", {"why": "x" * 500}))
    assert len(added) > 3
    assert_works_in_memory(record, [*old, *added], "the disk is full")
    if place == "disk":
        nothing_left = Record(path.with_name("second.sqlite3"))
        assert nothing_left.add("answer", "q", {}) == nothing_left.events()[0]
        assert "the disk is full" in nothing_left.problem
        nothing_left.close()
    record.close()
    on_connect(lambda *_: None)
    again = Record(path)
    assert again.events() == [*old, *added[:-1]]
    assert kept_beside(path) == []
    again.close()


def test_a_record_that_stays_locked_goes_on_in_memory(path: Path, on_connect) -> None:
    on_connect(lambda db, _: db.execute("PRAGMA busy_timeout = 50"))
    record = Record(path)
    first = record.add("answer", "first", {})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        second = record.add("answer", "second", {})
    reason = r"another notebook or program holds it \(close the others, then restart this one\)"
    assert_works_in_memory(record, [first, second], reason)
    assert Record(path).events() == [first]


def test_an_answer_that_was_written_although_writing_failed_is_not_doubled(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(path)
    same = datetime(2026, 1, 1, tzinfo=UTC)
    assert record.add("answer", "q", {}, at=same) == record.add("answer", "q", {}, at=same)
    assert len(record.events()) == 2
    real, failures = record._db, iter([True])

    class Failing:
        def execute(self, *args: object) -> sqlite3.Cursor:
            done = real.execute(*args)
            if next(failures, False):
                raise sqlite3.OperationalError("disk I/O error")
            return done

        def close(self) -> None:
            real.close()

    monkeypatch.setattr(record, "_db", Failing())
    event = record.add("answer", "once", {})
    assert [found for found in record.events() if found.key == "once"] == [event]
    assert record.problem == ""


# Taking it out, and starting over


def test_exports_hold_all_events(path: Path, tmp_path: Path) -> None:
    record = Record(path)
    for n, kind in enumerate(KINDS):
        record.add(kind, f"kéy,{n}", {"why": 'a "quote", a comma\nand a line', "n": [n, None]}, version="1")
    expected = [asdict(event) | {"at": event.at.isoformat()} for event in record.events()]
    out = record.export_csv(tmp_path / "out.csv")
    with out.open(newline="", encoding="utf-8") as file:
        assert [row | {"data": json.loads(row["data"])} for row in csv.DictReader(file)] == expected
    out = record.export_json(str(tmp_path / "out.json"))
    assert out == tmp_path / "out.json"
    assert json.loads(out.read_text(encoding="utf-8")) == expected


def test_start_over_keeps_a_dated_copy_and_begins_empty(path: Path) -> None:
    record, other = Record(path), Record(path)
    before = [record.add("answer", f"q{n}", {}) for n in range(5)]
    copy = record.start_over()
    assert re.fullmatch(r"record\.until-\d{8}-\d{6}-\d{6}\.sqlite3", copy.name)
    assert copy.parent == path.parent
    assert record.events() == other.events() == []
    after = [other.add("answer", "other", {}), record.add("answer", "new", {})]
    assert [Record(kept).events() for kept in (copy, record.start_over(), path)] == [before, after, []]
    assert rows(path, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == [(3,)]


def test_start_over_changes_nothing_when_the_copy_cannot_be_written(path: Path, on_connect) -> None:
    events = make(path, 50)
    record = Record(path)
    told = Watcher(record)
    record.watch(told.begin_anew)
    on_connect(lambda db, opened: "until" in opened and db.execute("PRAGMA max_page_count = 2"))
    with pytest.raises(OSError, match=f"^Nothing was changed in {re.escape(str(path))}: the disk is full.$"):
        record.start_over()
    assert (record.events(), told.seen) == (events, [])
    assert list(path.parent.glob("*until*")) == []
    assert record.add("answer", "new", {}) in Record(path).events()


class Watcher:
    """Notes what the record holds when it is told; the reading is left to a thread, as a kernel may do."""

    def __init__(self, record: Record) -> None:
        self.record, self.seen = record, []

    def begin_anew(self) -> None:
        reader = threading.Thread(target=lambda: self.seen.append(self.record.events()), daemon=True)
        reader.start()
        reader.join(5)
        assert not reader.is_alive()


@pytest.mark.parametrize("place", ["record.sqlite3", ":memory:"])
def test_who_watches_is_told_of_each_start_over_and_kept_alive_by_nobody(tmp_path: Path, place: str) -> None:
    record = Record(place if place == ":memory:" else tmp_path / place)
    first, second = Watcher(record), Watcher(record)
    gone = weakref.ref(second)
    for watcher in (first, second):
        record.watch(watcher.begin_anew)
    record.add("answer", "q", {})
    record.start_over()
    assert first.seen == second.seen == [[]]
    del second, watcher
    gc.collect()
    assert gone() is None
    record.start_over()
    assert first.seen == [[], []]
    record.watch(Watcher(record).begin_anew)  # dead at once, and dropped by the next
    record.watch(first.begin_anew)
    assert len(record._watching) == 2


def test_start_over_loses_no_answer_that_comes_in_meanwhile(path: Path) -> None:
    writer = worker("acknowledge", path, "w")
    said, copies, record = [], [], None
    for _ in range(10):
        said += [writer.stdout.readline() for _ in range(30)]
        record = record or Record(path)
        copies.append(record.start_over())
    names = kill(writer, said)
    found = [key for kept in [*copies, path] for key in keys(Record(kept))]
    assert found == [f"w-{n}" for n in range(len(found))]
    assert found[: len(names)] == names
    assert len(names) >= 300
