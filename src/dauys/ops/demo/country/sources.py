"""The page "Where the figures come from": every published figure that the demo meets, with its source.

Real: all values, read from published.py. Sample: nothing; what is ours is told in SAMPLE.
"""

from __future__ import annotations

from collections.abc import Iterator

from dauys.ops.demo.country import published
from dauys.ops.demo.country.discrepancies import DISCREPANCIES
from dauys.ops.demo.country.published import REGIONS, SOURCES, RegionFigures
from dauys.ops.demo.country.records import Figure, Names
from dauys.ops.demo.parties import PARTIES

COUNTRY = "KZ"

_CALLED = Names("Сайлау тағайындалған күн", "День назначения выборов", "Day the elections were called")
_DISTRICTS = Names(
    "Сайлау өткен аудандар мен қалалар", "Районы и города, где прошли выборы", "Districts and cities voting"
)
_CONTESTS = Names("Сайлау округтері", "Избирательные округа", "Contests")
_INTERIM = Names(
    "7 шілдені қоса алғанда ұсынылған кандидаттар", "Кандидаты, выдвинутые к 7 июля", "Nominated by 7 July"
)
_INTERIM_SELF = Names(
    "7 шілдені қоса алғанда өзін-өзі ұсынғандар", "Самовыдвиженцы к 7 июля", "Self-nominated by 7 July"
)
_INTERIM_PARTY = Names(
    "7 шілдені қоса алғанда ұсынғандары: {}", "Выдвинуто к 7 июля: {}", "Nominated by 7 July: {}"
)
_NOMINATED = Names("Барлық ұсынылғандар", "Всего выдвинуто", "Nominated in all")
_REGISTERED = Names("Тіркелген кандидаттар", "Зарегистрированные кандидаты", "Registered candidates")
_REGISTERED_SELF = Names(
    "Тіркелген өзін-өзі ұсынғандар", "Зарегистрированные самовыдвиженцы", "Registered, self-nominated"
)
_REGISTERED_PARTY = Names(
    "Партиялар ұсынған тіркелгендер", "Зарегистрированные от партий", "Registered, nominated by parties"
)
_MEN = Names("Тіркелген ерлер", "Зарегистрированные мужчины", "Registered men")
_WOMEN = Names("Тіркелген әйелдер", "Зарегистрированные женщины", "Registered women")
_PRECINCTS = Names("Сайлау учаскелері", "Избирательные участки", "Precincts")
_VOTERS = Names("Тізімдегі сайлаушылар", "Избиратели в списках", "Voters on the lists")
_ISSUED = Names("Бюллетень алған сайлаушылар", "Избиратели, получившие бюллетени", "Voters with a ballot")
_TURNOUT = Names("Қатысу деңгейі", "Явка", "Turnout")
_WINNERS = Names("Сайланғандар: {}", "Избраны: {}", "Elected: {}")
_HOURS = Names(
    "Қатысу деңгейі жарияланған сағаттар (астана уақыты)",
    "Часы публикации явки (столичное время)",
    "Hours at which turnout was published (capital time)",
)
_CALLS = {
    "early": Names("Мерзімінен бұрынғы сайлаулар", "Досрочные выборы", "Early elections"),
    "by_term": Names("Мерзімі бойынша сайлаулар", "Очередные выборы", "Elections at the end of a term"),
}
_FORMS = {
    "village": Names("Сайлау өткен ауылдар", "Села, где прошли выборы", "Villages voting"),
    "settlement": Names("Сайлау өткен кенттер", "Поселки, где прошли выборы", "Settlements voting"),
    "rural_district": Names(
        "Сайлау өткен ауылдық округтер", "Сельские округа, где прошли выборы", "Rural districts voting"
    ),
}
_MEMBERS = Names(
    "Учаскелік комиссиялардың мүшелері", "Члены участковых комиссий", "Members of precinct commissions"
)

# What no source gives and the demo therefore makes up.
SAMPLE = (
    Names(
        "Адамдар мен жекелеген хаттамалар ойдан шығарылған.",
        "Люди и отдельные протоколы вымышлены.",
        "People and single protocols are invented.",
    ),
    Names(
        "«№ n ауылдық округ» – нақты атауы жарияланбаған бірлік.",
        "«Сельский округ № n» – единица, название которой не публиковалось.",
        '"Rural district No. n" stands for a unit whose name was not published.',
    ),
    Names(
        "Қай комиссия қандай міндетті қашан орындалды деп белгілегені не белгілемегені ойдан шығарылған.",
        "Какая комиссия какую обязанность и когда отметила исполненной или не отметила, вымышлено.",
        "Which commission marked which duty done, when, or not at all, is invented.",
    ),
)

# What no source gives and the demo therefore reckons or chooses.
OURS = (
    Names(
        "Ақмола, Ақтөбе, Жамбыл және Солтүстік Қазақстанның 239 орны аудандар санына қарай бөлінген.",
        "239 мест Акмолинской, Актюбинской, Жамбылской и Северо-Казахстанской областей "
        "распределены по числу районов.",
        "The 239 seats of Akmola, Aktobe, Zhambyl and North Kazakhstan are spread by their districts.",
    ),
    Names(
        "Тоғыз облыстың сайлаушылары жарияланған қатысу деңгейлері 79,10% беретіндей есептелген.",
        "Избиратели девяти областей рассчитаны так, чтобы опубликованные явки дали 79,10 %.",
        "The voters of nine regions are solved for so that the published turnouts give 79.10 %.",
    ),
    Names(
        "Қай 24 аудан мен қалада сайлау болмағаны ішінара ойдан алынған.",
        "Какие 24 района и города не голосовали, отчасти предположено.",
        "Which 24 districts and cities did not vote is partly assumed.",
    ),
)


def figures() -> list[Figure]:
    """All published figures, of the country first, then region by region."""
    return [*_national(), *(figure for region in REGIONS for figure in _regional(region)), *_listed()]


def _about(words: Names, party: str) -> Names:
    names = PARTIES[party]
    return Names(words.kk.format(names.kk), words.ru.format(names.ru), words.en.format(names.en))


def _national() -> Iterator[Figure]:
    yield Figure("called", COUNTRY, _CALLED, published.CALLED_ON.isoformat(), SOURCES["called"], kind="day")
    rows = (
        ("districts", _DISTRICTS, published.DISTRICTS, "districts"),
        ("contests", _CONTESTS, published.CONTESTS, "contests"),
        ("interim", _INTERIM, published.INTERIM, "interim"),
        ("interim_self", _INTERIM_SELF, published.INTERIM_SELF, "interim"),
        ("nominated", _NOMINATED, published.NOMINATED, "nominated"),
        ("registered", _REGISTERED, published.REGISTERED, "registered"),
        ("registered_self", _REGISTERED_SELF, published.REGISTERED_SELF, "registered"),
        ("registered_party", _REGISTERED_PARTY, published.REGISTERED_PARTY, "registered"),
        ("registered_men", _MEN, published.REGISTERED_MEN, "registered"),
        ("registered_women", _WOMEN, published.REGISTERED_WOMEN, "registered"),
        ("precincts", _PRECINCTS, published.PRECINCTS, "precincts"),
        ("voters", _VOTERS, published.VOTERS, "voters"),
    )
    for code, what, value, source in rows:
        yield Figure(code, COUNTRY, what, str(value), SOURCES[source])
    hundredths = published.TURNOUT_HUNDREDTHS
    turnout = f"{hundredths // 100}.{hundredths % 100:02}"
    yield Figure("turnout", COUNTRY, _TURNOUT, turnout, SOURCES["turnout"], kind="percent")
    hours = ",".join(map(str, published.TURNOUT_HOURS))
    yield Figure("hours", COUNTRY, _HOURS, hours, SOURCES["hours"], kind="hours")
    for party, count in published.INTERIM_PARTIES.items():
        what = _about(_INTERIM_PARTY, party)
        yield Figure(f"interim:{party}", COUNTRY, what, str(count), SOURCES["interim"])
    for party, count in published.WINNERS.items():
        yield Figure(f"winners:{party}", COUNTRY, _about(_WINNERS, party), str(count), SOURCES["winners"])


def _regional(region: RegionFigures) -> Iterator[Figure]:
    """What was published about one region; a figure that nobody gave has no row."""
    rows = (
        ("contests", _CONTESTS, region.seats),
        ("precincts", _PRECINCTS, region.precincts),
        ("voters", _VOTERS, region.voters),
        ("issued", _ISSUED, region.took_part),
        ("nominated", _NOMINATED, region.nominated),
        ("registered", _REGISTERED, region.registered),
        ("registered_party", _REGISTERED_PARTY, region.registered_party),
        ("members", _MEMBERS, published.PRECINCT_MEMBERS.get(region.code)),
    )
    for code, what, value in rows:
        if value is not None:
            is_rounded = code == "voters" and region.rounded_to > 1
            yield Figure(code, region.code, what, str(value), region.source, is_rounded=is_rounded)
    if region.interim is not None:
        yield Figure("interim", region.code, _INTERIM, str(region.interim), SOURCES["interim"])
    turnout = f"{region.turnout // 10}.{region.turnout % 10}"
    yield Figure("turnout", region.code, _TURNOUT, turnout, SOURCES["regional_turnout"], kind="percent")


def _listed() -> Iterator[Figure]:
    """Kinds of units and of calls, and seats by district."""
    for call, count in published.WEST_KAZAKHSTAN_CALLS:
        yield Figure(f"calls:{call}", "270000000", _CALLS[call], str(count), "informburo.kz")
    for form, count in published.KOSTANAY_FORMS:
        yield Figure(f"forms:{form}", "390000000", _FORMS[form], str(count), "informburo.kz")
    for form, count in published.MANGYSTAU_FORMS:
        yield Figure(f"forms:{form}", "470000000", _FORMS[form], str(count), "adyrna.kz")
    for code, count in published.ALMATY_SEATS.items():
        yield Figure("contests", code, _CONTESTS, str(count), "aqshamnews.kz")
    for code, count in published.MANGYSTAU_SEATS.items():
        yield Figure("contests", code, _CONTESTS, str(count), "adyrna.kz")


FIGURES: tuple[Figure, ...] = tuple(figures())

# All rows of the page: what was published, where sources differ, what is ours.
CITED: tuple[Figure, ...] = (
    *FIGURES,
    *(
        Figure(
            f"differs:{one.code}",
            COUNTRY,
            one.what,
            "",
            one.source,
            kind="words",
            said=one.done,
            is_real=False,
            is_ours=True,
        )
        for one in DISCREPANCIES
    ),
    *(Figure("ours", COUNTRY, words, "", kind="text", is_real=False, is_ours=True) for words in OURS),
    *(Figure("sample", COUNTRY, words, "", kind="text", is_real=False) for words in SAMPLE),
)
