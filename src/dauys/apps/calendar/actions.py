"""Marking a duty done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dauys.apps.calendar.models import Mark
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import election_of, law_of
from dauys.apps.journal.actions import write_entry
from dauys.apps.territory.models import Unit
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require


@transaction.atomic
def mark_done(
    election_code: str,
    unit_codes: Sequence[str],
    deadline: str,
    *,
    evidence: str,
    by: Actor,
    at: dt.datetime,
    done_at: dt.datetime | None = None,
) -> list[Mark]:
    """Mark a duty of the commissions of these units done, on written evidence; earlier marks stay."""
    require("mark_done", by)
    election, units = _found(election_code, unit_codes)
    pack = law_of(election)
    if all(record.code != deadline for record in pack.deadlines):
        raise Refused(
            [Fault("D-00", f"{pack.id} knows no deadline {deadline}.", "See: dauys calendar plan.")]
        )
    if not evidence.strip():
        raise Refused(
            [Fault("D-00", "A duty is done on evidence.", "Say which act, file or address shows it.")]
        )
    marks = Mark.objects.bulk_create(
        Mark(
            election=election,
            unit=unit,
            deadline=deadline,
            done_at=done_at or at,
            evidence=evidence,
            marked_at=at,
        )
        for unit in units
    )
    done = {"deadline": deadline, "units": unit_codes, "done_at": done_at or at, "evidence": evidence}
    write_entry("mark_done", f"election:{election.code}", done, by=by, at=at, law=pack.id)
    return marks


def _found(election_code: str, unit_codes: Sequence[str]) -> tuple[Election, list[Unit]]:
    election = election_of(election_code)
    if election is None:
        raise Refused([Fault("E-12", f"No election {election_code} is here.", "See: dauys results --list.")])
    units = {
        unit.code: unit for unit in Unit.objects.filter(country=election.country.code, code__in=unit_codes)
    }
    strangers = [code for code in unit_codes if code not in units]
    if strangers:
        raise Refused(
            [
                Fault("E-14", f"No unit {code} is known.", "Correct the code of the unit.")
                for code in strangers
            ]
        )
    return election, [units[code] for code in unit_codes]
