"""Setting a term where the law leaves the choice to a commission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from dauys.apps.calendar import rules
from dauys.apps.calendar.actions.marking import found
from dauys.apps.calendar.models import AdoptedTerm
from dauys.apps.elections.queries import binding_law_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import path_over, zone_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack
from dauys.core.rights import Actor, require, require_somewhere
from dauys.core.words import says_nothing


@transaction.atomic
def adopt_term(
    election_code: str,
    unit_codes: Sequence[str],
    deadline: str,
    *,
    due_at: dt.datetime,
    evidence: str,
    by: Actor,
    at: dt.datetime,
    starts_at: dt.datetime | None = None,
) -> list[AdoptedTerm]:
    """Set a term where the law lets the commission choose (113-3(5), 38(1) for akims); earlier ones stay."""
    require_somewhere("adopt_term", by)
    election, units = found(election_code, unit_codes)
    require("adopt_term", by, lambda: [unit.path for unit in units])
    pack = binding_law_of(election)
    record = next((one for one in pack.deadlines if one.code == deadline and one.choice), None)
    if record is None:
        raise Refused(
            [Fault("D-92", f"{pack.id} leaves no choice about {deadline}.", "See: dauys law show.")]
        )
    if says_nothing(evidence):
        raise Refused([Fault("D-93", "A term is set by a decision.", "Name it.")])
    faults = [
        Fault("D-94", f"{unit.code}: {wrong}", "Correct the times.")
        for unit in units
        if (wrong := rules.wrong_choice(record, election, _local(unit, pack), starts_at, due_at))
    ]
    if faults:
        raise Refused(faults)
    take_turn()  # what stood is read where nobody else writes
    terms = AdoptedTerm.objects.filter(election=election, unit__in=units, deadline=deadline)
    stood = dict(terms.order_by("id").values_list("unit__code", "due_at"))
    adopted = AdoptedTerm.objects.bulk_create(
        AdoptedTerm(
            election=election,
            unit=unit,
            deadline=deadline,
            starts_at=starts_at,
            due_at=due_at,
            evidence=evidence,
            adopted_at=at,
        )
        for unit in units
    )
    done = {
        "deadline": deadline,
        "units": unit_codes,
        "starts_at": starts_at,
        "due_at": due_at,
        "evidence": evidence,
        "before": {unit.code: stood.get(unit.code) for unit in units},
        "after": {unit.code: due_at for unit in units},
    }
    of = path_over(unit.path for unit in units)
    write_entry("adopt_term", f"election:{election.code}", done, by=by, at=at, law=pack.id, of=of)
    return adopted


def _local(unit: Unit, pack: Pack) -> ZoneInfo:
    return ZoneInfo(zone_of(unit, pack.act.default_zone))
