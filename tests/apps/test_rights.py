"""The table of rights, walked whole: every verb × every office; what is not listed writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest

from dauys.apps.calendar.actions import adopt_term, mark_done
from dauys.apps.candidates.actions import (
    ElectionEntry,
    Nomination,
    cancel_registration,
    enter_candidates,
    nominate_candidates,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.commissions.actions import (
    elect_officers,
    end_mandate,
    enter_commissions,
    enter_members,
    form_commissions,
    replace_member,
    restore_member,
    suspend_member,
)
from dauys.apps.elections.actions import Description, call_election, cite_figures, describe_election
from dauys.apps.elections.models import Contest
from dauys.apps.journal.models import Entry
from dauys.apps.law.actions import install_edition
from dauys.apps.people.actions import enter_people
from dauys.apps.results.actions import (
    Terms,
    accept_protocol,
    call_repeat_election,
    cancel_poll,
    close_election,
    establish_results,
    extend_election,
    extend_nomination,
    import_protocols,
    release_protocol,
    report_turnout,
)
from dauys.apps.territory.actions import enter_territory
from dauys.apps.territory.rules import UnitRow
from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from dauys.core.rights import OFFICES, OPERATOR, RIGHTS, Actor, Forbidden, may
from tests import cast
from tests.apps import members

UNIT = UnitRow(code="U1.9", parent="U1", kind="precinct", name_kk="№ 9")
ENTRY = ElectionEntry.model_validate(cast.election_file())
CALL = ENTRY.call(sample=False)
UNTIL = cast.AT + dt.timedelta(days=1)
FIRST, DAY = [f"{cast.contest()}#1"], dt.date(2021, 7, 10)
NEW = [Nomination(id=f"{cast.contest()}#7", name="Жаңа Үміткер")]
LINES, VOTES = cast.lines(500, [200, 100]), {"1": 200, "2": 100}

# Each verb as somebody would try it; the right is asked before anything else.
TRIES: dict[str, Callable[[Contest, Actor], object]] = {
    "install_edition": lambda _, by: install_edition("kz/akim/2023", by=by, at=cast.AT),
    "enter_territory": lambda _, by: enter_territory([UNIT], by=by, at=cast.AT),
    "enter_people": lambda _, by: enter_people(members.people(1), by=by, at=cast.AT),
    "enter_commissions": lambda _, by: enter_commissions(members.ROWS, by=by, at=cast.AT),
    "enter_members": lambda _, by: enter_members([], new_code=uuid4, by=by, at=cast.AT),
    "form_commissions": lambda _, by: form_commissions("KZ", [members.formation()], by=by, at=cast.AT),
    "elect_officers": lambda _, by: elect_officers("KZ", members.officers(), by=by, at=cast.AT),
    "replace_member": lambda _, by: replace_member("KZ", members.replacement(), by=by, at=cast.AT),
    "suspend_member": lambda _, by: suspend_member("KZ", members.rest(), by=by, at=cast.AT),
    "restore_member": lambda _, by: restore_member("KZ", members.returning(), by=by, at=cast.AT),
    "end_mandate": lambda _, by: end_mandate("KZ", members.ending(), by=by, at=cast.AT),
    "call_election": lambda _, by: call_election(CALL, by=by, at=cast.AT),
    "enter_candidates": lambda _, by: enter_candidates(ENTRY, by=by, at=cast.AT),
    "describe_election": lambda contest, by: describe_election(
        contest.election, Description(), by=by, at=cast.AT
    ),
    "cite_figures": lambda contest, by: cite_figures(contest.election, [], by=by, at=cast.AT),
    "nominate_candidates": lambda contest, by: nominate_candidates(
        contest.election, NEW, DAY, by=by, at=cast.AT
    ),
    "register_candidates": lambda contest, by: register_candidates(
        contest.election, FIRST, DAY, by=by, at=cast.AT
    ),
    "refuse_registration": lambda contest, by: refuse_registration(
        contest.election, FIRST, DAY, "№ 1", by=by, at=cast.AT
    ),
    "withdraw_candidates": lambda contest, by: withdraw_candidates(
        contest.election, FIRST, DAY, "№ 1", by=by, at=cast.AT
    ),
    "cancel_registration": lambda contest, by: cancel_registration(
        contest.election, FIRST, DAY, "№ 1", by=by, at=cast.AT
    ),
    "report_turnout": lambda contest, by: report_turnout(
        contest.election, cast.AT, {"U1.1": (1, 2)}, by=by, at=cast.AT
    ),
    "adopt_term": lambda _, by: adopt_term(
        cast.ELECTION, ["D1"], "nom_end", due_at=UNTIL, evidence="№ 4", by=by, at=cast.AT
    ),
    "mark_done": lambda _, by: mark_done(cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=by, at=cast.AT),
    "import_protocols": lambda contest, by: import_protocols(
        contest.election, [], Terms(), by=by, at=cast.AT
    ),
    "accept_protocol": lambda contest, by: accept_protocol(contest, "U1.1", LINES, VOTES, by=by, at=cast.AT),
    "release_protocol": lambda contest, by: release_protocol(
        contest, "U1.1", reason="№ 1", by=by, at=cast.AT
    ),
    "cancel_poll": lambda contest, by: cancel_poll(contest, reason="№ 1", by=by, at=cast.AT),
    "extend_nomination": lambda contest, by: extend_nomination(
        contest, until=UNTIL, evidence="№ 1", by=by, at=cast.AT
    ),
    "extend_election": lambda contest, by: extend_election(
        contest, until=UNTIL, evidence="№ 1", by=by, at=cast.AT
    ),
    "call_repeat_election": lambda contest, by: call_repeat_election(
        contest, evidence="№ 1", by=by, at=cast.AT
    ),
    "close_election": lambda contest, by: close_election(contest, evidence="№ 1", by=by, at=cast.AT),
    "establish_results": lambda contest, by: establish_results([contest], evidence="№ 1", by=by, at=cast.AT),
}


def test_every_verb_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(RIGHTS)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("verb", RIGHTS)
def test_office_without_the_verb_is_refused_and_writes_nothing(
    contest: Contest, verb: str, office: str
) -> None:
    by = Actor(person="somebody", office=office)
    before = Entry.objects.count()
    if may(verb, by):
        assert office == OPERATOR
        try:
            TRIES[verb](contest, by)
        except (Refused, NotAllowed):  # the operator may; the figures of this small case need not allow it
            assert Entry.objects.count() == before
        return
    with pytest.raises(Forbidden):
        TRIES[verb](contest, by)
    assert Entry.objects.count() == before


def test_unknown_verb_is_for_nobody() -> None:
    assert not may("drop_everything", cast.AIGERIM)
