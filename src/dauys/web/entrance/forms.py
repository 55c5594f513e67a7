"""The forms of allauth with labels, hints and errors in our words, and the invitation's own."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dauys.apps.accounts.queries import Account
from dauys.web.entrance.lost_keys import trying
from dauys.web.ui import words
from dauys.web.ui.forms import Form

NOBODY = 0  # the key of an account that is not there


class Entrance(Form):
    """Says what our words have for each field; what a field expects stands beside it, not inside."""

    room = "entrance"

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}

    def add_error(self, field: str | None, error: Any) -> None:
        """Errors that come without a code get one: of all, that two passwords differ."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = ValidationError(str(error), code="password_mismatch")
        super().add_error(field, error)


class Login(Entrance, account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordAgain(Entrance, account.ReauthenticateForm):
    """The password of who is logged in."""


class PasswordChange(Entrance, account.ChangePasswordForm):
    """The old password and a new one."""


class LinkWanted(Entrance, account.ResetPasswordForm):
    """The address to which a link is sent."""

    users: list[Account]  # of the form that this one is made of

    def clean_email(self) -> str:
        """Whoever has no password yet begins with an invitation: one that ended is no way in by this link."""
        email: str = super().clean_email()
        self.users = [one for one in self.users if one.has_usable_password()]
        return email

    def save(self, request: HttpRequest, **named: Any) -> str:
        """Send the link. Where nobody is written to as much is done: the time it takes tells nothing."""
        if not self.users:
            self.users = [Account(pk=NOBODY, email=self.cleaned_data["email"], password=make_password(None))]
        sent_to: str = super().save(request, **named)
        return sent_to


class PasswordByLink(Entrance, account.ResetPasswordKeyForm):
    """A new password."""


class Coded(Entrance):
    """A code of the app, or a recovery code: one that can't be read keeps nobody from the other."""

    def clean_code(self) -> str:
        """The code that fits one of the factors."""
        with trying():
            return str(super().clean_code())  # type: ignore[misc]


class Factor(Coded, factor.AuthenticateForm):
    """Of who has given the password."""


class FactorAgain(Coded, factor.ReauthenticateForm):
    """Of who is logged in."""


class AppBegins(Entrance, app.ActivateTOTPForm):
    """The first code of the app: there are no recovery codes yet."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].help_text = words.said(self.language, "entrance.fields.first_code_hint")

    @property
    def grouped_secret(self) -> str:
        """The key as it is typed by hand, four letters at a time."""
        return " ".join(wrap(self.secret, 4))


class AppEnds(Entrance, app.DeactivateTOTPForm):
    """Nothing to fill in."""


class NewCodes(Entrance, codes.GenerateRecoveryCodesForm):
    """Nothing to fill in."""


class PasskeyBegins(Entrance, passkey.AddWebAuthnForm):
    """The name of a passkey; what the device answers is put in by the script."""


class PasskeyName(Entrance, passkey.EditWebAuthnForm):
    """Another name for a passkey."""


class Passkey(Entrance, passkey.AuthenticateWebAuthnForm):
    """What the device answers."""


class PasskeyAgain(Entrance, passkey.ReauthenticateWebAuthnForm):
    """What the device answers, of who is logged in."""


class FirstPassword(Entrance):
    """The password that an invitation ends with, twice."""

    password1 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200
    )
    password2 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200
    )

    def clean_password1(self) -> str:
        """What the rules say."""
        password: str = self.cleaned_data["password1"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        found = super().clean() or {}
        if "password1" in found and "password2" in found and found["password1"] != found["password2"]:
            self.add_error("password2", "")
        return found


class NewAddress(Entrance):
    """The address to which a link is sent, and the present password, which is counted as at the login."""

    new_email = forms.EmailField(max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    oldpassword = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
    )

    def __init__(self, *args: Any, request: HttpRequest, account: Account, **named: Any) -> None:
        super().__init__(*args, **named)
        self._request, self._account = request, account

    def clean_new_email(self) -> str:
        """In small letters; the present one is no other."""
        email: str = self.cleaned_data["new_email"].lower()
        if email == self._account.email:
            raise ValidationError("", code="same_address")
        return email

    def clean_oldpassword(self) -> str:
        """That of who is logged in."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter(self._request).reauthenticate(self._account, password):
            raise ValidationError("", code="enter_current_password")
        return password


class LettersLanguage(Entrance):
    """The language of letters."""

    letters = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.RadioSelect)
