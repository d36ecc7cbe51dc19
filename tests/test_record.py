"""The record loses nothing it acknowledged, whatever happens to its file, its disk or its process."""

import csv
import errno
import gc
import json
import random
import re
import shutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from io import FileIO
from pathlib import Path

import pytest
from filelock import FileLock
from shown import in_threads

from tpi_edu import record as module
from tpi_edu.record import KINDS, Event, Record, default_path, open_record

HELD = r"another notebook or program holds it \(close the others, then restart this one\)"
NOWHERE = r"nothing can be written there \(.+\)"
FULL = NOWHERE.replace(".+", r"\[Errno \d+\] No space left on device")
WINDOWS = sys.platform == "win32"
WORKER = Path(__file__).with_name("record_worker.py")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch) -> None:
    """Keep every test away from the user's real record."""
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "default.jsonl"))
    monkeypatch.setattr(module, "_opened", {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "course" / "record.jsonl"


def worker(*args: object) -> subprocess.Popen:
    command = [sys.executable, str(WORKER), *map(str, args)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


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
    """Leave a record with some answers."""
    record = Record(path)
    return [record.add("answer", f"old-{n}", {"why": "because " * n}, version="1") for n in range(number)]


# What it keeps


def test_events_come_back_in_order_with_time_kind_and_version(path: Path) -> None:
    record = Record(path)
    before = datetime.now(UTC)
    data = {"curve": (80, 60.5), "why": "it wörks \ud800 \n<b>", 3: None}
    first = record.add("prediction", "lidocaine\n", data)
    second = record.add("answer", "q1", {}, version="2")
    assert before <= first.at <= datetime.now(UTC)
    assert first.data == {"curve": [80, 60.5], "why": "it wörks \ud800 \n<b>", "3": None}
    assert second == Event(at=second.at, kind="answer", key="q1", version="2", data={})
    assert first.at <= second.at
    assert second.at.tzinfo is UTC
    again = Record(path)
    assert [again.events(kind) for kind in (None, "answer", "review")] == [[first, second], [second], []]
    assert (again.path, again.problem) == (str(path), "")
    last, at = path.read_text("utf-8").splitlines()[-1], second.at.isoformat()
    assert last == f'{{"at": "{at}", "kind": "answer", "key": "q1", "version": "2", "data": {{}}}}'


KIND = f"Record.kind must be one of {', '.join(KINDS)}; got 'opinion'."
NO_TEXT = "Record.key and version must be text; got 3 and ''."


@pytest.mark.parametrize(
    ("error", "message", "call"),
    [
        (ValueError, KIND, lambda r: r.add("opinion", "q", {})),
        (ValueError, KIND, lambda r: r.events("opinion")),
        (TypeError, NO_TEXT, lambda r: r.add("answer", 3, {})),
        (TypeError, "'list' object is not a mapping", lambda r: r.add("answer", "q", [])),
        (TypeError, "Object of type set is not JSON", lambda r: r.add("answer", "q", {"a": {1}})),
        (ValueError, "Out of range float values", lambda r: r.add("answer", "q", {"a": float("nan")})),
    ],
)
def test_what_a_programmer_gets_wrong_is_refused_and_not_stored(path: Path, error, message, call) -> None:
    record = Record(path)
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call(record)
    assert (record.events(), record.problem) == ([], "")


# Where it is kept


def test_memory_keeps_nothing_and_is_always_alike(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = Record(":memory:")
    event = record.add("answer", "q", {})
    assert (record.path, record.problem, record.seed, record.events()) == (":memory:", "", 0, [event])
    assert Record(":memory:").events() == []
    assert record.start_over() is None
    assert (record.events(), record.seed, record.problem) == ([], 0, "")
    assert list(tmp_path.iterdir()) == []


def test_open_record_is_one_per_place_and_follows_the_environment(tmp_path: Path, monkeypatch) -> None:
    found = in_threads([open_record] * 8)
    assert {id(record) for record in found} == {id(open_record())}
    assert (found[0].path, found[0].problem) == (str(tmp_path / "default.jsonl"), "")
    monkeypatch.setenv("TPI_EDU_RECORD", ":memory:")
    assert open_record().path == ":memory:"
    assert open_record() is open_record()
    monkeypatch.setattr(module, "user_data_path", lambda name: Path("data") / name)
    for set_to in (
        lambda: monkeypatch.setenv("TPI_EDU_RECORD", ""),
        lambda: monkeypatch.delenv("TPI_EDU_RECORD"),
    ):
        set_to()
        assert default_path() == str(Path("data") / "tpi_edu" / "record.jsonl")


PLACES = {"~/record": "home/record", "~no one/record": "~no one/record", "link": "linked"}
PLACES |= {name: name for name in ("a/new/folder/record", "a b/c#d.jsonl", "a%41b/%", "[a]/*", "a?b=c/d?e")}


@pytest.mark.parametrize(("given", "place"), PLACES.items())
def test_a_path_is_followed_to_a_file_of_any_name(
    tmp_path: Path, monkeypatch, given: str, place: str
) -> None:
    if WINDOWS and (given == "link" or set(given) & set("?*")):
        pytest.skip("Windows has no such names, and making links is a privilege there")
    if given == "link":
        (tmp_path / "link").symlink_to(tmp_path / "linked")
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    record = Record(given)
    event = record.add("answer", "q", {})
    assert (record.path, record.problem) == (str(tmp_path / place), "")
    assert Record(tmp_path / place).events() == [event]
    assert Record(record.start_over()).events() == [event]
    assert (tmp_path / f"{place}.lock").is_file()


# Many at once, and killed ones


def test_eight_processes_lose_nothing_and_double_nothing(path: Path) -> None:
    workers = [worker("answer", path, n, 500) for n in range(8)]
    for process in workers:
        assert process.stdout.readline() == "ready\n"
    for process in workers:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in workers] == ["\n"] * 8
    found = keys(Record(path))
    assert len(found) == 8 * 500
    for n in range(8):
        assert [key for key in found if key.startswith(f"{n}-")] == [f"{n}-{i}" for i in range(500)]


def test_many_threads_share_one_file(path: Path) -> None:
    records, returned = [Record(path), Record(path)], []

    def answer(name: int) -> None:
        for n in range(20):
            returned.append(records[name % 2].add("answer", f"{name}-{n}", {"n": n}))
            if n % 10 == 0:
                records[0].events()

    in_threads([partial(answer, name) for name in range(12)])
    assert sorted(keys(records[0])) == sorted(f"{name}-{n}" for name in range(12) for n in range(20))
    assert sorted(map(str, returned)) == sorted(map(str, records[1].events()))
    assert [record.problem for record in records] == ["", ""]


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
    assert acknowledged >= 30 * 10


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


# Damaged files


def told(path: Path, lines: int) -> str:
    return (
        f"Part of the record of your answers in {path} cannot be read (lines: {lines}): it is left as it is, "
        "and everything else is here."
    )


AT = b'"2026-01-01T00:00:00+00:00"'
LINE = b'{"at": %s, "kind": "answer", "key": "q", "version": "", "data": {}}' % AT
GARBAGE = [b"{", b"null", b"[1]", b'"seed"', b"NaN", b"{}", b"[" * 100_000, b"\xff\xfe", b"\0" * 9]
GARBAGE += [LINE[:-1], LINE + LINE, LINE.replace(b"q", b"\xff"), LINE.replace(b"q", b"\0")]
DATA = [b"[]", b"[[1, 2]]", b"null", b"NaN", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": %s}' % (b"1" * 5000)]
GARBAGE += [LINE.replace(b"{}", data) for data in (*DATA, b"[" * 100_000 + b"]" * 100_000)]
TIMES = [b'"yesterday"', b'"0001-01-01T00:00:00+10:00"', b"12"]
GARBAGE += [LINE.replace(AT, time) for time in TIMES]
REST = [(b'"q"', b"null"), (b'"key": "q", ', b""), (b'""', b"1"), (b"answer", b"opinion")]
GARBAGE += [LINE.replace(*change) for change in REST]


def test_a_line_that_cannot_be_understood_is_left_out_counted_and_left_alone(path: Path) -> None:
    events, record = make(path, 1), Record(path)
    for number, line in enumerate(GARBAGE):
        before, problem = path.read_bytes(), record.problem
        path.write_bytes(before + line)
        assert (record.events(), record.problem) == (events, problem), "it may still be being written"
        events.append(record.add("answer", "next", {}))
        assert record.events() == events
        assert record.problem == Record(path).problem == told(path, number + 1), line[:200]
        assert path.read_bytes().startswith(before + line + b"\n")


def test_lines_that_others_may_add_are_understood(path: Path) -> None:
    """Empty ones, Windows' ends, what a later version adds, a time of another zone or of none, no end."""
    path.parent.mkdir()
    more = LINE.replace(b"{}", b'{}, "more": 1')
    zones = [LINE.replace(b"+00:00", zone) for zone in (b"+01:00", b"")]
    path.write_bytes(b"\n".join([LINE, b"", b" \r", LINE + b"\r", more, *zones, LINE]))
    record = Record(path)
    assert (keys(record), record.problem) == (["q"] * 6, "")
    assert record.events()[3].at == datetime(2025, 12, 31, 23, tzinfo=UTC)
    record.add("answer", "last", {})
    assert (keys(record), record.problem) == (["q"] * 6 + ["last"], "")


def damaged(whole: bytes) -> Iterator[bytes]:
    """Cut it off everywhere in its first and last line and near each end of one; scramble 1 to 1000 bytes."""
    chance = random.Random(20261120)
    ends = [place for place, byte in enumerate(whole, 1) if byte == ord("\n")]
    near = {end + n for end in ends[:-1] for n in (-2, -1, 0, 1)}
    for length in sorted({*range(1, ends[1]), *near, *range(ends[-2], ends[-1])}):
        yield whole[:length]
    for _ in range(150):
        start, length = chance.randrange(len(whole)), chance.choice((1, 4, 100, 1000))
        yield whole[:start] + chance.randbytes(length) + whole[start + length :]


def test_of_a_damaged_file_no_byte_and_nothing_readable_is_lost(path: Path) -> None:
    events, whole, unread = make(path, 12), path.read_bytes(), 0
    lines = [line for line in whole.splitlines(keepends=True) if not line.isspace()]
    for content in damaged(whole):
        path.write_bytes(content)
        record = Record(path)
        found = record.events()
        assert path.read_bytes() == content
        sound = [event for event, line in zip(events, lines, strict=True) if b"\n" + line in b"\n" + content]
        assert [event for event in found if event in sound] == sound
        new = record.add("answer", "new", {})
        for again in (record, Record(path)):
            assert again.events() == [*found, new]
        assert path.read_bytes().startswith(content)
        unread += record.problem != ""
    assert unread > 100


def test_a_file_removed_or_replaced_is_begun_anew_or_read(path: Path, tmp_path: Path) -> None:
    record, others = Record(path), make(tmp_path / "other", 2)
    record.add("answer", "gone", {})
    shutil.rmtree(path.parent)
    assert (record.events(), record.problem) == ([], "")
    event = record.add("answer", "new", {})
    assert record.events() == Record(path).events() == [event]
    (tmp_path / "other").replace(path)
    assert [*others, record.add("answer", "next", {})] == record.events()
    path.unlink()
    assert Record(record.start_over()).events() == record.events() == []


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


@pytest.mark.parametrize("place", ["file/a", "x" * 300, "folder", "locked"])
def test_a_place_that_cannot_be_written_can_still_be_read(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    events = make(tmp_path / "locked", 5) if place == "locked" else []
    (tmp_path / "locked.lock").unlink(missing_ok=True)
    for folder in ("folder", "locked.lock"):
        (tmp_path / folder / "inside").mkdir(parents=True)
    record = Record(tmp_path / place)
    assert_works_in_memory(record, events, NOWHERE)
    events = record.events()
    with pytest.raises(OSError, match=f"^Nothing was changed in {re.escape(record.path)}: {NOWHERE}.$"):
        record.start_over()
    assert (record.events(), len([*tmp_path.iterdir()])) == (events, 3 + (place in ("folder", "locked")))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a very small disk, as root in a container may; else the test is left out."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_fills_up(disk: Path) -> None:
    path, added = disk / "record.jsonl", []
    record = Record(path)
    while not record.problem:
        content = path.read_bytes()
        added.append(record.add("answer", f"n-{len(added)}", {"why": "x" * 500}))
    assert len(added) > 50
    assert_works_in_memory(record, added, FULL)
    assert path.read_bytes() == content
    second = Record(path.with_name("second.jsonl"))
    assert_works_in_memory(second, [second.add("answer", "first", {})], FULL)
    with pytest.raises(OSError, match=rf"^Nothing was changed in .+: {FULL}\.$"):
        record.start_over()  # what is not in the file would not be in its copy
    assert record.events()[: len(added)] == added


def test_what_could_not_be_kept_is_in_the_copy_that_starting_over_leaves(path: Path, monkeypatch) -> None:
    record = Record(path)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        event = record.add("answer", "q", {})
    assert record.problem
    assert Record(record.start_over()).events() == [event]
    assert (record.events(), record.problem) == ([], "")


def refuse(*_args: object, **_options: object) -> None:
    raise PermissionError(errno.EACCES, "The system")


class Failing(FileIO):
    """A file on a disk that takes a part of what is written, and cannot make that safe."""

    part: int
    error: int | None

    def write(self, line: bytes) -> int:
        taken = super().write(line[: self.part])
        if self.error:
            raise OSError(self.error, "The disk")
        return taken

    def fileno(self) -> int:
        raise OSError(errno.EIO, "The disk")


FAILURES = [(20, None, FULL, True), (20, errno.EIO, NOWHERE, True), (9999, None, NOWHERE, True)]


@pytest.mark.parametrize(("part", "error", "reason", "cuts_off"), [*FAILURES, (20, None, FULL, False)])
def test_a_write_that_fails_is_cut_off_again(path: Path, monkeypatch, part, error, reason, cuts_off) -> None:
    events, size, record = make(path, 3), path.stat().st_size, Record(path)
    with monkeypatch.context() as patch:
        kind = {"part": part, "error": error} | ({} if cuts_off else {"truncate": refuse})
        patch.setattr(Path, "open", lambda path, mode, **_: type("", (Failing,), kind)(path, mode))
        events.append(record.add("answer", "failed", {}))
    assert_works_in_memory(record, events, reason)
    assert path.stat().st_size == size + 20 * (not cuts_off)
    later = Record(path)
    assert later.events() == events[:3]
    assert later.add("answer", "later", {}) == later.events()[3]
    assert later.problem == ("" if cuts_off else told(path, 1))
    record.start_over()
    assert record.problem == ""
    assert [record.add("answer", "again", {})] == Record(path).events()


@pytest.fixture
def held(path: Path, monkeypatch) -> Iterator[Record]:
    """Return a record of one event whose lock another thread holds."""
    monkeypatch.setattr(module, "WAIT_S", 0.05)
    make(path, 1)
    record, lock = Record(path), FileLock(f"{path}.lock", thread_local=False)
    with ThreadPoolExecutor(1) as other:
        other.submit(lock.acquire).result()
        yield record
        other.submit(lock.release).result()


def test_a_file_that_others_hold_is_read_and_not_written(path: Path, held: Record) -> None:
    content, events = path.read_bytes(), held.events()
    assert (keys(held), held.problem) == (["old-0"], "")
    assert_works_in_memory(Record(path), events, HELD)
    events.append(held.add("answer", "q", {}))
    assert_works_in_memory(held, events, HELD)
    assert path.read_bytes() == content


# Taking it out, and starting over


def test_exports_hold_all_events(path: Path, tmp_path: Path) -> None:
    record = Record(path)
    for n, kind in enumerate(KINDS):
        record.add(kind, f"kéy,{n}", {"why": 'a "quote", a comma\nand a line', "n": [n, None]}, version="1")
    expected = [asdict(event) | {"at": event.at.isoformat()} for event in record.events()]
    table, text = tmp_path / "out.csv", tmp_path / "out.json"
    for out in (table, text):
        record.export(out)
    with table.open(newline="", encoding="utf-8") as file:
        assert [row | {"data": json.loads(row["data"])} for row in csv.DictReader(file)] == expected
    assert json.loads(text.read_text(encoding="utf-8")) == expected


def test_start_over_keeps_a_dated_copy_and_begins_empty(path: Path) -> None:
    record, other = Record(path), Record(path)
    before = [record.add("answer", f"q{n}", {}) for n in range(5)]
    copy = record.start_over()
    assert re.fullmatch(r"record\.until-\d{8}-\d{6}-\d{6}\.jsonl", copy.name)
    assert copy.parent == path.parent
    assert record.events() == other.events() == []
    after = [other.add("answer", "other", {}), record.add("answer", "new", {})]
    assert [Record(kept).events() for kept in (copy, record.start_over(), path)] == [before, after, []]


def test_start_over_changes_nothing_where_it_fails(held: Record, monkeypatch) -> None:
    events, calls, here = held.events(), Watcher(held), Path(held.path)
    held.watch(calls.begin_anew)
    content = here.read_bytes()
    for reason in (HELD, NOWHERE):
        with pytest.raises(OSError, match=f"^Nothing was changed in {re.escape(held.path)}: {reason}.$"):
            held.start_over()
        monkeypatch.setattr(held, "_held", nullcontext())
        monkeypatch.setattr(Path, "rename", refuse)
    assert (held.events(), held.problem, calls.seen) == (events, "", [])
    assert (here.read_bytes(), len([*here.parent.iterdir()])) == (content, 2)


class Watcher:
    """Notes what the record holds when it is told; another thread uses it meanwhile, as a kernel may do."""

    def __init__(self, record: Record) -> None:
        self.record, self.seen = record, []

    def begin_anew(self) -> None:
        self.seen.append(keys(self.record))
        other = threading.Thread(target=lambda: self.record.add("answer", "told", {}), daemon=True)
        other.start()
        other.join(5)
        assert not other.is_alive()


@pytest.mark.parametrize("place", ["record.jsonl", ":memory:"])
def test_who_watches_is_told_of_each_start_over_and_kept_alive_by_nobody(tmp_path: Path, place: str) -> None:
    record = Record(place if place == ":memory:" else tmp_path / place)
    first, second = Watcher(record), Watcher(record)
    gone = weakref.ref(second)
    for watcher in (first, second):
        record.watch(watcher.begin_anew)
    record.add("answer", "q", {})
    record.start_over()
    assert (first.seen, second.seen) == ([[]], [["told"]])
    del second, watcher
    gc.collect()
    assert gone() is None
    record.start_over()
    assert first.seen == [[], []]
    record.watch(Watcher(record).begin_anew)  # dead at once, and dropped by the next
    record.watch(first.begin_anew)
    assert len(record._watching) == 2
