"""The screen of the law's settings: open choices with their grade, own choices, laws installed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.calendar.models import AdoptedTerm
from dauys.apps.elections.models import Election
from dauys.apps.law.models import Edition
from dauys.apps.territory.models import Unit
from dauys.core.norms import load_pack
from dauys.web.ui import words
from tests import cast
from tests.web import people

PAGE = "/en/desk/settings/"


def shown(office: str = "member", commission: str = "D1.tec", language: str = "en") -> str:
    answer = people.entered(office, commission).get(PAGE.replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    return answer.content.decode()


def adopted(election: Election, unit: str, evidence: str) -> None:
    AdoptedTerm.objects.create(
        election=election, unit=Unit.objects.get(code=unit), deadline="nom_end", due_at=cast.AT,
        evidence=evidence, adopted_at=cast.AT,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_open_choice_stands_with_value_and_grade(commissions: None, language: str) -> None:
    page = shown(language=language)
    for one in load_pack(cast.LAW).settings:
        graded = words.said(language, f"laws.grades.{one.grade}")
        for word in (f"<code>{one.code}</code>", f"<code>{one.value}</code>", f">{graded}</span>"):
            assert word in page


def test_default_that_is_not_from_the_law_is_marked(commissions: None) -> None:
    defaults = sum(one.grade.is_default for one in load_pack(cast.LAW).settings)
    assert (defaults > 0, shown().count("default, not from the law")) == (True, defaults)


def test_choices_of_commissions_are_those_in_sight(commissions: None, election: Election) -> None:
    for unit in ("D1", "R1", "U1", "D2"):
        adopted(election, unit, f"Decision of {unit}")
    page = shown()
    assert page.count("Election of 25\u00a0July 2021<small>") == 3
    assert [f"Decision of {unit}" in page for unit in ("D1", "R1", "U1", "D2")] == [True, True, True, False]


def test_law_that_is_changed_on_the_disk_is_told(commissions: None) -> None:
    edition = Edition.objects.get()
    assert edition.digest in shown()
    assert "as it was installed" in shown()
    Edition.objects.update(digest="0" * 64)
    assert "changed on the disk" in shown()


def test_law_that_cannot_be_read_does_not_stop_the_page(commissions: None) -> None:
    Edition.objects.create(law="kz/akim/1999", digest="1" * 64, installed_at=cast.AT)
    assert "can’t be read" in shown()


def test_settings_are_for_every_office_and_nobody_else(commissions: None) -> None:
    for office in ("auditor", "trainer", "chair"):
        shown(office, "U1.1.pec")
    answer = people.Client().get(PAGE)
    assert answer.status_code == 302


def test_page_costs_the_same_for_many_choices(commissions: None, election: Election) -> None:
    member, counts = people.entered("member"), []
    for number in (3, 297):
        for _ in range(number):
            adopted(election, "D1", str(dt.date(2021, 7, 1)))
        member.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            member.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
