"""Protocols as a list: one row of the database for each precinct that votes, with the state it is in."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.results.models import ContestDecision, ProtocolVersion, Release
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import valid_on
from dauys.core.lifecycle import PROTOCOL

STATES = tuple(state for state in PROTOCOL.states if state != "superseded")


def protocols_in(election: Election, path: str) -> QuerySet[Unit]:
    """The precincts at and beneath a path whose protocol is expected or has come, with what is in.

    On each `contest_key`, `contest_unit` (code), `number` of the latest version (None: nothing came), `state`
    of core.lifecycle.PROTOCOL, `broken` (codes), `received_at`. One query, and one for how deep contests lie.
    """
    precincts = Unit.objects.filter(path__startswith=path, country=election.country.code, kind="precinct")
    lengths = _lengths(election, path)
    if not lengths:
        nothing: QuerySet[Unit] = precincts.none()
        return nothing
    own = [
        Subquery(
            Contest.objects.filter(election=election, unit__path=Substr(OuterRef("path"), 1, length)).values(
                "id"
            )[:1]
        )
        for length in lengths
    ]
    versions = ProtocolVersion.objects.filter(contest=OuterRef("contest_key"), precinct=OuterRef("pk"))
    one = ProtocolVersion.objects.filter(pk=OuterRef("latest"))
    rows = precincts.annotate(contest_key=Coalesce(*own) if len(own) > 1 else own[0])
    rows = rows.filter(contest_key__isnull=False).annotate(
        latest=Subquery(versions.order_by("-number").values("id")[:1]),
        contest_unit=Subquery(Contest.objects.filter(pk=OuterRef("contest_key")).values("unit__code")[:1]),
        stands=Exists(valid_on(Unit.objects.filter(pk=OuterRef("pk")), election.election_day)),
    )
    rows = rows.annotate(
        number=Subquery(one.values("number")[:1]),
        broken=Subquery(one.values("broken")[:1]),
        received_at=Subquery(one.values("intake__at")[:1]),
        accepted=Subquery(one.values("accepted")[:1]),
    )
    rows = rows.annotate(
        state=Case(
            When(latest__isnull=True, then=Value("expected")),
            When(accepted=True, then=Value("accepted")),
            When(Exists(Release.objects.filter(version=OuterRef("latest"))), then=Value("released")),
            default=Value("kept_out"),
            output_field=CharField(),
        )
    )
    found: QuerySet[Unit] = rows.filter(Q(latest__isnull=False) | _is_expected())
    return found


def _is_expected() -> Q:
    """Listed, where the contest lists precincts, else there on the day; of a cancelled poll none."""
    listed = ListedPrecinct.objects.filter(contest=OuterRef("contest_key"))
    cancelled = ContestDecision.objects.filter(contest=OuterRef("contest_key"), verb="cancel_poll")
    named = Q(Exists(listed.filter(precinct=OuterRef("pk"))))
    return ~Q(Exists(cancelled)) & (named | (Q(stands=True) & ~Q(Exists(listed))))


def _lengths(election: Election, path: str) -> list[int]:
    """How long the paths of the units are in which contests at, above and beneath a path are held."""
    above = [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]
    rows = Contest.objects.filter(
        Q(unit__path__startswith=path) | Q(unit__path__in=above), election=election
    ).annotate(length=Length("unit__path"))
    return sorted(rows.order_by().values_list(F("length"), flat=True).distinct())
