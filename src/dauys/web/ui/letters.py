"""Letters by e-mail, in the language of whoever reads them; without a mail server they lie in a folder."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from dauys.web.ui import words

INTO_A_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
WAITING = 200  # letters at most that wait to leave beside the answers; a setting of ours
log = logging.getLogger(__name__)

_post = ThreadPoolExecutor(2, "letters")
_leaving: set[Future[bool]] = set()


def leave() -> bool:
    """Whether letters leave this machine at all: a mail server is set."""
    return settings.EMAIL_BACKEND != INTO_A_FOLDER


def send_letter(email: str, language: str, key: str, **places: object) -> bool:
    """Send one letter: `key` is a table of the words with `subject` and `body`. False where it did not leave.

    A mail server that does not answer is no reason to refuse what was done already: it is logged. Where none
    is set the letter lies in a folder of this machine, which is not sent.
    """
    return _send(letter_of(email, language, key, places), key)


def post_letter(email: str, language: str, key: str, *, goes: bool = True, **places: object) -> None:
    """Send one letter beside the answer: how long that takes does not tell whether it goes.

    Where `goes` is false all of it is done but the sending.
    """
    letter = letter_of(email, language, key, places)
    if len(_leaving) >= WAITING:
        log.error("A letter was not sent, for too many wait (%s).", key)
        return
    future = _post.submit(_send, letter, key) if goes else _post.submit(bool)
    _leaving.add(future)
    future.add_done_callback(_leaving.discard)


def letter_of(email: str, language: str, key: str, places: Mapping[str, object]) -> EmailMessage:
    """A letter, written: `key` is a table of the words with `subject` and `body`."""
    subject = words.said(language, f"{key}.subject", **places)
    body = words.said(language, f"{key}.body", **places)
    return EmailMessage(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [email])


def all_sent() -> None:
    """Wait until nothing is on its way any more."""
    wait(_leaving.copy())


def _send(letter: EmailMessage, key: str) -> bool:
    try:
        letter.send()
    except (OSError, SMTPException):
        log.exception("A letter could not be sent (%s).", key)
        return False
    return leave()
