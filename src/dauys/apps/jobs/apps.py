"""The room as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Works in the background: asked for, taken up by a worker, ended, cancelled or interrupted."""

    name = "dauys.apps.jobs"
