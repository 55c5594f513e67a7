"""Many letters at once, beside the answer and over one connection; of each it is noted what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connections

from dauys.web.ui.letters import leave

SENT, FAILED, LIES = "sent", "failed", "lies"  # what became of a letter; it lies where no mail server is set
PAUSES = (0.1, 1.0, 5.0)  # seconds, before it is noted anew; a setting of ours
BATCHES = 20  # that wait to leave at most; a setting of ours
log = logging.getLogger(__name__)

_mailing = ThreadPoolExecutor(1, "mailing")  # apart from single letters: none of those waits behind fifty
_leaving: set[Future[None]] = set()
Note = Callable[[int, str], None]  # takes the place of a letter, and what became of it


def post_letters(letters: Sequence[EmailMessage], note: Note) -> None:
    """Send all of them once what they tell of is committed; `note` may write to the database.

    A mail server that can't be reached is not asked again for each letter: those that are left have failed.
    """
    if len(_leaving) >= BATCHES:
        log.error("%d letters were not sent, for too many wait.", len(letters))
        for place in range(len(letters)):
            note(place, FAILED)
        return
    future = _mailing.submit(_send_all, letters, note)
    _leaving.add(future)
    future.add_done_callback(_leaving.discard)


def all_mailed() -> None:
    """Wait until nothing is on its way any more."""
    wait(_leaving.copy())


def became(*, is_sent: bool) -> str:
    """What became of a letter that was sent by itself."""
    if is_sent:
        return SENT
    return FAILED if leave() else LIES


def _send_all(letters: Sequence[EmailMessage], note: Note) -> None:
    line = _Line()
    try:
        for place, letter in enumerate(letters):
            _noted(note, place, line.send(letter))
    finally:
        line.hang_up()
        connections.close_all()  # of this thread


def _noted(note: Note, place: int, state: str) -> None:
    """Note what became of a letter; a database that is taken for a moment is asked again."""
    for pause in PAUSES:
        try:
            note(place, state)
        except DatabaseError:
            log.exception("What became of a letter could not be noted; it is tried again in %s s.", pause)
            time.sleep(pause)
        else:
            return
    log.error("What became of a letter could not be noted.")


class _Line:
    """A connection to the mail server, kept for the next letter."""

    def __init__(self) -> None:
        self._mail: BaseEmailBackend = get_connection()
        self._is_dead = False

    def send(self, letter: EmailMessage) -> str:
        """Send one; a connection that broke meanwhile is made once more."""
        for attempt in ("first", "last"):
            if not self._is_open():
                return FAILED
            try:
                letter.connection = self._mail
                letter.send()
            except (SMTPResponseException, SMTPRecipientsRefused, ValueError):  # of this letter alone
                log.exception("A letter was refused.")
                self.hang_up()
                return FAILED
            except (OSError, SMTPException):
                log.exception("A letter could not be sent (%s attempt).", attempt)
                self.hang_up()
                continue
            if leave():
                return SENT
            self._mail = get_connection()  # else all of them lie in one file
            return LIES
        self._is_dead = True
        return FAILED

    def _is_open(self) -> bool:
        if self._is_dead:
            return False
        try:
            if leave():
                self._mail.open()
        except (OSError, SMTPException):
            log.exception("The mail server can't be reached.")
            self._is_dead = True
        return not self._is_dead

    def hang_up(self) -> None:
        """Close the connection; one that is broken already is closed too."""
        try:
            self._mail.close()
        except (OSError, SMTPException):
            self._mail = get_connection()
