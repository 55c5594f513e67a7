"""The rows of the screen that invites many: who stands there, what was typed beside them, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dauys.apps.commissions.queries import (
    Commission,
    appointed_holders,
    commissions_named,
    sitting_holders,
)
from dauys.core.findings import Fault
from dauys.web.accounts.listing import name_of_row
from dauys.web.ui import words
from dauys.web.ui.doors import Desk
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.forms import text_sent
from dauys.web.ui.listing import AT_ONCE

PREFIX = "to-"  # of the names of the fields
_FIELD = re.compile(rf"{PREFIX}(?P<person>[0-9a-f]{{32}})-(?P<commission>.{{1,80}})")


@dataclass(slots=True)
class Row:
    """One who holds an office in one commission, with the field beside the name."""

    holder: Any  # of `sitting_holders` or `appointed_holders`
    commission: Commission
    language: str
    typed: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Of the field, and its id."""
        return f"{PREFIX}{self.holder.person_code.hex}-{self.commission.code}"

    @property
    def called(self) -> str:
        """The commission, as people call it."""
        return name_of_row(self.holder, self.language)

    @property
    def state(self) -> str:
        """Why somebody is to be invited."""
        why = "failed" if self.holder.letter == "failed" else self.holder.state
        return words.said(self.language, f"accounts.states.{why}")

    @property
    def before(self) -> str:
        """The address that an invitation went to already."""
        return str(self.holder.address or "")


def rows_of(holders: Iterable[Any], desk: Desk) -> list[Row]:
    """The rows, with their commissions: one question."""
    known = list(holders)
    commissions = commissions_named(desk.holds.country, {one.commission_code for one in known})
    return [Row(one, commissions[one.commission_code], desk.language) for one in known]


def as_typed(desk: Desk, sent: Mapping[str, str], *, is_staff: bool) -> tuple[list[Row], list[Said]]:
    """The rows whose fields were sent, in their order, whoever still needs an invitation or not.

    What was typed beside somebody who holds no office there any more is told above.
    """
    keys = [key for key in sent if _FIELD.fullmatch(key)]
    faults = [Said(desk.said("accounts.many.too_many", most=AT_ONCE))] if len(keys) > AT_ONCE else []
    keys = keys[:AT_ONCE]
    people = [UUID(key.removeprefix(PREFIX)[:32]) for key in keys]
    holders = appointed_holders if is_staff else sitting_holders
    found: Any = holders(desk.holds.path, desk.day, desk.at).filter(person_code__in=people)
    rows = {row.name: row for row in rows_of(found, desk)}
    for key in keys:
        typed = text_sent(sent, key).strip()
        if key in rows:
            rows[key].typed = typed
        elif typed:
            faults.append(Said(desk.said("accounts.many.gone"), value=typed))
    kept = [rows[key] for key in keys if key in rows]
    if not faults and not any(row.typed for row in kept):
        faults = [Said(desk.said("accounts.many.nothing"), kept[0].name if kept else "")]
    return kept, faults


def with_faults(rows: Sequence[Row], faults: Sequence[Fault], language: str) -> list[Said]:
    """Put the faults of the verb beside their rows, by `line`; the summary names each row and leads to it."""
    found = []
    for fault, said in zip(faults, faults_said(faults, language), strict=True):
        if fault.line is None:
            found.append(said)
            continue
        row = rows[fault.line]
        row.faults.append(said.text)
        found.append(Said(f"{row.holder.name}: {said.text}", row.name, said.code, "", row.typed))
    return found
