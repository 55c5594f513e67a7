"""The phrases in which a rule is told in Kazakh, Russian and English.

A law names most of the days it counts from as days (ru «день выборов», kk «сайлау күні»): that one word is
put into the case which the phrase needs. Other names, and the titles of deadlines, stand in quotation marks
beside a noun that takes the case for them (ru «до срока «…»», kk «…» мерзіміне дейін).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["before", "after", "on"]


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language tells a rule: by (role, direction), the forms of what is counted from, the hours."""

    sentences: Mapping[tuple[str, Direction], str]
    anchors: Mapping[str, Mapping[str, str]]  # forms of an event and of a term; {0} is the name
    days: tuple[
        tuple[str, str, Mapping[str, str]], ...
    ]  # first word, last word, forms; {0} is what is between
    hours: Mapping[str, str]
    ends_hours: bool = False  # the language puts endings after figures instead of words before them


_ENGLISH = Tongue(
    sentences={
        ("limit", "before"): "not later than {amount} before {name}",
        ("floor", "before"): "not earlier than {amount} before {name}",
        ("moment", "before"): "{amount} before {name}",
        ("from", "before"): "from {amount} before {name}",
        ("limit", "after"): "not later than {amount} after {name}",
        ("floor", "after"): "not earlier than {amount} after {name}",
        ("moment", "after"): "{amount} after {name}",
        ("from", "after"): "from {amount} after {name}",
        ("limit", "on"): "not later than {name}",
        ("floor", "on"): "not earlier than {name}",
        ("moment", "on"): "on {day}",
        ("from", "on"): "from {day}",
    },
    anchors={
        "event": {"name": "the event “{0}”", "day": "the day of the event “{0}”"},
        "term": {"name": "the term “{0}”", "day": "the day of the term “{0}”"},
    },
    days=(
        ("the day", "", {"name": "the day{0}", "day": "the day{0}"}),
        ("", "day", {"name": "{0}day", "day": "{0}day"}),
    ),
    hours={
        "local": "{0} local time",
        "capital": "{0} capital time",
        "limit": "by {0}",
        "floor": "from {0}",
        "moment": "at {0}",
        "from": "from {0}",
        "during": "{0}",
        "to": "to {0}",
        "lasts": "within {0} {1}",
        "through": "through {day}",
        "until": "until {name}",
    },
)
_RUSSIAN = Tongue(
    sentences={
        ("limit", "before"): "не позднее чем за {amount} до {name}",
        ("floor", "before"): "не ранее чем за {amount} до {name}",
        ("moment", "before"): "за {amount} до {name}",
        ("from", "before"): "начиная за {amount} до {name}",
        ("limit", "after"): "не позднее чем через {amount} после {name}",
        ("floor", "after"): "не ранее чем через {amount} после {name}",
        ("moment", "after"): "через {amount} после {name}",
        ("from", "after"): "начиная через {amount} после {name}",
        ("limit", "on"): "не позднее {name}",
        ("floor", "on"): "не ранее {name}",
        ("moment", "on"): "в {day}",
        ("from", "on"): "начиная {since}",
    },
    anchors={
        "event": {"name": "события «{0}»", "day": "день события «{0}»", "since": "с события «{0}»"},
        "term": {
            "name": "срока «{0}»",
            "day": "день срока «{0}»",
            "since": "со срока «{0}»",
        },
    },
    days=(("день", "", {"name": "дня{0}", "day": "день{0}", "since": "со дня{0}"}),),
    hours={
        "local": "{0} по местному времени",
        "capital": "{0} по времени столицы",
        "limit": "до {0}",
        "floor": "с {0}",
        "moment": "в {0}",
        "from": "с {0}",
        "during": "{0}",
        "to": "до {0}",
        "lasts": "в течение {0} {1}",
        "through": "по {day} включительно",
        "until": "до {name}",
    },
)
_KAZAKH = Tongue(
    sentences={
        ("limit", "before"): "{to} дейін {amount_from} кешіктірмей",
        ("floor", "before"): "{to} дейін {amount_from} ерте емес",
        ("moment", "before"): "{to} дейін {amount} қалғанда",
        ("from", "before"): "{to} дейін {amount} қалғаннан бастап",
        ("limit", "after"): "{since} кейін {amount_from} кешіктірмей",
        ("floor", "after"): "{since} кейін {amount_from} ерте емес",
        ("moment", "after"): "{since} кейін {amount} өткен күні",
        ("from", "after"): "{since} кейін {amount} өткен күннен бастап",
        ("limit", "on"): "{since} кешіктірмей",
        ("floor", "on"): "{since} ерте емес",
        ("moment", "on"): "{day}",
        ("from", "on"): "{since} бастап",
    },
    anchors={
        "event": {
            "to": "«{0}» оқиғасына",
            "since": "«{0}» оқиғасынан",
            "day": "«{0}» оқиғасы болған күні",
            "whole": "«{0}» оқиғасы болған күнді",
        },
        "term": {
            "to": "«{0}» мерзіміне",
            "since": "«{0}» мерзімінен",
            "day": "«{0}» мерзімі келген күні",
            "whole": "«{0}» мерзімі келген күнді",
        },
    },
    days=(
        ("", "күн", {"to": "{0}күнге", "since": "{0}күннен", "day": "{0}күні", "whole": "{0}күнді"}),
        ("", "күні", {"to": "{0}күніне", "since": "{0}күнінен", "day": "{0}күні", "whole": "{0}күнін"}),
    ),
    hours={
        "local": "жергілікті уақытпен {0}",
        "capital": "елорда уақытымен {0}",
        "limit": "{0}-{1} дейін",
        "floor": "{0}-{2} бастап",
        "moment": "{0}",
        "from": "{0}-{2} бастап",
        "during": "{0}",
        "to": "{0}-{1} дейін",
        "lasts": "{0} {1} ішінде",
        "through": "{whole} қоса алғанға дейін",
        "until": "{to} дейін",
    },
    ends_hours=True,
)
TONGUES: Mapping[str, Tongue] = {"kk": _KAZAKH, "ru": _RUSSIAN, "en": _ENGLISH}

# How a number read aloud takes the dative and the ablative in Kazakh: units, then tens.
_SUFFIXES = {
    0: ("ге", "ден"),
    1: ("ге", "ден"),
    2: ("ге", "ден"),
    3: ("ке", "тен"),
    4: ("ке", "тен"),
    5: ("ке", "тен"),
    6: ("ға", "дан"),
    7: ("ге", "ден"),
    8: ("ге", "ден"),
    9: ("ға", "дан"),
    10: ("ға", "нан"),
    20: ("ға", "дан"),
    30: ("ға", "дан"),
    40: ("қа", "тан"),
    50: ("ге", "ден"),
}


def kazakh_suffixes(time: dt.time) -> tuple[str, str]:
    """The dative and ablative endings after an hour in figures: 18:00-ге, 20:00-дан."""
    spoken = time.minute or time.hour
    return _SUFFIXES[spoken % 10 or spoken]
