"""The room as Django knows it."""

from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    """Central, regional, district and precinct commissions: members, offices, terms."""

    name = "dauys.apps.commissions"
