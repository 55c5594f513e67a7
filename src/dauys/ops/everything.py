"""All kinds of files in one folder, put in place as one: a folder for each country and each election."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import dauys
from dauys.core.findings import Fault, Refused
from dauys.core.tables.dictionary import files_told
from dauys.ops.backups.placing import claimed
from dauys.ops.dictionary import dictionary_sheet
from dauys.ops.exporting import election_json
from dauys.ops.outgoing import fill, sha256_of
from dauys.ops.voice import said
from dauys.press.claiming import put_in_place

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.apps.territory.models import Unit
    from dauys.core.tables import Sheet

README, SUMS = "README.md", "SHA256SUMS"
BACK = ("territory", "commissions", "members", "election", "turnout", "protocols")  # in this order
Named = Iterator[tuple[str, "Sheet"]]


def put_everything(folder: Path, form: str, at: dt.datetime, language: str, *, force: bool) -> int:
    """Write every kind in one format; the folder appears whole or not at all. Returns the number of files.

    Raises Refused where a folder with something in it stands there: with `force` only one that holds more
    than an earlier export.
    """
    folder = folder.resolve()
    with claimed(folder) as draft:
        _refuse_others(folder, force=force)
        draft.mkdir(mode=0o700)
        files = _fill(draft, form, at, language)
        put_in_place(draft, folder)
    return files


def _refuse_others(folder: Path, *, force: bool) -> None:
    """Refuse to write over what is no earlier export of ours."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not force or not folder.is_dir():
        remedy = "Choose another name, or replace an earlier export with --force."
        raise Refused([Fault("U-10", "The folder stands already.", remedy, str(folder))])
    strangers = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if (folder / SUMS).is_file():
        lines = (folder / SUMS).read_bytes().splitlines()
        strangers -= {os.fsdecode(line.partition(b"  ")[2]) for line in lines} | {SUMS}
    if strangers:
        message, remedy = (
            f"This is no part of an export: {min(strangers)}.",
            "Choose another folder, or move it.",
        )
        raise Refused([Fault("U-18", message, remedy, str(folder))])


def _fill(folder: Path, form: str, at: dt.datetime, language: str) -> int:
    """Write every file, the README and the sums into a folder; returns how many."""
    from dauys.apps.elections.queries import elections  # noqa: PLC0415 -- after start()
    from dauys.apps.territory.queries import countries  # noqa: PLC0415

    filled: list[str] = []
    for country in countries():
        filled += _put(folder / country.code, _of_country(country, at), form, language)
    for election in reversed(elections()):
        inside = folder / election.code
        filled += _put(inside, _of_election(election, at), form, language)
        (inside / "election.json").write_bytes(election_json(election, election.country))
        filled.append(f"{election.code}/election")
    (folder / README).write_text(_readme(form, at, filled), encoding="utf-8")
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in written]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    for path in (*written, folder / SUMS):
        path.chmod(0o600)  # until here the folder keeps others out
    return len(written) + 1


def _put(folder: Path, sheets: Named, form: str, language: str) -> list[str]:
    """Write the sheets into a folder; the names of those that have rows."""
    folder.mkdir(exist_ok=True)
    filled = []
    for name, sheet in sheets:
        words = said(language, "putting", "writing", what=f"{folder.name}/{name}")
        with (folder / f"{name}.{form}").open("wb") as file:
            if fill(sheet, file, form, words):
                filled.append(f"{folder.name}/{name}")
    return filled


def _of_country(country: Unit, at: dt.datetime) -> Named:
    from dauys.apps.commissions.queries import commission_sheet, member_sheet  # noqa: PLC0415 -- after start()
    from dauys.apps.territory.queries import territory_sheet  # noqa: PLC0415

    yield "territory", territory_sheet(country)
    yield "commissions", commission_sheet(country)
    yield "members", member_sheet(country, at.date())


def _of_election(election: Election, at: dt.datetime) -> Named:
    from dauys.apps.candidates.queries import candidate_sheet  # noqa: PLC0415
    from dauys.apps.elections.queries import law_of  # noqa: PLC0415
    from dauys.apps.results.queries.findingsheet import finding_sheet  # noqa: PLC0415
    from dauys.apps.results.queries.outgoing import precincts_in  # noqa: PLC0415
    from dauys.apps.results.queries.plans import calendar_sheet  # noqa: PLC0415 -- after start()
    from dauys.apps.results.queries.protocolsheet import protocol_sheet  # noqa: PLC0415
    from dauys.apps.results.queries.tallysheet import tally_sheet  # noqa: PLC0415
    from dauys.apps.results.queries.turnoutsheet import turnout_sheet  # noqa: PLC0415

    country, once = election.country, cache(precincts_in)
    yield "candidates", candidate_sheet(election, country)
    yield "protocols", protocol_sheet(election, country, order=once)
    yield "versions", protocol_sheet(election, country, "all", order=once)
    yield "tallies", tally_sheet(election, country)
    yield "findings", finding_sheet(election, country, order=once)
    yield "turnout", turnout_sheet(election, country, order=once)
    yield "readings", turnout_sheet(election, country, every=True, order=once)
    yield "calendar", calendar_sheet(election, country, at)
    yield "dictionary", dictionary_sheet(law_of(election))


def _readme(form: str, at: dt.datetime, filled: Sequence[str]) -> str:
    """What the files are and how they come back."""
    told = "\n".join(
        f"| `{name}` | {words['kk']} | {words['ru']} | {words['en']} |" for name, words in files_told()
    )
    commands = "\n".join(_commands(form, filled))
    return f"""# Export of Dauys {dauys.__version__}

As of {at.isoformat()}. One folder for each country (`territory`, `commissions`, `members`) and one for each
election; `dictionary` says what each column means. A blank cell is a value that is missing. Text is written
as it is: a cell that begins with = is that text, so open CSV files of unknown origin as text.

| file | қазақша | по-русски | in English |
|---|---|---|---|
{told}

To check that the files are as they were written: `sha256sum -c {SUMS}`.

From this folder they come back into an empty home in this order:

```
{commands}
```

Protocols come back with `--accept-with-findings`, because here stand those that count, also where a relation
does not hold. `versions`, `readings`, `tallies`, `findings` and `calendar` are to be read: what was kept out,
corrected, released, established or marked as done, and the journal of it, comes back from `dauys backup`.
"""


def _commands(form: str, filled: Sequence[str]) -> Iterator[str]:
    """How each kind that has rows comes back: of all countries and elections, in the order of the kinds."""
    for kind in BACK:
        ending = "json" if kind == "election" else form
        options = " --accept-with-findings" if kind == "protocols" else ""
        for name in filled:
            if name.rpartition("/")[2] == kind:
                yield f"dauys import {kind} {name}.{ending}{options}"
