"""The room as Django knows it."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Protocols, their versions and findings; tallies, outcome, establishment."""

    name = "dauys.apps.results"
