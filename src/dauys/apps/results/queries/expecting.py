"""How many of the expected protocols have not come yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
from django.db.models import Count

from dauys.apps.elections.models import Election, ListedPrecinct
from dauys.apps.elections.queries import contests_of
from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.figuring import cancelled_among
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.apps.results.queries.tallies import received_of
from dauys.apps.territory.queries import precincts_not_on


def missing_protocols(
    election: Election,
    ground: rules.Ground | None = None,
    arriving: Mapping[int, rules.Ints] | None = None,
    among: Collection[int] | None = None,
) -> int:
    """How many expected precincts have no protocol yet, those left out whose first one is `arriving`.

    Expected are the precincts that a contest lists, else all beneath its unit on election day; of a contest
    whose poll was cancelled, none. `arriving` are keys of precincts by contest key. `among` are keys of the
    contests that are meant, by default all. The sums tell how many have come: nothing is read for each
    precinct.
    """
    ground, arriving = ground or ground_of_election(election), arriving or {}
    gone = precincts_not_on(election.country, election.election_day)
    absent = np.array(gone.values_list("id", flat=True), dtype=np.int64)
    hung = ground.precincts.above[~np.isin(ground.precincts.ids, absent)]
    beneath = np.append(0, np.cumsum(np.bincount(hung[hung >= 0], minlength=len(ground.ids))))
    received = received_of(election)
    versions = ProtocolVersion.objects.filter(contest__election=election)
    strays: dict[int, int] = {}
    if len(absent):  # protocols of precincts that are not expected, as they do not exist on the day
        of_gone = versions.filter(precinct__in=gone).values("contest_id")
        strays = dict(
            of_gone.annotate(count=Count("precinct", distinct=True)).values_list("contest_id", "count")
        )
    listed = _listed(election)
    came = versions.filter(contest__in=listed).values_list("contest_id", "precinct_id").distinct()
    unlisted = set(came) if listed else set()
    contests = {one.id: one for one in contests_of(election) if among is None or one.id in among}
    missing = 0
    for contest in (contests[key] for key in contests.keys() - cancelled_among(contests)):
        coming = arriving.get(contest.id, absent[:0])
        if contest.id in listed:
            soon = unlisted | {(contest.id, precinct) for precinct in coming.tolist()}
            missing += len(listed[contest.id] - soon)
            continue
        part = ground.within(contest.unit.path)
        expected = int(beneath[part.stop] - beneath[part.start])
        here = received.get(contest.id, 0) - strays.get(contest.id, 0)
        missing += expected - here - int((~np.isin(coming, absent)).sum())
    return missing


def _listed(election: Election) -> dict[int, set[tuple[int, int]]]:
    """The precincts that contests list, by contest key, each with its contest."""
    listed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = ListedPrecinct.objects.filter(contest__election=election)
    for contest, precinct in rows.values_list("contest_id", "precinct_id"):
        listed[contest].add((contest, precinct))
    return listed
