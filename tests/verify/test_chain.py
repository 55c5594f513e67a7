"""An exported journal is proved without the program and its database: whatever was changed is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.elections.models import Contest
from dauys.apps.journal.models import Entry
from dauys.apps.results.actions import accept_protocol
from dauys_verify import verify_journal
from dauys_verify.__main__ import main
from tests import cast
from tests.ops.console import dauys

Lines = list[dict[str, Any]]


@pytest.fixture
def journal(contest: Contest, tmp_path: Path) -> Path:
    """The journal of two accepted protocols, as the console exports it."""
    for precinct, votes in (("U1.1", [200, 100]), ("U1.2", [120, 130])):
        numbered = {"1": votes[0], "2": votes[1]}
        accept_protocol(contest, precinct, cast.lines(500, votes), numbered, by=cast.AIGERIM, at=cast.AT)
    assert dauys("journal", "export", tmp_path / "journal.jsonl").code == 0
    return tmp_path / "journal.jsonl"


def lines_of(journal: Path) -> Lines:
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


def rewrite(journal: Path, lines: Lines) -> list[str]:
    """Write the journal anew; what differs now."""
    journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return verify_journal(journal).differences


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_exported_journal_holds(journal: Path, form: str, capsys: Any, monkeypatch: Any) -> None:
    file = journal.with_suffix(f".{form}")
    assert dauys("journal", "export", file, "--force").code == 0
    monkeypatch.setattr(sys, "argv", ["dauys_verify", str(file)])
    assert main() == 0
    last = Entry.objects.order_by("number").last()
    assert last is not None
    out, err = capsys.readouterr()
    assert f"{last.number} entries checked: all of it holds." in out
    assert f"Entry {last.number} has the digest {last.digest}" in out
    assert err == ""


@pytest.mark.parametrize(
    "name", ["at", "person", "office", "of", "origin", "verb", "subject", "law", "done", "digest"]
)
def test_every_changed_field_is_named(journal: Path, name: str) -> None:
    lines = lines_of(journal)
    changed = lines[-1]
    changed[name] = {"other": 1} if name == "done" else f"{changed[name]}0"
    number, verb = changed["number"], changed["verb"]
    assert rewrite(journal, lines) == [f"Entry {number} ({verb}) is not as it was written."]


def test_entry_taken_out_moved_or_written_anew_is_named(journal: Path) -> None:
    lines = lines_of(journal)
    number = lines[-2]["number"]
    assert rewrite(journal, [*lines[:-2], lines[-1]]) == [
        f"Entries {number} to {number} are not in the file."
    ]
    assert rewrite(journal, [*lines, lines[0]]) == [
        f"Row {len(lines) + 1} is no entry that comes after entry {lines[-1]['number']}."
    ]
    lines[-1]["previous"] = "0" * 64
    assert rewrite(journal, lines)[0] == f"Entry {number + 1} does not follow from the entry before it."


@pytest.mark.parametrize(
    "spoiled", ["[1]\n", "{", '{"number": true}\n', "\0", '{"number": 1, "done": NaN}\n']
)
def test_what_is_no_entry_is_named(journal: Path, spoiled: str, monkeypatch: Any, capsys: Any) -> None:
    journal.write_text(spoiled, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["dauys_verify", str(journal)])
    assert main() == 1
    assert "Row 1" in capsys.readouterr().err


def test_table_of_something_else_is_named(journal: Path) -> None:
    table = journal.with_suffix(".csv")
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "columns `number` and `done` are missing" in verify_journal(table).differences[0]


def test_neither_folder_nor_file_is_wrong_use(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(sys, "argv", ["dauys_verify", str(tmp_path / "none")])
    assert main() == 2
    assert "FOLDER|JOURNAL.jsonl" in capsys.readouterr().err
