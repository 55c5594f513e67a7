"""What happens between the check of a protocol and its turn to be stored is not overlooked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal import queries as journal
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import Point, last_point, verbs_since
from dauys.apps.law import queries as law
from dauys.apps.results.actions import Report, Terms, accept_protocol, cancel_poll, intake, recount
from dauys.apps.results.models import ProtocolVersion
from dauys.core.findings import Refused
from dauys.core.norms import load_pack
from tests import cast

VOTES: dict[str, int | None] = {"1": 200, "2": 100}


def accept(contest: Contest, precinct: str = "U1.1", *, voters: int = 500, reason: str = "") -> Report:
    return accept_protocol(
        contest, precinct, cast.lines(voters, [200, 100]), VOTES, Terms(reason), by=cast.AIGERIM, at=cast.AT
    )


class Checks:
    """The precincts that were checked, one after the other, and what happens after the next check."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.of: list[str] = []
        self._usual = intake._checked_alone
        self._happens: Callable[[], object] | None = None
        monkeypatch.setattr(intake, "_checked_alone", self._check)

    def _check(self, contest: Contest, precinct: str, *rest: Any) -> Any:
        self.of.append(precinct)
        checked = self._usual(contest, precinct, *rest)
        happens, self._happens = self._happens, None
        if happens:
            happens()
        return checked

    def then(self, happens: Callable[[], object]) -> None:
        """Let something happen between the next check and the turn that it waits for."""
        self._happens = happens


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    return Checks(monkeypatch)


def test_protocol_beside_others_is_checked_once(contest: Contest, election: Election, checks: Checks) -> None:
    checks.then(lambda: accept(contest, "U1.2"))
    assert accept(contest).new == 1
    assert checks.of == ["U1.1", "U1.2"]
    assert (ProtocolVersion.objects.count(), recount(election).differences) == (2, ())


def test_same_protocol_that_came_meanwhile_is_taken_once(
    contest: Contest, election: Election, checks: Checks
) -> None:
    checks.then(lambda: accept(contest))
    report = accept(contest)
    assert (report.new, report.unchanged, checks.of) == (0, 1, ["U1.1"] * 3)
    assert (ProtocolVersion.objects.count(), recount(election).differences) == (1, ())


def test_other_figures_that_came_meanwhile_need_a_reason(
    contest: Contest, election: Election, checks: Checks
) -> None:
    checks.then(lambda: accept(contest, voters=600))
    with pytest.raises(Refused, match="differs from version 1"):
        accept(contest)
    checks.then(lambda: accept(contest, voters=700, reason="a second look"))
    assert accept(contest, reason="the boxes were opened").corrected == 1
    assert sorted(ProtocolVersion.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert recount(election).differences == ()


def test_poll_cancelled_meanwhile_takes_no_protocol(contest: Contest, checks: Checks) -> None:
    checks.then(lambda: cancel_poll(contest, reason="№ 7", by=cast.AIGERIM, at=cast.AT))
    with pytest.raises(Refused, match="is cancelled: accept_protocol is not possible"):
        accept(contest)
    assert ProtocolVersion.objects.count() == 0
    assert Entry.objects.latest("number").verb == "cancel_poll"


def test_what_is_decided_between_two_protocols_of_one_process_is_seen(contest: Contest) -> None:
    accept(contest)
    cancel_poll(contest, reason="№ 7", by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match="is cancelled: accept_protocol is not possible"):
        accept(contest, "U1.2")


def test_what_was_rolled_back_is_not_remembered(contest: Contest) -> None:
    accept(contest)
    with transaction.atomic():
        cancel_poll(contest, reason="№ 7", by=cast.AIGERIM, at=cast.AT)
        with pytest.raises(Refused, match="is cancelled"):
            accept(contest, "U1.2")
        transaction.set_rollback(True)
    assert accept(contest, "U1.2").new == 1


def test_rules_changed_on_disk_are_seen_by_the_next_protocol(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(contest)
    changed = replace(load_pack(cast.LAW), digest="f" * 64)
    monkeypatch.setattr(law, "load_pack", lambda _: changed)
    with pytest.raises(Refused, match="are not those that"):
        accept(contest, "U1.2")


def test_chain_confirms_only_what_it_holds(contest: Contest) -> None:
    accept(contest)
    seen = last_point()
    accept(contest, "U1.2")
    assert verbs_since(seen) == ({"accept_protocol"}, last_point())
    assert verbs_since(last_point()) == (set(), last_point())
    assert verbs_since(replace(seen, digest="0" * 64)) is None
    assert verbs_since(replace(last_point(), number=seen.number + 2)) is None
    every = verbs_since(Point())
    assert every is not None
    assert every[1] == last_point()


def test_chain_that_went_on_for_long_is_not_read(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = last_point()
    accept(contest)
    monkeypatch.setattr(journal, "FAR", 2)
    assert verbs_since(seen) is None
    assert accept(contest, "U1.2").new == 1


def test_refused_and_unchanged_protocols_take_no_turn(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(contest)
    monkeypatch.setattr(intake, "take_turn", lambda: pytest.fail("a turn was taken"))
    assert accept(contest).unchanged == 1
    with pytest.raises(Refused, match="differs from version 1"):
        accept(contest, voters=600)
