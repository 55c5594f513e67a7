"""The room as Django knows it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What was uploaded: checked by its content, kept by its SHA-256, never deleted."""

    name = "dauys.apps.files"
