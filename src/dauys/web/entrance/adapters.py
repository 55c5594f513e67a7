"""What allauth asks of a project: nobody signs up by themselves; where one goes after logging in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Today, in the language of the address."""
        return reverse("home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors as allauth has them; the words are those of the screens."""
