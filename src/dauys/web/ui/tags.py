"""What templates say: words, numbers, days and moments as the language writes them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language

from dauys.core.norms import Words
from dauys.press import wording
from dauys.web.ui import terms, words
from dauys.web.ui.forms import Form

register = template.Library()
_CAPITAL = ZoneInfo(settings.CAPITAL_ZONE)


def _language() -> str:
    found = get_language() or ""
    return found if found in wording.LANGUAGES else wording.LANGUAGES[0]


@register.simple_tag
def say(key: str, **places: object) -> str:
    """`{% say "today.heading" day=… %}`: a sentence of the words; escaped like any other text."""
    return words.said(_language(), key, **places)


@register.simple_tag
def say_counted(key: str, count: int) -> str:
    """`{% say_counted "today.duties" n %}`: a number with its noun in the right form."""
    return words.counted(_language(), key, count)


@register.filter
def number(figure: int | None) -> str:
    """A whole number with thousands set apart; a dash for none."""
    return wording.number(figure, _language())


@register.filter
def percent(figure: str | None) -> str:
    """A percent string of the core."""
    return wording.percent(figure, _language())


@register.filter
def day(date: dt.date | None) -> str:
    """A day in words; a dash for none."""
    return wording.day(date, _language()) if date else wording.DASH


@register.filter
def moment(at: dt.datetime | None) -> str:
    """A moment in words, on the clock that it carries, one of the database on that of the capital."""
    if at is None:
        return wording.DASH
    return wording.moment(at if at.utcoffset() else timezone.localtime(at, _CAPITAL), _language())


@register.filter
def sign(op: str) -> str:
    """The sign between the two sides of a relation."""
    return wording.SIGNS.get(op, op)


@register.filter
def in_language(said: Words | None) -> str:
    """A sentence of a law pack, a name; where it has none in the language, in another; a dash for none."""
    if not said:
        return wording.DASH
    languages = (_language(), *wording.LANGUAGES)
    return next((text for one in languages if (text := said.in_language(one))), wording.DASH)


@register.filter
def name_of(row: Any) -> str:
    """The name of a row that has name_kk, name_ru and name_en: in another language before its code."""
    return text_of(row, "name") or str(getattr(row, "code", ""))


@register.filter
def text_of(row: Any, stem: str) -> str:
    """A text of a row in the language, else as it was given without one, else in another language."""
    names = (f"{stem}_{_language()}", stem, *(f"{stem}_{one}" for one in wording.LANGUAGES))
    return next((text for name in names if (text := str(getattr(row, name, "") or ""))), "")


@register.filter
def election_name(election: Any) -> str:
    """What an election is called."""
    return terms.election_name(election, _language())


@register.filter
def office(code: str) -> str:
    """An office of the table of rights in words."""
    return words.said(_language(), f"ui.offices.{code or 'anonymous'}")


@register.filter
def item(found: Mapping[str, Any], key: str) -> Any:
    """A value by a key that is a variable."""
    return found.get(key)


@register.filter
def as_json(found: object) -> str:
    """A value as a script reads it from an attribute; escaped like any other text."""
    return json.dumps(found, cls=DjangoJSONEncoder)


@register.filter
def errors_of(field: BoundField) -> list[str]:
    """The errors of a field in words."""
    form = field.form
    return form.errors_of(field.name) if isinstance(form, Form) else [str(error) for error in field.errors]
