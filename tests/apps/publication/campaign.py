"""What a book holds besides results, worked out by hand: turnout, candidacies, commissions, sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from dauys.apps.publication.pages.maps import tiles_on
from dauys.apps.results.queries import (
    Book,
    Candidacies,
    CandidateNode,
    CommissionNode,
    FigureSource,
    MemberNode,
    SourceNode,
    TurnoutPoint,
    VacancyNode,
    WayCount,
)
from dauys.core.exact import percent
from dauys.core.norms.records import Words

CAPITAL = ZoneInfo("Asia/Almaty")
HOURS = (10, 14, 20)
SHARES = (2, 3, 5)  # fifths of the last figure that had voted by each hour
FIRST_DAY = dt.date(2021, 6, 26)
LAST_DAY = dt.date(2021, 7, 14)

FIGURES = (
    FigureSource(
        Words(kk="Тізімдегі сайлаушылар", ru="Избиратели в списках", en="Voters on the lists"),
        "1209817", "inform.kz a3815965; caravan.kz", kind="number", code="voters", unit="R1", is_rounded=True,
    ),
    FigureSource(
        Words(kk="Қатысу деңгейі", ru="Явка", en="Turnout"), "79.10", "Wikipedia", kind="percent",
        code="turnout",
    ),
    FigureSource(
        Words(kk="Сайлау тағайындалды", ru="Выборы назначены", en="Called"), "2021-06-25", "akmolinform.kz",
        kind="day",
    ),
    FigureSource(
        Words(kk="Сағаттар", ru="Часы", en="Hours"), "10,20", "akmolinform.kz", kind="hours",
    ),
    FigureSource(
        Words(kk="Дерек жоқ", ru="Нет данных", en="Not said"), "", "Wikipedia", kind="words",
        said=Words(kk="өзіміз есептедік", ru="посчитали сами", en="worked out by us"), is_real=False,
        is_ours=True,
    ),
    FigureSource(Words(kk="Адамдар", ru="Люди", en="People"), "7 (шамамен)", "", is_real=False),
)  # fmt: skip
SOURCES = {
    "inform.kz a3815965": SourceNode(
        "inform.kz a3815965",
        Words(kk="«ҚазАқпарат»", ru="«Казинформ»", en="Kazinform"),
        "2,297 candidates registered",
        "en",
        "https://example.org/a3815965",
    ),
    "Wikipedia": SourceNode("Wikipedia", Words(kk="Википедия", ru="Википедия", en="Wikipedia")),
}
PARTIES = {"Auyl": Words(kk="«Ауыл» халық партиясы", ru="«Ауыл» народная", en="Auyl People's")}


def with_campaign(book: Book) -> Book:
    """The book with everything that it may hold."""
    return replace(
        book,
        turnouts={code: points for code in book.units if (points := _points(book, code))},
        candidacies={
            code: _count(book, code)
            for code, unit in book.units.items()
            if unit.kind != "precinct" and list(_people(book, code))
        },
        commissions={code: _commission(book, code) for code in book.units if code not in ("U1", "U3")},
        figures=FIGURES,
        sources=SOURCES,
    )


def _beneath(book: Book, code: str) -> set[str]:
    found = {code}
    for unit in book.units.values():
        if unit.parent in found:
            found.add(unit.code)
    return found


def _points(book: Book, code: str) -> tuple[TurnoutPoint, ...]:
    """Precincts with a protocol reported every hour."""
    sheets = [sheet for (_, unit), sheet in book.sheets.items() if unit in _beneath(book, code)]
    expected = sum(book.units[unit].kind == "precinct" for unit in _beneath(book, code))
    if not sheets:
        return ()
    on_list = sum(sheet.lines["voters_on_list"] or 0 for sheet in sheets)
    points = []
    for hour, share in zip(HOURS, SHARES, strict=True):
        voted = sum((sheet.lines["voters_issued"] or 0) * share // 5 for sheet in sheets)
        at = dt.datetime(2021, 7, 25, hour, tzinfo=CAPITAL)
        points.append(TurnoutPoint(at, len(sheets), expected, voted, on_list, percent(voted, on_list, 2)))
    return tuple(points)


def _people(book: Book, code: str) -> Iterable[CandidateNode]:
    inside = _beneath(book, code)
    return (one for contest in book.contests.values() if contest.unit in inside for one in contest.candidates)


def _count(book: Book, code: str) -> Candidacies:
    people = list(_people(book, code))
    standing = [one for one in people if one.status == "registered"]
    nominated, registered = (Counter(map(_way, group)) for group in (people, standing))
    ages = [2021 - one.birth_year for one in standing if one.birth_year]
    days = [FIRST_DAY + dt.timedelta(days) for days in range((LAST_DAY - FIRST_DAY).days + 1)]
    return Candidacies(
        contests=sum(contest.unit in _beneath(book, code) for contest in book.contests.values()),
        nominated=len(people),
        registered=len(standing),
        refused=sum(one.status == "refused" for one in people),
        withdrawn=sum(one.status == "withdrawn" for one in people),
        men=sum(one.sex == "m" for one in standing),
        women=sum(one.sex == "f" for one in standing),
        youngest=min(ages, default=None),
        oldest=max(ages, default=None),
        average_age=str(round(sum(ages) / len(ages), 1)) if ages else None,
        ways=tuple(WayCount(*way, count, registered[way]) for way, count in nominated.most_common()),
        by_day=tuple(
            (day, _by(people, "nominated_on", day), _by(people, "registered_on", day)) for day in days
        ),
    )


def _way(one: CandidateNode) -> tuple[str, str]:
    return ("party", one.party) if one.party else ("way", one.nominated_by)


def _by(people: list[CandidateNode], verb: str, day: dt.date) -> int:
    return sum(getattr(one, verb) is not None and getattr(one, verb) <= day for one in people)


PROPOSED: tuple[tuple[str, Words | None], ...] = (
    ("", None),
    ("Auyl", None),
    ("Одақ", Words(kk="Одақ", ru="Союз", en="The Union")),
)


def _commission(book: Book, code: str) -> CommissionNode:
    unit = book.units[code]
    level = {"country": "central", "region": "regional", "precinct": "precinct"}.get(unit.kind, "district")
    offices = ("chair", "deputy", "secretary", "member", "member", "member")
    return CommissionNode(
        code=f"C-{code}",
        level=level,
        names=Words(kk=f"{code} комиссиясы", ru=f"Комиссия {code}", en=f"Commission of {code}"),
        address=Words(kk="Бейбітшілік к-сі, 7", ru="ул. Мира, 7", en="7 Peace Street"),
        phone="+7 7292 00 00 07",
        email="commission@example.org",
        hours=Words(kk="09:00–18:30", ru="09:00–18:30", en="09:00–18:30"),
        members=tuple(
            MemberNode(f"Мүше {code} {place}", office, place < 2, *PROPOSED[place % 3])
            for place, office in enumerate(offices)
        ),
        size=7,
        formed_by=Words(kk="№ 12 шешім", ru="Решение № 12", en="Decision No. 12"),
        valid_from=dt.date(2019, 1, 10),
        valid_to=dt.date(2024, 1, 10),
        vacant=(
            VacancyNode(
                dt.date(2021, 5, 12),
                Words(kk="өз еркімен", ru="по собственному желанию", en="at own request"),
                Words(kk="№ 31 шешім", ru="Решение № 31", en="Decision No. 31"),
            ),
        ),
    )


def with_regions(book: Book) -> Book:
    """The book with the regions of Kazakhstan beside its own, each with the figures of R1."""
    names = {
        tile.code: Words(**{one: f"{tile.short[one]} {one}" for one in tile.short})
        for tile in tiles_on(book.election.election_day)
    }
    cities = ("710000000", "750000000", "790000000")
    codes = [code for code in names if code not in cities]
    one, counts = book.units["R1"], book.candidacies["R1"]
    units = {code: replace(one, code=code, names=names[code], children=()) for code in codes}
    root = replace(book.units[book.root], children=("R1", *codes))
    results = {
        (None, code): replace(book.result("R1"), unit=code, children=(), received=place % 3)
        for place, code in enumerate(codes)
    }
    shares = {code: replace(counts, women=place % 4) for place, code in enumerate(codes)}
    return replace(
        book,
        units={**book.units, book.root: root, **units},
        results={**book.results, **results},
        candidacies={**book.candidacies, **shares},
    )
