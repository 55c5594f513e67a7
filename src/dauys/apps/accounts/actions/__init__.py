"""Accounts begin with an invitation, are locked, unlocked and ended, and change by their owner's hand."""

from dauys.apps.accounts.actions.inviting import (
    INVITED_FOR,
    accept_invitation,
    await_letters,
    end_invitation,
    issue_invitation,
    note_letter,
)
from dauys.apps.accounts.actions.locking import close_account, drop_second_factors, set_lock
from dauys.apps.accounts.actions.owning import (
    change_address,
    choose_language,
    end_sessions,
    note_lock_out,
    note_second_factor,
    set_password,
)
from dauys.apps.accounts.actions.sealing import seal_second_factors

__all__ = [
    "INVITED_FOR",
    "accept_invitation",
    "await_letters",
    "change_address",
    "choose_language",
    "close_account",
    "drop_second_factors",
    "end_invitation",
    "end_sessions",
    "issue_invitation",
    "note_letter",
    "note_lock_out",
    "note_second_factor",
    "seal_second_factors",
    "set_lock",
    "set_password",
]
