"""Boards kept by a process for as long as the journal says that they would be read the same again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Max

from dauys.apps.elections.models import Election
from dauys.apps.journal.queries import Point, last_point, verbs_since
from dauys.apps.results.models import Tally
from dauys.apps.results.queries.board import Board, read_board
from dauys.apps.territory.models import Unit

# What may be done anywhere without touching what a board says. Protocols elsewhere show in no sum of it.
BESIDE = frozenset(
    {
        "appoint_staff", "end_appointment", "issue_invitation", "end_invitation", "accept_invitation",
        "invite_holder", "withdraw_invitation", "lock_account", "unlock_account", "mark_done", "enter_people",
        "form_commissions", "enter_members", "elect_officers", "replace_member", "suspend_member",
        "restore_member", "end_mandate", "enter_commissions", "describe_election", "cite_figures",
    }
)  # fmt: skip
PROTOCOLS = frozenset({"accept_protocol", "import_protocols", "release_protocol"})
MOST = 256  # boards that are kept; a setting of ours


@dataclass(frozen=True, slots=True)
class _Kept:
    board: Board
    path: str  # of the unit that the board is about
    last: int  # the latest entry about a protocol in it
    seen: Point  # where the journal ended before it was read, or when it was confirmed last


_Key = tuple[int, str]  # of the election, and the path of a unit

_kept: dict[_Key, _Kept] = {}
_tops: dict[_Key, str] = {}  # of a unit in a contest, the path of the contest's


def board_of(election: Election, unit: Unit, at: dt.datetime) -> Board | None:
    """The board of a unit, kept or read anew; None where no contest of the election touches the unit.

    A stage of a contest opens with a minute: within one a board stands as long as the journal does.
    """
    minute = at.replace(second=0, microsecond=0)
    path: str = unit.path
    key = election.id, _tops.get((election.id, path), path)
    kept = _kept.get(key)
    if kept is not None and kept.board.at == minute:
        confirmed = _confirmed(election, kept)
        if confirmed is not None:
            _kept[key] = confirmed
            return confirmed.board
    seen = last_point()  # before anything is read
    board = read_board(election, unit, minute)
    if board is None:
        return None
    top: str = board.country.rows[board.root].path
    if len(_kept) >= MOST:
        _kept.clear()
        _tops.clear()
    _tops[election.id, path] = top
    _kept[election.id, top] = _Kept(board, top, _last_entry(election, top), seen)
    return board


def _confirmed(election: Election, kept: _Kept) -> _Kept | None:
    found = verbs_since(kept.seen)
    if found is None:
        return None
    done, end = found
    if done <= BESIDE:
        return replace(kept, seen=end)
    if done <= BESIDE | PROTOCOLS and _last_entry(election, kept.path) == kept.last:
        return replace(kept, seen=end)
    return None


def _last_entry(election: Election, path: str) -> int:
    """The number of the latest entry about a protocol in a unit; 0 where nothing has come."""
    rows = Tally.objects.filter(election=election, unit__path__startswith=path)
    return rows.aggregate(last=Max("last_entry"))["last"] or 0
