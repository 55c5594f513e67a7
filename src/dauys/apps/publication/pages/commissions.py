"""The page of a unit's commission, the same at every level: who sits on it, how to reach it, its act."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import unit_folder
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CommissionNode, MemberNode, VacancyNode
from dauys.core.norms import Words

ROWS = 60
COLUMNS = ("name", "office", "released", "proposed_by")
NOT_DIALLED = re.compile(r"[^0-9+]")


def commission_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The commission of one unit."""
    commission = voice.book.commissions[code]
    base = f"{unit_folder(voice.language, voice.election, code)}commission/"
    once = voice.reading.once
    facts = once(("commission", code), lambda: json_bytes(_record(voice, code, commission)))
    heading = voice.said("views", "commission")
    table = once(("members", code), lambda: _csv(commission))
    for part in parts_of(len(commission.members), ROWS):
        # Nothing says when a member came; a page without the time of a fact bears that of the call.
        place = Place(base, "commission", voice.names[code], code, voice.reading.called_at, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "commission/"),
            **_context(voice, commission, part),
        }
        yield leaf(voice, place, "commission.html", context, facts, [("table.csv", table)])


def _csv(commission: CommissionNode) -> bytes:
    return csv_bytes(COLUMNS, ([getattr(one, name) for name in COLUMNS] for one in commission.members))


def dialled(phone: str) -> str:
    """The link that dials a telephone number."""
    return f"tel:{NOT_DIALLED.sub('', phone)}"


def vacancies(commission: CommissionNode) -> int | None:
    """Seats without a member; None where nothing says how many seats there are."""
    return None if commission.size is None else max(0, commission.size - len(commission.members))


def _context(voice: Voice, commission: CommissionNode, part: Part) -> dict[str, Any]:
    said = voice.words["commission"]
    contacts = [
        (said["address"], _in_language(voice, commission.address), ""),
        (said["phone"], commission.phone, dialled(commission.phone)),
        (said["email"], commission.email, f"mailto:{commission.email}"),
        (said["hours"], _in_language(voice, commission.hours), ""),
        (said["formed_by"], _in_language(voice, commission.formed_by), ""),
        *((one, day, "") for one, day in _term(voice, commission)),
        *((said["vacancy"], _vacancy(voice, one), "") for one in commission.vacant),
    ]
    return {
        "heading": commission.names.in_language(voice.language),
        "level": voice.words["level"].get(commission.level, commission.level),
        "figures": _figures(voice, commission),
        "contacts": [row for row in contacts if row[1]],
        "members": {
            "caption": caption(voice, said["members"], part, len(commission.members)),
            "rows": [
                {
                    "office": voice.words["office"].get(one.office, one.office),
                    "name": one.name,
                    "released": said["full_time"] if one.released else said["part_time"],
                    "proposed_by": _in_language(voice, proposed_by(voice, one)) or voice.number(None),
                }
                for one in part.cut(commission.members)
            ],
        },
    }


def proposed_by(voice: Voice, member: MemberNode) -> Words | None:
    """Who proposed a member: in the words given for them, else those of the party, else as it was given."""
    name = member.proposed_by
    return (
        member.proposed_in
        or voice.book.parties.get(name)
        or (Words(kk=name, ru=name, en=name) if name else None)
    )


def _term(voice: Voice, commission: CommissionNode) -> Iterator[tuple[str, str]]:
    """The first and the last day of the term, as far as they are known."""
    said = voice.words["commission"]
    if commission.valid_from is not None:
        yield said["term_first"], voice.day(commission.valid_from)
    if commission.valid_to is not None:
        yield said["term_last"], voice.day(commission.valid_to - dt.timedelta(days=1))


def _in_language(voice: Voice, words: Words | None) -> str:
    return words.in_language(voice.language) if words is not None else ""


def _vacancy(voice: Voice, one: VacancyNode) -> str:
    """Since when a seat is vacant, why, by which act."""
    since = voice.said("commission", "vacant_since", day=voice.day(one.since))
    return ". ".join(filter(None, (since, _in_language(voice, one.reason), _in_language(voice, one.act))))


def _figures(voice: Voice, commission: CommissionNode) -> list[tuple[str, str]]:
    said = voice.words["commission"]
    full_time = sum(one.released for one in commission.members)
    return [
        (said["size"], voice.number(commission.size)),
        (said["members"], voice.number(len(commission.members))),
        (said["vacancies"], voice.number(vacancies(commission))),
        (said["full_time_of"], voice.number(full_time)),
    ]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _told(words: Words | None) -> dict[str, str] | None:
    return words.model_dump() if words is not None else None


def _record(voice: Voice, code: str, commission: CommissionNode) -> dict[str, Any]:
    plain = ("code", "level", "phone", "email", "size")
    worded = ("address", "hours", "formed_by")
    return {
        "election": voice.election,
        "unit": code,
        "commission": {
            **{name: getattr(commission, name) for name in plain},
            **{name: _told(getattr(commission, name)) for name in worded},
            **{name: _day(getattr(commission, name)) for name in ("valid_from", "valid_to")},
            "names": commission.names.model_dump(),
            "vacancies": vacancies(commission),
            "vacant": [
                {"since": one.since.isoformat(), "reason": _told(one.reason), "act": _told(one.act)}
                for one in commission.vacant
            ],
            "members": [
                {
                    **{name: getattr(one, name) for name in COLUMNS},
                    "proposed_in": _told(proposed_by(voice, one)),
                }
                for one in commission.members
            ],
        },
    }
