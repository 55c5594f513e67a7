"""Whose names a protocol has, and in which order: those on the ballot, by their numbers there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dauys.apps.candidates.queries import ballot_order, is_standing
from dauys.apps.results.queries.book import CandidateNode, Result, VoteRow

Votes = Mapping[str, int | None]  # by id of the candidate


def on_ballot(people: Sequence[CandidateNode], versions: Iterable[Votes] = ()) -> list[CandidateNode]:
    """Those registered, and whoever has votes in one of the versions although they left, by their numbers.

    Who was refused, or left before the ballots were printed, is on none. The law read names no day of
    printing: that a candidate who left and has votes keeps their line is a default of ours, not from the law.
    """
    voted = {code for votes in versions for code, count in votes.items() if count}
    return ballot_order(one for one in people if is_standing(one.status) or one.id in voted)


def votes_on_ballot(people: Sequence[CandidateNode], result: Result) -> list[VoteRow]:
    """The votes for those on the ballot, in its order."""
    rows = {row.candidate: row for row in result.votes or ()}
    listed = on_ballot(people, [{code: row.votes for code, row in rows.items()}])
    return [rows[one.id] for one in listed if one.id in rows]
