"""The state of the system: what is said at once, what the doctor answered, and to whom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import WORKER, folder_of_traces
from dauys.ops.working.hand import work_off
from dauys.press.marks import leave_mark
from dauys.web.ui import words
from tests import cast
from tests.house.tree import DAUYS
from tests.web import people

PAGE, EXAMINE = "/en/desk/system/", "/en/desk/system/examine/"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of its own."""
    settings.HOME, settings.SITE_FOLDER = tmp_path, ""
    return tmp_path


def shown(office: str = "chair", language: str = "en") -> str:
    answer = people.entered(office, "KZ.cec").get(PAGE.replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("language", "word"), [("kk", "Журнал"), ("ru", "Журнал"), ("en", "Journal")])
def test_system_is_examined_in_the_background(
    commissions: None, home: Path, language: str, word: str
) -> None:
    (home / "dauys.sqlite3").touch()  # where the doctor looks whether anything was entered here
    assert "has not been examined yet" in shown()
    chair = people.entered("chair", "KZ.cec")
    assert chair.post(EXAMINE)["Location"] == PAGE
    chair.post(EXAMINE)
    assert Job.objects.count() == 1
    assert 'http-equiv="refresh"' in shown()
    work_off()
    page = shown(language=language)
    assert f'<th scope="row">{word}</th>' in page
    assert words.said(language, "system.found.journal") in page
    assert '<small lang="en">the chain of' in page


def test_worker_that_is_gone_is_told(commissions: None) -> None:
    assert "not running" in shown()


def test_worker_that_is_at_work_is_seen(commissions: None, monkeypatch: Any) -> None:
    (folder_of_traces() / WORKER).mkdir(parents=True)
    monkeypatch.setattr("dauys.press.traces.Trace.is_held", lambda _: True)
    assert '<span class="tag good">at work</span>' in shown()


def test_last_backup_is_named_where_one_is_known(commissions: None, home: Path) -> None:
    assert "none is known" in shown()
    leave_mark(
        home / "last-backup.json", {"at": "2021-07-24T03:00:00+00:00", "file": "a.zip", "verified": True}
    )
    page = shown()
    assert "a.zip" in page
    assert "proved by restoring" in page


def test_spoiled_mark_of_a_backup_is_none(commissions: None, home: Path) -> None:
    (home / "last-backup.json").write_text("[1")
    assert "none is known" in shown()


def test_letters_without_a_server_are_told(commissions: None, settings: Any) -> None:
    assert "no mail server" in shown()
    settings.EMAIL_HOST = "mail.example"
    assert "<code>mail.example</code>" in shown()


@pytest.mark.parametrize(
    ("office", "commission", "sees", "examines"),
    [
        ("secretary", "KZ.cec", 200, 302),
        ("auditor", "KZ.cec", 200, 403),
        ("member", "KZ.cec", 403, 403),
        ("chair", "D1.tec", 404, 404),
        ("chair", "U1.1.pec", 404, 404),
    ],
)
def test_system_is_for_the_central_commission(
    commissions: None, office: str, commission: str, sees: int, examines: int
) -> None:
    client = people.entered(office, commission)
    assert client.get(PAGE).status_code == sees
    assert client.get(EXAMINE).status_code == 405
    assert client.post(EXAMINE).status_code == examines


def test_menu_has_the_system_for_the_central_commission_only(commissions: None) -> None:
    place = f'<a href="{PAGE}"'
    assert place in people.entered("chair", "KZ.cec").get("/en/desk/settings/").content.decode()
    assert place not in people.entered("chair").get("/en/desk/settings/").content.decode()


def test_page_costs_the_same_for_many_jobs_and_answers(commissions: None, home: Path) -> None:
    """3 and 300 jobs that wait, beside the answers of an examination."""
    (home / "dauys.sqlite3").touch()
    chair, counts = people.entered("chair", "KZ.cec"), []
    chair.post(EXAMINE)
    work_off()
    for number in (3, 297):
        Job.objects.bulk_create(
            Job(
                kind="republish",
                subject="site:public",
                state="waiting",
                at=cast.AT,
                person="",
                office="chair",
            )
            for _ in range(number)
        )
        chair.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert chair.get(PAGE).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_check_of_the_doctor_is_named_in_each_language(language: str) -> None:
    answers = re.compile(r'\b(?:fine|warning|error|Answer)\(\s*"([a-z]+)"')
    sources = "".join(path.read_text(encoding="utf-8") for path in (DAUYS / "ops/doctor").glob("*.py"))
    names = set(answers.findall(sources))
    assert "guards" in names
    for table in ("checks", "found", "amiss", "remedies"):
        assert [
            one for one in sorted(names) if not words.said_or(language, f"system.{table}.{one}", "")
        ] == []
