"""What is asked before results are established: each contest with its outcome and the votes it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from dauys.apps.results.queries.ballots import votes_on_ballot
from dauys.web.ui import scope
from dauys.web.ui.confirming import Question, Table
from dauys.web.ui.doors import Desk
from dauys.web.ui.polls import outcome_said


def establishing_asked(desk: Desk, opened: Sequence[scope.Opened], evidence: str) -> Question:
    """The question of one contest or of several."""
    names = [of.board.units[of.contest.unit.code].names.in_language(desk.language) for of in opened]
    outcomes = [f"{name}: {_outcome(desk, of)}" for name, of in zip(names, opened, strict=True)]
    return Question(
        ", ".join(names) if len(names) < 4 else "",
        desk.said("elections.verbs.establish_results"),
        [
            desk.said("elections.consequences.establish_results"),
            *outcomes,
            f"{desk.said('elections.fields.evidence')}: {evidence}",
        ],
        [_votes(desk, name, of) for name, of in zip(names, opened, strict=True)],
    )


def _outcome(desk: Desk, of: scope.Opened) -> str:
    names = {one.id: one.name for one in of.board.open[of.contest.code].node.candidates}
    return outcome_said(desk.language, of.board.result_of(of.contest.code), lambda one: names.get(one, one))


def _votes(desk: Desk, name: str, of: scope.Opened) -> Table:
    """Protocols that count, lines of the sum and votes of those on the ballot."""
    result, people = of.board.result_of(of.contest.code), of.board.open[of.contest.code].node.candidates
    lines = [
        (f"{line.number} {line.label.in_language(desk.language)}", result.lines.get(line.code))
        for line in of.board.pack.protocol.line
    ]
    votes = [(row.name, row.votes) for row in votes_on_ballot(people, result)]
    received = (desk.said("results.columns.protocols"), result.received)
    return name, [received, *votes, *lines]
