"""What is asked for by name: an election, a contest, a unit; of one not here, those that are are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.core.findings import Fault, Refused
from dauys.ops.running import wrong_use

if TYPE_CHECKING:
    from dauys.apps.elections.models import Contest, Election
    from dauys.apps.territory.models import Unit

NAMED = 5  # so many of those that are here stand in an answer
MOST = 1_000_000_000  # rows that anybody asks for; a setting of ours

OrLatest = Annotated[str, typer.Option("--election", help="Id of the election; default the latest here.")]
Unit_ = Annotated[str, typer.Option("--unit", help="Code of a unit; default the country.")]
Kind = Annotated[str, typer.Option("--kind", help="Units of this kind only, like precinct.")]
State = Annotated[str, typer.Option("--state", help="In this state only.")]
Limit = Annotated[int, typer.Option("--limit", min=0, max=MOST, help="How many rows are shown; 0 for all.")]
Offset = Annotated[int, typer.Option("--offset", min=0, max=MOST, help="How many are passed over first.")]


def no_election(code: str) -> Fault:
    """The fault that no election of this id is here."""
    from dauys.apps.elections.queries import elections  # noqa: PLC0415 -- after start()

    return Fault("E-12", f"No election {code} is here.", _here([one.code for one in elections()]), value=code)


def election_asked(code: str, otherwise: str = "") -> Election:
    """The election named, else the latest here; Refused, or told what to do `otherwise`, where none is."""
    from dauys.apps.elections.queries import election_of, elections  # noqa: PLC0415 -- after start()

    found = election_of(code) if code else elections().first()
    if found is None and not code:
        wrong_use(f"No election is here yet: dauys import election. {otherwise}".rstrip())
    if found is None:
        raise Refused([no_election(code)])
    return found


def contest_asked(code: str) -> Contest:
    """The contest of that id; Refused where there is no such one."""
    from dauys.apps.elections.queries import contest_of, contests_of, election_of  # noqa: PLC0415

    found = contest_of(code)
    if found is None:
        election = election_of(code.partition("/")[0])
        here = [] if election is None else [one.code for one in contests_of(election)]
        raise Refused([contest_fault(code, here)])
    return found


def unit_asked(country: str, code: str) -> Unit:
    """The unit of that code in the country; Refused where there is no such one."""
    from dauys.apps.territory.queries import subtree, unit_of  # noqa: PLC0415 -- after start()

    found = unit_of(country, code)
    if found is None:
        root = unit_of(country, country)
        here = [] if root is None else list(subtree(root).values_list("code", flat=True))
        raise Refused([unit_fault(code, here)])
    return found


def contest_fault(code: str, here: Sequence[str]) -> Fault:
    """The fault that no contest of this id is here."""
    remedy = _nearest(code, here) or "See those that are: dauys contest list."
    return Fault("E-13", f"No contest {code} is here.", remedy, value=code)


def unit_fault(code: str, here: Sequence[str]) -> Fault:
    """The fault that no unit of this code is among those that are here."""
    remedy = _nearest(code, here) or "See those that are: dauys territory list."
    return Fault("E-14", f"No unit {code} is known.", remedy, value=code)


def one_of(option: str, value: str, allowed: Sequence[str]) -> str:
    """The value, "" for none; wrong use where it is none of those allowed."""
    if value and value not in allowed:
        wrong_use(f"{option} is one of {', '.join(allowed)}, not {value}.")
    return value


def _here(codes: Sequence[str]) -> str:
    if not codes:
        return "Nothing is here yet: dauys import election."
    more = f" and {len(codes) - NAMED} more (dauys results --list)" if len(codes) > NAMED else ""
    return f"Here: {', '.join(codes[:NAMED])}{more}."


def _nearest(code: str, here: Sequence[str]) -> str:
    from dauys.core.tables import near  # noqa: PLC0415 -- polars takes a while; --help needs none of it

    return near(code, here).strip()
