"""`dauys export`: what stands here as files, in the columns in which it can be imported again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from dauys.core.findings import Fault, Refused
from dauys.ops.asking import OrLatest, election_asked, unit_asked, unit_fault
from dauys.ops.outgoing import FORMS, Force, Form, Out, Target, form_of, target_of
from dauys.ops.running import moment, refusals, start, wrong_use
from dauys.ops.snapshots import snapshot
from dauys.ops.voice import Language, language_named, said

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.apps.results.queries.outgoing import Which
    from dauys.apps.territory.models import Unit
    from dauys.core.tables import Sheet

app = typer.Typer(
    help="Export what stands here: CSV, XLSX, JSON Lines or Parquet. What can be imported comes in the "
    "import's own columns.",
    no_args_is_help=True,
)

OfUnit = Annotated[str, typer.Option("--unit", help="A unit with all beneath it; default the country.")]
Versions = Annotated[str, typer.Option("--versions", metavar="counting|latest|all")]
IMPORT = "Import it first: dauys import territory."
WHICH = ("counting", "latest", "all")


@app.command("territory")
def export_territory(
    unit: OfUnit = "", form: Form = "", out: Out = "-", force: Force = False, language: Language = "en"
) -> None:
    """Units with all their names over time; of a part of the country also the units above it."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.territory.queries import territory_sheet  # noqa: PLC0415 -- after start()

    with refusals(), snapshot():
        target.put_sheet(territory_sheet(unit_named(unit)), "territory")


@app.command("commissions")
def export_commissions(
    unit: OfUnit = "", form: Form = "", out: Out = "-", force: Force = False, language: Language = "en"
) -> None:
    """Commissions with their contacts."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.commissions.queries import commission_sheet  # noqa: PLC0415

    with refusals(), snapshot():
        target.put_sheet(commission_sheet(unit_named(unit)), "commissions")


@app.command("members")
def export_members(
    unit: OfUnit = "", form: Form = "", out: Out = "-", force: Force = False, language: Language = "en"
) -> None:
    """Who sits in the commissions today (or at DAUYS_AT), and by which act."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.commissions.queries import member_sheet  # noqa: PLC0415

    with refusals(), snapshot():
        target.put_sheet(member_sheet(unit_named(unit), moment().date()), "members")


@app.command("election")
def export_election(
    election: OrLatest = "",
    unit: OfUnit = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """The call, its contests and candidates with their states and days: the JSON that the import takes."""
    target = _begun("", out, language, force=force, known={".json": "json"})
    with refusals(), snapshot():
        chosen = election_asked(election)
        target.put_bytes(election_json(chosen, unit_named(unit, chosen)), "election")


@app.command("candidates")
def export_candidates(
    election: OrLatest = "",
    unit: OfUnit = "",
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """Candidates of all contests with their states and days, as a table."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.candidates.queries import candidate_sheet  # noqa: PLC0415

    _put(target, "candidates", election, unit, candidate_sheet)


@app.command("protocols")
def export_protocols(
    election: OrLatest = "",
    unit: OfUnit = "",
    *,
    versions: Versions = "counting",
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """Protocols of the precincts: the version that counts of each, the latest, or every version.

    Only the versions that count come in the import's columns. The others have version, state, time of intake
    and reason between.
    """
    which = _which(versions)
    target = _begun(form, out, language, force=force)
    from dauys.apps.results.queries.protocolsheet import protocol_sheet  # noqa: PLC0415

    _put(target, "protocols", election, unit, lambda chosen, at: protocol_sheet(chosen, at, which))


@app.command("tallies")
def export_tallies(
    election: OrLatest = "",
    unit: OfUnit = "",
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """Sums of every unit above the precincts: coverage, turnout, lines, votes."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.results.queries.tallysheet import tally_sheet  # noqa: PLC0415

    _put(target, "tallies", election, unit, tally_sheet)


@app.command("findings")
def export_findings(
    election: OrLatest = "",
    unit: OfUnit = "",
    *,
    versions: Versions = "latest",
    broken: Annotated[bool, typer.Option("--broken", help="Only relations that do not hold.")] = False,
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """What each relation of the law says of each protocol, with both sides; passes included."""
    which = _which(versions)
    target = _begun(form, out, language, force=force)
    from dauys.apps.results.queries.findingsheet import finding_sheet  # noqa: PLC0415

    _put(
        target,
        "findings",
        election,
        unit,
        lambda chosen, at: finding_sheet(chosen, at, which, only_broken=broken),
    )


@app.command("turnout")
def export_turnout(
    election: OrLatest = "",
    unit: OfUnit = "",
    *,
    versions: Annotated[str, typer.Option("--versions", metavar="counting|all")] = "counting",
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """Turnout by the hour of each precinct: the reading that counts, or every one with its reason."""
    which = _which(versions, ("counting", "all"))
    target = _begun(form, out, language, force=force)
    from dauys.apps.results.queries.turnoutsheet import turnout_sheet  # noqa: PLC0415

    _put(
        target, "turnout", election, unit, lambda chosen, at: turnout_sheet(chosen, at, every=which == "all")
    )


@app.command("calendar")
def export_calendar(
    election: OrLatest = "",
    unit: OfUnit = "",
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """The plan of every commission that runs a contest: what is due, what is done, on which evidence."""
    target = _begun(form, out, language, force=force)
    from dauys.apps.results.queries.plans import calendar_sheet  # noqa: PLC0415

    _put(target, "calendar", election, unit, lambda chosen, at: calendar_sheet(chosen, at, moment()))


@app.command("dictionary")
def export_dictionary(
    law: Annotated[str, typer.Option("--law", help="The edition whose lines are meant, like kz/akim/2023.")],
    form: Form = "",
    out: Out = "-",
    force: Force = False,
    language: Language = "en",
) -> None:
    """What every column of every file means, in three languages, with the lines of a law."""
    target = target_of(form, out, language, force=force)
    from dauys.core.norms import law_ids, load_pack  # noqa: PLC0415
    from dauys.ops.dictionary import dictionary_sheet  # noqa: PLC0415

    if law not in law_ids():
        wrong_use(f"No law {law} is here. See: dauys law list.")
    with refusals():
        target.put_sheet(dictionary_sheet(load_pack(law)), "dictionary")


@app.command("everything")
def export_everything(
    folder: Annotated[Path, typer.Argument(help="The folder, new or empty.", show_default=False)],
    form: Form = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier export that stands there.")
    ] = False,
    language: Language = "en",
) -> None:
    """All of it into one folder, as it stood at one moment, with a README, a dictionary and SHA-256 sums."""
    form, language = form_of(form, ""), language_named(language)
    start()
    from dauys.ops.everything import put_everything  # noqa: PLC0415

    with refusals(), snapshot():
        files = put_everything(folder, form, moment(), language, force=force)
    typer.echo(said(language, "putting", "everything", files=files, folder=folder))


def _begun(form: str, out: str, language: str, *, force: bool, known: dict[str, str] = FORMS) -> Target:
    """The target of an export, and the framework started."""
    target = target_of(form, out, language, force=force, known=known)
    start()
    return target


def _put(
    target: Target, name: str, election: str, unit: str, sheet: Callable[[Election, Unit], Sheet]
) -> None:
    """Put the sheet of an election at a unit, both as they were asked for."""
    with refusals(), snapshot():
        chosen = election_asked(election)
        target.put_sheet(sheet(chosen, unit_named(unit, chosen)), name)


def unit_named(code: str, election: Election | None = None) -> Unit:
    """The unit named: of the election's country, else of the only country that has it; Refused otherwise."""
    from dauys.apps.territory.queries import countries, units_of_code  # noqa: PLC0415 -- after start()

    if election is not None:
        return unit_asked(election.country.code, code) if code else election.country
    found = units_of_code(code) if code else list(countries())
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused([unit_fault(code, []) if code else Fault("E-14", "No territory is here.", IMPORT)])
    named = ", ".join(unit.country for unit in found)
    message = f"{code or 'Territory'} is here of several countries: {named}."
    raise Refused([Fault("E-14", message, "Name one with --unit: the code of the country, or one beneath.")])


def election_json(election: Election, unit: Unit) -> bytes:
    """The election as its file."""
    from dauys.apps.candidates.queries import election_document  # noqa: PLC0415 -- after start()

    return (json.dumps(election_document(election, unit), ensure_ascii=False, indent=1) + "\n").encode()


def _which(versions: str, known: tuple[str, ...] = WHICH) -> Which:
    if versions not in known:
        wrong_use(f"--versions is {', '.join(known[:-1])} or {known[-1]}, not {versions}.")
    return cast("Which", versions)
