"""`dauys law`: which laws are here, what they say, whether they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from dauys.core.conformity import check_pack
from dauys.core.findings import Fault
from dauys.core.norms import LAWS, Cited, Pack, Words, law_ids, load_pack
from dauys.core.timetable import rule_words
from dauys.ops.running import REFUSED, AsJson, is_json, refusals, refuse, show, wrong_use
from dauys.ops.screen import screen
from dauys.ops.voice import Language, columns, language_named, said

app = typer.Typer(help="Laws as data: list them, read one, check them.", no_args_is_help=True)

Root = Annotated[Path, typer.Option("--root", help="Folder of law packs, for packs that are being written.")]


@app.command("list")
def list_laws(form: AsJson = "table", language: Language = "en", root: Root = LAWS) -> None:
    """List the editions: id, title, in force from and to."""
    language = language_named(language)
    with refusals(as_json=is_json(form)):
        packs = [load_pack(law, root) for law in law_ids(root)]
    if is_json(form):
        show([_summary(pack) for pack in packs])
        return
    heads = columns(language, "title", "valid_from", "valid_to", "terms", "relations")
    table = Table(Column(said(language, "column", "law"), no_wrap=True), *heads)
    for pack in packs:
        table.add_row(
            pack.id,
            pack.act.short_title.in_language(language),
            str(pack.act.valid_from),
            str(pack.act.valid_to or "…"),
            str(len(pack.deadlines)),
            str(len(pack.protocol.relation)),
        )
    screen().print(table)


@app.command("show")
def show_law(
    law: Annotated[str, typer.Argument(help="Like kz/akim/2021.")],
    language: Language = "en",
    form: AsJson = "table",
    root: Root = LAWS,
) -> None:
    """Print an edition: every deadline, line, relation and rule with its article and grade."""
    language = language_named(language)
    with refusals(as_json=is_json(form)):
        pack = load_pack(law, root)
    if is_json(form):
        show(_whole(pack))
        return
    console = screen()
    act = pack.act
    console.print(act.title.in_language(language), style="bold")
    console.print(act.citation.in_language(language))
    standing = {"law": pack.id, "start": act.valid_from, "end": act.valid_to or "…", "digest": pack.digest}
    console.print(said(language, "law", "standing", **standing) + "\n")
    console.print(_terms(pack, language))
    rows: list[tuple[str, str, Words, Cited]] = [
        (line.number, line.code, line.label, line) for line in pack.protocol.line
    ]
    rows += [(record.code, record.severity, record.sentence, record) for record in pack.protocol.relation]
    rows += [(pack.outcome.code, pack.outcome.method, pack.outcome.sentence, pack.outcome)]
    rows += [(record.code, record.severity, record.sentence, record) for record in pack.controls]
    rows += [
        (record.code, f"{record.level}: {record.subject}", record.sentence, record) for record in pack.bodies
    ]
    rows += [
        (record.code, f"{record.name} = {record.value}", record.sentence, record) for record in pack.settings
    ]
    heads = columns(language, "code", "sentence", "article", "grade")
    table = Table(Column(said(language, "column", "rule"), no_wrap=True), *heads)
    for number, code, words, record in rows:
        table.add_row(number, code, words.in_language(language), record.article, _grade(record, language))
    console.print(table)


def _terms(pack: Pack, language: str) -> Table:
    """The terms of the calendar: what is due, by whom, when."""
    heads = columns(language, "code", "activity", "responsible", "when", "article", "grade")
    table = Table(Column(said(language, "column", "rule"), no_wrap=True), *heads)
    for term in pack.deadlines:
        told = (term.activity, term.responsible, rule_words(term, pack))
        words = (each.in_language(language) for each in told)
        table.add_row(term.number, term.code, *words, term.article, _grade(term, language))
    return table


def _grade(record: Cited, language: str) -> str:
    default = f" ({said(language, 'basis', 'default')})" if record.grade.is_default else ""
    return f"{record.grade}{default}"


@app.command("check")
def check_laws(
    laws: Annotated[
        list[str] | None, typer.Argument(help="Editions to check; all when none is named.")
    ] = None,
    form: AsJson = "table",
    root: Root = LAWS,
) -> None:
    """Find what is wrong in the packs: names, translations, times, relations, cases that do not hold."""
    as_json = is_json(form)
    chosen = laws or list(law_ids(root))
    if not chosen:
        wrong_use(f"No law pack lies in {root}.")
    faults: list[Fault] = []
    for law in chosen:
        found = check_pack(law, root)
        faults += found
        if not as_json:
            typer.echo(f"{law}: {'holds' if not found else f'{len(found)} faults'}")
    if faults and as_json:
        refuse(faults, as_json=True)
    if as_json:
        show({"checked": chosen, "faults": []})
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(REFUSED)


def _summary(pack: Pack) -> dict[str, object]:
    act = pack.act
    return {
        "id": pack.id,
        "title": act.title.model_dump(),
        "valid_from": act.valid_from.isoformat(),
        "valid_to": act.valid_to.isoformat() if act.valid_to else None,
        "digest": pack.digest,
        "deadlines": len(pack.deadlines),
        "relations": len(pack.protocol.relation),
    }


def _whole(pack: Pack) -> dict[str, object]:
    records = {
        "deadlines": pack.deadlines,
        "controls": pack.controls,
        "bodies": pack.bodies,
        "settings": pack.settings,
    }
    return {
        "id": pack.id,
        "digest": pack.digest,
        "act": pack.act.model_dump(mode="json"),
        "protocol": pack.protocol.model_dump(mode="json"),
        "outcome": pack.outcome.model_dump(mode="json"),
        **{name: [record.model_dump(mode="json") for record in found] for name, found in records.items()},
    }
