"""What commissions answer: who sits where on a day, in which capacity somebody acts, what the law says."""

from dauys.apps.commissions.models import Commission
from dauys.apps.commissions.queries.answering import commissions_at
from dauys.apps.commissions.queries.barring import BY_ANOTHER, OF_A_CHAIR, bar_to
from dauys.apps.commissions.queries.capacities import Capacity, all_beneath, capacities
from dauys.apps.commissions.queries.compositions import (
    MEMBERS,
    NO_REST,
    SHEET,
    Composition,
    SeatHolder,
    Vacancy,
    commission_of,
    commission_sheet,
    commissions_above,
    commissions_named,
    commissions_under,
    composition_on,
    compositions,
    findings_about,
    in_words,
    mandates_of,
    member_sheet,
    memberships_of,
    vacancies,
)
from dauys.apps.commissions.queries.history import Event, history_of, known_to
from dauys.apps.commissions.queries.holders import (
    STATES,
    Holder,
    appointed_holders,
    commissions_right_beneath,
    holder_of,
    members_to_appoint,
    sitting_holders,
)
from dauys.apps.commissions.queries.inviting import (
    INVITED_FROM_ABOVE,
    WANTING,
    appointed_to_invite,
    sitting_to_invite,
)
from dauys.apps.commissions.queries.lists import breaking_a_rule, counted_commissions, with_commissions
from dauys.apps.commissions.queries.staff import StaffHolder, staff_of

__all__ = [
    "BY_ANOTHER",
    "INVITED_FROM_ABOVE",
    "MEMBERS",
    "NO_REST",
    "OF_A_CHAIR",
    "SHEET",
    "STATES",
    "WANTING",
    "Capacity",
    "Commission",
    "Composition",
    "Event",
    "Holder",
    "SeatHolder",
    "StaffHolder",
    "Vacancy",
    "all_beneath",
    "appointed_holders",
    "appointed_to_invite",
    "bar_to",
    "breaking_a_rule",
    "capacities",
    "commission_of",
    "commission_sheet",
    "commissions_above",
    "commissions_at",
    "commissions_named",
    "commissions_right_beneath",
    "commissions_under",
    "composition_on",
    "compositions",
    "counted_commissions",
    "findings_about",
    "history_of",
    "holder_of",
    "in_words",
    "known_to",
    "mandates_of",
    "member_sheet",
    "members_to_appoint",
    "memberships_of",
    "sitting_holders",
    "sitting_to_invite",
    "staff_of",
    "vacancies",
    "with_commissions",
]
