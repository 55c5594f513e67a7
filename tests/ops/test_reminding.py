"""`dauys remind`: who gets a letter, in which language, how often, what it says; a dry run sends none."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries, Settings

from dauys.apps.accounts.models import Account
from dauys.apps.calendar.actions import mark_done
from dauys.apps.calendar.models import Reminder
from dauys.apps.elections.models import Election
from dauys.apps.results.queries import dutyground
from dauys.apps.results.queries.letters import letters_on
from tests import cast
from tests.ops.console import dauys
from tests.web import people

NOON = dt.datetime(2021, 7, 2, 7, 0, tzinfo=dt.UTC)  # D-04 is over, D-05 and D-06 have three days left
COMMAND = ("remind", "--address", "https://dauys.example/")


@pytest.fixture
def at_work(election: Election, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Everybody has logged in once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())
    people.enter_all()
    Account.objects.update(last_login=NOON)
    Account.objects.filter(email="chair@d1.tec.example").update(language="ru")


def counts(*options: str) -> dict[str, object]:
    answer = json.loads(dauys(*COMMAND, "--format", "json", *options).out)
    return {name: answer[name] for name in ("letters", "had_one_today", "sent", "failed")}


def test_each_gets_one_letter_a_day_in_their_language(at_work: None) -> None:
    assert counts() == {"letters": 18, "had_one_today": 0, "sent": 18, "failed": 0}
    [russian] = [letter for letter in mail.outbox if letter.to == ["chair@d1.tec.example"]]
    assert russian.subject == "Просрочено в вашей комиссии: 1"
    assert "https://dauys.example/ru/desk/today/" in russian.body
    english = next(letter for letter in mail.outbox if letter.to == ["clerk@d1.tec.example"])
    assert "- 25\xa0June 2021: D-04. " in english.body
    assert "Coming:\n- 5\xa0July 2021: D-05. " in english.body
    assert counts() == {"letters": 18, "had_one_today": 18, "sent": 0, "failed": 0}
    assert len(mail.outbox) == Reminder.objects.count() == 18


def test_dry_run_counts_and_sends_nothing(at_work: None) -> None:
    assert counts("--dry-run") == {"letters": 18, "had_one_today": 0, "sent": 0, "failed": 0}
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_letter_tells_of_nothing_that_is_done_or_further_ahead(at_work: None) -> None:
    mark_done(cast.ELECTION, ["D1", "D2"], "msg_day", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    assert counts("--days", "2", "--dry-run")["letters"] == 0
    assert counts("--days", "10", "--dry-run")["letters"] == 36  # precincts too: D-24


def test_locked_account_and_one_never_used_get_no_letter(at_work: None) -> None:
    Account.objects.filter(email="chair@d1.tec.example").update(last_login=None)
    Account.objects.filter(email="clerk@d1.tec.example").update(is_active=False, locked_at=NOON)
    assert counts("--dry-run")["letters"] == 16


def test_letter_that_does_not_go_is_told_and_goes_with_the_next_run(
    at_work: None, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.ops.test_reminding.Broken"
    answer = dauys(*COMMAND)
    assert (answer.code, Reminder.objects.count()) == (1, 0)
    assert "0 sent, 18 failed" in answer.out
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert counts()["sent"] == 18


def test_number_of_questions_does_not_grow_with_the_letters(
    at_work: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dutyground.ground()
    with django_assert_max_num_queries(4):
        assert len(letters_on(NOON, 60)) == 36


class Broken:
    """A mail server that is away."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, _: object) -> int:
        raise ConnectionRefusedError
