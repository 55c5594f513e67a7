"""Who may not begin or end an account, though their office has the verb: whoever would then hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from dauys.apps.accounts.queries import ended_by
from dauys.apps.commissions.queries.capacities import capacities
from dauys.core.rights import CHAIR, Actor

OF_A_CHAIR, BY_ANOTHER = "K-37", "K-38"


def bar_to(verb: str, person: UUID, by: Actor, day: dt.date, *, ended: Collection[UUID] | None = None) -> str:
    """The code of what bars an actor from `invite_holder` or `end_account` about a person; "" for nothing.

    The account of a chair is begun and ended from above only, and whoever ended an account does not invite
    its person anew: one alone would come to act as another. The console is not barred. Defaults of ours.
    `ended` are those whose account the actor ended, where they were asked for already.
    """
    if not by.commission or verb not in {"invite_holder", "end_account"}:
        return ""
    chaired = {one.path for one in capacities(person, day) if one.office == CHAIR}
    if by.commission in chaired:
        return OF_A_CHAIR
    if verb != "invite_holder":
        return ""
    by_them = ended_by(person) == by.person if ended is None else person in ended
    return BY_ANOTHER if by_them else ""
