"""The room as Django knows it."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Packs installed here, their editions and digests."""

    name = "dauys.apps.law"
