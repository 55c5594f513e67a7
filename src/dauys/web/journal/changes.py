"""What an entry says of what changed, as a table reads it: every value beside the one before it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dauys.web.ui import words
from dauys.web.ui.naming import Names

_PERSON = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST = 500  # ids of one entry that are asked for
_APART = {"before", "after"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that stood in a way and stands in another; empty for what was not there.

    `name` is the field of the entry, `said` what it means in words, "" for a code or one without a word.
    """

    name: str
    before: str
    after: str
    said: str = ""


def changes_of(done: Mapping[str, Any], names: Names) -> list[Change]:
    """The changes that an entry tells, in the order of their names; persons by what they are called."""
    found = _pairs("", done.get("before"), done.get("after"))
    for one in done.get("corrected") or () if isinstance(done.get("corrected"), list) else ():
        if isinstance(one, dict):
            found += _pairs(f"{one.get('code', '')} ", one.get("before"), one.get("after"))
    return [
        Change(
            one.name, _named(one.before, names), _named(one.after, names), _fact(one.name, names.language)
        )
        for one in found
    ]  # fmt: skip


def people_in(done: Mapping[str, Any]) -> list[str]:
    """The opaque ids that an entry tells, as far as a page shows them."""
    return _PERSON.findall(json.dumps(done))[:_MOST]


def _named(text: str, names: Names) -> str:
    return _PERSON.sub(lambda found: names.person(found[0]), text)


def _pairs(prefix: str, before: Any, after: Any) -> list[Change]:
    stood = before if isinstance(before, dict) else {}
    stands = after if isinstance(after, dict) else {}
    return [
        Change(f"{prefix}{name}", _said(stood.get(name)), _said(stands.get(name)))
        for name in sorted({*stood, *stands})
    ]


def rest_of(done: Mapping[str, Any], names: Names) -> list[tuple[str, str, str]]:
    """Everything else that an entry tells, name by name: the field, what it means in words, its value."""
    return [
        (name, _fact(name, names.language), _named(_said(value), names))
        for name, value in sorted(done.items())
        if name not in _APART
    ]


def _fact(name: str, language: str) -> str:
    """What a field of an entry means; "" where it is a code of a row, or has no word."""
    return words.said_or(language, f"journal.facts.{name}", "") if name.isidentifier() else ""


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
