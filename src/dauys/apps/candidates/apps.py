"""The room as Django knows it."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Who stands in which contest, and on whose nomination."""

    name = "dauys.apps.candidates"
