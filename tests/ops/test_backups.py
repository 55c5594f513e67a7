"""A backup holds everything as it stood at one moment, goes to either database, and is whole or not there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dauys.core.canonical import digest
from dauys.ops.backups.proving import left_proofs
from dauys.ops.cli import CANCELLED
from dauys.press.claiming import claiming
from tests import cast
from tests.journeys.killing import ACCEPT, BY_HAND, World, look, world
from tests.ops.process import begin, run

Environment = dict[str, str]
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A counted election of 150 precincts on SQLite."""
    with world(tmp_path_factory.mktemp("backups"), 150, 5) as made:
        yield made


@pytest.fixture(scope="module")
def kept(base: World) -> Path:
    """A backup of it."""
    file = base.folder / "kept.backup"
    code, out, err = run(base.copy("counted", "kept"), "backup", file)
    assert (code, err) == (0, "")
    assert out.startswith(f"{file}: ")
    assert "restored beside and found equal" in out
    return file


def members(file: Path) -> Members:
    """The tables of a backup."""
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name.startswith("tables/")}


def changed(file: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy whose members went through a change; one that is changed to None is left out."""
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(to, "w") as other:
        for name in packed.namelist():
            content = change(name, packed.read(name))
            if content is not None:
                other.writestr(name, content)
    return to


def elsewhere(base: World, name: str) -> Environment:
    """A home where nothing is."""
    return base.copy("", name)


def test_restored_installation_holds_every_row_and_goes_on(base: World, kept: Path) -> None:
    here = elsewhere(base, "restored")
    code, out, err = run(here, "restore", kept, "--format", "json")
    assert (code, err, json.loads(out)["differences"]) == (0, "", [])
    assert look(here) == look(base.copy("counted", "compared"))
    again = base.folder / "again.backup"
    assert run(here, "backup", again, "--no-verify")[0] == 0
    assert members(again) == members(kept)
    corrected = base.file("corrected.csv")
    code, _, err = run(here, "import", "protocols", corrected, "--reason", "recount of the boxes")
    assert code == 1, err
    assert set(look(here)["versions"].values()) == {2}


def test_backup_goes_to_the_other_database_and_back(base: World, kept: Path) -> None:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    folder = base.folder / "other"
    folder.mkdir()
    with world(folder, 30, 0, url=url) as other:
        here = other.copy("", "empty")
        code, _, err = run(here, "restore", kept)
        assert (code, err) == (0, "")
        file = folder / "back.backup"
        assert run(here, "backup", file)[0] == 0
        assert members(file) == members(kept)
        corrected = base.file("corrected.csv")  # new rows find their keys free
        code, _, err = run(here, "import", "protocols", corrected, "--reason", "recount of the boxes")
        assert code == 1, err
        assert look(here)["received"] == 150
    back = elsewhere(base, "back")
    assert run(back, "restore", file)[0] == 0
    assert look(back) == look(base.copy("counted", "compared_back"))


def test_backup_shows_one_moment_while_others_write(base: World) -> None:
    here, file = base.copy("called", "used"), base.folder / "used.backup"
    writer = subprocess.Popen(
        [sys.executable, "-c", ACCEPT, str(base.file("by_hand.csv"))],
        env=here, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    writer.stdout.readline()
    code, _, err = run(here, "backup", file, "--no-verify")
    assert (code, err) == (0, "")
    assert len(writer.stdout.read().split()) == BY_HAND - 1  # with what the first look had read ahead
    writer.stdout.close()
    assert writer.wait(120) == 0
    restored = elsewhere(base, "restored_used")
    code, _, err = run(restored, "restore", file)
    assert (code, err) == (0, "")
    found = look(restored)
    assert 1 <= len(found["versions"]) <= BY_HAND
    assert found["intakes"] == found["received"] == len(found["versions"])


def test_backup_is_its_owners_and_replaces_nothing_unasked(base: World, kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before, here = kept.read_bytes(), base.copy("called", "unasked")
    code, out, err = run(here, "backup", kept)
    assert (code, out, "U-10 The file stands already" in err) == (1, "", True)
    assert kept.read_bytes() == before
    other = Path(shutil.copy(kept, base.folder / "other.backup"))
    assert run(here, "backup", other, "--force", "--no-verify")[0] == 0
    assert members(other) != members(kept)
    assert [path.name for path in base.folder.iterdir() if path.name.startswith(".")] == []


def test_backup_without_room_is_one_sentence_and_leaves_no_file(base: World) -> None:
    here, file = base.copy("counted", "full"), base.folder / "full.backup"
    with closing(sqlite3.connect(Path(here["DAUYS_HOME"]) / "dauys.sqlite3")) as other:
        other.execute("SELECT 1 FROM journal_entry")  # so that the database itself need not grow a file
        code, out, err = run(here, "backup", file, quota=2_000)
    assert (code, out, "U-02 " in err, len(err.splitlines())) == (1, "", True, 1)
    assert [path.name for path in base.folder.iterdir() if "full.backup" in path.name] == []
    code, _, err = run(here, "backup", base.folder / "nowhere" / "x.backup")
    assert (code, "No such file or directory" in err) == (1, True)


def test_one_writes_to_a_name_at_a_time_and_others_beside_it(base: World, tmp_path: Path) -> None:
    here = base.copy("called", "held")
    with claiming(tmp_path / "x.backup", patience=0):
        code, out, err = run(here, "backup", tmp_path / "x.backup")
        assert (code, out, "U-11 " in err) == (1, "", True)
        assert run(here, "backup", tmp_path / "y.backup", "--no-verify")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["y.backup"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_backup_that_is_ended_leaves_no_personal_data(base: World, tmp_path: Path, how: int) -> None:
    here = base.copy("counted", f"ended_{how}")
    proofs = Path(here["DAUYS_HOME"]) / "proofs"
    process = begin(here, "backup", tmp_path / "monday.backup")
    while not list(proofs.glob("*/home/dauys.sqlite3")):
        time.sleep(0.01)
    process.send_signal(how)
    said, err = process.communicate(timeout=60)
    if how == signal.SIGTERM:
        assert (process.returncode, said, err) == (1, "", f"{CANCELLED}\n")
    else:
        for found in proofs.iterdir():
            assert stat.S_IMODE(found.stat().st_mode) == 0o700
        while left_proofs(Path(here["DAUYS_HOME"])) != list(
            proofs.iterdir()
        ):  # the restore goes on to its end
            time.sleep(0.05)
        code, out, _ = run(here, "doctor")
        assert (code, "was left by a backup that was killed" in out) == (0, True)
        assert run(here, "backup", tmp_path / "tuesday.backup")[0] == 0
    assert list(proofs.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir() if path.name != "tuesday.backup"] == []


def test_home_that_holds_something_is_left_alone(base: World, kept: Path) -> None:
    here = base.copy("called", "mine")
    before = look(here)
    code, out, err = run(here, "restore", kept)
    assert (code, out, "U-15 The database is not empty" in err) == (1, "", True)
    assert look(here) == before


def _shortened(name: str, content: bytes) -> bytes:
    return content[:-10] if name.endswith("protocolversion.jsonl") else content


def _without_a_table(name: str, content: bytes) -> bytes | None:
    return None if name.endswith("journal_entry.jsonl") else content


def _without_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "backup.json" else content


def _of_another_form(name: str, content: bytes) -> bytes:
    return content.replace(b"dauys-backup/1", b"dauys-backup/2") if name == "backup.json" else content


def _of_a_later_version(name: str, content: bytes) -> bytes:
    if name != "backup.json":
        return content
    record = json.loads(content)
    record["migrations"]["results"] = "9999_later"
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_shortened, "U-12 The backup is damaged: tables/results_protocolversion.jsonl is not what"),
        (_without_a_table, "U-12 The backup is damaged: tables/journal_entry.jsonl can't be read"),
        (_without_manifest, "U-12 The backup is damaged: it has no manifest"),
        (_of_another_form, "U-13 The backup is in the form dauys-backup/2"),
        (_of_a_later_version, "U-14 The backup was made by a later version of Dauys: results.9999_later"),
    ],
)
def test_backup_that_cannot_be_trusted_is_refused(
    base: World, kept: Path, tmp_path: Path, change: Any, said: str
) -> None:
    file = changed(kept, tmp_path / "x.backup", change)
    here = elsewhere(base, f"refused_{change.__name__}")
    code, out, err = run(here, "restore", file)
    assert (code, out, said in err) == (1, "", True), err
    assert run(here, "results", "--list", "--format", "json")[1] == "[]\n"


def test_file_that_is_no_backup_is_refused(base: World, tmp_path: Path) -> None:
    here = elsewhere(base, "no_backup")
    (tmp_path / "x.backup").write_bytes(b"PK\x03\x04 and nothing else")
    code, _, err = run(here, "restore", tmp_path / "x.backup")
    assert (code, "U-12 The backup is damaged: it is no backup" in err) == (1, True)
    code, _, err = run(here, "restore", tmp_path / "nothing")
    assert (code, "U-02 The system says: No such file or directory" in err) == (1, True)


def test_what_does_not_hold_is_told_and_kept_only_on_demand(base: World, tmp_path: Path) -> None:
    here, file = base.copy("counted", "spoiled"), tmp_path / "x.backup"
    spoil = "from dauys.ops.running import start; start(); from dauys.apps.results.models import Tally; "
    spoil += "Tally.objects.update(received=7)"
    subprocess.run([sys.executable, "-c", spoil], env=here, check=True)
    code, out, err = run(here, "backup", file)
    assert (code, "differences stand in it as they stand here" in out, file.exists()) == (1, True, True)
    assert "stored received 7" in err
    back = elsewhere(base, "spoiled_back")
    code, out, err = run(back, "restore", file)
    assert (code, out, "U-16 " in err, "--with-differences" in err) == (1, "", True, True)
    assert run(back, "results", "--list", "--format", "json")[1] == "[]\n"
    code, out, _ = run(back, "restore", file, "--with-differences", "--format", "json")
    assert (code, bool(json.loads(out)["differences"])) == (1, True)
    assert run(back, "results", "--list", "--format", "json")[1] != "[]\n"


def test_restoring_that_is_killed_is_done_again_without_help(base: World, kept: Path) -> None:
    begun = time.monotonic()
    assert run(elsewhere(base, "timed"), "restore", kept)[0] == 0
    lasted = time.monotonic() - begun
    for number, share in enumerate((0.6, 0.75, 0.9)):
        here = elsewhere(base, f"killed_{number}")
        process = begin(here, "restore", kept)
        time.sleep(lasted * share)
        process.kill()
        said, _ = process.communicate(timeout=60)
        code, _, err = run(here, "restore", kept)
        assert (code, "U-15 " in err) in {(0, False), (1, True)}, err  # (1, True): it stood before the kill
        assert code == 0 or not said or "restored" in said
        assert look(here)["received"] == 150


def test_backup_of_an_earlier_version_is_brought_to_this_one(base: World, kept: Path, tmp_path: Path) -> None:
    """As it was when every room had taken its first step only: fewer tables, fewer columns."""
    of_old = "import django, json; django.setup(); from django.db import connection as c; "
    of_old += "from django.db.migrations.loader import MigrationLoader as L; l = L(c); "
    of_old += "s = l.project_state([k for k in l.disk_migrations if k[1].startswith('0001')]); "
    of_old += "print(json.dumps({m._meta.db_table: [f.column for f in m._meta.concrete_fields] "
    of_old += "for m in s.apps.get_models() if m.__module__ != 'x'}))"
    here = elsewhere(base, "earlier") | {"DJANGO_SETTINGS_MODULE": "dauys.config.settings"}
    Path(here["DAUYS_HOME"]).mkdir()
    told = subprocess.run(
        [sys.executable, "-c", of_old], env=here, capture_output=True, text=True, check=True
    )
    file = _as_of_old(kept, tmp_path / "old.backup", json.loads(told.stdout))
    code, _, err = run(here, "restore", file)
    assert (code, err) == (0, "")
    assert look(here) == look(base.copy("counted", "compared_old"))


def _as_of_old(file: Path, to: Path, columns: Mapping[str, list[str]]) -> Path:
    """The backup as a version of those tables and columns would have made it."""
    import hashlib

    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(to, "w") as other:
        manifest = json.loads(packed.read("backup.json"))
        manifest["migrations"] = dict.fromkeys(manifest["migrations"], "0001_initial")
        manifest["tables"] = [one for one in manifest["tables"] if one["table"] in columns]
        for one in manifest["tables"]:
            own = [at for at, name in enumerate(one["columns"]) if name in columns[one["table"]]]
            rows = [json.loads(line) for line in packed.read(one["file"]).decode().splitlines()]
            rows = [[row[at] for at in own] for row in rows]
            if one["table"] == "journal_entry" and len(own) < len(one["columns"]):
                rows = list(_chained([one["columns"][at] for at in own], rows))
                manifest["journal"]["last"] = rows[-1][-1]
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            content = "".join(lines).encode()
            one["columns"] = [one["columns"][at] for at in own]
            one |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            other.writestr(one["file"], content)
        other.writestr("backup.json", json.dumps(manifest))
    return to


def _chained(columns: list[str], rows: list[list[Any]]) -> Iterator[list[Any]]:
    """Entries as they were hashed before they told where from and of which unit; the digest stands last."""
    assert columns[-1] == "digest"
    previous = "0" * 64
    yield rows[0]  # names the columns
    for row in rows[1:]:
        told = dict(zip(columns, row, strict=True)) | {"previous": previous}
        del told["digest"]
        previous = digest(told | {"body": json.loads(told["body"])})
        yield [*(told[name] for name in columns[:-1]), previous]


def test_rows_that_do_not_fit_are_refused(base: World, kept: Path, tmp_path: Path) -> None:
    """A backup that somebody wrote anew, digests included, is loaded no further than the tables allow."""
    columns = {one["table"]: one["columns"] for one in json.loads(_manifest(kept))["tables"]}
    columns["results_tally"] = [name for name in columns["results_tally"] if name != "figures"]
    file = _as_of_old(kept, tmp_path / "x.backup", columns)
    record = json.loads(_manifest(file)) | {"migrations": json.loads(_manifest(kept))["migrations"]}
    file = changed(file, tmp_path / "y.backup", lambda name, content: (
        json.dumps(record).encode() if name == "backup.json" else content
    ))  # fmt: skip
    here = elsewhere(base, "unfit")
    code, out, err = run(here, "restore", file)
    assert (code, out, "U-12 The backup can't be loaded: its columns" in err) == (1, "", True)
    assert run(here, "results", "--list", "--format", "json")[1] == "[]\n"


def _manifest(file: Path) -> bytes:
    with zipfile.ZipFile(file) as packed:
        return packed.read("backup.json")


def test_moment_of_a_backup_is_told_with_the_names_of_settings_only(base: World, kept: Path) -> None:
    manifest = json.loads(_manifest(kept))
    assert manifest["made_at"] == cast.AT.isoformat(timespec="seconds")
    assert manifest["settings"] == ["DAUYS_AT", "DAUYS_HOME"]
    assert str(base.folder) not in _manifest(kept).decode()
    assert sum(one["rows"] for one in manifest["tables"]) > 150
