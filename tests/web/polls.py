"""What the tests of elections and results share: protocols that came, and many contests at once."""

from __future__ import annotations

import html
import re

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.actions import Report, Terms, accept_protocol
from dauys.apps.results.queries import boards
from dauys.apps.territory.models import Unit
from tests import cast

DESK = "/en/desk"
E = cast.ELECTION


def came(
    unit: str, precinct: str, votes: list[int], *, voters: int = 400, reason: str = "", **other: int
) -> Report:
    """A protocol of a precinct is accepted; `other` lines break what holds."""
    return accept_protocol(
        Contest.objects.get(code=cast.contest(unit)),
        precinct,
        cast.lines(voters, votes, **other),
        {str(place): count for place, count in enumerate(votes, start=1)},
        Terms(reason=reason),
        by=cast.AIGERIM,
        at=cast.AT,
    )


def all_came() -> None:
    """Every protocol of the small country; that of U2.1 breaks P-05 and is kept out."""
    came("U1", "U1.1", [120, 80])
    came("U1", "U1.2", [70, 90], voters=300)
    came("U2", "U2.1", [60, 40], voters=200, stationary_ballots=105)
    came("U3", "U3.1", [10, 20, 30], voters=100)


def said(answer: HttpResponse) -> str:
    """The text of a page as it is read: without tags, spaces made one."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", text)


def many_contests(count: int, first: int = 100) -> list[str]:
    """So many contests more in D1, each in a rural unit with one precinct; the codes of the precincts."""
    district, election = Unit.objects.get(code="D1"), Election.objects.get(code=E)
    names = {"country": "KZ", "name_kk": "Ауыл", "name_ru": "Село", "name_en": "Village"}
    rows, precincts = [], []
    for number in range(first, first + count):
        unit = Unit(code=f"M{number}", kind="rural_unit", depth=4, numchild=1, **names)
        unit.path = Unit._get_path(district.path, 4, number)
        inner = Unit(code=f"M{number}.1", kind="precinct", depth=5, numchild=0, **names)
        inner.path = Unit._get_path(unit.path, 5, 1)
        rows += [unit, inner]
        precincts.append(inner.code)
    Unit.objects.bulk_create(rows)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one.code for one in rows[::2]])}
    contests = Contest.objects.bulk_create(
        Contest(code=f"{E}/{code}", election=election, unit=unit) for code, unit in units.items()
    )
    Candidate.objects.bulk_create(
        Candidate(contest=one, number=str(place + 1), position=place, name=f"№ {place}", status="registered")
        for one in contests
        for place in range(2)
    )
    return precincts


def questions(client: Client, address: str) -> int:
    """How many questions the database is asked for a page, when nothing of it is kept."""
    boards._kept.clear()
    boards._tops.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def confirmed(client: Client, address: str, sent: dict[str, object]) -> HttpResponse:
    """A form that asks before it writes is sent, and the question is answered with yes."""
    question = client.post(address, sent)
    assert "Please confirm" in said(question), said(question)
    seal = re.search(r'name="confirmed" value="([0-9a-f]{16})"', question.content.decode())
    assert seal is not None
    return client.post(address, sent | {"confirmed": seal[1]})
