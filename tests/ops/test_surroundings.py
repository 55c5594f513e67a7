"""When the machine refuses: no rights, no room, no database, a taken port, two commands at once."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from dauys.press.holding import holding
from tests import cast
from tests.ops.console import as_csv, dauys, facts, row, stored, written
from tests.ops.process import begin, run, surroundings
from tests.ops.spoiling import spoil


@pytest.mark.parametrize("place", ["/proc/nowhere", "/dev/null/home", "a file"])
def test_home_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, settings: Any, db: None, place: str
) -> None:
    settings.HOME = written(tmp_path, "file", "x") if place == "a file" else Path(place)
    for words in (("results", "--list"), ("journal", "verify"), ("recount",)):
        ended = dauys(*words)
        assert (ended.code, ended.out) == (1, "")
        assert "U-02 The system says: " in ended.err
        assert str(settings.HOME) in ended.err


def test_first_start_beside_another_command_of_the_home_ends_with_a_sentence(tmp_path: Path) -> None:
    impatient = "import dauys.ops.running as running; running.TRIES = 1\n"
    with holding(tmp_path):  # as a demo does that is being built there; this process is not the command's
        code, out, err = run(surroundings(tmp_path), "results", "--list", first=impatient)
    assert (code, out) == (1, "")
    assert f"U-11 Another command is at work in {tmp_path}." in err
    assert run(surroundings(tmp_path), "results", "--list")[0] == 0


def test_site_that_cannot_be_written_is_one_sentence(protocols: Path, called: Path) -> None:
    before = facts()
    for place in ("/proc/nowhere", "/dev/null/site", str(protocols)):
        ended = dauys("publish", place)
        assert (ended.code, ended.out, len(ended.err.splitlines()) <= 2) == (1, "", True)
    assert facts() == before


def test_site_is_not_mixed_with_other_files(called: Path) -> None:
    ended = dauys("publish", called)
    assert (ended.code, "other files" in ended.err) == (1, True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the quota is one of SQLite")
def test_full_disk_is_one_sentence_and_leaves_nothing(called: Path) -> None:
    found = [row("U1", 1, 500, [200, 100]), row("U1", 2, 400, [120, 130])]
    units = [
        {"code": f"X{at}", "parent": "R1", "kind": "district", "name_kk": "Аудан" * 20} for at in range(2_000)
    ]
    file = written(called, "t.csv", as_csv(units, units[0]))
    before = facts()
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 20}")
        try:
            ended = dauys("import", "territory", file)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert (ended.code, ended.out) == (1, "")
    assert "U-03 The database says: database or disk is full" in ended.err
    assert facts() == before
    assert dauys("import", "protocols", written(called, "p.csv", as_csv(found))).code == 0
    assert dauys("import", "territory", file).code == 0


def test_file_that_grows_past_a_quota_leaves_a_whole_database(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    few = written(tmp_path, "few.csv", as_csv(cast.territory_rows(), cast.territory_rows()[0]))
    assert run(here, "import", "territory", few)[0] == 0
    units = [
        {"code": f"X{at}", "parent": "R1", "kind": "district", "name_kk": "Аудан"} for at in range(9_000)
    ]
    many = written(tmp_path, "many.csv", as_csv(units, units[0]))
    limit = (tmp_path / "home" / "dauys.sqlite3").stat().st_size + 100_000
    code, out, err = run(here, "import", "territory", many, quota=limit)
    assert (code, out, "U-03 " in err) == (1, "", True)
    code, out, _ = run(here, "import", "territory", many, "--format", "json")
    assert (code, '"new": 9000' in out) == (0, True)


def test_two_first_commands_at_once_both_end_well(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    file = written(tmp_path, "t.csv", as_csv(cast.territory_rows(), cast.territory_rows()[0]))
    both = [begin(here, "import", "territory", file, "--format", "json") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted('"new": 11' in out for out, _ in said) == [False, True]
    code, out, _ = run(here, "journal", "verify")
    assert (code, out.splitlines()[0]) == (0, "The journal is whole: 1 entries.")
    with closing(sqlite3.connect(tmp_path / "home" / "dauys.sqlite3")) as base, base:
        (digest,) = base.execute("SELECT digest FROM journal_entry").fetchone()
        assert f"entry 1 has the digest {digest}." in out
    spoil(tmp_path / "home", "DELETE FROM journal_entry")
    code, _, err = run(here, "journal", "verify")
    assert (code, err) == (1, "KZ is here, and no entry of the journal says how it came.\n")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "dauys", "postgres://127.0.0.1:port/x"])
def test_database_url_of_another_kind_is_wrong_use(tmp_path: Path, url: str) -> None:
    code, out, err = run(surroundings(tmp_path, DATABASE_URL=url), "results", "--list")
    assert (code, out, "Write DATABASE_URL like postgres://" in err) == (2, "", True)


def test_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgres://nobody@127.0.0.1:{free.getsockname()[1]}/x"
    code, out, err = run(surroundings(tmp_path, DATABASE_URL=url), "results", "--list")
    assert (code, out, "U-03 The database says: " in err, len(err.splitlines())) == (1, "", True, 1)


def test_database_that_another_holds_is_one_sentence(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes for too long is named; nothing is written meanwhile."""
    file = written(called, "p.csv", as_csv([row("U1", 1, 500, [200, 100])]))
    before = facts()
    locked = OperationalError("database is locked: process 1234 wrote for all of 60 seconds")
    monkeypatch.setattr("dauys.apps.results.actions.intake.write_entry", Mock(side_effect=locked))
    ended = dauys("import", "protocols", file)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert "U-07 Another command is writing; the database says: database is locked: process 1234" in ended.err
    assert facts() == before


def test_writer_that_holds_the_database_too_long_is_named(tmp_path: Path) -> None:
    here = surroundings(tmp_path)
    file = written(tmp_path, "t.csv", as_csv(cast.territory_rows(), cast.territory_rows()[0]))
    assert run(here, "results", "--list")[0] == 0
    hasty = "import dauys.config.settings as made; made.DATABASES['default']['OPTIONS']['timeout'] = 0.2; "
    with closing(sqlite3.connect(tmp_path / "dauys.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")  # a foreign program, which knows nothing of the queue
        code, out, err = run(here, "import", "territory", file, first=hasty)
        assert (code, out, "U-07 Another command is writing" in err) == (1, "", True)
    assert run(here, "import", "territory", file)[0] == 0


def test_who_waits_for_another_writer_is_told_so(tmp_path: Path) -> None:
    here = surroundings(tmp_path)
    file = written(tmp_path, "t.csv", as_csv(cast.territory_rows(), cast.territory_rows()[0]))
    assert run(here, "results", "--list")[0] == 0
    soon = "import dauys.config.settings as made; made.DATABASES['default']['OPTIONS']['timeout'] = 0.4; "
    soon += "import dauys.config.sqlite.base as base; base.QUIET = 0.2; "
    with closing(sqlite3.connect(tmp_path / "dauys.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, _, err = run(here, "import", "territory", file, first=soon)
        first, *rest = err.splitlines()
        assert (code, first) == (1, "Waiting for another program that writes to the database …")
        assert [words[:5] for words in rest] == ["U-07 "]
        code, out, err = run(here, "import", "territory", file, "--format", "json", first=soon)
        assert (code, out, [one["code"] for one in json.loads(err)["faults"]]) == (1, "", ["U-07"])
    queue = "from dauys.config.sqlite.turns import Turns; from pathlib import Path; "
    queue += f"Turns(Path({str(tmp_path / 'dauys.sqlite3-turns')!r})).take(9); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", queue], env=here, stdin=-1, stdout=-1, text=True) as ahead:
        assert ahead.stdout is not None
        ahead.stdout.readline()
        code, _, err = run(here, "import", "territory", file, first=soon)
        ahead.communicate("go\n")
    assert (code, err.splitlines()[0], f"process {ahead.pid} " in err) == (1, first, True)


def test_refusal_asked_for_in_json_is_one_object(tmp_path: Path) -> None:
    """Whoever refuses: the system, the database, the reader of a file after a note of its own."""
    here = surroundings(tmp_path / "home")
    dead = surroundings(tmp_path / "home", DATABASE_URL="postgres://nobody@127.0.0.1:1/x")
    noted = written(tmp_path, "t.csv", "code;parent;kind;name_kk\nXX;;country;X;X\n")
    unknown = written(tmp_path, "e.json", json.dumps(cast.election_file() | {"nothing": 1, "code": 5}))
    found = [
        (here, ("backup", "/nowhere/x.zip"), "U-02"),
        (dead, ("results", "--list"), "U-03"),
        (here, ("import", "territory", noted), "I-17"),
        (here, ("import", "election", unknown), "E-10"),
    ]
    for environment, words, wanted in found:
        code, out, err = run(environment, *words, "--format", "json")
        assert (code, out) == (1, ""), words
        assert json.loads(err)["faults"][0]["code"] == wanted, err


def test_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    written(tmp_path, "dauys.sqlite3", "this is no database, whatever its name says\n" * 9)
    code, out, err = run(surroundings(tmp_path), "results", "--list")
    assert (code, out, "file is not a database" in err) == (1, "", True)


def test_taken_port_of_the_demo_is_told_before_any_work(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run(surroundings(tmp_path / "home"), "demo", "--port", str(port))
    assert (code, out) == (1, "")
    assert f"Port {port} on 127.0.0.1 can't be used" in err
    assert not (tmp_path / "home").exists()


def test_demo_leaves_a_home_that_is_not_its_own_alone(tmp_path: Path) -> None:
    kept = written(tmp_path, "dauys.sqlite3", "mine")
    code, _, err = run(surroundings(tmp_path), "demo", "--no-serve")
    assert (code, "not a demo's home" in err, kept.read_text()) == (1, True, "mine")


def test_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    with begin(surroundings(tmp_path), "law", "show", "kz/akim/2021", "--format", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_console_that_takes_no_utf8_is_one_sentence(tmp_path: Path) -> None:
    here = surroundings(tmp_path, PYTHONIOENCODING="ascii")
    code, _, err = run(here, "law", "show", "kz/akim/2021", "--language", "kk")
    assert (code, "U-05 The console takes ascii only" in err) == (1, True)


def test_database_of_a_later_version_is_left_alone(called: Path) -> None:
    before = facts()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('results', '9999_later', %s)",
            [cast.AT],
        )
    ended = dauys("results", "--list")
    assert (ended.code, ended.out, "U-06 " in ended.err) == (1, "", True)
    assert "results.9999_later" in ended.err
    assert facts() == before


def test_file_whose_name_is_not_utf8_is_refused(called: Path) -> None:
    before, stands = facts(), stored()
    file = Path(os.fsdecode(os.fsencode(called) + b"/\xff\xfe.csv"))
    file.write_text(as_csv([row("U1", 1, 500, [200, 100])]), encoding="utf-8")
    ended = dauys("import", "protocols", file)
    assert (ended.code, "UTF-8" in ended.err) == (1, True)
    assert (facts(), stored()) == (before, stands)
    ended = dauys("contest", "cancel", "--contest", cast.contest(), "--reason", "\udcff")
    assert (ended.code, facts()) == (1, before)


def test_name_of_a_file_as_long_as_the_system_takes_is_kept(called: Path) -> None:
    file = called / ("п" * 125 + ".csv")  # 254 bytes
    file.write_text(as_csv([row("U1", 1, 500, [200, 100])]), encoding="utf-8")
    assert dauys("import", "protocols", file).code == 0
