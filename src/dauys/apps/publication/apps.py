"""The room as Django knows it."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """The public site: pages, open data, manifests; it keeps no tables."""

    name = "dauys.apps.publication"
