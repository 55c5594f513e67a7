"""Files in the background: looked through with every fault, taken whole or not at all, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from dauys.apps.elections.models import Election
from dauys.apps.imports.actions import (
    cancel_import,
    clear_uploads,
    look_again,
    map_columns,
    prepare_import,
    take_import,
)
from dauys.apps.imports.actions.preparing import Handed, keep_upload
from dauys.apps.imports.models import Import
from dauys.apps.imports.queries import faults_of, kept_mappings, outcome_of
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import report_of
from dauys.apps.journal.models import Entry
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from dauys.core.rights import OPERATOR, Actor, Forbidden, SecondFactorNeeded
from dauys.ops.working.hand import tidy_up, work_off
from tests import cast
from tests.apps import members
from tests.apps.handing import GOOD, Silent, again, hand_in, looked, protocols

FOREIGN = (
    "Округ;Участок;В списке;Получено;Выдано;Погашено;Иванова;Петров\n"
    f"{cast.contest()};U1.1;500;505;300;205;200;100\n"
)
MAPPING = """\
[file]
delimiter = ";"
[key]
contest = "{Округ}"
precinct = "{Участок}"
[lines]
voters_on_list = "В списке"
ballots_received = "Получено"
voters_issued = "Выдано"
ballots_cancelled = "Погашено"
[candidates]
"Иванова" = "{contest}#1"
"Петров" = "{contest}#2"
[blank]
default = "missing"
"""


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def clerk(election: Election) -> Actor:
    """The clerk of the district that runs the contests of U1 and U2, a second factor shown."""
    return Actor("somebody", "clerk", Unit.objects.get(code="D1").path, second_factor=True)


def test_preview_says_what_a_file_would_bring_and_writes_nothing(clerk: Actor) -> None:
    imported = looked(protocols(GOOD), clerk)
    assert imported.stands == "preview.done"
    preview = outcome_of(imported)["preview"]
    assert (preview["counts"]["new"], preview["rows"], preview["counts"]["missing"]) == (2, 2, 1)
    assert preview["sample"][0][:3] == [2, cast.contest(), "U1.1"]
    assert imported.election is not None
    assert (ProtocolVersion.objects.count(), Entry.objects.last().verb) == (0, "prepare_import")


def test_preview_names_every_fault_with_its_line(clerk: Actor) -> None:
    rows = [("U1", f"X{number}", 500, [200, 100]) for number in range(130)]
    imported = looked(protocols([*GOOD, *rows]), clerk)
    assert imported.stands == "preview.refused"
    report = report_of(imported.preview)
    assert (report["total"], len(report["faults"])) == (130, 100)
    found = faults_of(imported.preview)
    assert [found[0].line, found[-1].line, found[0].column] == [4, 133, "precinct"]


def test_file_that_holds_is_taken_whole_as_who_confirmed_it(clerk: Actor) -> None:
    imported = looked(protocols(GOOD), clerk)
    take_import(imported, by=clerk, at=cast.LATER)
    work_off()
    assert again(imported).stands == "taking.done"
    assert ProtocolVersion.objects.count() == 2
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.verb, entry.person, entry.at) == ("import_protocols", "somebody", cast.LATER)


def test_file_with_faults_is_not_taken(clerk: Actor) -> None:
    imported = looked(protocols([("U1", "X1", 1, [1, 0])]), clerk)
    with pytest.raises(Refused, match="Q-04"):
        take_import(imported, by=clerk, at=cast.LATER)


def test_taking_asks_for_the_second_factor_again(clerk: Actor) -> None:
    imported = looked(protocols(GOOD), clerk)
    with pytest.raises(SecondFactorNeeded):
        take_import(imported, by=Actor("somebody", "clerk", clerk.commission), at=cast.LATER)


def test_preview_asks_for_no_second_factor(clerk: Actor) -> None:
    imported = looked(protocols(GOOD), Actor("somebody", "clerk", clerk.commission))
    assert imported.stands == "preview.done"


def test_rows_of_another_commission_are_refused_in_the_preview(clerk: Actor) -> None:
    stranger = Actor("other", "clerk", Unit.objects.get(code="D2").path, second_factor=True)
    imported = looked(protocols(GOOD), stranger)
    found = faults_of(imported.preview)
    assert [(one.code, one.line, one.value) for one in found] == [
        ("Q-10", 2, cast.contest("U1")),
        ("Q-10", 3, cast.contest("U1")),
    ]
    with pytest.raises(Forbidden):
        take_import(imported, by=stranger, at=cast.LATER)


def test_only_rows_of_another_commission_are_named(clerk: Actor) -> None:
    rows = [f"{cast.contest(one[:2])},{one},2021-07-25T10:00:00+06:00,1,500" for one in ("U1.1", "U3.1")]
    told = "\n".join(["contest,precinct,hour_at,voted,on_list", *rows])
    imported = looked(told.encode(), clerk, kind="turnout", name="turnout.csv")
    assert [(one.code, one.line, one.value) for one in faults_of(imported.preview)] == [
        ("Q-10", 3, cast.contest("U3"))
    ]


def test_of_very_many_faults_the_first_are_kept_and_the_rest_counted(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dauys.apps.imports.rules.MOST_FAULTS", 3)
    stranger = Actor("other", "clerk", Unit.objects.get(code="D2").path, second_factor=True)
    hours = [f"{cast.contest()},U1.1,2021-07-25T{hour}:00:00+06:00,1,500" for hour in (10, 12, 14, 16, 18)]
    told = "\n".join(["contest,precinct,hour_at,voted,on_list", *hours])
    imported = looked(told.encode(), stranger, kind="turnout", name="turnout.csv")
    found = faults_of(imported.preview)
    assert [(one.code, one.line) for one in found] == [("Q-10", 2), ("Q-10", 3), ("Q-10", 4), ("I-99", None)]
    assert found[-1].message.startswith("2 more")


def test_of_two_imports_of_one_file_one_is_taken_and_the_other_says_so(clerk: Actor) -> None:
    first, second = (looked(protocols(GOOD), clerk) for _ in range(2))
    for one in (first, second):
        take_import(one, by=clerk, at=cast.LATER)
    work_off()
    assert [again(one).stands for one in (first, second)] == ["taking.done", "taking.refused"]
    (fault,) = faults_of(again(second).taking)
    assert (fault.code, fault.value) == ("Q-07", str(first.id))
    assert ProtocolVersion.objects.count() == 2


def test_file_that_was_taken_before_is_told_so(clerk: Actor) -> None:
    first = looked(protocols(GOOD), clerk)
    take_import(first, by=clerk, at=cast.LATER)
    work_off()
    second = looked(protocols(GOOD), clerk)
    preview = outcome_of(second)["preview"]
    assert (preview["taken_before"], preview["counts"]["unchanged"]) == (first.id, 2)
    with pytest.raises(Refused, match="Q-05"):
        take_import(again(first), by=clerk, at=cast.LATER)


def test_taking_that_is_at_work_is_not_asked_for_twice(clerk: Actor) -> None:
    imported = looked(protocols(GOOD), clerk)
    take_import(imported, by=clerk, at=cast.LATER)
    with pytest.raises(Refused, match="Q-06"):
        take_import(again(imported), by=clerk, at=cast.LATER)
    cancel_import(imported, by=clerk, at=cast.LATER)
    work_off()
    assert again(imported).stands == "taking.cancelled"
    assert ProtocolVersion.objects.count() == 0


def test_facts_of_a_job_that_was_ended_by_another_do_not_stand(clerk: Actor) -> None:
    """Between the taking up and the end somebody marks it as interrupted: then nothing of it may stand."""
    imported = looked(protocols(GOOD), clerk)
    take_import(imported, by=clerk, at=cast.LATER)
    job = again(imported).taking
    Job.objects.filter(id=job.id).update(state="interrupted")
    from dauys.apps.imports.actions import carry_taking

    with pytest.raises(RuntimeError, match="does not run"):
        carry_taking(job, Silent(), lambda: cast.LATER)
    assert ProtocolVersion.objects.count() == 0


def test_foreign_columns_are_mapped_one_by_one(clerk: Actor, election: Election) -> None:
    imported = looked(FOREIGN.encode(), clerk)
    assert {fault.code for fault in faults_of(imported.preview)} >= {"I-20"}
    Import.objects.filter(id=imported.id).update(election=election)
    map_columns(again(imported), MAPPING, by=clerk, at=cast.AT)
    work_off()
    found = again(imported)
    assert (found.stands, outcome_of(found)["preview"]["counts"]["new"]) == ("preview.done", 1)


def entry_of(verb: str) -> tuple[Entry, dict[str, Any]]:
    """The latest entry of a verb, and what was done."""
    entry = Entry.objects.filter(verb=verb).latest("number")
    return entry, json.loads(entry.body)


def test_latest_mapping_of_a_name_is_kept_and_others_stay(clerk: Actor) -> None:
    imported = looked(FOREIGN.encode(), clerk)
    for text in (MAPPING, MAPPING.replace("missing", "zero")):
        map_columns(again(imported), text, by=clerk, at=cast.AT, keep_as=" Облыс ")
        work_off()
    (kept,) = kept_mappings(clerk.commission)
    assert ('default = "zero"' in kept.text, kept.name) == (True, "Облыс")
    assert kept_mappings("elsewhere") == []
    _, done = entry_of("map_columns")
    assert (done["kept_as"], done["kept"]) == ("Облыс", kept.id)
    digests = [hashlib.sha256(one.encode()).hexdigest() for one in (MAPPING, kept.text)]
    assert [done["before"]["mapping"], done["after"]["mapping"]] == digests


def test_mapping_that_does_not_go_through_is_not_kept_either(clerk: Actor) -> None:
    """Keeping it and looking through are one act: of a file that was taken neither is done."""
    imported = looked(protocols(GOOD), clerk)
    take_import(imported, by=clerk, at=cast.LATER)
    work_off()
    entries = Entry.objects.count()
    for wrong in (MAPPING, "[key]"):
        with pytest.raises(Refused):
            map_columns(again(imported), wrong, by=clerk, at=cast.LATER, keep_as="Облыс")
    assert (kept_mappings(clerk.commission), Entry.objects.count()) == ([], entries)


def test_every_step_of_an_import_is_kept_in_the_journal(clerk: Actor, election: Election) -> None:
    chair = replace(clerk, office="chair", origin="10.0.0.7")
    imported = looked(protocols(GOOD), clerk)
    look_again(again(imported), by=chair, at=cast.LATER, reason="№ 4", with_findings=True)
    entry, done = entry_of("look_again")
    assert (entry.person, entry.office, entry.at, entry.origin) == (
        "somebody",
        "chair",
        cast.LATER,
        "10.0.0.7",
    )
    assert (entry.subject, entry.of) == (f"import:{imported.id}", clerk.commission)
    assert done["before"] == {"reason": "", "with_findings": False}
    assert done["after"] == {"reason": "№ 4", "with_findings": True}
    cancel_import(again(imported), by=chair, at=cast.LATER)
    entry, done = entry_of("cancel_import")
    assert (entry.subject, entry.office, done["work"]) == (f"import:{imported.id}", "chair", "preview")
    assert (done["before"], done["after"]) == ({"state": "waiting"}, {"state": "cancelled"})
    look_again(again(imported), by=chair, at=cast.LATER)
    work_off()
    take_import(again(imported), by=clerk, at=cast.LATER)
    entry, done = entry_of("take_import")
    assert (entry.subject, entry.office, done["verb"]) == (
        f"import:{imported.id}",
        "clerk",
        "import_protocols",
    )
    assert (done["before"], done["after"]) == ({"confirmed": False}, {"confirmed": True})
    work_off()
    entries = Entry.objects.count()
    cancel_import(again(imported), by=chair, at=cast.LATER)  # nothing goes on
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("kind", "name", "code"), [("protocols", "a.pdf", "Q-03"), ("secrets", "a.csv", "Q-02")]
)
def test_file_of_another_kind_is_refused(clerk: Actor, kind: str, name: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        hand_in(b"x", clerk, kind=kind, name=name)


def test_name_of_a_file_leads_nowhere(clerk: Actor) -> None:
    imported = hand_in(b"x", clerk, name="..\\..\\etc/пас\x00сворд.csv")
    assert imported.file_name == "пассворд.csv"


def test_file_that_is_too_large_leaves_nothing(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("dauys.apps.imports.rules.MOST_BYTES", 10)
    with pytest.raises(Refused, match="Q-01"):
        keep_upload([b"12345678", b"9012"])
    assert list((Path(settings.HOME) / "uploads").iterdir()) == []


def test_upload_that_is_gone_is_told(clerk: Actor, settings: Settings) -> None:
    imported = hand_in(protocols(GOOD), clerk)
    for path in (Path(settings.HOME) / "uploads").rglob("*"):
        path.unlink() if path.is_file() else None
    work_off()
    assert [fault.code for fault in faults_of(again(imported).preview)] == ["Q-09"]


def test_file_is_handed_in_for_ones_own_commission_only(clerk: Actor) -> None:
    handed = Handed("protocols", Unit.objects.get(code="D2").path, "a.csv", "0" * 64, 1)
    with pytest.raises(Forbidden):
        prepare_import(handed, by=clerk, at=cast.AT)


def test_commissions_come_by_a_file_too(election: Election) -> None:
    chair = Actor("chair", "chair", Unit.objects.get(code="KZ").path, second_factor=True)
    header = "code,unit,level,name_kk,name_ru,name_en\n"
    row = next(row for row in members.ROWS if row.unit == "D1")
    content = f"{header}{row.code},D1,district,Аудандық,Районная,District\n".encode()
    imported = looked(content, chair, kind="commissions", name="commissions.csv")
    assert (imported.stands, outcome_of(imported)["preview"]["counts"]["new"]) == ("preview.done", 1)


def lying() -> set[str]:
    """The names of all files that lie among the uploads."""
    return {path.name for path in (Path(django_settings.HOME) / "uploads").rglob("*") if path.is_file()}


def test_bytes_of_files_that_nobody_took_are_cleared_after_a_while(clerk: Actor, settings: Settings) -> None:
    """Refused, left, or never an import: their bytes go. What was taken, or is worked on, stays."""
    taken = looked(protocols(GOOD), clerk)
    take_import(taken, by=clerk, at=cast.LATER)
    work_off()
    refused, left = looked(b"a,b\n1,2\n", clerk), looked(protocols(GOOD[:1]), clerk)
    waiting = hand_in(b"contest,precinct\n1,2\n", clerk)
    keep_upload([b"put down by nobody"])
    (Path(settings.HOME) / "uploads" / "broken-off.new").write_bytes(b"half")
    soon, late = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days) for days in (29, 31))
    operator = Actor("console", OPERATOR)
    before = lying()
    assert (clear_uploads(by=operator, at=soon), lying()) == (0, before)
    entries = Entry.objects.count()
    settings.UPLOADS_KEPT = 0
    assert (clear_uploads(by=operator, at=late), lying()) == (0, before)
    settings.UPLOADS_KEPT = 30
    assert clear_uploads(by=operator, at=late) == 3
    assert lying() == {taken.sha256, waiting.sha256}
    entry, done = entry_of("clear_uploads")
    assert (Entry.objects.count(), entry.subject, entry.person) == (entries + 1, "import:uploads", "console")
    assert {refused.sha256, left.sha256} < set(done["sha256"])
    assert [again(one).sha256 for one in (refused, left)] == [refused.sha256, left.sha256]
    assert (clear_uploads(by=operator, at=late), Entry.objects.count()) == (0, entries + 1)
    take_import(again(left), by=clerk, at=cast.LATER)
    work_off()
    assert [fault.code for fault in faults_of(again(left).taking)] == ["Q-09"]


def test_file_in_a_folder_that_cannot_be_written_is_not_said_to_be_gone(
    clerk: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_upload([b"x"])
    (path,) = (path for path in (Path(settings.HOME) / "uploads").rglob("*") if path.is_file())
    os.utime(path, (0, 0))
    entries, now = Entry.objects.count(), dt.datetime.now(dt.UTC)
    with monkeypatch.context() as of_system:  # root may write everywhere, save on a disk that is read-only
        of_system.setattr(os, "access", lambda *_: False)
        assert clear_uploads(by=Actor("console", OPERATOR), at=now) == 0
    assert (path.exists(), Entry.objects.count()) == (True, entries)
    assert clear_uploads(by=Actor("console", OPERATOR), at=now) == 1


def test_file_that_comes_anew_stays_as_long_as_a_new_one(clerk: Actor, settings: Settings) -> None:
    keep_upload([b"x"])
    (path,) = (path for path in (Path(settings.HOME) / "uploads").rglob("*") if path.is_file())
    os.utime(path, (0, 0))
    keep_upload([b"x"])
    assert clear_uploads(by=Actor("console", OPERATOR), at=dt.datetime.now(dt.UTC)) == 0
    os.utime(path, (0, 0))
    assert clear_uploads(by=Actor("console", OPERATOR), at=dt.datetime.now(dt.UTC)) == 1


def test_two_hand_the_same_file_in_at_once(clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one puts it down between two steps of the disk."""
    content, link, others = protocols(GOOD), os.link, []

    def linked(*paths: Any) -> None:
        if not others:
            others.append("begun")
            others.append(keep_upload([content])[0])
        link(*paths)

    monkeypatch.setattr("os.link", linked)
    sha256, _ = keep_upload([content])
    assert others == ["begun", sha256]
    assert lying() == {sha256}


def test_worker_clears_and_a_mistake_does_not_end_it(
    clerk: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_upload([b"x"])
    for path in (Path(settings.HOME) / "uploads").rglob("*"):
        os.utime(path, (0, 0))
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    tidy_up()
    assert lying() == set()
    settings.UPLOADS_KEPT = 10**12
    tidy_up()
    assert "OverflowError" in capsys.readouterr().err
