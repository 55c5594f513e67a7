"""The room as Django knows it."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files on their way in: handed in, looked through, taken whole or refused."""

    name = "dauys.apps.imports"
