"""Numbers, dates, shares, plural forms and alphabetical order as Kazakh, Russian and English write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

LANGUAGES = ("kk", "ru", "en")

NO_BREAK = "\u00a0"
THIN_NO_BREAK = "\u202f"
DASH = "\u2014"

MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
KAZAKH_LOCATIVE = "дағы дағы дағы дегі дағы дағы дегі дағы тегі дағы дағы дағы".split()  # of each month

# The Kazakh alphabet holds the Russian one in its own order, so one table serves both languages.
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
PLACES = {ord(letter): chr(0xE000 + place) for place, letter in enumerate(ALPHABET)}
QUOTES = dict.fromkeys(map(ord, '«»“”„"'))
PLACES_BY_LANGUAGE = {
    "kk": PLACES,
    "ru": PLACES | {ord("ё"): PLACES[ord("е")]},  # Russian lists ё among е
    "en": PLACES,
}


# What a unit is, said before its name: «г. Степногорск» is looked for under С. Kazakh says it after the name.
KINDS = {
    "ru": re.compile(
        r"(?:г\.|город|район(?: имени)?|село|с\.|пос[её]лок|пос\.|аул|сельский округ|область) +"
        r"(?=[«А-ЯЁӘІҢҒҮҰҚӨҺ])"
    ),
    "en": re.compile(r"(?:City|District|Village|Settlement|Region) of (?=[A-Z])"),
}
SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}  # of the law's records, as people write them


def number(figure: int | None, language: str) -> str:
    """A whole number, thousands set apart (`1 630 875`, English `1,630,875`); a dash for a missing one."""
    if figure is None:
        return DASH
    grouped = f"{figure:,}"
    return grouped if language == "en" else grouped.replace(",", THIN_NO_BREAK)


def decimal(figure: str | None, language: str) -> str:
    """A decimal string of the core ("3.54") with the language's decimal sign; a dash for a missing one."""
    if figure is None:
        return DASH
    return figure if language == "en" else figure.replace(".", ",")


def percent(figure: str | None, language: str) -> str:
    """A percent string of the core ("79.10") with the language's decimal sign; a dash for a missing one."""
    if figure is None:
        return DASH
    if language == "en":
        return figure + "%"
    return figure.replace(".", ",") + ("%" if language == "kk" else NO_BREAK + "%")


def day(date: dt.date, language: str) -> str:
    """A day in words: `2021 жылғы 25 шілде`, `25 июля 2021 года`, `25 July 2021`."""
    month = MONTHS[language][date.month - 1]
    if language == "kk":
        return f"{date.year}{NO_BREAK}жылғы {date.day}{NO_BREAK}{month}"
    ending = f"{NO_BREAK}года" if language == "ru" else ""
    return f"{date.day}{NO_BREAK}{month} {date.year}{ending}"


def day_as_attribute(date: dt.date, language: str) -> str:
    """A day beside a noun: `2021 жылғы 25 шілдедегі`, `25 июля 2021 года`, `25 July 2021`."""
    said = day(date, language)
    return said + KAZAKH_LOCATIVE[date.month - 1] if language == "kk" else said


def offset(at: dt.datetime) -> str:
    """How far the clock of an aware time stands from UTC: `UTC+6`, `UTC+5:30`."""
    shift = at.utcoffset()
    if shift is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    minutes = int(shift.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def moment(at: dt.datetime, language: str, *, zone: bool = True) -> str:
    """An aware time in words, on its own clock: `25 July 2021, 18:00 (UTC+6)`."""
    said = f"{day(at.date(), language)}, {at:%H:%M}"
    return f"{said} ({offset(at)})" if zone else said


def plural_form(count: int, language: str) -> str:
    """Which of a word's forms goes with a whole number: `one`, `few`, `many` or `other` (CLDR)."""
    if language == "ru":
        last, last_two = count % 10, count % 100
        if last == 1 and last_two != 11:
            return "one"
        return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"
    return "one" if count == 1 else "other"


def counted(count: int, forms: Mapping[str, str], language: str) -> str:
    """A number with its noun: `12 protocols`; the forms hold `{n}` where the number stands."""
    form = forms.get(plural_form(count, language), forms["other"])
    return form.replace("{n}", number(count, language))


def proper(name: str, language: str) -> str:
    """The name of a unit without the word for what it is, by which lists of names are ordered."""
    kind = KINDS.get(language)
    found = kind.match(name) if kind is not None else None
    return name[found.end() :].lstrip("«") if found is not None else name


class _Spelling(dict[int, str]):
    """What each sign is in a key, worked out once: lists of a whole country ask for it at every page."""

    def __init__(self, places: Mapping[int, str]) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, sign: int) -> str:
        folded = chr(sign).translate(QUOTES).casefold().translate(self._places)
        spread = unicodedata.normalize("NFKD", folded)
        self[sign] = "".join(one for one in spread if not unicodedata.combining(one))
        return self[sign]


_SPELLING = {language: _Spelling(places) for language, places in PLACES_BY_LANGUAGE.items()}
_DIGITS = re.compile("([0-9]+)")


def spelled(text: str | None, language: str) -> str | None:
    """The same key as one text, for a database that orders texts sign by sign; None for none."""
    if text is None:
        return None
    return _DIGITS.sub(_as_text, _signs(text, language))


def _as_text(digits: re.Match[str]) -> str:
    bare = str(int(digits[0]))
    return f"\x01{len(bare):03d}{bare}"


def sort_key(text: str, language: str) -> tuple[str | int, ...]:
    """Key for alphabetical order in the language; quotes don't count, runs of digits count as numbers."""
    pieces = _DIGITS.split(_signs(text, language))
    return tuple(int(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def _signs(text: str, language: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SPELLING[language])
