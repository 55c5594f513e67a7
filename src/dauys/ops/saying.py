"""A result in words on the console, the words being those of the public pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.table import Table

from dauys.ops.screen import screen
from dauys.ops.voice import said
from dauys.press import wording

if TYPE_CHECKING:
    from dauys.apps.results.queries import Book, Result


def _words(language: str) -> dict[str, Any]:
    from dauys.apps.publication.pages.catalogue import words  # noqa: PLC0415 -- --help needs none of it

    return words(language)


def status_of(status: str, language: str) -> str:
    """`final` or `preliminary` in the language."""
    return str(_words(language)["status"][f"{status}_short"])


def print_result(book: Book, result: Result, language: str) -> None:
    """Print one result: where, under which law, what has come, turnout, votes, outcome, alarm."""
    console, words = screen(), _words(language)
    name = book.units[result.unit].names.in_language(language)
    console.print(f"{name} ({result.unit})" + (f", {result.contest}" if result.contest else ""), style="bold")
    for line in _heading(book, result, words, language):
        console.print(line)
    if result.votes is not None:
        console.print(_votes(book, result, words, language))
        if book.contests[result.contest or ""].unit != result.unit:
            console.print(said(language, "results", "whole_contest"))
        for line in _outcome(result, words, language):
            console.print(line)
    for line in _life(book, result, words, language):
        console.print(line)
    if result.winners:
        heading = words["winners"]["heading" if result.status == "final" else "ahead"]
        console.print(f"{heading}:")
        for kind, won_by, contests in result.winners:
            console.print(f"  {_won_by(book, kind, won_by, words, language)}: {contests}")


def _heading(book: Book, result: Result, words: dict[str, Any], language: str) -> Iterator[str]:
    """Status, moment and law; what is invented; what has come; the turnout."""
    status = "cancelled" if result.state == "cancelled" else result.status
    yield words["status"][status] + f". {words['foot']['law']}: {book.pack.id}."
    at = result.as_of.astimezone(ZoneInfo(book.pack.act.capital_zone))
    yield words["foot"]["as_of"].format(when=wording.moment(at, language))
    from dauys.apps.publication.pages.voice import banner_of  # noqa: PLC0415 -- --help needs none of it

    if banner := banner_of(book, words["site"], language):
        yield banner
    of = words["site"]["of"].format(a=result.received, b=result.expected)
    figures = words["figures"]
    yield f"{figures['received']}: {of}. {figures['kept_out']}: {result.kept_out}."
    count, registered = (
        wording.number(figure, language) for figure in (result.turnout_count, result.registered)
    )
    turnout = figures["turnout_of"].format(count=count, registered=registered)
    yield f"{figures['turnout']}: {wording.percent(result.turnout, language)}, {turnout}"


def _votes(book: Book, result: Result, words: dict[str, Any], language: str) -> Table:
    heads = words["votes"]
    names = (heads["number"], heads["candidate"], words["winners"]["party"], heads["votes"], heads["share"])
    table = Table(*names)
    for row in result.votes or ():
        votes, share = wording.number(row.votes, language), wording.percent(row.share, language)
        party = _backing(book, "party", row.party, words, language)
        table.add_row(row.candidate.rpartition("#")[2], row.name, party, votes, share)
    return table


def _outcome(result: Result, words: dict[str, Any], language: str) -> Iterator[str]:
    """What it came to, why where it is not decided, and the alarm while votes out could change it."""
    names = {row.candidate: row.name for row in result.votes or ()}
    listed = ", ".join(names.get(code, code) for code in result.outcome_candidates)
    kind = result.outcome_kind or "undecided"
    if kind == "elected" and result.status != "final":
        kind = "leading"
    yield words["outcome"][kind].format(names=listed)
    if reason := result.outcome_reason:
        sentence = words["reason"].get(reason, words["reason"]["other"])
        yield sentence.format(names=listed, code=reason)
    if result.alarm:
        out = wording.number(result.outstanding, language)
        key = "outstanding_unknown" if result.outstanding is None else "outstanding"
        yield words["outcome"]["alarm"] + "."
        yield words["outcome"]["margin"].format(n=wording.number(result.margin, language))
        yield words["outcome"][key].format(n=out)


def _life(book: Book, result: Result, words: dict[str, Any], language: str) -> Iterator[str]:
    """What was decided about the contest, one line for each."""
    zone = ZoneInfo(book.pack.act.capital_zone)
    names = {row.candidate: row.name for row in result.votes or ()}
    for one in result.decisions:
        until = wording.moment(one.until_at.astimezone(zone), language) if one.until_at else ""
        told = words["life"].get(one.verb, one.verb).format(until=until)
        if one.outcome:
            listed = ", ".join(names.get(code, code) for code in one.candidates)
            told = f"{told}. {words['outcome'][one.outcome].format(names=listed)}"
        basis = words["life"]["basis"].format(evidence=one.evidence) if one.evidence else ""
        yield f"{wording.moment(one.at.astimezone(zone), language)}: {told}. {basis}".rstrip()


def _won_by(book: Book, kind: str, name: str, words: dict[str, Any], language: str) -> str:
    """By what a winner stood; where it was read in a source, that may not name the party of each."""
    if kind != "party" and book.winners_are_read:
        return str(words["winners"]["not_attributed"])
    return _backing(book, kind, name, words, language)


def _backing(book: Book, kind: str, name: str, words: dict[str, Any], language: str) -> str:
    """A party or a way of nomination in words; one that nobody has words for as it was given."""
    if kind == "party":
        party = book.parties.get(name)
        return party.in_language(language) if party is not None else name
    return str(words["way"].get(name, name) or words["winners"]["not_attributed"])
