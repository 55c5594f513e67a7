"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Natural persons; the only home of personal data."""

    name = "dauys.apps.people"
