"""What commissions answer: who sits where on a day, in which capacity somebody acts, what the law says."""

from dauys.apps.commissions.queries.answering import commissions_at
from dauys.apps.commissions.queries.capacities import Capacity, capacities
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
from dauys.apps.commissions.queries.staff import StaffHolder, staff_of

__all__ = [
    "MEMBERS",
    "NO_REST",
    "SHEET",
    "Capacity",
    "Composition",
    "SeatHolder",
    "StaffHolder",
    "Vacancy",
    "capacities",
    "commission_of",
    "commission_sheet",
    "commissions_above",
    "commissions_at",
    "commissions_under",
    "composition_on",
    "compositions",
    "findings_about",
    "in_words",
    "mandates_of",
    "member_sheet",
    "memberships_of",
    "staff_of",
    "vacancies",
]
