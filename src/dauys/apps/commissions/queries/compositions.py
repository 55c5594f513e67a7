"""What commissions answer: who sits where on a day, what is vacant, where to call, what the law says of it.

Every answer takes a number of questions that does not grow with the number of commissions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from dauys.apps.commissions import rules
from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, OutsideAct, Suspension
from dauys.apps.people.models import Person
from dauys.apps.people.queries import posts_on, ties_of
from dauys.apps.territory.models import Unit
from dauys.core.bodies import NOBODY_STANDS, OFFICES, Answer, Standing, check_seats
from dauys.core.norms import LANGUAGES, Pack, Words
from dauys.core.tables import DAY, FIGURE, FLAG, TEXT, Kind, Sheet, sheet_of

SHEET: dict[str, Kind] = dict.fromkeys(("code", "unit", "level", *rules.FACTS), TEXT)
MEMBERS: dict[str, Kind] = {
    "commission": TEXT, "seats": FIGURE, "office": TEXT, "name": TEXT, "proposed_by": TEXT, "released": FLAG,
    "suspended": FLAG, "since": DAY, "act_body": TEXT, "act_number": TEXT, "act_adopted_on": DAY,
    "proposed_by_kk": TEXT, "proposed_by_ru": TEXT, "proposed_by_en": TEXT,
    "act_body_kk": TEXT, "act_body_ru": TEXT, "act_body_en": TEXT,
    "suspended_from": DAY, "suspended_to": DAY, "suspended_by_body": TEXT, "suspended_by_number": TEXT,
    "suspended_by_adopted_on": DAY, "suspended_by_body_kk": TEXT, "suspended_by_body_ru": TEXT,
    "suspended_by_body_en": TEXT, "suspended_reason": TEXT,
}  # fmt: skip


NO_REST = (None,) * 9  # of one whose duties do not rest


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """One member on the day: the person, the office ("" for none), who proposed them, the act cited."""

    person: UUID
    name: str
    sex: str
    birth_year: int | None
    office: str
    released: bool
    suspended: bool
    proposed_by: str
    said: tuple[str, str, str]  # who proposed them in kk, ru and en, where somebody gave it
    workplace: str
    since: dt.date
    joined_by: OutsideAct

    @property
    def proposed_in(self) -> Words | None:
        """Who proposed them in three languages; None where nobody gave any."""
        return _worded("", self.said) if any(self.said) else None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that fell vacant: since when, by which act, why."""

    since: dt.date
    left_by: OutsideAct | None
    reason: Words | None


@dataclass(frozen=True, slots=True)
class Composition:
    """One commission on one day; without a mandate that stands it has no seats and no members."""

    commission: Commission
    day: dt.date
    mandate: Mandate | None
    members: tuple[SeatHolder, ...]  # chair, deputy, secretary, then the others in the order they came
    left: tuple[Vacancy, ...] = ()  # of the vacant seats those that somebody left, the latest first

    @property
    def seats(self) -> int:
        """The number of members that was set."""
        return self.mandate.seats if self.mandate else 0

    @property
    def vacant(self) -> int:
        """Seats that nobody holds; one who stands in for a suspended member takes no further seat."""
        return max(0, self.seats - len(self.members))

    def holder(self, office: str) -> SeatHolder | None:
        """Who is `chair`, `deputy` or `secretary`."""
        return next((member for member in self.members if member.office == office), None)


def commission_of(country: str, code: str) -> Commission | None:
    """The commission of that code in that country, with its unit."""
    return Commission.objects.filter(country=country, code=code).select_related("unit").first()


def commissions_named(country: str, codes: Collection[str]) -> dict[str, Commission]:
    """The commissions of these codes in that country, by code, with their units: one question."""
    found = Commission.objects.filter(country=country, code__in=codes)
    return {one.code: one for one in found.select_related("unit")}


def commissions_under(unit: Unit, level: str = "") -> QuerySet[Commission]:
    """The commissions of the unit and of all beneath it, in tree order, with units and contacts."""
    found = Commission.objects.filter(unit__path__startswith=unit.path)
    if level:
        found = found.filter(level=level)
    return found.select_related("unit").order_by("unit__path", "id")


def commissions_above(unit: Unit) -> list[Commission]:
    """The commissions of the unit and of the units above it, the nearest first: one question.

    The first of level `district` is the one that runs an election in a rural unit, the `regional` one
    supervises it, the `central` one controls.
    """
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    found = Commission.objects.filter(unit__path__in=paths).select_related("unit")
    return list(found.order_by("-unit__depth", "id"))


def compositions(commissions: QuerySet[Commission], day: dt.date) -> dict[str, Composition]:
    """The composition of each commission on the day, by its code and in the order given: six questions."""
    chosen = list(commissions)
    ids = commissions.order_by().values("id")
    mandates = {
        mandate.commission_id: mandate
        for mandate in Mandate.objects.filter(_on(day), commission__in=ids).select_related("formed_by")
    }
    members = _members(ids, day)
    short = {
        key: mandate.seats - len(members.get(key, ()))
        for key, mandate in mandates.items()
        if mandate.seats > len(members.get(key, ()))
    }
    left = _left([mandates[key] for key in short], day)
    return {
        commission.code: Composition(
            commission,
            day,
            mandates.get(commission.id),
            tuple(members.get(commission.id, ())),
            tuple(left.get(commission.id, ())[: short.get(commission.id, 0)]),
        )
        for commission in chosen
    }


def composition_on(commission: Commission, day: dt.date) -> Composition:
    """The composition of one commission on the day."""
    chosen = Commission.objects.filter(id=commission.id).select_related("unit")
    return compositions(chosen, day)[commission.code]


def vacancies(commissions: QuerySet[Commission], day: dt.date) -> list[Composition]:
    """Of the commissions those that have a vacant seat, or no mandate at all, on the day."""
    return [
        found for found in compositions(commissions, day).values() if found.vacant or found.mandate is None
    ]


def findings_about(
    found: Mapping[str, Composition],
    commissions: QuerySet[Commission],
    pack: Pack,
    *,
    voters: Mapping[str, int] | None = None,
    standing: Mapping[str, Standing] | None = None,
) -> dict[str, tuple[Answer, ...]]:
    """What each rule of the pack says of these compositions, by code of the commission: two questions more.

    `found` is what `compositions` answered for `commissions`; one without a mandate is left out. `voters` are
    those on the lists, by code of the precinct; `standing` says, by code of the commission, who stands on the
    day and in which elections of its own. A rule that lacks a fact holds None.
    """
    people = Person.objects.filter(memberships__mandate__commission__in=commissions.order_by().values("id"))
    ties = ties_of(people)
    held: dict[dt.date, dict[UUID, frozenset[str]]] = {
        day: posts_on(people, day) for day in {one.day for one in found.values()}
    }
    return {
        code: check_seats(
            pack,
            rules.seats_of(
                one.commission.level,
                one.mandate,
                one.members,
                voters=(voters or {}).get(one.commission.unit.code),
                ties=ties,
                posts=held[one.day],
            ),
            one.day,
            (standing or {}).get(code, NOBODY_STANDS),
        )
        for code, one in found.items()
        if one.mandate is not None
    }


def mandates_of(commission: Commission) -> QuerySet[Mandate]:
    """All mandates of a commission with the acts they cite, the latest first."""
    found = Mandate.objects.filter(commission=commission).select_related("formed_by", "ended_by")
    return found.order_by("-valid_from")


def memberships_of(commission: Commission) -> QuerySet[Membership]:
    """Everybody who ever sat in a commission, with persons and acts, in the order they came."""
    found = Membership.objects.filter(mandate__commission=commission)
    return found.select_related("person", "mandate", "joined_by", "left_by").order_by("valid_from", "id")


def _on(day: dt.date) -> Q:
    """Rows whose period has the day in it."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _members(commissions: QuerySet[Commission, Any], day: dt.date) -> dict[int, list[SeatHolder]]:
    """Who sits on the day, by key of the commission: three questions."""
    offices = dict(
        Office.objects.filter(_on(day), mandate__commission__in=commissions).values_list(
            "membership_id", "kind"
        )
    )
    resting = set(
        Suspension.objects.filter(_on(day), membership__mandate__commission__in=commissions).values_list(
            "membership_id", flat=True
        )
    )
    rows = (
        Membership.objects.filter(_on(day), mandate__commission__in=commissions)
        .annotate(commission=F("mandate__commission_id"))
        .select_related("person", "joined_by")
    )
    found: dict[int, list[SeatHolder]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_rank(offices.get(row.id, "")), row.valid_from, row.id)):
        holder = SeatHolder(
            row.person.code, row.person.name, row.person.sex, row.person.birth_year,
            offices.get(row.id, ""), row.released, row.id in resting, row.proposed_by,
            (row.proposed_by_kk, row.proposed_by_ru, row.proposed_by_en),
            row.workplace, row.valid_from, row.joined_by,
        )  # fmt: skip
        found[row.commission].append(holder)
    return found


def _left(mandates: list[Mandate], day: dt.date) -> dict[int, list[Vacancy]]:
    """Who left these mandates by the day, by key of the commission and the latest first: one question.

    A seat that is filled is the one that stood vacant longest, so those left last are vacant still.
    """
    rows = Membership.objects.filter(mandate__in=mandates, valid_to__lte=day).select_related(
        "mandate", "left_by"
    )
    found: dict[int, list[Vacancy]] = defaultdict(list)
    for row in rows.order_by("-valid_to", "-id"):
        if row.valid_to is not None:
            vacancy = Vacancy(row.valid_to, row.left_by, in_words(row, "left_reason"))
            found[row.mandate.commission_id].append(vacancy)
    return found


def in_words(row: Commission | Membership | OutsideAct, text: str) -> Words | None:
    """A text of a row in three languages, None where it has none.

    What lacks in one is what was given without a language, else what stands in another.
    """
    return _worded(getattr(row, text, ""), [getattr(row, f"{text}_{one}") for one in LANGUAGES])


def _worded(plain: str, said: Sequence[str]) -> Words | None:
    known = plain or next(filter(None, said), "")
    given = dict(zip(LANGUAGES, said, strict=True))
    return Words(**{one: given[one] or known for one in LANGUAGES}) if known else None


def _rank(office: str) -> int:
    return OFFICES.index(office) if office in OFFICES else len(OFFICES)


def commission_sheet(unit: Unit) -> Sheet:
    """The commissions at and beneath a unit, in tree order and the import's columns."""
    rows = commissions_under(unit).values_list("code", "unit__code", "level", *rules.FACTS)
    return sheet_of(SHEET, rows.iterator(chunk_size=10_000))


def member_sheet(unit: Unit, day: dt.date) -> Sheet:
    """Who sits in the commissions at and beneath a unit on a day, and the act by which each came.

    What the public pages show of a member and no more: where somebody works or was born stays here.
    """
    return sheet_of(MEMBERS, _member_rows(unit, day))


def _member_rows(unit: Unit, day: dt.date) -> Iterator[tuple[object, ...]]:
    commissions = commissions_under(unit)
    rests = _rests(commissions, day)
    for code, one in compositions(commissions, day).items():
        for member in one.members:
            act = member.joined_by
            yield (
                code, one.seats, member.office or "member", member.name, member.proposed_by, member.released,
                member.suspended, member.since, act.body, act.number, act.adopted_on,
                *member.said, act.body_kk, act.body_ru, act.body_en,
                *rests.get((code, member.person), NO_REST),
            )  # fmt: skip


def _rests(commissions: QuerySet[Commission], day: dt.date) -> dict[tuple[str, UUID], tuple[object, ...]]:
    """By commission and person, since when duties rest on the day, until when, by which act, why."""
    ids = commissions.order_by().values("id")
    found = Suspension.objects.filter(_on(day), membership__mandate__commission__in=ids)
    act = [
        f"decided_by__{name}" for name in ("body", "number", "adopted_on", "body_kk", "body_ru", "body_en")
    ]
    who = ("membership__mandate__commission__code", "membership__person__code")
    rows = found.values_list(*who, "valid_from", "valid_to", *act, "reason")
    return {(code, person): tuple(told) for code, person, *told in rows}
