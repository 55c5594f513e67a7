"""`dauys commissions`: who sits where on a day, and what the law says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dauys.core.findings import Severity
from dauys.core.norms import Body, Pack, load_pack
from dauys.ops.asking import OrLatest, Unit_, election_asked, unit_asked
from dauys.ops.running import (
    REFUSED,
    AsJson,
    is_json,
    moment,
    refusals,
    show,
    start,
    wrong_use,
)
from dauys.ops.voice import Language, language_named, said

if TYPE_CHECKING:
    from dauys.apps.commissions.queries import Composition
    from dauys.apps.elections.models import Election
    from dauys.core.bodies import Answer

app = typer.Typer(help="Commissions: their composition, and what the law says of it.", no_args_is_help=True)


@app.callback()
def _commissions() -> None:
    """Commissions: their composition, and what the law says of it."""


@dataclass(slots=True)
class _Checked:
    """What was found: commissions looked at, answers by rule, and what could not be asked."""

    law: str
    day: dt.date
    commissions: int = 0
    unformed: int = 0
    broken: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    unchecked: dict[str, int] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity do not hold."""
        return sum(row["severity"] == severity for rows in self.broken.values() for row in rows)


@app.command("check")
def check_commissions(
    election: OrLatest = "",
    unit: Unit_ = "",
    law: Annotated[str, typer.Option("--law", help="Or: by this edition, like kz/akim/2021.")] = "",
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Another day; with --law default today."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Commissions shown for each rule; 0 for all.")
    ] = 10,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Check every composition by the rules of a law: size, offices, vacancies, kin, workplaces.

    Law and day are those of the election, unless --law or --on names others.
    An error ends with exit code 1; warnings alone do not.
    """
    as_json, language = is_json(form), language_named(language)
    if election and law:
        wrong_use("Name --election or --law, not both.")
    start()
    with refusals(as_json=as_json):
        called = None if law else election_asked(election, "Or name a law with --law.")
        pack = load_pack(law) if called is None else _law_of(called)
        day = on.date() if on else called.election_day if called else moment().date()
        checked = _check(pack, day, unit or pack.act.jurisdiction, called, language)
    if as_json:
        show(_record(checked))
    else:
        _print(checked, pack, language, limit)
    if checked.count(Severity.ERROR):
        raise typer.Exit(REFUSED)


def _law_of(election: Election) -> Pack:
    from dauys.apps.elections.queries import law_of  # noqa: PLC0415 -- after start()

    return law_of(election)


def _check(pack: Pack, day: dt.date, unit: str, election: Election | None, language: str) -> _Checked:
    """Every rule about every commission of the unit and beneath it."""
    from dauys.apps.commissions.queries import (  # noqa: PLC0415 -- after start()
        commissions_under,
        compositions,
        findings_about,
    )

    found = unit_asked(pack.act.jurisdiction, unit)
    chosen = commissions_under(found)
    standing = compositions(chosen, day)
    checked = _Checked(pack.id, day, len(standing), sum(one.mandate is None for one in standing.values()))
    voters = _voters(election, standing) if election else {}
    for code, answers in findings_about(standing, chosen, pack, voters=voters).items():
        for answer in answers:
            rule = answer.finding.code
            if answer.finding.holds is None:
                checked.unchecked[rule] = checked.unchecked.get(rule, 0) + 1
            elif not answer.finding.holds:
                row = _row(standing[code], answer, _rule(pack, rule), language)
                checked.broken.setdefault(rule, []).append(row)
    return checked


def _voters(election: Election, standing: dict[str, Composition]) -> dict[str, int]:
    """The voters on the lists of the precincts that have commissions, as their latest turnout told them."""
    from dauys.apps.results.queries.turnouts import readings_of  # noqa: PLC0415 -- after start()

    lists = {
        precinct: hours[max(hours)][1]
        for (_, precinct), hours in readings_of(election, moment()).items()
        if hours
    }
    units = {one.commission.unit_id: one.commission.unit.code for one in standing.values()}
    return {units[key]: voters for key, voters in lists.items() if key in units}


def _rule(pack: Pack, code: str) -> Body:
    return next(body for body in pack.bodies if body.code == code)


def _row(one: Composition, answer: Answer, rule: Body, language: str) -> dict[str, Any]:
    """One finding with its sentences; people by the names under which they sit."""
    finding = answer.finding
    named = {str(member.person): member.name for member in one.members}
    subject = "size" if rule.subject.startswith("size_") and rule.subject != "size_odd" else rule.subject
    wanted = said(language, "number", finding.op, n=finding.right)
    names = {name: getattr(one.commission, f"name_{name}") for name in ("kk", "ru", "en")}
    return {
        "commission": one.commission.code,
        "unit": one.commission.unit.code,
        "name": names[language] or next(filter(None, names.values())),
        "rule": rule.code,
        "severity": str(finding.severity),
        "article": rule.article,
        "grade": str(rule.grade),
        "sentence": rule.sentence.in_language(language),
        "left": finding.left,
        "op": finding.op,
        "right": finding.right,
        "wrong": said(language, "wrong", subject, left=finding.left, right=wanted),
        "remedy": said(language, "remedy", subject),
        "persons": [{"id": person, "name": named.get(person, "")} for person in answer.persons],
    }


def _record(checked: _Checked) -> dict[str, Any]:
    return {
        "law": checked.law,
        "on": checked.day.isoformat(),
        "commissions": checked.commissions,
        "unformed": checked.unformed,
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "unchecked": dict(sorted(checked.unchecked.items())),
        "findings": [row for _, rows in sorted(checked.broken.items()) for row in rows],
    }


def _print(checked: _Checked, pack: Pack, language: str, limit: int) -> None:
    """By rule: its sentence, where it does not hold and why, what to do; then the counts."""
    for code, rows in sorted(checked.broken.items()):
        rule = _rule(pack, code)
        basis = said(language, "basis", "article" if rule.article else "none", article=rule.article)
        if rule.grade.is_default:
            basis += ", " + said(language, "basis", "default")
        severity = said(language, "severity", rows[0]["severity"])
        typer.echo(f"{code}, {severity}, {basis}: {rule.sentence.in_language(language)}")
        typer.echo(f"  {said(language, 'check', 'count', n=len(rows))}")
        for row in rows[: limit or None]:
            typer.echo(f"  {row['commission']} ({row['unit']}) {row['name']}: {row['wrong']}")
            if row["persons"]:
                names = ", ".join(person["name"] or person["id"] for person in row["persons"])
                typer.echo(f"    {said(language, 'check', 'persons', names=names)}")
        if limit and len(rows) > limit:
            typer.echo(f"  {said(language, 'check', 'more', n=len(rows) - limit)}")
        typer.echo(f"  {said(language, 'check', 'do', remedy=rows[0]['remedy'])}\n")
    _total(checked, language)


def _total(checked: _Checked, language: str) -> None:
    if not checked.broken:
        typer.echo(said(language, "check", "holds"))
    for code, count in sorted(checked.unchecked.items()):
        typer.echo(said(language, "check", "unchecked", code=code, n=count))
    if checked.unformed:
        typer.echo(said(language, "check", "unformed", n=checked.unformed))
    counts = {"errors": checked.count(Severity.ERROR), "warnings": checked.count(Severity.WARNING)}
    head = {"law": checked.law, "day": checked.day, "commissions": checked.commissions}
    typer.echo(said(language, "check", "total", **head, **counts))
