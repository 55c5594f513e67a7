"""Names in the order of an alphabet, in the database: Kazakh letters stand where they belong, not after я."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import F, Func, TextField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

_NAME = re.compile(r"(?:^|_)(?:name|about|chair)(?:_(?:kk|ru|en))?$")


class Spelled(Func):
    """A text as the alphabet of a language orders it; see `press.wording.spelled`."""

    arity = 1
    output_field = TextField()

    def __init__(self, field: str, language: str) -> None:
        super().__init__(F(field))
        self.language = language

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By a function of ours, that every connection has: asked once for each row."""
        return self.as_sql(compiler, connection, function=f"spelled_{self.language}", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # noqa: ARG002
        """By the collation of ICU, where the server has it; else as the database orders texts."""
        (text,) = self.get_source_expressions()
        name = f"{self.language}-x-icu"
        if not _has(connection.alias, name):
            return compiler.compile(text)
        return compiler.compile(Collate(text, name))


@cache
def _has(alias: str, collation: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [collation])
        return cursor.fetchone() is not None


def ordering(field: str, language: str) -> str | OrderBy:
    """How rows are ordered by a field: names by the alphabet, the rest as it is; a minus turns it round."""
    bare = field.removeprefix("-")
    if not _NAME.search(bare):
        return field
    spelled = Spelled(bare, language)
    return spelled.desc() if field.startswith("-") else spelled.asc()
