"""Files of the small country, handed in and looked through by a worker in this process."""

from __future__ import annotations

from typing import Any

from dauys.apps.imports.actions import Handed, keep_upload, prepare_import
from dauys.apps.imports.models import Import
from dauys.apps.imports.queries import import_of
from dauys.core.rights import Actor
from dauys.core.tables import write_csv
from dauys.ops.working.hand import work_off
from tests import cast

KEYS = ("contest", "precinct")


def protocols(rows: list[tuple[str, str, int, list[int]]], **spoiled: int) -> bytes:
    """A file of protocols: unit of the contest, precinct, voters, votes of the two candidates."""
    units = sorted({unit for unit, *_ in rows})
    people = [f"votes:{cast.contest(unit)}#{number}" for unit in units for number in (1, 2)]
    header = [*KEYS, *cast.lines(0, []), *people]
    written: list[list[str | int | None]] = []
    for unit, precinct, voters, votes in rows:
        lines = cast.lines(voters, votes) | spoiled
        cells: list[int | None] = []
        for other in units:
            cells += votes if other == unit else [None, None]
        written.append([cast.contest(unit), precinct, *lines.values(), *cells])
    return write_csv(written, header)


GOOD = [("U1", "U1.1", 500, [200, 100]), ("U1", "U1.2", 400, [150, 50])]


def hand_in(
    content: bytes, by: Actor, *, kind: str = "protocols", name: str = "protocols.csv", **more: Any
) -> Import:
    """A file handed in, not looked through yet."""
    sha256, size = keep_upload([content])
    handed = Handed(kind, by.commission, name, sha256, size, **more)
    return prepare_import(handed, by=by, at=cast.AT)


def looked(content: bytes, by: Actor, **more: Any) -> Import:
    """A file handed in and looked through."""
    imported = hand_in(content, by, **more)
    work_off()
    return again(imported)


def again(imported: Import) -> Import:
    """The import as it stands now."""
    found = import_of(imported.id)
    assert found is not None
    return found


class Silent:
    """Takes what a work tells, and says nothing."""

    def begin(self, step: str) -> None:
        """Nothing."""

    def count(self, done: int, total: int) -> None:
        """Nothing."""
