"""Commissions by the command: whole or not at all, and the sample of the file is one that is taken."""

from __future__ import annotations

from pathlib import Path

from dauys.apps.commissions.models import Commission
from dauys.apps.journal.models import Entry
from tests.apps.members import ROWS
from tests.ops.console import as_csv, dauys, written

HEADER = ("code", "unit", "level", "name_kk", "name_ru", "name_en", "address", "phone", "email")


def commissions(home: Path, **changed: str) -> Path:
    """The commissions of the small country as a file, the first row changed."""
    rows = [{name: getattr(row, name) for name in HEADER} for row in ROWS]
    rows[0] |= changed
    return written(home, "commissions.csv", as_csv(rows, HEADER))


def test_commissions_are_taken_and_then_stand(home: Path, territory: Path) -> None:
    assert dauys("import", "territory", territory).code == 0
    file = commissions(home)
    dry = dauys("import", "commissions", file, "--dry-run", "--format", "json")
    assert (dry.code, Commission.objects.count()) == (0, 0)
    assert dry.json == {"new": 6, "corrected": 0, "unchanged": 0, "dry_run": True}
    assert dauys("import", "commissions", file).out == (
        "Taken: New commissions: 6, corrected: 0, as they stand: 0.\n"
    )
    entries = Entry.objects.count()
    assert dauys("import", "commissions", file, "--format", "json").json["unchanged"] == 6
    assert Entry.objects.count() == entries


def test_file_with_one_wrong_row_is_refused_whole(home: Path, territory: Path) -> None:
    assert dauys("import", "territory", territory).code == 0
    wrong = {
        "K-02": {"unit": "D9"},
        "K-03": {"unit": "U1.1"},
        "I-82": {"level": "city"},
        "I-83": {"email": "office"},
    }
    for code, changes in wrong.items():
        said = dauys("import", "commissions", commissions(home, **changes), "--format", "json")
        assert (said.code, said.out) == (1, "")
        assert [(fault["code"], fault["row"]) for fault in said.faults] == [(code, 2)]
    assert Commission.objects.count() == 0


def test_territory_comes_first(home: Path) -> None:
    said = dauys("import", "commissions", commissions(home), "--format", "json")
    assert (said.code, [fault["code"] for fault in said.faults]) == (1, ["K-14"])
    assert dauys("import", "commissions").code == 2


def test_sample_of_the_file_is_taken_as_it_is(home: Path) -> None:
    for kind, new in (("territory", 30), ("commissions", 20)):
        sample = written(home, f"{kind}.csv", dauys("import", kind, "--example").out)
        assert dauys("import", kind, sample, "--format", "json").json["new"] == new
