"""The room as Django knows it."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """Elections and the edition they are bound to; contests, one seat in one unit each."""

    name = "dauys.apps.elections"
