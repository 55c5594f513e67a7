"""Accounts and invitations; what an account may do is no matter of this room: offices say it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class Account(AbstractBaseUser):
    """How one person logs in. There is no open sign-up: an account begins with an invitation."""

    person = models.UUIDField(unique=True)  # the opaque id by which upper rooms know who this is
    email = models.EmailField(max_length=200, unique=True)  # in small letters
    language = models.CharField(max_length=2, default="kk")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)
    lock_reason = models.CharField(max_length=300, blank=True, default="")
    round = models.PositiveIntegerField(default=0)  # one more, and all sessions of before have ended

    USERNAME_FIELD = "email"

    objects = BaseUserManager["Account"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=models.Q(locked_at__isnull=True)), name="locked_is_not_active"
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


class Invitation(models.Model):
    """A link by which a person sets a first password; only the digest of its token is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    issued_by = models.CharField(max_length=100)  # opaque id of the person
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_for_an_account",
            ),
        ]
