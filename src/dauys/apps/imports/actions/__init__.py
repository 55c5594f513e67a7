"""The verbs of the room: prepare a file, look through it, map its columns, take it, cancel."""

from dauys.apps.imports.actions.carrying import carry_preview, carry_taking
from dauys.apps.imports.actions.preparing import (
    Handed,
    cancel_import,
    keep_mapping,
    keep_upload,
    look_again,
    map_columns,
    prepare_import,
    take_import,
)

__all__ = [
    "Handed",
    "cancel_import",
    "carry_preview",
    "carry_taking",
    "keep_mapping",
    "keep_upload",
    "look_again",
    "map_columns",
    "prepare_import",
    "take_import",
]
