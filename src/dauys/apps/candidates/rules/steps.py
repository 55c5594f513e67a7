"""What hinders a step in a candidate's life: the table of states, the order of days, an id that is wrong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.rules.entries import NUMBER
from dauys.core.findings import Fault
from dauys.core.lifecycle import CANDIDATE
from dauys.core.words import says_nothing

NOMINATED = CANDIDATE.first
STANDING = "registered"
STATUSES = CANDIDATE.states


def wrong_numbers(ids: Sequence[str]) -> list[Fault]:
    """Ids that are not a contest, # and a number."""
    return [
        Fault(
            "C-01",
            f"{code} is not the id of a candidate: a contest's id, # and a number.",
            "After the # stand up to 20 letters A–Z, digits, “.” and “-”.",
            value=code,
        )
        for code in ids
        if not NUMBER.fullmatch(code.rpartition("#")[2]) or "#" not in code
    ]


def doubled(ids: Sequence[str]) -> list[Fault]:
    """Ids that are named more than once."""
    return [
        Fault("C-02", f"{code} is named {count} times.", "Name each candidate once.", value=code)
        for code, count in Counter(ids).items()
        if count > 1
    ]


def unknown(ids: Sequence[str], known: Collection[str]) -> list[Fault]:
    """Ids that nobody has here."""
    return [
        Fault("C-04", f"{code} is not known in this election.", "Correct the id.", value=code)
        for code in ids
        if code not in known
    ]


def too_late(on: dt.date | None, today: dt.date, about: str = "") -> list[Fault]:
    """A day that has not come yet, by the time of the capital."""
    if on is None or on <= today:
        return []
    message = f"{about + ': ' if about else ''}{on} has not come yet; today is {today}."
    return [Fault("C-05", message, "Enter a fact on its day or later.", value=str(on))]


def ballots_out(contests: Collection[str]) -> list[Fault]:
    """Contests whose ballots are with the voters: from election day on who stands does not change.

    A default, not from the law, which ends nomination, registration and withdrawal before that day.
    """
    remedy = "Decide on the contest itself: cancel its poll, or correct its protocols."
    return [
        Fault(
            "C-11", f"Election day has begun in {code}: its candidates stay as they are.", remedy, value=code
        )
        for code in contests
    ]


def left_too_late(status: str, on: dt.date | None, last: dt.date | None, about: str = "") -> list[Fault]:
    """A withdrawal or a cancelled registration after the last day for it (akims: 113-6, 113-5(12))."""
    if status not in ("withdrawn", "registration_cancelled") or on is None or last is None or on <= last:
        return []
    message = f"{about + ': ' if about else ''}the last day to leave was {last}."
    return [Fault("C-12", message, "Correct the day; after it nobody leaves the ballot.", value=str(on))]


def wrong_steps(verb: str, people: Mapping[str, Candidate]) -> list[Fault]:
    """Candidates whose state does not have the verb."""
    return [
        Fault(
            "C-06",
            f"{code} is {person.status}: {verb} is not possible.",
            f"Possible: {', '.join(CANDIDATE.allowed(person.status)) or 'nothing'}.",
            value=code,
        )
        for code, person in people.items()
        if not CANDIDATE.targets(person.status, verb)
    ]


def out_of_place(code: str, source: str, target: str) -> list[Fault]:
    """A file that leads a candidate from one state to another to which no verbs lead."""
    if source == target or CANDIDATE.leads(source, target):
        return []
    message = f"{code} is {source}; nothing leads from there to {target}."
    return [Fault("C-06", message, "Correct the status; whoever left stays left.", value=target)]


def out_of_order(code: str, person: Candidate) -> list[Fault]:
    """Days that contradict each other, or the state."""
    days = [day for day in (person.nominated_on, person.registered_on, person.left_on) if day is not None]
    faults = []
    if days != sorted(days):
        message = f"{code}: the days {', '.join(map(str, days))} are not in the order of their facts."
        faults.append(
            Fault("C-07", message, "Nomination comes first, then registration, then leaving.", value=code)
        )
    entered = person.registered_on is not None and person.status in (NOMINATED, "refused")
    left = person.left_on is not None and person.status in (NOMINATED, STANDING)
    if entered or left:
        message = f"{code} is {person.status}, and has a day of {'registration' if entered else 'leaving'}."
        faults.append(Fault("C-08", message, "Correct the status or take the day out.", value=code))
    return faults


def without_reason(reason: str) -> list[Fault]:
    """A refusal, a withdrawal or a cancellation says why, or cites the act."""
    if not says_nothing(reason):
        return []
    return [Fault("C-09", "No reason is given.", "Name the act, or the reason.")]
