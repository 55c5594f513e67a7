"""The doctor says what is wrong with an installation and what to do, and writes nothing."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from dauys.apps.journal.models import Entry
from dauys.apps.law.models import Edition
from dauys.ops.doctor import machine
from dauys.ops.doctor.answers import State
from tests import cast
from tests.ops.console import as_csv, dauys, row, written
from tests.ops.process import begin, run, surroundings
from tests.ops.spoiling import spoil

Environment = dict[str, str]
TERRITORY = "code,parent,kind,name_kk,name_ru,name_en,zone\nXX,,country,X,X,X,Asia/Almaty\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A home with a counted and published election."""
    folder = tmp_path_factory.mktemp("doctor")
    environment = surroundings(folder / "home")
    for kind, name in (("territory", "t.csv"), ("election", "e.json"), ("protocols", "p.csv")):
        _, example, _ = run(environment, "import", kind, "--example")
        code, _, err = run(environment, "import", kind, written(folder, name, example))
        assert code == 0, err
    assert run(environment, "publish", folder / "home" / "site")[0] == 0
    return environment


def answers(environment: Environment, *more: str | Path, code: int) -> dict[str, list[dict[str, str]]]:
    """By check, what is not fine; everything that is wrong comes with what to do."""
    ended, out, err = run(environment, "doctor", *more, "--format", "json")
    assert (ended, err) == (code, "")
    found: dict[str, list[dict[str, str]]] = {}
    for answer in json.loads(out)["answers"]:
        if answer["state"] != "fine":
            assert answer["remedy"]
            found.setdefault(answer["check"], []).append(answer)
    return found


def test_sound_installation_is_told_so(here: Environment) -> None:
    now = {name: value for name, value in here.items() if name != "DAUYS_AT"}
    assert answers(now, code=0) == {}
    code, out, _ = run(now, "doctor")
    assert (code, out.splitlines()[-1]) == (0, "0 wrong, 0 to look at.")
    for check in (
        "versions",
        "settings",
        "disk",
        "time",
        "database",
        "migrations",
        "journal",
        "laws",
        "site",
    ):
        assert f"fine   {check}" in out


def test_home_where_nothing_is_stays_empty(tmp_path: Path) -> None:
    found = answers(surroundings(tmp_path / "home"), code=0)
    assert list(found) == ["settings"]  # DAUYS_AT is set
    assert not (tmp_path / "home").exists()


def test_setting_that_means_nothing_is_named_with_the_nearest(here: Environment) -> None:
    found = answers(here | {"DAUYS_HOEM": "/x", "DAUYS_ZONE": "Asia/Nowhere"}, code=1)["settings"]
    said = [one["found"] + " " + one["remedy"] for one in found]
    assert any("DAUYS_HOEM is set and means nothing here. Is DAUYS_HOME meant?" in words for words in said)
    assert any("Asia/Nowhere" in words for words in said)


def test_installation_without_tls_is_reminded_of_it(here: Environment) -> None:
    now = {name: value for name, value in here.items() if name != "DAUYS_AT"}
    (found,) = answers(now | {"DAUYS_INSECURE": "1"}, code=0)["settings"]
    assert found["found"].startswith("DAUYS_INSECURE is set")


def test_site_that_is_named_is_the_one_examined(here: Environment, tmp_path: Path) -> None:
    (tmp_path / "site/manifest").mkdir(parents=True)
    assert "site" not in answers(here, code=0)
    assert answers(here | {"DAUYS_SITE": str(tmp_path / "site")}, code=1)["site"]


def test_changed_page_is_found(here: Environment, tmp_path: Path) -> None:
    page = next(Path(here["DAUYS_HOME"]).glob("site/en/*/*/results/index.json"))
    before = page.read_bytes()
    page.write_bytes(before + b" ")
    stranger = page.with_name("stranger.html")
    stranger.touch()
    found = " ".join(one["found"] for one in answers(here, code=1)["site"])
    page.write_bytes(before)
    stranger.unlink()
    assert "is not the file that its manifest lists" in found
    assert "stranger.html is in no manifest" in found
    assert "holds no published site" in answers(here, "--site", tmp_path, code=1)["site"][0]["found"]


def test_journal_that_was_changed_is_found(here: Environment) -> None:
    home = Path(here["DAUYS_HOME"])
    spoil(home, "UPDATE journal_entry SET person = person || 'x' WHERE number = 1")
    found = answers(here, code=1)["journal"]
    spoil(home, "UPDATE journal_entry SET person = 'console' WHERE number = 1")
    assert "Entry 1 (" in found[0]["found"]
    assert "journal" not in answers(here, code=0)


def test_guard_that_was_taken_down_is_found_and_put_up_again(here: Environment) -> None:
    with closing(sqlite3.connect(Path(here["DAUYS_HOME"]) / "dauys.sqlite3")) as base, base:
        base.execute("DROP TRIGGER guard_journal_entry_update")
    found = answers(here, code=1)["guards"]
    assert "journal_entry" in found[0]["found"]
    assert "dauys journal guard" in found[0]["remedy"]
    assert run(here, "journal", "guard")[:2] == (0, "Guards were put up: journal_entry.\n")
    assert run(here, "journal", "guard")[:2] == (0, "Every guard stands.\n")
    assert "guards" not in answers(here, code=0)


def test_database_that_does_not_answer_or_is_none_is_told(tmp_path: Path) -> None:
    written(tmp_path, "dauys.sqlite3", "this is no database, whatever its name says\n" * 9)
    assert "file is not a database" in answers(surroundings(tmp_path), code=1)["database"][0]["found"]
    url = "postgres://nobody@127.0.0.1:1/x"
    found = answers(surroundings(tmp_path, DATABASE_URL=url), code=1)
    assert "database" in found


def test_queue_that_cannot_heal_is_told_and_one_that_can_heals(here: Environment, tmp_path: Path) -> None:
    queue = Path(here["DAUYS_HOME"]) / "dauys.sqlite3-turns"
    queue.write_bytes(b"\xff" * 24)
    assert "database" not in answers(here, code=0)
    code, _, err = run(here, "import", "territory", written(tmp_path, "t.csv", TERRITORY))
    assert (code, err) == (0, "")
    queue.unlink()
    queue.mkdir()
    (found,) = answers(here, code=1)["database"]
    queue.rmdir()
    assert f"{queue}, the queue of writers, is no file" in found["found"]


def test_little_room_and_no_right_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sound,) = machine.disk(tmp_path, 0)
    assert sound.state is State.FINE
    (much,) = machine.disk(tmp_path, 1 << 60)
    assert much.state is State.WARNING
    monkeypatch.setattr(machine, "LEAST", 1 << 60)
    assert next(machine.disk(tmp_path, 0)).state is State.ERROR
    *_, refused = machine.disk(Path("/proc/nowhere"), 0)
    assert (refused.state, "can't be written" in refused.found) == (State.ERROR, True)


def test_clock_before_this_program_is_wrong() -> None:
    assert machine.clock(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).state is State.ERROR
    assert machine.clock(dt.datetime.now(dt.UTC)).state is State.FINE


def test_journal_from_the_future_and_changed_rules_are_told(called: Path) -> None:
    """In this process: on PostgreSQL too."""
    from dauys.ops.doctor import base

    before = cast.AT - dt.timedelta(hours=3)
    Edition.objects.update(digest="0" * 64)
    found = {(one.check, one.state) for one in base.database(before)}
    assert ("time", State.ERROR) in found
    assert ("laws", State.WARNING) in found
    # The entry of the edition says another digest: changed by hand in the database, not on the disk.
    assert ("journal", State.ERROR) in found
    if connection.vendor == "postgresql":
        assert ("time", State.WARNING) in found  # the clock of the database itself


def test_doctor_says_what_it_held_beside_the_journal(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dauys.apps.elections.models import Contest
    from dauys.ops.doctor import base

    def said() -> list[str]:
        now = cast.AT + dt.timedelta(days=1)
        return [one.found for one in base.database(now) if one.check == "journal"]

    assert all(words.endswith("and the facts are as it says") for words in said())
    Contest.objects.update(is_early=True)
    assert said()[0].startswith("The contest ")
    monkeypatch.setattr(base, "FEW", -1)
    (words,) = said()
    assert words.endswith("the facts were not held beside it: dauys journal verify does that")


@pytest.mark.usefixtures("unguarded")
def test_clock_set_back_takes_no_facts(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(called, "p.csv", as_csv([row("U1", 1, 500, [200, 100])]))
    last = Entry.objects.latest("number")
    Entry.objects.filter(number=last.number).update(at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    monkeypatch.delenv("DAUYS_AT")
    ended = dauys("import", "protocols", file, "--format", "json")
    assert (ended.code, ended.out, ended.faults[0]["code"]) == (1, "", "U-08")
    assert "Set the clock" in ended.faults[0]["remedy"]
    assert Entry.objects.count() == last.number
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())  # a rehearsal says itself what time it is
    assert dauys("import", "protocols", file).code == 0


def test_cancelled_work_leaves_what_stood(here: Environment, tmp_path: Path) -> None:
    names: dict[str, Any] = {"name_kk": "Аудан", "kind": "district", "parent": "KZ"}
    units = [{"code": f"X{at}", **names} for at in range(9_000)]
    file = written(tmp_path, "t.csv", as_csv(units, units[0]))
    before = run(here, "journal", "verify")[1]
    log = Path(here["DAUYS_HOME"]) / "dauys.sqlite3-wal"
    process, until = begin(here, "import", "territory", file), time.monotonic() + 60
    while not log.exists() and time.monotonic() < until:  # it has opened the database
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("it was quicker than the signal")
    assert (process.returncode, out) == (1, "")
    assert "Cancelled. What stood before stands" in err
    assert run(here, "journal", "verify")[1] == before
