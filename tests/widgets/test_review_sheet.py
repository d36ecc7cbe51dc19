"""The sheet for the clinician who signs: all that rests on soft grades alone, judged, kept and exported."""

import csv
from pathlib import Path

import pytest
from shown import send

from tpi_edu import ReviewSheet, load_sources
from tpi_edu.content.review import unsettled_statements
from tpi_edu.record import Record

ITEMS = [item for items in unsettled_statements().values() for item in items]
FIRST, SECOND = ITEMS[:2]

pytestmark = pytest.mark.usefixtures("record")


def rows(folder: Path) -> list[dict]:
    """Export; return what the file says of each statement."""
    (path,) = folder.glob("tpi_edu-review-*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_judged_is_counted_kept_and_can_be_taken_back(record: Record) -> None:
    sheet = ReviewSheet()
    part = next(iter(unsettled_statements()))
    count = f"{part}: {{}} of {len(unsettled_statements()[part])} statements settled"
    assert sheet.words().splitlines()[0] == count.format(0)
    send(sheet, act=f"{FIRST.key} agree")
    send(sheet, act=f"{SECOND.key} words", typed=["It <never> does."])
    for each in (sheet, ReviewSheet()):
        assert each.words().splitlines()[0] == count.format(2)
        assert "It &lt;never&gt; does." in each.view.page
        pressed = [act for act, how in _buttons(each) if how == "true"]
        assert pressed == [f"part {part}", f"{FIRST.key} agree", f"{SECOND.key} correct"]
    send(sheet, act=f"{SECOND.key} strike")
    assert record.events("judgment")[-1].data == {"judgment": "strike", "words": "It <never> does."}
    send(sheet, act=f"{FIRST.key} agree")
    assert ReviewSheet().words().splitlines()[0] == count.format(1)


def test_every_statement_can_be_turned_to_and_judged(record: Record) -> None:
    sheet = ReviewSheet()
    for part, items in unsettled_statements().items():
        send(sheet, act=f"part {part}")
        offered = {act for act, _ in _buttons(sheet)}
        for item in items:
            assert {f"{item.key} {how}" for how in ("agree", "correct", "strike")} <= offered
            assert f'data-act="{item.key} words"' in sheet.view.page
        send(sheet, act=f"{items[-1].key} agree")
    assert {event.key for event in record.events()} == {
        items[-1].key for items in unsettled_statements().values()
    }


def test_the_file_holds_every_statement_with_its_sources_and_leaves_initials_and_date_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet = ReviewSheet()
    send(sheet, act=f"{SECOND.key} words", typed=["Half of it."])
    send(sheet, act="Export as CSV")
    assert "Written to" in sheet.view.page
    found = rows(tmp_path)
    assert [row["statement"] for row in found] == ["\n".join(item.lines) for item in ITEMS]
    assert all((row["reviewer"], row["date"]) == ("", "") for row in found)
    assert [row["judgment"] for row in found] == ["", "correct", *[""] * (len(ITEMS) - 2)]
    assert found[1]["should say"] == "Half of it."
    for item, row in zip(ITEMS, found, strict=True):
        assert row["where"] == item.where
        assert all(load_sources()[key].citation in row["sources"] for key in item.sources)


def _buttons(sheet: ReviewSheet) -> list[tuple[str, str]]:
    """Return what each button of a group does, and whether it is pressed."""
    found = sheet.view.page.split('<button type="button" data-act="')[1:]
    return [tuple(each.split('">')[0].split('" aria-pressed="')) for each in found if "aria-pressed" in each]
