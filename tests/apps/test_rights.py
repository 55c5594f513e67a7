"""The table of rights, walked whole: verb × office × relation; what is not listed writes nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.db import transaction

from dauys.apps.accounts.actions import seal_second_factors
from dauys.apps.calendar.actions import adopt_term, mark_done, send_reminders, withdraw_mark
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
    Addressed,
    MemberRow,
    appoint_staff,
    elect_officers,
    end_account,
    end_appointment,
    end_mandate,
    enter_commissions,
    enter_members,
    form_commissions,
    invite_holder,
    invite_holders,
    lock_account,
    replace_member,
    reset_second_factor,
    restore_member,
    suspend_member,
    unlock_account,
    withdraw_invitation,
)
from dauys.apps.commissions.models import Commission
from dauys.apps.elections.actions import Description, call_election, cite_figures, describe_election
from dauys.apps.elections.models import Contest
from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.models import StoredFile
from dauys.apps.imports.actions import (
    Handed,
    cancel_import,
    clear_uploads,
    look_again,
    map_columns,
    prepare_import,
)
from dauys.apps.imports.models import Import
from dauys.apps.jobs.actions import examine_system
from dauys.apps.journal.models import Entry
from dauys.apps.law.actions import install_edition
from dauys.apps.people.actions import enter_people
from dauys.apps.publication.actions import cancel_republishing, republish_site
from dauys.apps.results.actions import (
    Batch,
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
from dauys.apps.territory.models import Unit
from dauys.apps.territory.rules import UnitRow
from dauys.core.bodies import OFFICES as ELECTED
from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from dauys.core.rights import (
    AUDITOR,
    CHAIR,
    DEPUTY,
    FOREIGN,
    OFFICES,
    OPERATOR,
    OWN,
    RIGHTS,
    SECRETARY,
    SUBORDINATE,
    SUPERIOR,
    VIEWS,
    Actor,
    Forbidden,
    SecondFactorNeeded,
    may,
    relation,
    require,
)
from tests import cast
from tests.apps import members
from tests.web import people

ROW = [row for row in members.ROWS if row.unit == "D1"]
SEAT = [
    (
        2,
        MemberRow(
            commission=members.TEC, name="Жаңа Мүше", since=cast.AT.date(), act_body="Бірінші мәслихат",
            act_number="32", act_adopted_on=cast.AT.date(),
        ),
    )
]  # fmt: skip
DISTRICT = "D1.tec"
UNIT = UnitRow(code="U1.9", parent="U1", kind="precinct", name_kk="№ 9")
ENTRY = ElectionEntry.model_validate(cast.election_file())
CALL = ENTRY.call(sample=False)
UNTIL = cast.AT + dt.timedelta(days=1)
FIRST, DAY = [f"{cast.contest()}#1"], dt.date(2021, 7, 10)
NEW = [Nomination(id=f"{cast.contest()}#7", name="Жаңа Үміткер")]
LINES, VOTES = cast.lines(500, [200, 100]), {"1": 200, "2": 100}

CHAIR_OF_IT = people.who("chair").person


def _handed_in() -> Import:
    """A file of protocols that the district handed in, and that nobody looks through."""
    told = {"file_name": "p.csv", "sha256": "0" * 64, "size": 1, "person": "clerk", "office": "clerk"}
    return Import.objects.create(kind="protocols", commission=_district().unit.path, at=cast.AT, **told)


def _district() -> Commission:
    return Commission.objects.select_related("unit").get(code=DISTRICT)


# Each verb as somebody would try it; the right is asked before anything else.
TRIES: dict[str, Callable[[Contest, Actor], object]] = {
    "install_edition": lambda _, by: install_edition("kz/akim/2023", by=by, at=cast.AT),
    "enter_territory": lambda _, by: enter_territory([UNIT], by=by, at=cast.AT),
    "enter_people": lambda _, by: enter_people(members.people(1), by=by, at=cast.AT),
    "enter_commissions": lambda _, by: enter_commissions(ROW, by=by, at=cast.AT),
    "enter_members": lambda _, by: enter_members(SEAT, new_code=uuid4, by=by, at=cast.AT),
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
    "withdraw_mark": lambda _, by: withdraw_mark(
        cast.ELECTION, "D1", "pub_tec", reason="№ 4", by=by, at=cast.AT
    ),
    "seal_second_factors": lambda _, by: seal_second_factors(by=by, at=cast.AT),
    "send_reminders": lambda _, by: send_reminders({}, bool, by=by, at=cast.AT),
    "import_protocols": lambda contest, by: import_protocols(
        contest.election, [_batch(contest)], Terms(), by=by, at=cast.AT
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
    "prepare_import": lambda _, by: prepare_import(
        Handed("turnout", _district().unit.path, "turnout.csv", "0" * 64, 1), by=by, at=cast.AT
    ),
    "look_again": lambda _, by: look_again(_handed_in(), by=by, at=cast.AT),
    "map_columns": lambda _, by: map_columns(_handed_in(), "", by=by, at=cast.AT),
    "cancel_import": lambda _, by: cancel_import(_handed_in(), by=by, at=cast.AT),
    "clear_uploads": lambda _, by: clear_uploads(by=by, at=cast.AT),
    "examine_system": lambda _, by: examine_system(Unit.objects.get(code="KZ").path, by=by, at=cast.AT),
    "republish_site": lambda _, by: republish_site(by=by, at=cast.AT),
    "cancel_republishing": lambda _, by: cancel_republishing(by=by, at=cast.AT),
    "appoint_staff": lambda _, by: appoint_staff(
        _district(), CHAIR_OF_IT, "clerk", "№ 1", cast.AT.date(), by=by, at=cast.AT
    ),
    "end_appointment": lambda _, by: end_appointment(
        _district(), people.who("clerk").person, "clerk", "№ 1", cast.AT.date(), by=by, at=cast.AT
    ),
    "invite_holder": lambda _, by: invite_holder(
        _district(), CHAIR_OF_IT, "a@b.example", "kk", "token", by=by, at=cast.AT
    ),
    "withdraw_invitation": lambda _, by: withdraw_invitation(_district(), CHAIR_OF_IT, by=by, at=cast.AT),
    "lock_account": lambda _, by: lock_account(_district(), CHAIR_OF_IT, "№ 1", by=by, at=cast.AT),
    "unlock_account": lambda _, by: unlock_account(_district(), CHAIR_OF_IT, "№ 1", by=by, at=cast.AT),
    "reset_second_factor": lambda _, by: reset_second_factor(
        _district(), CHAIR_OF_IT, "№ 1", by=by, at=cast.AT
    ),
    "end_account": lambda _, by: end_account(_district(), CHAIR_OF_IT, "№ 1", by=by, at=cast.AT),
    "store_file": lambda _, by: store_file(
        _district().unit.path, "a.csv", io.BytesIO(b"a,b\n"), "№ 1", code=uuid4(), by=by, at=cast.AT
    ),
    "withdraw_file": lambda _, by: withdraw_file(
        StoredFile(code=uuid4(), of=_district().unit.path), "№ 1", by=by, at=cast.AT
    ),
}

# The same verb in another way: with many rows at once.
MANY: dict[str, Callable[[Contest, Actor], object]] = {
    "invite_holder": lambda _, by: invite_holders(
        [Addressed(_district(), CHAIR_OF_IT, "a@b.example", "token")], "kk", by=by, at=cast.AT
    ),
}


# Whose commission answers for what is tried: that of the country, else that of the district D1.
OF_THE_COUNTRY = {
    "enter_territory", "call_election", "describe_election", "cite_figures", "enter_candidates",
    "republish_site", "cancel_republishing",
    "examine_system",
}  # fmt: skip
NOBODYS = {  # of the console alone
    "install_edition", "enter_people", "send_reminders", "clear_uploads", "seal_second_factors",
}  # fmt: skip
ACTING = {  # by relation, where the one sits who acts on a row of D1, or of the country
    "D1": {OWN: "D1", SUBORDINATE: "R1", SUPERIOR: "U1.1", FOREIGN: "D2"},
    "KZ": {OWN: "KZ", SUPERIOR: "D1"},  # nobody stands above or beside the country
}


def _batch(contest: Contest) -> Batch:
    figures = np.array([[*LINES.values(), *VOTES.values()]], dtype=np.int64)
    return Batch(contest, ["U1.1"], [2], figures)


def _answering(verb: str) -> str:
    return "KZ" if verb in OF_THE_COUNTRY else "D1"


def _outcome(
    verb: str, contest: Contest, by: Actor, tries: Mapping[str, Callable[[Contest, Actor], object]] = TRIES
) -> str:
    """What became of the try: refused by the table, refused by a rule, or done; nothing of it stays."""
    with transaction.atomic():
        try:
            tries[verb](contest, by)
        except SecondFactorNeeded:
            return "second factor"
        except Forbidden:
            return "forbidden"
        except (Refused, NotAllowed):  # the right is there; the figures of this small case need not allow it
            return "passed"
        finally:
            transaction.set_rollback(True)
    return "passed"


@pytest.fixture
def tried(contest: Contest, tmp_path: Path, settings: Any) -> Contest:
    """The contest, with all commissions and their people."""
    settings.HOME = tmp_path
    people.enter_all()
    return contest


def test_every_verb_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(RIGHTS)


WAYS = [*((verb, TRIES) for verb in RIGHTS), *((verb, MANY) for verb in MANY)]


@pytest.mark.parametrize(("verb", "tries"), WAYS)
def test_every_cell_of_the_table_is_as_it_says(tried: Contest, verb: str, tries: dict[str, Any]) -> None:
    paths = dict(Unit.objects.values_list("code", "path"))
    found, wanted = {}, {}
    before = Entry.objects.count()
    for office in OFFICES:
        for stands, unit in ACTING[_answering(verb)].items():
            by = Actor("somebody", office, paths[unit], second_factor=True)
            found[office, stands] = _outcome(verb, tried, by, tries)
            granted = verb not in NOBODYS and stands in RIGHTS[verb].grants.get(office, ())
            wanted[office, stands] = "passed" if granted or office == OPERATOR else "forbidden"
    assert found == wanted
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("verb", "tries"), [(verb, tries) for verb, tries in WAYS if RIGHTS[verb].needs_second_factor]
)
def test_second_factor_is_asked_of_whoever_has_the_verb(
    tried: Contest, verb: str, tries: dict[str, Any]
) -> None:
    path = Unit.objects.get(code=_answering(verb)).path
    for office in RIGHTS[verb].grants:
        by = Actor("somebody", office, path)
        assert (office, _outcome(verb, tried, by, tries)) == (office, "second factor")


def test_member_of_no_commission_may_nothing() -> None:
    for verb in (*RIGHTS, *VIEWS):
        for office in set(OFFICES) - {OPERATOR}:
            assert not may(verb, Actor("somebody", office), "0001")


def test_auditor_reads_and_changes_nothing() -> None:
    assert [verb for verb, right in RIGHTS.items() if AUDITOR in right.grants] == []
    assert [verb for verb, right in VIEWS.items() if AUDITOR not in right.grants] == []


def test_every_act_result_and_account_asks_for_a_second_factor() -> None:
    without = {verb for verb, right in RIGHTS.items() if right.grants and not right.needs_second_factor}
    ours = {
        "mark_done",
        "report_turnout",
        "withdraw_mark",
        "store_file",
        "withdraw_file",
        "republish_site",
        "cancel_republishing",
        "prepare_import",
        "look_again",
        "map_columns",
        "cancel_import",
        "examine_system",
    }
    assert without == ours


def test_verb_has_one_row_only() -> None:
    assert set(RIGHTS) & set(VIEWS) == set()


def test_elected_offices_are_those_of_the_law() -> None:
    assert (CHAIR, DEPUTY, SECRETARY) == ELECTED


def test_relation_needs_two_commissions() -> None:
    with pytest.raises(ValueError, match="two commissions"):
        relation("", "0001")


def test_unknown_verb_is_for_nobody() -> None:
    assert not may("drop_everything", cast.AIGERIM, "0001")
    with pytest.raises(Forbidden):
        require("drop_everything", cast.AIGERIM)
