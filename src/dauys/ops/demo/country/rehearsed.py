"""The page "Where the figures come from" of the rehearsal: what of it is real, what it is made up of.

Real: the district's name and the terms of the law. Sample: the election, its units, people and figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from dauys.core.norms import load_pack
from dauys.ops.demo.country.papers import ADILET
from dauys.ops.demo.country.records import Country, Figure, Names
from dauys.ops.demo.country.rehearsal import DISTRICT, REGION, rehearsal

# Terms by the code of the law's deadline: what is counted, and where it was read.
_TERMS = {
    "nom_end": (
        Names(
            "Ұсынудың аяқталуы мен сайлау күнінің арасындағы толық күндер (шілдедегі күннен шығарылды)",
            "Полных дней между концом выдвижения и днем выборов (выведено из июльской даты)",
            "Full days between the end of nomination and election day (derived from July's date)",
        ),
        "egemen.kz/article/280508",
    ),
    "reg_end": (
        Names(
            "Тіркеудің аяқталуы мен сайлау күнінің арасындағы толық күндер (шілдедегі күннен шығарылды)",
            "Полных дней между концом регистрации и днем выборов (выведено из июльской даты)",
            "Full days between the end of registration and election day (derived from July's date)",
        ),
        "inform.kz a3815785; kt.kz",
    ),
    "nom_ext": (
        Names(
            "Ұсыну мерзімін ең ұзақ ұзарту, күн",
            "Самое долгое продление выдвижения, дней",
            "Longest extension of nomination, days",
        ),
        f"{ADILET} 113-3(6)",
    ),
    "withdraw_end": (
        Names(
            "Кандидатураны алып тастаудың соңғы мерзімі, сайлауға дейінгі күн",
            "Последний срок снятия кандидата, дней до выборов",
            "Last day on which a candidate may withdraw, days before the election",
        ),
        f"{ADILET} 113-6",
    ),
    "results": (
        Names(
            "Қорытынды белгілеу мерзімі, сайлаудан кейінгі күн",
            "Срок установления итогов, дней после выборов",
            "Term for establishing results, days after the election",
        ),
        f"{ADILET} 113-10(1)",
    ),
    "repeat": (
        Names(
            "Қайта сайлау өткізу мерзімі, ай",
            "Срок повторных выборов, месяцев",
            "Term for a repeat election, months",
        ),
        f"{ADILET} 113-9",
    ),
}
_RECKONED = frozenset({"nom_end", "reg_end"})  # from a day that was printed, not from the law
_DISTRICT = Names("Ауданның атауы", "Название района", "Name of the district")
_DAY = Names("Ойдан шығарылған сайлау күні", "Вымышленный день выборов", "Day of the election, invented")
_VOTERS = Names("Ойдан шығарылған сайлаушылар", "Вымышленные избиратели", "Voters, invented")
_CANDIDATES = Names("Ойдан шығарылған кандидаттар", "Вымышленные кандидаты", "Candidates, invented")
_PRECINCTS = Names("Ойдан шығарылған учаскелер", "Вымышленные участки", "Precincts, invented")
_SHOWS = Names(
    "Ойдан шығарылған округ; ол нені көрсетеді",
    "Вымышленный округ; что он показывает",
    "An invented contest; what it shows",
)


def cited(land: Country) -> Iterator[Figure]:
    """The rows of the page: first what is real, then what is invented, contest by contest."""
    district = land.regions[0].districts[0]
    yield Figure(
        "district", REGION, _DISTRICT, "", "github.com/arodionoff/geokz", kind="words", said=district.names
    )
    terms = {deadline.code: deadline for deadline in load_pack(land.law).deadlines}
    for code, (what, source) in _TERMS.items():
        ours = code in _RECKONED
        yield Figure(
            f"term:{code}", "KZ", what, str(terms[code].amount), source, is_real=not ours, is_ours=ours
        )
    contests = district.contests
    yield Figure("day", "KZ", _DAY, land.election_day.isoformat(), kind="day", is_real=False)
    for code, what, count in (
        ("voters", _VOTERS, sum(contest.voters for contest in contests)),
        ("candidates", _CANDIDATES, sum(len(contest.candidates) for contest in contests)),
        ("precincts", _PRECINCTS, sum(len(contest.precincts) for contest in contests)),
    ):
        yield Figure(code, DISTRICT, what, str(count), is_real=False)
    for contest in contests:
        yield Figure(
            "shows", contest.unit, _SHOWS, "", kind="words", said=contest.note or contest.names, is_real=False
        )


REHEARSED: tuple[Figure, ...] = tuple(cited(rehearsal()))
