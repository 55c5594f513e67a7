"""The verbs about commissions: enter, form, elect officers, replace, suspend, appoint, invite."""

from dauys.apps.commissions.actions.changing import (
    elect_officers,
    replace_member,
    restore_member,
    suspend_member,
)
from dauys.apps.commissions.actions.entering import Entered, enter_commissions
from dauys.apps.commissions.actions.forming import Formed, end_mandate, form_commissions
from dauys.apps.commissions.actions.inviting import (
    end_account,
    invite_holder,
    lock_account,
    reset_second_factor,
    unlock_account,
    withdraw_invitation,
)
from dauys.apps.commissions.actions.inviting_many import Addressed, invite_holders
from dauys.apps.commissions.actions.seating import Taken, enter_members
from dauys.apps.commissions.actions.staffing import appoint_newcomer, appoint_staff, end_appointment
from dauys.apps.commissions.rules import (
    ABOUT,
    ActEntry,
    CommissionRow,
    Formation,
    MandateEnd,
    MemberEntry,
    MemberRow,
    Officers,
    Replacement,
    Rest,
    Return,
)

# The entries are what the verbs take; the rest of the rules stays in the room.
__all__ = [
    "ABOUT",
    "ActEntry",
    "Addressed",
    "CommissionRow",
    "Entered",
    "Formation",
    "Formed",
    "MandateEnd",
    "MemberEntry",
    "MemberRow",
    "Officers",
    "Replacement",
    "Rest",
    "Return",
    "Taken",
    "appoint_newcomer",
    "appoint_staff",
    "elect_officers",
    "end_account",
    "end_appointment",
    "end_mandate",
    "enter_commissions",
    "enter_members",
    "form_commissions",
    "invite_holder",
    "invite_holders",
    "lock_account",
    "replace_member",
    "reset_second_factor",
    "restore_member",
    "suspend_member",
    "unlock_account",
    "withdraw_invitation",
]
