"""A mail server that refuses some addresses and breaks some connections, and counts its calls."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend as Kept

CALLS: list[str] = []  # what was done with it, in order
REFUSED, BROKEN = "refused.example", "broken.example"  # ends of addresses; the second breaks once for each


class EmailBackend(Kept):
    """Keeps letters as the tests do, but not those."""

    def open(self) -> bool:
        """A new connection; where nobody answers it says so."""
        CALLS.append("open")
        return True

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Take them, refuse them, or break."""
        [letter] = messages
        [email] = letter.to
        before = CALLS.count(email)
        CALLS.append(email)
        if email.endswith(REFUSED):
            raise SMTPRecipientsRefused({email: (550, b"no such mailbox")})
        if email.endswith(BROKEN) and not before:
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)
