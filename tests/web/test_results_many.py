"""Lists of results ask as many questions of 300 rows as of three, and stand while the journal does."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.models import Intake, ProtocolVersion
from dauys.apps.territory.models import Unit
from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, all_came, came, many_contests, questions, said

LISTS = (
    f"elections/{E}/", f"elections/{E}/establish/", f"results/{E}/D1/", f"results/{E}/D1/protocols/",
    f"results/{E}/D1/turnout/", f"results/{E}/D1/turnout/10/", f"findings/{E}/D1/", "elections/",
)  # fmt: skip


def break_all(precincts: list[str]) -> None:
    """A protocol of each precinct that breaks a relation: rows as they are stored."""
    intake = Intake.objects.create(
        election=Election.objects.get(code=E), at=cast.AT, with_findings=False, journal_number=1
    )
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=precincts)}
    contests = {one.unit_id: one for one in Contest.objects.select_related("unit")}
    above = {unit.path: unit.id for unit in Unit.objects.filter(kind="rural_unit")}
    ProtocolVersion.objects.bulk_create(
        ProtocolVersion(
            contest=contests[above[unit.path[:-4]]], precinct=unit, number=1, figures=bytes(4 * 15), errors=1,
            warnings=0, broken="P-05 P-07", accepted=False, intake=intake,
        )
        for unit in units.values()
    )  # fmt: skip


def test_lists_ask_as_many_questions_of_300_rows_as_of_three(commissions: None) -> None:
    client = people.entered("chair")
    all_came()
    break_all(many_contests(3))
    client.get(f"{DESK}/{LISTS[0]}")  # what a process asks once
    few = {address: questions(client, f"{DESK}/{address}") for address in LISTS}
    break_all(many_contests(297, first=200))
    assert Contest.objects.count() == 3 + 300
    assert {address: questions(client, f"{DESK}/{address}") for address in LISTS} == few


def test_result_stands_while_the_journal_does(commissions: None) -> None:
    """Asked again, it is not read again; a protocol elsewhere leaves it, one of its own shows."""
    came("U1", "U1.1", [120, 80])
    client, address = people.entered("member", "R1.rec"), f"{DESK}/results/{E}/D1/"
    first = questions(client, address)
    came("U3", "U3.1", [10, 20, 30], voters=100)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) < first - 5
    assert "1 / 3" in said(client.get(address))
    came("U1", "U1.2", [70, 90], voters=300)
    assert "2 / 3" in said(client.get(address))


def test_result_changes_when_a_poll_is_cancelled(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    chair, address = people.entered("chair"), f"{DESK}/results/{E}/D1/"
    assert "1 / 3" in said(chair.get(address))
    chair.post(f"{DESK}/elections/{E}/U1/cancel-poll/", {"evidence": "№ 8"})
    assert "1 / 2" in said(chair.get(address))  # of U1 nothing more is expected than what had come
