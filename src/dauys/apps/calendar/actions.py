"""Marking a duty done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dauys.apps.calendar.models import Mark
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import election_of, law_of
from dauys.apps.journal.actions import write_entry
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import unit_of
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require


@transaction.atomic
def mark_done(
    election_code: str,
    unit_code: str,
    deadline: str,
    *,
    evidence: str,
    by: Actor,
    at: dt.datetime,
    done_at: dt.datetime | None = None,
) -> Mark:
    """Mark a duty of the unit's commission done, on written evidence; earlier marks stay."""
    require("mark_done", by)
    election, unit = _found(election_code, unit_code)
    pack = law_of(election)
    if all(record.code != deadline for record in pack.deadlines):
        raise Refused(
            [Fault("D-00", f"{pack.id} knows no deadline {deadline}.", "See: dauys calendar plan.")]
        )
    if not evidence.strip():
        raise Refused(
            [Fault("D-00", "A duty is done on evidence.", "Say which act, file or address shows it.")]
        )
    mark = Mark.objects.create(
        election=election,
        unit=unit,
        deadline=deadline,
        done_at=done_at or at,
        evidence=evidence,
        marked_at=at,
    )
    done = {"deadline": deadline, "unit": unit.code, "done_at": mark.done_at, "evidence": evidence}
    write_entry("mark_done", f"election:{election.code}", done, by=by, at=at, law=pack.id)
    return mark


def _found(election_code: str, unit_code: str) -> tuple[Election, Unit]:
    election = election_of(election_code)
    if election is None:
        raise Refused([Fault("E-12", f"No election {election_code} is here.", "See: dauys results --list.")])
    unit = unit_of(election.country.code, unit_code)
    if unit is None:
        raise Refused([Fault("E-14", f"No unit {unit_code} is known.", "Correct the code of the unit.")])
    return election, unit
