"""Addresses of logging in. Those of allauth that make no sense here are nowhere."""

from allauth.account import views as account
from django.urls import include, path, re_path

from dauys.web.entrance import (
    addresses,
    events,  # noqa: F401 -- listens from here on
    invitations,
    views,
)

# allauth asks for these by name; nobody signs up, and an address is the invitation's.
_NOWHERE = {
    "signup/": "account_signup",
    "email/": "account_email",
    "confirm-email/": "account_email_verification_sent",
    "password/set/": "account_set_password",
}

urlpatterns = [
    path("", views.home, name="home"),
    path("capacities/", views.capacities, name="capacities"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("account/", views.own_account, name="own_account"),
    path("account/language/", views.letters_language, name="letters_language"),
    path("account/address/", addresses.new_address, name="new_address"),
    path("account/address/<str:token>/", addresses.address_link, name="address_link"),
    path("account/empty-form/", views.empty_form, name="empty_form"),
    path("account/sessions/", views.other_sessions, name="other_sessions"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/locked/", views.locked, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    *(path(f"account/{address}", views.nowhere, name=name) for address, name in _NOWHERE.items()),
    path("account/factors/", include("allauth.mfa.urls")),
]
