"""What may be marked done, and what a commission may choose where the law lets it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from dauys.apps.elections.models import Election
from dauys.core.findings import Fault
from dauys.core.norms import Deadline, Pack
from dauys.core.words import says_nothing


def wrong_mark(
    pack: Pack, deadline: str, evidence: str, done_at: dt.datetime, at: dt.datetime
) -> Fault | None:
    """Why a duty can't be marked done at `done_at` by one who marks it at `at`; None when it can."""
    records = [record for record in pack.deadlines if record.code == deadline]
    if not records:
        return Fault("D-90", f"{pack.id} knows no deadline {deadline}.", "See: dauys calendar plan.")
    if records[-1].verb:
        said = f"{deadline} follows from the contests: it is done once the results of all are established."
        return Fault("D-95", said, "See: dauys contest establish; dauys contest list.")
    if says_nothing(evidence):
        return Fault("D-91", "A duty is done on evidence.", "Say which act, file or address shows it.")
    if done_at > at:
        return Fault("D-96", f"{done_at.isoformat()} has not come yet.", "Correct the time it was done.")
    return None


def wrong_choice(
    record: Deadline, election: Election, local: ZoneInfo, starts_at: dt.datetime | None, due_at: dt.datetime
) -> str:
    """Why the times are not among those the commission may choose; empty when they are."""
    due = due_at.astimezone(local)
    start = starts_at.astimezone(local) if starts_at else None
    if record.choice == "hours":
        return _wrong_hours(record, election, start, due)
    if start is not None:
        return "only the end of this term can be chosen."
    if not election.called_on < due.date() < election.election_day:
        return f"{due:%d.%m.%Y} does not lie between the call and election day."
    return ""


def _wrong_hours(record: Deadline, election: Election, start: dt.datetime | None, due: dt.datetime) -> str:
    if start is None or {start.date(), due.date()} != {election.election_day} or start >= due:
        return f"the hours are a beginning and an end on {election.election_day:%d.%m.%Y}."
    if record.earliest and start.time() < record.earliest:
        return f"not before {record.earliest:%H:%M}."
    if record.latest and due.time() > record.latest:
        return f"not after {record.latest:%H:%M}."
    return ""
