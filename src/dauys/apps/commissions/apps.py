"""The room as Django knows it."""

from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    """Central, regional, district and precinct commissions: members, offices, mandates."""

    name = "dauys.apps.commissions"
