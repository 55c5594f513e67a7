"""Accounts and invitations; what an account may do is no matter of this room: offices say it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class Standing(BaseUserManager["Account"]):
    """Accounts that have not ended: nobody logs in with another, and nothing is done about one."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Of each person and of each address one at most."""
        return super().get_queryset().filter(ended_at__isnull=True)


class Account(AbstractBaseUser):
    """How one person logs in. There is no open sign-up: an account begins with an invitation."""

    person = models.UUIDField()  # the opaque id by which upper rooms know who this is
    email = models.EmailField(max_length=200, blank=True)  # in small letters; none once it has ended
    language = models.CharField(max_length=2, default="kk")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)
    lock_reason = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField(null=True)  # for good: the person may be invited anew
    round = models.PositiveIntegerField(default=0)  # one more, and all sessions of before have ended

    USERNAME_FIELD = "email"

    objects = Standing()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=models.Q(locked_at__isnull=True)), name="locked_is_not_active"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) & ~models.Q(email="")
                | models.Q(ended_at__isnull=False, email="", is_active=False),
                name="ended_is_locked_and_has_no_address",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at__isnull=True), name="one_account_for_a_person"
            ),
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(ended_at__isnull=True), name="one_account_for_an_address"
            ),
        ]

    def get_session_auth_hash(self) -> str:
        """What a session has to know to go on: it ends with a new password and with a new round."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same with keys of before, which are still believed."""
        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(key)

    def _session_hash(self, key: str | None) -> str:
        known = f"{self.round} {self.password}"
        return salted_hmac("dauys.accounts.session", known, secret=key, algorithm="sha256").hexdigest()


# What became of the letter of an invitation: it waits for its turn, left, did not leave, or lies in a folder
# where no mail server is set. Blank where none was to be sent: the link was handed over.
LETTER_WAITS, LETTER_SENT, LETTER_FAILED, LETTER_LIES = "waiting", "sent", "failed", "lies"


class Invitation(models.Model):
    """A link by which a person sets a first password; only the digest of its token is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    issued_by = models.CharField(max_length=100)  # opaque id of the person
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_for_an_account",
            ),
        ]
