"""The table of rights as a page: who may do what, where, and what asks for a second factor."""

from __future__ import annotations

from collections.abc import Mapping

from dauys.core.rights import OFFICES, OPERATOR, RELATIONS, RIGHTS, VIEWS, Right
from dauys.ops.docs.marks import page, table

LETTERS = {"own": "o", "subordinate": "b", "superior": "a"}  # own, beneath, above; elsewhere nobody may
SAID = """The table of `core/rights.py`, drawn from it; what it does not list is refused, and a test walks
every cell.

`o`: of one's own commission. `b`: of those beneath it. `a`: of those above it. Rows of any other
commission are not there at all: they answer 404. The **operator** holds the console and has every
verb. ② asks for a second factor that was shown within the last minutes.

`see_results` and `see_elections` open the pages of those above; **figures** stand there once they are
established, all of those in a sum. Preliminary ones, and those of cancelled polls, are seen by the
commission that they are of and by those above it.

The law names the offices of a commission and says what some of them do; which office keys a
protocol or sees a list it does not say. Those grants are **defaults of ours, not from the law**."""


def rights() -> str:
    """The page: what changes something, and what is looked at."""
    return page(
        "Rights",
        SAID,
        f"## What changes something\n\n{_grid(RIGHTS)}",
        f"## What is looked at\n\n{_grid(VIEWS)}",
    )


def _grid(found: Mapping[str, Right]) -> str:
    used = {office for right in found.values() for office in right.grants}
    offices = [office for office in OFFICES if office in used and office != OPERATOR]
    header = ("verb", *(office.replace("_", " ") for office in offices), "②")
    rows = [
        (
            f"`{verb}`",
            *(_letters(right, office) for office in offices),
            "②" if right.needs_second_factor else "",
        )
        for verb, right in found.items()
    ]
    return table(header, rows)


def _letters(right: Right, office: str) -> str:
    granted = right.grants.get(office, frozenset())
    return " ".join(LETTERS[one] for one in RELATIONS if one in granted)
