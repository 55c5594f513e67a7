"""What stands at the addresses that figures cite: who printed it, when, and its own title where it was read.

Real: all of it. A title stays in its own language; a paper without one was cited to us without its title.
"""

from __future__ import annotations

import datetime as dt

from dauys.ops.demo.country.records import Names, Paper
from dauys.press.wording import day

ADILET = "adilet.zan.kz/rus/docs/Z950002464_"
LAW = Names(
    "«Қазақстан Республикасындағы сайлау туралы» Конституциялық заң",
    "Конституционный закон «О выборах в Республике Казахстан»",
    "Constitutional Law on Elections in the Republic of Kazakhstan",
)


def _article(number: str, point: str) -> Paper:
    """An article of the law and its point, where it has points; the text read is of 2026."""
    kk = f"{number}-баптың {point}-тармағы" if point else f"{number}-бап"
    ru = f"пункт {point} статьи {number}" if point else f"статья {number}"
    cited = f"{number}({point})" if point else number
    names = Names(f"{LAW.kk}, {kk}", f"{LAW.ru}, {ru}", f"{LAW.en}, article {cited}")
    return Paper(f"{ADILET} {cited}", names, url=f"https://{ADILET}")


def _report(
    address: str, on: dt.date | None, names: Names, title: str = "", language: str = "", url: str = ""
) -> Paper:
    """A paper with the day it was printed, where that is known."""
    if on is not None:
        names = Names(
            f"{names.kk}, {day(on, 'kk')}", f"{names.ru}, {day(on, 'ru')}", f"{names.en}, {day(on, 'en')}"
        )
    return Paper(address, names, title, language, url)


def _site(name: str) -> Paper:
    """A site of which only the name is known."""
    return Paper(name, Names(f"{name} сайты", f"Сайт {name}", f"The site {name}"))


_KAZINFORM = Names("«ҚазАқпарат» агенттігі", "Агентство «Казинформ»", "Kazinform news agency")
_JULY_7, _JULY_25, _JULY_26 = dt.date(2021, 7, 7), dt.date(2021, 7, 25), dt.date(2021, 7, 26)

PAPERS: tuple[Paper, ...] = (
    _report(
        "akmolinform.kz/?p=9287",
        _JULY_7,
        Names(
            "«ҚазАқпарат» хабары, «Akmolinform» сайты",
            "Сообщение «Казинформа», сайт «Akmolinform»",
            "Kazinform report on the site Akmolinform",
        ),
        "Выборы сельских акимов: выдвижение кандидатов продлится до 9 июля",
        "ru",
        "https://akmolinform.kz/?p=9287",
    ),
    _report(
        "kursiv.media",
        dt.date(2021, 7, 16),
        Names("Kursiv.media басылымы", "Издание Kursiv.media", "Kursiv.media"),
    ),
    _report(
        "qz.inform.kz",
        None,
        Names(
            "«ҚазАқпарат», қазақ тіліндегі сайты", "«Казинформ», сайт на казахском", "Kazinform, in Kazakh"
        ),
    ),
    _report(
        "inform.kz a3815785",
        None,
        _KAZINFORM,
        "2,297 candidates registered for elections of rural akims in Kazakhstan",
        "en",
    ),
    _report(
        "en.inform.kz a3815965",
        None,
        Names(
            "«ҚазАқпарат», ағылшын тіліндегі сайты",
            "«Казинформ», сайт на английском",
            "Kazinform, in English",
        ),
    ),
    _report(
        "caravan.kz",
        _JULY_25,
        Names("«Караван» медиапорталы", "Медиапортал «Караван»", "Caravan media portal"),
        "Впервые проходят прямые выборы сельских акимов в Казахстане",
        "ru",
    ),
    _report(
        "Wikipedia",
        None,
        Names(
            "Википедия, мақаланың көшірмелері", "Википедия, копии статьи", "Wikipedia, copies of the article"
        ),
        "2021 Kazakh municipal elections",
        "en",
    ),
    _report(
        "astanatv.kz 62550",
        _JULY_26,
        Names("Astana TV телеарнасы", "Телеканал Astana TV", "Astana TV"),
        "Ауыл әкімдерінің сайлауында халықтың белсенділігі жоғары болды",
        "kk",
    ),
    _report("adyrna.kz", _JULY_25, Names("«Адырна» порталы", "Портал «Адырна»", "Adyrna portal")),
    _report(
        "ognialatau.kz", None, Names("«Огни Алатау» газеті", "Газета «Огни Алатау»", "Ogni Alatau newspaper")
    ),
    _report("vecher.kz", None, Names("Vecher.kz сайты", "Сайт Vecher.kz", "The site Vecher.kz")),
    _report(
        "pricom.kz",
        None,
        Names("Pricom.kz сайты", "Сайт Pricom.kz", "The site Pricom.kz"),
        "На 55% обновился состав акимов сельских округов Атырауской области",
        "ru",
    ),
    _report(
        "kazinform a3817549",
        None,
        _KAZINFORM,
        "На 55 % обновился состав сельских акимов в Атырауской области",
        "ru",
    ),
    _report(
        "tolqyn.kz",
        None,
        Names("Tolqyn.kz сайты", "Сайт Tolqyn.kz", "The site Tolqyn.kz"),
        "Қызылордада ауыл әкімдерінің сайлауы басталды",
        "kk",
    ),
    _report(
        "khabar.kz",
        _JULY_25,
        Names("«Хабар» телеарнасы", "Телеканал «Хабар»", "Khabar TV channel"),
        "Более 700 сельских акимов будут избраны в Казахстане",
        "ru",
    ),
    _report(
        "kazpravda.kz",
        None,
        Names(
            "«Казахстанская правда» газеті",
            "Газета «Казахстанская правда»",
            "Kazakhstanskaya Pravda newspaper",
        ),
    ),
    _report(
        "pavlodarnews via datification.org",
        None,
        Names(
            "Pavlodarnews, datification.org сақтаған көшірмесі",
            "Pavlodarnews, копия на datification.org",
            "Pavlodarnews, a copy on datification.org",
        ),
    ),
    _report(
        "egemen.kz/article/280508",
        None,
        Names("«Егемен Қазақстан» газеті", "Газета «Егемен Қазақстан»", "Egemen Qazaqstan newspaper"),
        url="https://egemen.kz/article/280508",
    ),
    _report(
        "election.gov.kz ID=6370",
        dt.date(2021, 6, 24),
        Names(
            "Орталық сайлау комиссиясының баспасөз хабары, ағылшын тілінде",
            "Пресс-релиз Центральной избирательной комиссии, на английском языке",
            "Press release of the Central Election Commission",
        ),
        url="https://www.election.gov.kz/eng/news/releases/index.php?ID=6370",
    ),
    _report(
        "github.com/arodionoff/geokz",
        None,
        Names(
            "geokz деректеріндегі 2021 жылғы аудандар тізімі (Alexander Rodionov, CC BY 4.0)",
            "Список районов 2021 года из данных geokz (Alexander Rodionov, CC BY 4.0)",
            "List of districts of 2021 in geokz (Alexander Rodionov, CC BY 4.0)",
        ),
        url="https://github.com/arodionoff/geokz",
    ),
    *map(_site, ("aqshamnews.kz", "informburo.kz", "ekaraganda.kz", "turkystan.kz", "qazaqtv.com", "kt.kz")),
    _article("43", "5"),
    _article("113-3", "6"),
    _article("113-6", ""),
    _article("113-9", ""),
    _article("113-10", "1"),
)
