"""What the tests of elections and results share: protocols that came, and many contests at once."""

from __future__ import annotations

import html
import re

from django.http import HttpResponse

from dauys.apps.elections.models import Contest
from dauys.apps.results.actions import Report, Terms, accept_protocol
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
