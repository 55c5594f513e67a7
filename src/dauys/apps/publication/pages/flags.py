"""Links from a unit to the precincts beneath it whose protocol has errors or warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.precinctflags import LIMIT, flagged_rows
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.standings import protocol_state
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Result, Sheet
from dauys.core.findings import Severity


def flagged(voice: Voice, result: Result, folder: str) -> dict[str, Any] | None:
    """The first precincts with findings, errors before warnings; None where all relations hold."""
    if not result.errors and not result.warnings:
        return None
    if voice.book.precincts:
        return flagged_rows(voice, result, folder)
    reading = voice.reading
    found = reading.once(("flagged", result.unit), lambda: sorted(_beneath(voice, result), key=_weight))
    more = len(found) - LIMIT
    return {
        "rows": [_row(voice, one, result.unit, folder) for one in found[:LIMIT]],
        "more": voice.said("flags", "more", n=voice.number(more)) if more > 0 else "",
    }


def flag(voice: Voice, result: Result, *, precincts: bool) -> str:
    """What stands beside the state of a unit in a table: its findings; empty where there is none."""
    counts = (("error", "errors", result.errors), ("warning", "warnings", result.warnings))
    if precincts:
        return ", ".join(voice.said("relations", one) for one, _, count in counts if count)
    return ", ".join(voice.said("flags", many, n=voice.number(count)) for _, many, count in counts if count)


def _beneath(voice: Voice, result: Result) -> Iterator[Result]:
    """The results of precincts with findings, in tree order."""
    for unit in voice.reading.children(result.unit):
        of = voice.reading.result(unit.code)
        if of is None or not (of.errors or of.warnings):
            continue
        if unit.kind == PRECINCT:
            yield of
        else:
            yield from _beneath(voice, of)


def _weight(result: Result) -> bool:
    return not result.errors


def _row(voice: Voice, result: Result, seen_from: str, folder: str) -> dict[str, Any]:
    sheet = voice.book.sheet(result.contest, result.unit) if result.contest is not None else None
    state, tone = protocol_state(voice, result)
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, result.unit)),
        "name": voice.names[result.unit],
        "within": voice.within(result.unit, seen_from),
        "said": _broken(voice, sheet) if sheet is not None else "",
        "state": state,
        "tone": tone,
    }


def _broken(voice: Voice, sheet: Sheet) -> str:
    """The codes of the relations that do not hold, errors apart from warnings."""
    said = []
    for severity in (Severity.ERROR, Severity.WARNING):
        codes = [one.code for one in sheet.findings if one.holds is False and one.severity is severity]
        if codes:
            said.append(f"{voice.said('relations', severity.value)}: {', '.join(codes)}")
    return "; ".join(said)
