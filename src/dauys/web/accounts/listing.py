"""How the lists of those who hold an office are searched, filtered and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from dauys.apps.accounts.queries import LETTERS
from dauys.apps.commissions.queries import STATES, WANTING, Capacity, commissions_right_beneath
from dauys.core.bodies import LEVELS
from dauys.core.rights import CHAIR, DEPUTY, MEMBER, SECRETARY, STAFF
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.clock import is_another_moment
from dauys.web.ui.doors import Desk
from dauys.web.ui.listing import Choice, Column, Filter, Listing
from dauys.web.ui.naming import unit_called

SITTING = (CHAIR, DEPUTY, SECRETARY, MEMBER)
_SEARCH = ("name", "commission_kk", "commission_ru", "commission_en", "commission_code")
_ORDER = ("commission_path", "rank", "name", "id")


def listing_of(desk: Desk, *, is_staff: bool) -> Listing[Any]:
    """The list of those elected, or of those appointed."""
    language = desk.language
    return Listing(
        columns=_columns(desk),
        search=_SEARCH,
        filters=[
            *_filters(desk.holds, STAFF if is_staff else SITTING, language),
            _state_filter(STATES, language),
            Filter(
                "letter",
                "accounts.filters.letter",
                [Choice(one, words.said(language, f"accounts.letter.{one}")) for one in LETTERS],
                lambda letter: Q(letter=letter),
            ),
        ],
        order=_ORDER,
        name="users",
    )


def listing_to_invite(desk: Desk, *, is_staff: bool) -> Listing[Any]:
    """The list of those of them who are still to be invited; from above only chairs and secretaries are."""
    offices = STAFF if is_staff else SITTING
    filters = [] if is_staff else _filters(desk.holds, offices, desk.language)
    return Listing(
        columns=_columns(desk),
        search=_SEARCH,
        filters=[*filters, _state_filter(WANTING, desk.language, "wanting")],
        order=_ORDER,
    )


def _state_filter(states: Sequence[str], language: str, column: str = "state") -> Filter:
    return Filter(
        "state",
        "accounts.filters.state",
        [Choice(one, words.said(language, f"accounts.states.{one}")) for one in states],
        lambda state: Q(**{column: state}),
    )


def name_of_row(row: Any, language: str) -> str:
    """The commission of a row, as `commission_called` names it."""
    return str(getattr(row, f"commission_{language}") or row.commission_kk or row.commission_code)


def _columns(desk: Desk) -> Sequence[Column[Any]]:
    language = desk.language

    def said(key: str) -> str:
        return words.said(language, key)

    def login(row: Any) -> str:
        if not row.last_login:
            return ""
        at = wording.moment(row.last_login.astimezone(desk.at.tzinfo), language)
        return f"{at}, {said('ui.by_machine')}" if is_another_moment() else at

    def state(row: Any) -> str:
        if row.state != "invited":
            return said(f"accounts.states.{row.state}")
        until = wording.day(row.invited_until.astimezone(desk.at.tzinfo).date(), language)
        invited = words.said(language, "accounts.states.invited_until", until=until)
        return f"{invited}; {said(f'accounts.letter.{row.letter}')}" if row.letter else invited

    return [
        Column("name", "accounts.columns.name", lambda row: row.name, ("name",)),
        Column("office", "accounts.columns.office", lambda row: said(f"ui.offices.{row.office}"), ("rank",)),
        Column(
            "commission",
            "accounts.columns.commission",
            lambda row: name_of_row(row, language),
            ("commission_path",),
        ),
        Column("state", "accounts.columns.state", state, ("state",)),
        Column("login", "accounts.columns.login", login, ("last_login",)),
    ]


def _filters(holds: Capacity, offices: Sequence[str], language: str) -> Sequence[Filter]:
    levels = LEVELS[LEVELS.index(holds.level) :]
    beneath = commissions_right_beneath(holds.level, holds.path)
    return [
        Filter(
            "level",
            "accounts.filters.level",
            [Choice(one, words.said(language, f"ui.levels.{one}")) for one in levels],
            lambda level: Q(commission_level=level),
        ),
        Filter(
            "office",
            "accounts.filters.office",
            [Choice(one, words.said(language, f"ui.offices.{one}")) for one in offices],
            lambda office: Q(office=office),
        ),
        Filter(
            "under",
            "accounts.filters.under",
            [Choice(one.unit.code, unit_called(one, language)) for one in beneath],
            lambda unit: Q(commission_path__startswith=_path_of(beneath, unit)),
        ),
    ]


def _path_of(beneath: Sequence[Any], unit: str) -> str:
    return next(str(one.unit.path) for one in beneath if one.unit.code == unit)
