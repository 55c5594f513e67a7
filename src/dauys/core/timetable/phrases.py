"""The phrases in which a rule is told in Kazakh, Russian and English.

Names of anchors are not inflected: a noun in the right case stands before the name in quotation marks
(ru «до срока …», kk «… мерзіміне дейін»). Only the two days that every election has have forms of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["before", "after", "on"]


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language tells a rule: by (role, direction), the forms of what is counted from, the hours."""

    sentences: Mapping[tuple[str, Direction], str]
    anchors: Mapping[str, Mapping[str, str]]
    hours: Mapping[str, str]


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
        "E": {"name": "election day", "day": "election day"},
        "CALL": {"name": "the day the election is called", "day": "the day the election is called"},
        "event": {"name": "the event “{0}”", "day": "the day of the event “{0}”"},
        "term": {"name": "the term “{0}”", "day": "the day of the term “{0}”"},
    },
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
        "E": {"name": "дня выборов", "day": "день выборов", "since": "со дня выборов"},
        "CALL": {
            "name": "дня назначения выборов",
            "day": "день назначения выборов",
            "since": "со дня назначения выборов",
        },
        "event": {"name": "события «{0}»", "day": "день события «{0}»", "since": "с события «{0}»"},
        "term": {
            "name": "срока «{0}»",
            "day": "день срока «{0}»",
            "since": "со срока «{0}»",
        },
    },
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
        "E": {
            "to": "сайлау күніне",
            "since": "сайлау күнінен",
            "day": "сайлау күні",
            "whole": "сайлау күнін",
        },
        "CALL": {
            "to": "сайлау тағайындалған күнге",
            "since": "сайлау тағайындалған күннен",
            "day": "сайлау тағайындалған күні",
            "whole": "сайлау тағайындалған күнді",
        },
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
    hours={
        "local": "жергілікті уақытпен {0}",
        "capital": "елорда уақытымен {0}",
        "limit": "{0}",
        "floor": "{0}",
        "moment": "{0}",
        "from": "{0}",
        "during": "{0}",
        "to": "{0}",
        "lasts": "{0} {1} ішінде",
        "through": "{whole} қоса алғанда",
        "until": "{to} дейін",
    },
)
TONGUES: Mapping[str, Tongue] = {"kk": _KAZAKH, "ru": _RUSSIAN, "en": _ENGLISH}
