"""The room as Django knows it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What was done: append-only and hash-chained; knows actors and rows only as opaque ids."""

    name = "dauys.apps.journal"
