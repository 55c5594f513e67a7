"""The screen of publication: what changed since the site was written, and writing it again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dauys.apps.elections.models import Contest
from dauys.apps.jobs.queries import trace_of
from dauys.apps.journal.actions import write_entry
from dauys.apps.journal.models import Entry
from dauys.apps.publication.queries import last_republishing, site_is_held, writings_of
from dauys.apps.results.actions import cancel_poll
from dauys.ops.working.hand import work_off
from dauys.press.holding import holding
from dauys.press.traces import Progress
from dauys.web.ui.words import said
from tests import cast
from tests.ops.process import surroundings
from tests.web import people

PAGE, AGAIN = "/en/desk/publication/", "/en/desk/publication/republish/"


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> Path:
    """A home of its own, and the folder of the site."""
    settings.HOME, settings.SITE_FOLDER = tmp_path / "home", str(tmp_path / "site")
    return tmp_path / "site"


def shown(office: str = "chair", commission: str = "KZ.cec", language: str = "en") -> str:
    answer = people.entered(office, commission).get(PAGE.replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("office", ["chair", "deputy", "secretary", "press_officer"])
def test_site_is_written_by_the_central_commission(commissions: None, site: Path, office: str) -> None:
    assert "not written yet" in shown(office)
    assert people.entered(office, "KZ.cec").post(AGAIN)["Location"] == PAGE
    assert "No worker is running" in shown(office)
    work_off()
    page = shown(office)
    assert "files and" in page
    assert "The journal has nothing new" in page
    assert f"Election of 25\u00a0July 2021<small><code>{cast.ELECTION}</code></small>" in page
    assert writings_of(site)[cast.ELECTION].person == str(people.who(office, "KZ.cec").person)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_others_are_told_who_writes_the_site(commissions: None, language: str) -> None:
    who = said(language, "publication.of_the_country")
    assert who not in shown("press_officer", "KZ.cec", language)
    assert who in shown("press_officer", "D1.tec", language)


def test_changes_since_the_writing_are_shown(commissions: None, contest: Contest) -> None:
    people.entered("chair", "KZ.cec").post(AGAIN)
    work_off()
    cancel_poll(contest, reason="№ 9", by=cast.AIGERIM, at=cast.AT)
    page = shown()
    assert "1 new entry of the journal" in page
    assert f"<code>contest:{contest.code}</code>" in page
    district = shown(commission="D1.tec")
    assert f"<li>{said('en', 'journal.verbs.cancel_poll')}: 1</li>" in district
    assert "contest:" not in district


def test_progress_of_the_writing_is_shown_and_it_is_cancelled(commissions: None) -> None:
    chair = people.entered("chair", "KZ.cec")
    chair.post(AGAIN)
    job = last_republishing()
    assert job is not None
    trace_of(job).folder.mkdir(parents=True)
    trace_of(job).tell(Progress("publishing", 3, 9, 2_000))
    page = shown()
    assert "Pages are being written: 3 / 9, 1 a second, about 4 seconds left" in page
    assert 'http-equiv="refresh"' in page
    chair.post(f"{PAGE}cancel/")
    work_off()
    assert "cancelled" in shown()
    entry = Entry.objects.get(verb="cancel_republishing")
    assert (entry.subject, entry.person, entry.origin) == (job.subject, job.person, "127.0.0.1")


def test_site_that_somebody_else_writes_is_told(commissions: None, site: Path, monkeypatch: Any) -> None:
    site.mkdir()
    monkeypatch.setattr("dauys.web.publication.views.site_is_held", lambda folder: folder == site)
    assert "Another command is writing the site now" in shown()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_site_that_is_held_is_not_offered_to_be_written(commissions: None, site: Path, language: str) -> None:
    form = f'action="{AGAIN.replace("/en/", f"/{language}/")}"'
    why = said(language, "publication.not_while_held")
    assert form in shown(language=language)
    site.mkdir()
    with holding(site):
        page = shown(language=language)
        assert form not in page
        assert why in page
    assert why not in shown("auditor", language=language)
    assert why not in shown(language=language)


def test_holding_of_a_site_is_seen_by_another_process(site: Path) -> None:
    assert not site_is_held(site)
    site.mkdir()
    assert not site_is_held(site)
    program = "from pathlib import Path; import sys; from dauys.press.holding import holding\n"
    program += "with holding(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(site)],
        env=surroundings(site), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert site_is_held(site)
    holder.communicate(timeout=60)
    assert not site_is_held(site)


def test_second_writing_says_that_one_goes_on(commissions: None) -> None:
    chair = people.entered("chair", "KZ.cec")
    chair.post(AGAIN)
    assert "W-08" in chair.post(AGAIN).content.decode()


def test_before_any_election_the_commission_of_the_country_is_told_so(country: None) -> None:
    people.enter_all()
    answer = people.entered("chair", "KZ.cec").post(AGAIN)
    assert (answer.status_code, "W-07" in answer.content.decode()) == (200, True)
    assert people.entered("chair").post(AGAIN).status_code == 404
    assert "republish/" in shown()
    assert "republish/" not in shown(commission="D1.tec")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_installation_without_a_site_says_so(commissions: None, settings: Any, language: str) -> None:
    settings.SITE_FOLDER = ""
    assert "DAUYS_SITE" in shown(language=language)


@pytest.mark.parametrize(
    ("office", "commission", "sees", "writes"),
    [
        ("auditor", "KZ.cec", 200, 403),
        ("clerk", "KZ.cec", 403, 403),
        ("chair", "D1.tec", 200, 404),
        ("press_officer", "D2.tec", 200, 404),
    ],
)
def test_publication_is_for_those_of_the_table(
    commissions: None, office: str, commission: str, sees: int, writes: int
) -> None:
    client = people.entered(office, commission)
    assert client.get(PAGE).status_code == sees
    assert client.post(AGAIN).status_code == writes
    assert client.post(f"{PAGE}cancel/").status_code == writes
    assert client.get(AGAIN).status_code == 405


def test_page_costs_the_same_for_many_changes(commissions: None, contest: Contest) -> None:
    chair, counts = people.entered("chair", "KZ.cec"), []
    for number in (3, 300):
        with transaction.atomic():
            for _ in range(number):
                write_entry("mark_done", f"election:{cast.ELECTION}", {}, by=cast.AIGERIM, at=cast.AT)
        chair.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            chair.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
