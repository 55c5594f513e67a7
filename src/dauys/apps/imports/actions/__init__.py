"""The verbs of the room: prepare a file, look through it, map its columns, take it, cancel, clear."""

from dauys.apps.imports.actions.carrying import carry_preview, carry_taking
from dauys.apps.imports.actions.clearing import clear_uploads
from dauys.apps.imports.actions.preparing import (
    Handed,
    cancel_import,
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
    "clear_uploads",
    "keep_upload",
    "look_again",
    "map_columns",
    "prepare_import",
    "take_import",
]
