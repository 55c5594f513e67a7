"""Tables look down: a foreign key points to its own room or to one beneath it."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models

ORDER = {f"dauys.apps.{room}": place for place, room in enumerate(settings.ROOMS)}


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_config.name in ORDER]


def test_foreign_key_points_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(field.related_model, type)
        and ORDER[field.related_model._meta.app_config.name] < ORDER[model._meta.app_config.name]
    ]
    assert upward == []


def test_deleting_a_row_deletes_no_fact() -> None:
    """No cascade between rooms, and none from a fact to another: what was accepted is never deleted."""
    cascading = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == []


def test_dates_and_moments_are_named_for_what_they_are() -> None:
    """`_on` is a date, `_at` a moment with its zone."""
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if field.name != "last_login"  # the framework's own
        if (isinstance(field, models.DateTimeField) and not field.name.endswith(("at", "as_of")))
        or (
            isinstance(field, models.DateField)
            and not isinstance(field, models.DateTimeField)
            and field.name.endswith("_at")
        )
    ]
    assert wrong == []


def test_tables_have_no_order_of_their_own() -> None:
    """A query says its order; a default one hides a sort in every question."""
    assert [
        model.__name__ for model in _ours() if model._meta.ordering and "path" not in model._meta.ordering
    ] == []
