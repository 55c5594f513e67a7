"""The verbs about commissions: enter, form, elect officers, replace, suspend, restore, end a term."""

from dauys.apps.commissions.actions.changing import (
    elect_officers,
    replace_member,
    restore_member,
    suspend_member,
)
from dauys.apps.commissions.actions.entering import Entered, enter_commissions
from dauys.apps.commissions.actions.forming import Formed, end_term, form_commissions
from dauys.apps.commissions.rules import (
    ActEntry,
    CommissionRow,
    Formation,
    MemberEntry,
    Officers,
    Replacement,
    Rest,
    Return,
    TermEnd,
)

# The entries are what the verbs take; the rest of the rules stays in the room.
__all__ = [
    "ActEntry",
    "CommissionRow",
    "Entered",
    "Formation",
    "Formed",
    "MemberEntry",
    "Officers",
    "Replacement",
    "Rest",
    "Return",
    "TermEnd",
    "elect_officers",
    "end_term",
    "enter_commissions",
    "form_commissions",
    "replace_member",
    "restore_member",
    "suspend_member",
]
