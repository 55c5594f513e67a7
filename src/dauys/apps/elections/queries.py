"""What the calls answer: an election by its id, its law, the protocols it expects."""

from __future__ import annotations

from django.db.models import QuerySet

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.law.queries import pack_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import precincts_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack


def elections() -> QuerySet[Election]:
    """All elections, the latest day first."""
    return Election.objects.select_related("edition", "country").order_by("-election_day", "code")


def election_of(code: str) -> Election | None:
    """The election of that id."""
    return elections().filter(code=code).first()


def contest_of(code: str) -> Contest | None:
    """The contest of that id, with its election and unit."""
    return (
        Contest.objects.select_related("election__edition", "election__country", "unit")
        .filter(code=code)
        .first()
    )


def law_of(election: Election) -> Pack:
    """The pack the election is bound to, as it stands on disk."""
    return pack_of(election.edition)


def binding_law_of(election: Election) -> Pack:
    """The same for a verb that writes: Refused where the rules on disk are no longer those that bind."""
    pack = law_of(election)
    if pack.digest != election.edition.digest:
        message = f"The rules of {pack.id} on disk are not those that {election.code} is bound to."
        remedy = "Put the pack back as it was; rules that change are a new edition."
        raise Refused([Fault("L-01", message, remedy)])
    return pack


def contests_of(election: Election) -> QuerySet[Contest]:
    """Its contests in tree order of their units."""
    return Contest.objects.filter(election=election).select_related("unit").order_by("unit__path")


def expected_precincts(contest: Contest) -> QuerySet[Unit]:
    """The precincts whose protocols are expected: those listed, else all of the unit on election day."""
    listed = ListedPrecinct.objects.filter(contest=contest)
    if listed.exists():
        found: QuerySet[Unit] = Unit.objects.filter(id__in=listed.values("precinct_id")).order_by("path")
        return found
    return precincts_of(contest.unit, contest.election.election_day)
