"""What may be marked done, and what a commission may choose where the law lets it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from dauys.apps.calendar.models import Mark
from dauys.apps.elections.models import Election
from dauys.apps.files.models import StoredFile
from dauys.core.findings import Fault
from dauys.core.norms import Deadline, Pack
from dauys.core.words import says_nothing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a duty is done: words, the address of an act, a file that is kept, any of them."""

    words: str = ""
    link: str = ""
    file: UUID | None = None  # code of a file

    @property
    def says_nothing(self) -> bool:
        """Whether there is none."""
        return says_nothing(self.words) and says_nothing(self.link) and self.file is None


class When(NamedTuple):
    """When something was done, and when somebody says so."""

    done_at: dt.datetime
    at: dt.datetime


def wrong_mark(
    pack: Pack, deadline: str, evidence: Evidence, file: StoredFile | None, when: When
) -> Fault | None:
    """Why a duty can't be marked done; None when it can."""
    wrong = _wrong_duty(pack, deadline) or _wrong_evidence(evidence, file)
    if wrong is None and when.done_at > when.at:
        return Fault("D-96", f"{when.done_at.isoformat()} has not come yet.", "Correct the time it was done.",
                     column="done_at")  # fmt: skip
    return wrong


def _wrong_duty(pack: Pack, deadline: str) -> Fault | None:
    records = [record for record in pack.deadlines if record.code == deadline]
    if not records:
        return Fault("D-90", f"{pack.id} knows no deadline {deadline}.", "See: dauys calendar plan.")
    if records[-1].verb:
        said = f"{deadline} follows from the contests: it is done once the results of all are established."
        return Fault("D-95", said, "See: dauys contest establish; dauys contest list.")
    return None


def _wrong_evidence(evidence: Evidence, file: StoredFile | None) -> Fault | None:
    if evidence.says_nothing:
        return Fault("D-91", "A duty is done on evidence.", "Say which act, file or address shows it.",
                     column="evidence")  # fmt: skip
    if evidence.link.strip() and not _is_address(evidence.link.strip()):
        return Fault("D-97", "This is no address of a page.", "Write it as it begins: https://…",
                     column="link", value=evidence.link[:80])  # fmt: skip
    if file is not None and file.withdrawn_at is not None:
        return Fault("D-88", "This file was withdrawn.", "Choose another.", column="file")
    return None


def _is_address(link: str) -> bool:
    """A page on the web, written whole."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, link))


def wrong_withdrawal(latest: Mark | None, reason: str) -> Fault | None:
    """Why the mark of a duty can't be withdrawn; `latest` is the last one about it."""
    if latest is None or latest.withdraws_id is not None:
        return Fault("D-98", "This duty is not marked done.", "Look at the calendar again.")
    if says_nothing(reason):
        return Fault("D-99", "A mark is withdrawn for a reason.", "Say what was wrong.", column="reason")
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


def digest_of(token: str) -> str:
    """What is kept of the token of an address: SHA-256, hex. Chance enough stands in it to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
