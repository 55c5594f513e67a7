"""What the journal says of an election's facts, held beside what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Q

from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import elections_without_ground
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.law.models import Edition
from dauys.apps.law.queries import editions_unlike_journal
from dauys.apps.results.queries.latest import strange_tallies
from dauys.apps.results.queries.sealing import unsealed
from dauys.apps.results.queries.testimony import VERBS, Claim, Testimony, claims_of, moment
from dauys.apps.territory.models import Unit

CHUNK = 500  # entries named in one query


def unwitnessed(election: Election) -> list[str]:
    """Where a fact is not as its journal entry says, has none, or is not there any more, in words.

    Entries and facts pass by side by side in the order of their numbers: as many queries for a million
    protocols as for ten, and no more memory.
    """
    found = [*_beside(election), *strange_tallies(election)]
    return [*found, *_marks(election), *_terms(election), *unsealed(election)]


def unfounded() -> list[str]:
    """The same of what is above all elections: where countries, editions and elections come from."""
    lost = [
        f"{code} is bound to an edition of the law, or lies in a country, that is not here any more."
        for code in elections_without_ground()
    ]
    return [*without_beginning(), *without_subject(), *lost, *editions_unlike_journal()]


def without_beginning() -> list[str]:
    """Countries, editions of a law and elections of which no entry of the journal tells how they came."""
    subjects = {
        **{f"country:{code}": code for code in Unit.objects.filter(depth=1).values_list("code", flat=True)},
        **{f"edition:{law}": law for law in Edition.objects.values_list("law", flat=True)},
        **{f"election:{code}": code for code in Election.objects.values_list("code", flat=True)},
    }
    known = set(Entry.objects.filter(subject__in=subjects).values_list("subject", flat=True).distinct())
    return [
        f"{name} is here, and no entry of the journal says how it came."
        for subject, name in sorted(subjects.items())
        if subject not in known
    ]


def without_subject() -> list[str]:
    """Entries about results of which the election or the contest is not here any more."""
    here = {f"election:{code}" for code in Election.objects.values_list("code", flat=True)}
    here |= {f"contest:{code}" for code in Contest.objects.values_list("code", flat=True)}
    told = Entry.objects.filter(subject__regex="^(election|contest):").values_list("subject").distinct()
    return [
        f"The journal tells of {subject}, and it is not here." for (subject,) in told if subject not in here
    ]


def _beside(election: Election) -> Iterator[str]:
    """Each fact beside its entry, and each entry of this room beside its facts."""
    claims = claims_of(election)
    claim = next(claims, None)
    strays: list[Claim] = []
    for entry in _own_entries(election):
        while claim is not None and claim.entry < entry.number:
            strays.append(claim)
            claim = next(claims, None)
        testimony = Testimony(entry)
        while claim is not None and claim.entry == entry.number:
            yield from claim.faults
            yield from testimony.against(claim)
            claim = next(claims, None)
        yield from testimony.missing()
        if len(strays) >= CHUNK:
            yield from _strays(strays)
            strays.clear()
    while claim is not None:
        strays.append(claim)
        claim = next(claims, None)
        if len(strays) >= CHUNK or claim is None:
            yield from _strays(strays)
            strays.clear()
    yield from _strays(strays)


def _own_entries(election: Election) -> Iterator[Entry]:
    """The entries about an election and its contests that tell of facts of this room, oldest first."""
    contests = {f"contest:{code}" for code in election.contests.values_list("code", flat=True)}
    own = f"election:{election.code}"
    about = Q(subject=own) | Q(subject__startswith="contest:")
    entries = Entry.objects.filter(about, verb__in=VERBS).order_by("number").iterator()
    yield from (entry for entry in entries if entry.subject == own or entry.subject in contests)


def _strays(claims: Sequence[Claim]) -> Iterator[str]:
    """Facts that cite no entry of their own room and election: what the entry says, if there is one."""
    entries = {
        entry.number: entry for entry in Entry.objects.filter(number__in={one.entry for one in claims})
    }
    for number in sorted({one.entry for one in claims} - entries.keys()):
        yield _gone(number)
    for claim in claims:
        yield from claim.faults
        if claim.entry in entries:
            yield from Testimony(entries[claim.entry]).against(claim)


def _gone(number: int) -> str:
    return f"The journal has no entry {number}, which a stored fact cites."


def _marks(election: Election) -> Iterator[str]:
    """Marks and those that withdraw one: what it withdraws is told by the moment that was marked at."""
    stored: Counter[tuple[object, ...]] = Counter(
        (mark.deadline, mark.unit.code, moment(mark.done_at), mark.evidence, mark.link,
            str(mark.file.code) if mark.file else "",
         moment(mark.withdraws.marked_at if mark.withdraws else None), moment(mark.marked_at))
        for mark in Mark.objects.filter(election=election).select_related("unit", "withdraws", "file")
    )  # fmt: skip
    written: Counter[tuple[object, ...]] = Counter()
    for verb in ("mark_done", "withdraw_mark"):
        for entry, done in _done(election, verb):
            own = (
                moment(done.get("done_at")), done.get("evidence"), done.get("link", ""),
                done.get("file", ""),
                moment(done.get("marked_at")), moment(entry.at),
            )  # fmt: skip
            written.update((done.get("deadline"), unit, *own) for unit in _units(done))
    yield from _unlike("mark", stored, written)


def _terms(election: Election) -> Iterator[str]:
    stored: Counter[tuple[object, ...]] = Counter(
        (row.deadline, row.unit.code, moment(row.starts_at), moment(row.due_at), row.evidence,
         moment(row.adopted_at))
        for row in AdoptedTerm.objects.filter(election=election).select_related("unit")
    )  # fmt: skip
    written: Counter[tuple[object, ...]] = Counter()
    for entry, done in _done(election, "adopt_term"):
        own = (moment(done.get("starts_at")), moment(done.get("due_at")), done.get("evidence"))
        written.update((done.get("deadline"), unit, *own, moment(entry.at)) for unit in _units(done))
    yield from _unlike("adopted term", stored, written)


def _done(election: Election, verb: str) -> Iterator[tuple[Entry, dict[str, object]]]:
    entries = Entry.objects.filter(verb=verb, subject=f"election:{election.code}").order_by("number")
    yield from ((entry, done_of(entry)) for entry in entries)


def _units(done: dict[str, object]) -> list[str]:
    units = done.get("units")
    return [str(unit) for unit in units] if isinstance(units, list) else []


def _unlike(
    what: str, stored: Counter[tuple[object, ...]], written: Counter[tuple[object, ...]]
) -> Iterator[str]:
    for row in sorted((stored - written).keys(), key=str):
        yield f"The {what} of {row[0]} in {row[1]} is stored otherwise than the journal says."
    for row in sorted((written - stored).keys(), key=str):
        yield f"The {what} of {row[0]} in {row[1]} is in the journal and is not stored so."
