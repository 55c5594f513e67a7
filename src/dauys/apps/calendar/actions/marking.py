"""Marking a duty done, and withdrawing a mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dauys.apps.calendar import rules
from dauys.apps.calendar.models import Mark
from dauys.apps.calendar.rules import Evidence
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import binding_law_of, election_of
from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import file_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import path_over
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere


@transaction.atomic
def mark_done(
    election_code: str,
    unit_codes: Sequence[str],
    deadline: str,
    *,
    evidence: str | Evidence,
    by: Actor,
    at: dt.datetime,
    done_at: dt.datetime | None = None,
) -> list[Mark]:
    """Mark a duty of the commissions of these units done, on evidence; earlier marks stay.

    The evidence is words, or several things; a file is Refused where it is not kept by the commission of each
    unit or of one above it. `done_at` says when it was done, by default `at`; never later than that. A duty
    that a verb does for each contest is not marked: it follows from the contests.
    """
    require_somewhere("mark_done", by)
    election, units = found(election_code, unit_codes)
    require("mark_done", by, lambda: [unit.path for unit in units])
    pack = binding_law_of(election)
    shown = Evidence(evidence) if isinstance(evidence, str) else evidence
    file = _file(shown.file, units)
    if wrong := rules.wrong_mark(pack, deadline, shown, file, rules.When(done_at or at, at)):
        raise Refused([wrong])
    take_turn()  # whoever keeps marks reads on from the last key: keys are given in the order of the journal
    stood = _last_done(election, units, deadline)
    marks = Mark.objects.bulk_create(
        Mark(
            election=election,
            unit=unit,
            deadline=deadline,
            done_at=done_at or at,
            evidence=shown.words.strip(),
            link=shown.link.strip(),
            file=file,
            marked_at=at,
        )
        for unit in units
    )
    done: dict[str, object] = {
        "deadline": deadline, "units": unit_codes, "done_at": done_at or at, "evidence": shown.words.strip(),
        "before": {unit.code: stood.get(unit.id) for unit in units},
        "after": {unit.code: done_at or at for unit in units},
    }  # fmt: skip
    if shown.link.strip():
        done["link"] = shown.link.strip()
    if file is not None:
        done["file"] = str(file.code)
    of = path_over(unit.path for unit in units)
    write_entry("mark_done", f"election:{election.code}", done, by=by, at=at, law=pack.id, of=of)
    return marks


def _file(code: UUID | None, units: Sequence[Unit]) -> StoredFile | None:
    """The file of that code, kept where all the units lie; one of anybody else's is not there at all."""
    kept = file_of(code) if code is not None else None
    if code is not None and (kept is None or not all(unit.path.startswith(kept.of) for unit in units)):
        raise Refused([Fault("D-88", "There is no such file.", "Choose another.", column="file")])
    return kept


@transaction.atomic
def withdraw_mark(
    election_code: str, unit_code: str, deadline: str, *, reason: str, by: Actor, at: dt.datetime
) -> Mark:
    """Say that a duty marked done is not done after all, for a reason; the marks before stay as they are."""
    require_somewhere("withdraw_mark", by)
    election, [unit] = found(election_code, [unit_code])
    require("withdraw_mark", by, lambda: [unit.path])
    pack = binding_law_of(election)
    take_turn()
    own = Mark.objects.filter(election=election, unit=unit, deadline=deadline)
    latest = own.order_by("-id").first()
    wrong = rules.wrong_withdrawal(latest, reason)
    if wrong is not None or latest is None:
        raise Refused(
            [wrong or Fault("D-98", "This duty is not marked done.", "Look at the calendar again.")]
        )
    mark = Mark.objects.create(
        election=election, unit=unit, deadline=deadline, done_at=latest.done_at, evidence=reason.strip(),
        marked_at=at, withdraws=latest,
    )  # fmt: skip
    done = {
        "deadline": deadline, "units": [unit_code], "done_at": latest.done_at, "evidence": mark.evidence,
        "marked_at": latest.marked_at, "before": {unit_code: latest.done_at}, "after": {unit_code: None},
    }  # fmt: skip
    subject = f"election:{election.code}"
    write_entry("withdraw_mark", subject, done, by=by, at=at, law=pack.id, of=unit.path)
    return mark


def _last_done(election: Election, units: Sequence[Unit], deadline: str) -> dict[int, dt.datetime | None]:
    """By unit key, when the duty was done as it stands marked; None for a mark that was withdrawn."""
    marks = Mark.objects.filter(election=election, unit__in=units, deadline=deadline).order_by("id")
    rows = marks.values_list("unit_id", "done_at", "withdraws_id")
    return {unit: None if withdraws else done_at for unit, done_at, withdraws in rows}


def found(election_code: str, unit_codes: Sequence[str]) -> tuple[Election, list[Unit]]:
    """The election and its units of those codes; Refused for what is not known."""
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
