"""The progress panel: what it counts, where it says answers are, export, and starting over."""

import re
from pathlib import Path
from unittest.mock import Mock

import pytest
from shown import send

from tpi_edu import ProgressPanel, QuestionCard, QuestionDeck
from tpi_edu.content.questions import load_questions, version_of
from tpi_edu.record import Record, open_record

KEY = "worse_next_morning"


def note(record: Record, key: str, is_right: bool, confidence: str) -> None:
    data = {"response": [0], "confidence": confidence, "is_right": is_right}
    record.add("answer", key, data, version=version_of(load_questions()[key]))


def test_first_tries_count_and_calibration_waits_for_enough_of_them(record: Record) -> None:
    panel = ProgressPanel()
    asked = list(QuestionDeck("03_relief_curve").questions)
    for number, key in enumerate(asked[:10]):
        send(panel, act="Refresh")
        assert f"shown after 10 first answers; {number} so far" in panel.words()
        assert "<meter" not in panel.view.page
        note(record, key, number > 1, "certain" if number < 6 else "guess")
    note(record, asked[0], True, "certain")  # tried again
    send(panel, act="Refresh")
    assert f"right at first try: 8 of 10 answered ({len(asked)} in all)" in panel.words()
    assert panel.words().endswith("guess: 4 of 4 right; certain: 4 of 6 right.")
    bars = re.findall(r'<dt>(.+?)</dt><dd><meter value="(.+?)" max="(.+?)"', panel.view.page)
    assert bars == [("guess", "4", "4"), ("certain", "4", "6")]


def test_start_over_asks_first_and_keeps_a_copy(record: Record, tmp_path: Path) -> None:
    note(record, KEY, True, "certain")
    panel = ProgressPanel()
    assert "Yes" not in panel.view.page
    send(panel, act="Start over")
    assert len(record.events()) == 1, "asking changes nothing"
    for _ in range(2):  # a double click
        send(panel, act="Yes, start over and keep a dated copy")
    assert record.events() == []
    assert "Begun anew. The copy is " in panel.view.page
    assert "Yes" not in panel.view.page
    assert len([*tmp_path.glob("*.until-*.jsonl")]) == 1


def test_export_says_where_it_went_or_why_it_did_not(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    record.add("checkpoint", "x", {"n": 1})
    panel = ProgressPanel()
    for form in ("csv", "json"):
        send(panel, act=f"Export as {form.upper()}")
        (path,) = Path.cwd().glob(f"tpi_edu-answers-*.{form}")
        assert f"Written to <code>{path}</code>." in panel.view.page
        assert path.stat().st_size > 0
        path.unlink()
    (tmp_path / "gone").rmdir()
    send(panel, act="Export as CSV")
    assert "Nothing was written to <code>tpi_edu-answers-" in panel.view.page
    assert "Written" not in panel.view.page


def test_what_start_over_could_not_do_is_said(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "start_over", Mock(side_effect=OSError("no place for <the copy>")))
    panel = ProgressPanel()
    send(panel, act="Start over")
    send(panel, act="Yes, start over and keep a dated copy")
    assert "no place for &lt;the copy&gt;" in panel.view.page


def test_without_a_record_the_panel_says_what_went_wrong_and_the_notebook_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("TPI_EDU_RECORD", str(tmp_path / "file" / "record.jsonl"))
    panel = ProgressPanel()
    assert open_record().problem
    assert open_record().problem.split()[0] in panel.view.page
    deck = QuestionCard(KEY)
    deck.answer(KEY, [0], "guess")
    assert deck.view.cards[0]["answer"]
