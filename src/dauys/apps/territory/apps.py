"""The room as Django knows it."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Units of the country over time, down to the precinct."""

    name = "dauys.apps.territory"
