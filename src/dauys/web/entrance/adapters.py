"""What allauth asks of a project: nobody signs up; messages and letters in our words; what is shown when."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from dauys.apps.accounts.actions import set_password
from dauys.apps.accounts.queries import Account, is_standing, kept, read
from dauys.core.rights import ANONYMOUS, Actor
from dauys.press import wording
from dauys.web.entrance import locks
from dauys.web.entrance.forms import NOBODY
from dauys.web.entrance.lost_keys import unread
from dauys.web.ui import factors, words
from dauys.web.ui.doors import DeskRequest, origin_of
from dauys.web.ui.letters import post_letter, send_letter

log = logging.getLogger(__name__)
LINK = "password_reset_key"  # the letter with a link for a new password
_FIRST_FACTORS = ("password", "password_reset", "invitation")


def acting(request: DeskRequest, account: Account) -> Actor:
    """Who does something to an account: the one logged in, else its owner, who is not logged in yet."""
    stands = partial(is_standing, account)  # this very one: its own change is no reason to refuse
    if request.desk.account == account:
        return replace(request.desk.actor, stands=stands)
    return Actor(person=str(account.person), office=ANONYMOUS, origin=origin_of(request), stands=stands)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation."""

    request: DeskRequest

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Today, in the language of the address."""
        return reverse("home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """The page of one's own account."""
        return reverse("own_account")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the proxy in front saw."""
        return origin_of(request) or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: attempts for one account are counted once, by axes."""

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Whether the password is the one of who is logged in; wrong ones are counted as at the login."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: Account, password: str) -> None:
        """As a verb of the room: with its entry in the journal. Wrong passwords of before count no longer."""
        set_password(user, password, by=acting(self.request, user), at=self.request.desk.at)
        locks.lift(user.email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        """Before second factors are changed one is shown; the first is set up soon after the password."""
        if factors.is_enrolled(self.request):
            return not factors.is_shown(self.request)
        return not any(
            factors.shown_within(self.request, method, settings.SESSION_IDLE_AGE) for method in _FIRST_FACTORS
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A second factor where there is one; the password alone is then not enough."""
        found = super().get_reauthentication_methods(user)
        strong = [one for one in found if one["id"] != "reauthenticate"]
        for one in found:
            one["description"] = one["id"]
        return strong or found

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """A message in our words, or none where the page that follows says it."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if message:
            name = "failed" if level >= messages.WARNING else ""
        if sentence := words.said_or(self.request.desk.language, f"entrance.messages.{name}", ""):
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter in the language of the account."""
        account = context.get("user")
        name = template_prefix.rpartition("/")[2]
        language = account.language if isinstance(account, Account) else self.request.desk.language
        places = {
            "when": wording.moment(self.request.desk.at, language),
            "origin": origin_of(self.request),
            "link": context.get("password_reset_url", ""),
        }
        if name == LINK:  # asked for by anybody: whether it leaves is not to be seen
            is_known = isinstance(account, Account) and account.pk != NOBODY
            post_letter(email, language, f"entrance.letters.{name}", goes=is_known, **places)
        else:
            send_letter(email, language, f"entrance.letters.{name}", **places)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What changed about an account is told to its address."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors as allauth has them, their secrets sealed; the words are those of the screens."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept in the database."""
        return kept(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where no key of ours opens it the page says so, and the log of the machine."""
        secret = read(encrypted_text)
        if secret is None:
            log.error("A second factor can't be read with this key: see dauys doctor.")
            return unread(encrypted_text)
        return secret

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002
        """What a passkey is called until its owner gives it a name: different each time."""
        return f"Dauys {uuid4().hex[:4]}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host, under the name of the program."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Dauys"}
