"""The rule of a deadline in words: a line of English for machines and tables, a sentence in kk, ru and en."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from dauys.core.norms import LANGUAGES, Deadline, Pack, Words
from dauys.core.timetable.phrases import TONGUES, Direction, Tongue, kazakh_suffixes

_DIRECTIONS: Mapping[str, Direction] = {
    "on": "on",
    "days_after": "after",
    "months_after": "after",
    "days_before": "before",
    "full_days_before": "before",
    "months_before": "before",
}


Told = Mapping[tuple[str, dt.date | None], tuple[str, Words]]


@lru_cache(maxsize=32)
def rules_told(pack: Pack) -> Told:
    """`rule_line` and `rule_words` of every deadline of a pack, by its code and the start of its period.

    Kept, because they are the same for every unit of an election and cost more than the times themselves.
    """
    return {
        (record.code, record.valid_from): (rule_line(record), rule_words(record, pack))
        for record in pack.deadlines
    }


def rule_line(deadline: Deadline) -> str:
    """The rule in one line that names anchors by their codes: "15 full days before E, 18:00 local"."""
    amount = _amount_in_english(deadline)
    prefix = {"limit": "not later than ", "floor": "not earlier than "}.get(deadline.kind, "")
    match _direction(deadline):
        case "on":
            said = f"{prefix}{deadline.anchor}" if prefix else f"on {deadline.anchor}"
        case direction:
            said = f"{prefix}{amount} {direction} {deadline.anchor}"
    parts = [said]
    if hours := _hours(deadline):
        parts.append(f"{hours} {deadline.clock}")
    if deadline.until_anchor or (deadline.until_time and deadline.hours):
        until = f"{deadline.until_time:%H:%M}" if deadline.until_time else ""
        parts.append(f"until {deadline.until_anchor} {until}".replace("  ", " ").rstrip())
    if deadline.lasts_hours is not None:
        parts.append(f"for {_many_in_english(deadline.lasts_hours, 'hour')}")
    return ", ".join(parts)


def rule_words(deadline: Deadline, pack: Pack) -> Words:
    """The rule as a sentence in the three languages; anchors are named by the pack's own words."""
    return Words(**{language: _sentence(deadline, pack, language) for language in LANGUAGES})


def _sentence(deadline: Deadline, pack: Pack, language: str) -> str:
    tongue = TONGUES[language]
    forms = {**_forms(deadline.anchor, pack, language), **_amounts(deadline, language)}
    said = tongue.sentences[_role(deadline), _direction(deadline)].format_map(forms)
    parts = [said, *_hours_in_words(deadline, tongue)]
    if deadline.until_anchor:
        exact = deadline.until_time is None and _is_exact(deadline.until_anchor, pack)
        until = _until(tongue, _forms(deadline.until_anchor, pack, language), exact=exact)
        # With no hour between them the two ends of a range are one phrase.
        parts = [f"{said} {until}"] if len(parts) == 1 else [*parts, until]
    if deadline.until_time and (deadline.until_anchor or deadline.hours):
        parts.append(_told(tongue, "to", deadline.clock, deadline.until_time))
    if deadline.lasts_hours is not None:
        many = deadline.lasts_hours
        parts.append(tongue.hours["lasts"].format(many, _hour_word(many, language)))
    return ", ".join(parts)


def _until(tongue: Tongue, forms: Mapping[str, str], *, exact: bool) -> str:
    return tongue.hours["until" if exact else "through"].format_map(forms)


def _role(deadline: Deadline) -> str:
    """A range over several days is told from its beginning; any other as the day it falls on."""
    if deadline.kind == "range":
        return "from" if deadline.until_anchor else "moment"
    return deadline.kind


def _direction(deadline: Deadline) -> Direction:
    """Nothing after a day, or before it, is the day itself."""
    if deadline.amount == 0 and deadline.count != "full_days_before":
        return "on"
    return _DIRECTIONS[deadline.count]


def _forms(anchor: str, pack: Pack, language: str) -> dict[str, str]:
    """The cases of an anchor's name in a language, from the words of the pack."""
    tongue = TONGUES[language]
    kind, name = _named(anchor, pack, language)
    forms, stem = tongue.anchors[kind], name
    if kind == "event":
        for first, last, of_a_day in tongue.days:
            if _is_day(name, first, last):
                forms, stem = of_a_day, name[len(first) : len(name) - len(last)]
    return {case: form.format(stem) for case, form in forms.items()}


def _is_day(name: str, first: str, last: str) -> bool:
    """Whether a name has that first word (whole: «день», not «деньги») and that ending."""
    begins = not first or re.match(rf"{first}\b", name) is not None
    return begins and name.endswith(last)


def _named(anchor: str, pack: Pack, language: str) -> tuple[str, str]:
    """What an anchor is, an event or a term, and what it is called."""
    for declared in pack.act.anchor:
        if declared.code == anchor:
            return "event", declared.words.in_language(language)
    for deadline in pack.deadlines:
        if deadline.code == anchor.lower():
            return "term", deadline.activity.in_language(language)
    return "event", anchor


def _is_exact(anchor: str, pack: Pack) -> bool:
    """Whether an anchor is a deadline that is told by the hour."""
    if any(declared.code == anchor for declared in pack.act.anchor):
        return False
    return any(record.code == anchor.lower() and bool(_hours(record)) for record in pack.deadlines)


def _hours(deadline: Deadline) -> str:
    """The hours of a rule: "18:00", "07:00–20:00", "10:00, 12:00"; empty when it goes by days."""
    if deadline.hours:
        return ", ".join(f"{hour:02}:00" for hour in deadline.hours)
    start = f"{deadline.time:%H:%M}" if deadline.time else ""
    if deadline.until_time and not deadline.until_anchor:
        return f"{start or '00:00'}–{deadline.until_time:%H:%M}"
    return start


def _hours_in_words(deadline: Deadline, tongue: Tongue) -> list[str]:
    """The hours of the day a rule falls on, if it has any: "at 18:00 local time"."""
    hours = _hours(deadline)
    role = _hour_role(deadline)
    if role in ("moment", "during"):
        return [tongue.hours[role].format(tongue.hours[deadline.clock].format(hours))] if hours else []
    return [_told(tongue, role, deadline.clock, deadline.time)] if deadline.time else []


def _told(tongue: Tongue, role: str, clock: str, time: dt.time) -> str:
    """One hour with its preposition or ending and the name of the clock, in the order of the language."""
    hour = f"{time:%H:%M}"
    if tongue.ends_hours:
        return tongue.hours[clock].format(tongue.hours[role].format(hour, *kazakh_suffixes(time)))
    return tongue.hours[role].format(tongue.hours[clock].format(hour))


def _hour_role(deadline: Deadline) -> str:
    if deadline.hours:
        return "moment"
    if deadline.kind != "range":
        return deadline.kind
    return "during" if deadline.until_time and not deadline.until_anchor else "from"


def _hour_word(many: int, language: str) -> str:
    if language == "kk":
        return "сағат"
    if language == "ru":  # after «в течение»: genitive
        return "часа" if many % 10 == 1 and many % 100 != 11 else "часов"
    return "hour" if many == 1 else "hours"


def _amounts(deadline: Deadline, language: str) -> dict[str, str]:
    """The amount counted: "15 full days", «15 полных дней», «толық 15 күн» and its ablative."""
    many, months = deadline.amount, deadline.count.startswith("months")
    full = deadline.count == "full_days_before"
    if language == "en":
        return {"amount": _amount_in_english(deadline)}
    if language == "ru":
        return {"amount": f"{many} {_russian_unit(many, months=months, full=full)}"}
    before = "толық " if full else ""
    return {
        "amount": f"{before}{many} {'ай' if months else 'күн'}",
        "amount_from": f"{before}{many} {'айдан' if months else 'күннен'}",
    }


def _amount_in_english(deadline: Deadline) -> str:
    unit = "month" if deadline.count.startswith("months") else "day"
    full = "full " if deadline.count == "full_days_before" else ""
    return _many_in_english(deadline.amount, unit, full)


def _many_in_english(many: int, unit: str, adjective: str = "") -> str:
    return f"{many} {adjective}{unit}{'' if many == 1 else 's'}"


def _russian_unit(many: int, *, months: bool, full: bool) -> str:
    """The accusative after a number: 1 день, 2 дня, 5 дней; 1 полный день, 2 полных дня."""
    one = many % 10 == 1 and many % 100 != 11
    few = many % 10 in (2, 3, 4) and many % 100 not in (12, 13, 14)
    forms = ("месяц", "месяца", "месяцев") if months else ("день", "дня", "дней")
    unit = forms[0] if one else forms[1] if few else forms[2]
    if not full:
        return unit
    return f"{'полный' if one else 'полных'} {unit}"
