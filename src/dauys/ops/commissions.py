"""`dauys import commissions` and `members`: the commissions of a country, taken whole or refused whole."""

from __future__ import annotations

from uuid import uuid4

from dauys.ops.running import AsJson, moment, operator, refusals
from dauys.ops.taking import (
    Answer,
    DryRun,
    Example,
    File,
    OfCountry,
    begun,
    read,
    rows_of,
)
from dauys.ops.voice import Language
from dauys.ops.waiting import working


def import_commissions(
    file: File = None,
    country: OfCountry = "",
    example: Example = False,
    dry_run: DryRun = False,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import commissions with their contacts: CSV, XLSX, JSON Lines or Parquet."""
    answer = Answer("commissions", form, language, dry_run=dry_run)
    path = begun("commissions", file, example=example)
    from dauys.apps.commissions.actions import CommissionRow, enter_commissions  # noqa: PLC0415 -- after start()

    with refusals(as_json=answer.as_json), working(answer.doing("reading")) as shown:
        table = read(path)
        told = rows_of(table, CommissionRow, shown)
        shown.now(answer.doing("storing"))
        entered = enter_commissions(
            told.rows,
            by=operator(),
            at=moment(),
            country=country,
            lines=told.lines,
            place=path.name,
            sha256=table.sha256,
            dry_run=dry_run,
        )
    answer.give({"new": entered.new, "corrected": entered.corrected, "unchanged": entered.unchanged})


def import_members(
    file: File = None,
    country: OfCountry = "",
    example: Example = False,
    dry_run: DryRun = False,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import who sits in commissions: the columns of `dauys export members`, each row with its act.

    A commission is told with all its members. One without a mandate is formed by those who came first; in one
    that stands, whoever is new comes. Who leaves has a row with the office `left`: since when, by which act,
    and in the column `reason` why.
    """
    answer = Answer("members", form, language, dry_run=dry_run)
    path = begun("members", file, example=example)
    from dauys.apps.commissions.actions import MemberRow, enter_members  # noqa: PLC0415 -- after start()

    with refusals(as_json=answer.as_json), working(answer.doing("reading")) as shown:
        table = read(path)
        told = rows_of(table, MemberRow, shown)
        shown.now(answer.doing("storing"))
        taken = enter_members(
            list(zip(told.lines, told.rows, strict=True)),
            new_code=uuid4,
            by=operator(),
            at=moment(),
            country=country,
            place=path.name,
            sha256=table.sha256,
            dry_run=dry_run,
        )
    names = ("formed", "came", "left", "suspended", "unchanged")
    answer.give({name: getattr(taken, name) for name in names})
