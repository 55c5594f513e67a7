"""A mail server that takes its time: letters leave when the test lets them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend as Kept

LET = threading.Event()


class EmailBackend(Kept):
    """Keeps letters as the tests do, once they may leave."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Wait; ten seconds at most."""
        LET.wait(10)
        return super().send_messages(messages)
