"""The whole site: its files, then each election that it lists, in three languages."""

from __future__ import annotations

from pathlib import Path

from dauys_verify.files import check_files
from dauys_verify.found import LANGUAGES, Found, Record, faults_of_result
from dauys_verify.precincts import as_child, check_pages, check_rows, rows_of
from dauys_verify.sums import Results, check_contest, check_unit
from dauys_verify.twins import check_twins

WORDS = ("page", "made", "$schema")  # keys that differ between languages


def verify(site: Path) -> Found:
    """Check a published site; reads files below `site` and nothing else."""
    found = Found()
    check_files(site, found)
    listed = _elections(site, found)
    folders = {path.name for path in (site / "manifest").glob("*") if path.is_dir()}
    folders |= {path.name for path in (site / "en").glob("*") if path.is_dir()}
    for election in sorted(folders - listed.keys()):
        found.differs(f"{election} has files and is not in the list of elections.")
    for election in sorted(folders | listed.keys()):
        _check_election(site, election, listed.get(election), found)
    return found


def _elections(site: Path, found: Found) -> dict[str, Record]:
    """The elections that the front page lists, by id; each language lists the same."""
    by_language = {}
    for language in LANGUAGES:
        record = found.read(site, site / language / "index.json") or {}
        rows = record.get("elections")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            found.differs(f"{language}/index.json has no list of elections.")
            rows = []
        by_language[language] = {str(row.get("election")): row for row in rows}
    for language in ("kk", "ru"):
        found.expect(f"{language}/index.json", by_language[language], by_language["en"])
    return {key: row for rows in by_language.values() for key, row in rows.items()}


def _check_election(site: Path, election: str, listed: Record | None, found: Found) -> None:
    """One election: units and files in three languages, sums, outcomes."""
    if not list((site / "manifest" / election).glob("*.json")):
        found.differs(f"{election} is listed and has no manifest.")
    by_language = {language: _results(site, language, election, found) for language in LANGUAGES}
    results = by_language["en"]
    found.units += len(results)
    if not results:
        found.differs(f"{election} is listed and has no units.")
    for unit in results:
        _check_unit(site, election, unit, by_language, found)
    _check_ground(site, election, listed, results, found)
    _check_languages(by_language, election, found)
    for language, own in by_language.items():
        for unit, result in own.items():
            check_twins(site, f"{language}/{election}/{unit}", language, result, own, found)


def _check_unit(site: Path, election: str, unit: str, by_language: dict[str, Results], found: Found) -> None:
    """One unit against what lies beneath it: units, or precincts as rows, which are checked with it."""
    results = by_language["en"]
    folder, result = f"{election}/{unit}", results[unit]
    rows = rows_of(site, f"en/{folder}", result, found)
    check_unit(folder, result, results, found, as_child(rows, result) if rows else None)
    check_rows(rows, folder, found)
    for language, own in by_language.items():
        if rows and "precincts" in own.get(unit, {}):
            same = rows if language == "en" else rows_of(site, f"{language}/{folder}", own[unit], found)
            check_pages(site, f"{language}/{folder}", language, same, rows, own[unit], found)


def _results(site: Path, language: str, election: str, found: Found) -> Results:
    """The figures of every unit of an election: the index.json of the unit's own page."""
    units = {}
    for path in sorted((site / language / election).glob("*/index.json")):
        name = path.parent.relative_to(site).as_posix()
        record = found.read(site, path)
        if record is None or not {"coverage", "lines"} & record.keys():
            continue
        faults = faults_of_result(record)
        if faults:
            found.differs(f"{name}/index.json is not as its schema says: {', '.join(faults)}.")
        elif record["unit"] != path.parent.name:
            found.differs(f"{name} holds the figures of {record['unit']}.")
        else:
            units[path.parent.name] = record
    return units


def _check_ground(site: Path, election: str, listed: Record | None, results: Results, found: Found) -> None:
    """One tree of units under the election's own, as many contests as listed, one outcome for each."""
    front = found.read(site, site / "en" / election / "index.json") or {}
    beneath = {child for result in results.values() for child in result["children"]}
    tops = sorted(results.keys() - beneath)
    found.expect(f"{election} units in no other", tops, [front.get("unit")])
    inner = {(results[unit]["contest"], child) for unit in results for child in results[unit]["children"]}
    contests: dict[str, Record] = {}
    for unit, result in results.items():
        if result["contest"] is not None and (result["contest"], unit) not in inner:
            contests[result["contest"]] = result
            check_contest(f"{election}/{unit}", result, _standing(site, election, unit, found), found)
    if listed is not None:
        found.expect(f"{election} contests", listed.get("contests"), len(contests))
    for unit, result in results.items():
        if result["contest"] in contests:
            above = contests[result["contest"]].get("outcome")
            found.expect(f"{election}/{unit} outcome", result.get("outcome"), above)


def _standing(site: Path, election: str, unit: str, found: Found) -> dict[str, object]:
    """The status of the candidates of a contest, as the page of candidates has it; empty without one."""
    path = site / "en" / election / unit / "candidates" / "index.json"
    if not path.exists():
        return {}
    people = (found.read(site, path) or {}).get("candidates")
    if not isinstance(people, list):
        return {}
    return {str(one.get("id")): one.get("status") for one in people if isinstance(one, dict)}


def _check_languages(by_language: dict[str, Results], election: str, found: Found) -> None:
    """Each unit has the same figures in each language."""
    units = sorted({unit for results in by_language.values() for unit in results})
    for unit in units:
        for language in ("kk", "ru"):
            own, english = (_figures(by_language[code].get(unit)) for code in (language, "en"))
            found.sums += 1
            if own != english:
                found.differs(f"{language}/{election}/{unit}: {_unlike(own, english)}.")


def _figures(result: Record | None) -> Record | None:
    """What must be the same in every language."""
    return None if result is None else {key: value for key, value in result.items() if key not in WORDS}


def _unlike(own: Record | None, english: Record | None) -> str:
    if own is None or english is None:
        return "this unit is not in every language"
    keys = [key for key in {**own, **english} if own.get(key) != english.get(key)]
    return f"other than in English: {', '.join(keys)}"
