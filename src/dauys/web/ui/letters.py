"""Letters by e-mail, in the language of whoever reads them; without a mail server they lie in a folder."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from dauys.web.ui import words

INTO_A_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
log = logging.getLogger(__name__)


def send_letter(email: str, language: str, key: str, **places: object) -> bool:
    """Send one letter: `key` is a table of the words with `subject` and `body`. False where it did not leave.

    A mail server that does not answer is no reason to refuse what was done already: it is logged. Where none
    is set the letter lies in a folder of this machine, which is not sent.
    """
    subject = words.said(language, f"{key}.subject", **places)
    body = words.said(language, f"{key}.body", **places)
    letter = EmailMessage(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [email])
    try:
        letter.send()
    except (OSError, SMTPException):
        log.exception("A letter could not be sent (%s).", key)
        return False
    return settings.EMAIL_BACKEND != INTO_A_FOLDER
