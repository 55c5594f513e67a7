"""The room as Django knows it."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Every duty with a term: due, done on which evidence, overdue."""

    name = "dauys.apps.calendar"
