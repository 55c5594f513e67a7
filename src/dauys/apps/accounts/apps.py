"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may log in: accounts of persons known by an opaque id, invitations, locks."""

    name = "dauys.apps.accounts"
