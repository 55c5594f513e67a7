"""What does not hold in a file of protocols, in words: where it stands, both sides, what to look for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dauys.apps.elections.queries import law_of
from dauys.apps.imports.queries import Import
from dauys.press.wording import SIGNS, number
from dauys.web.ui import words

PRESENT = "present"  # the sign of a relation that only asks that a figure is there


@dataclass(frozen=True, slots=True)
class BreachSaid:
    """One relation that one protocol of the file does not hold."""

    line: int
    precinct: str
    code: str
    weight: str
    sides: str
    sentence: str
    paper: str


def breaches_said(imported: Import, records: Iterable[dict[str, Any]], language: str) -> list[BreachSaid]:
    """The breaches that a report keeps, in the words of the law of its election."""
    if imported.election is None:
        return []
    known = {one.code: one for one in law_of(imported.election).protocol.relation}
    return [
        BreachSaid(
            one["line"], one["precinct"], one["code"],
            words.said(language, f"results.severity.{one['severity']}"), _sides(one, language),
            known[one["code"]].sentence.in_language(language), known[one["code"]].paper.in_language(language),
        )
        for one in records
        if one["code"] in known
    ]  # fmt: skip


def _sides(one: dict[str, Any], language: str) -> str:
    if one["op"] == PRESENT:
        return words.said(language, "imports.breaches.absent")
    left, right = one["left"], one["right"]
    sides = {
        "left": number(left, language),
        "op": SIGNS.get(one["op"], one["op"]),
        "right": number(right, language),
    }
    if left is None or right is None:
        return words.said(language, "results.entry.sides", **sides)
    by = number(abs(left - right), language)
    return words.said(language, "results.entry.sides_differ", **sides, by=by)
