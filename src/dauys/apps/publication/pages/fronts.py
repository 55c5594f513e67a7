"""The pages above the units: the choice of a language, the list of elections, the front of one election."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import (
    LAW,
    SOURCES,
    ascent,
    election_folder,
    link,
    part_folder,
    unit_folder,
)
from dauys.apps.publication.pages.attendance import attendance
from dauys.apps.publication.pages.catalogue import LANGUAGES, language_names, renderer, words
from dauys.apps.publication.pages.comparisons import compare_folder
from dauys.apps.publication.pages.figures import key_figures, status_words
from dauys.apps.publication.pages.finder import find_folder, letter_links, numbers_folder
from dauys.apps.publication.pages.frames import Place, frame, pieces_of_head
from dauys.apps.publication.pages.leaves import Leaf, json_bytes, leaf
from dauys.apps.publication.pages.notices import notices, notices_record
from dauys.apps.publication.pages.parts import part_links, parts_of
from dauys.apps.publication.pages.reading import PRECINCT, Reading, counts_from_call
from dauys.apps.publication.pages.tabs import has_comparison
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Book, Result
from dauys.press import wording

ROWS = 60
LATEST = 5  # elections named on the page of languages

Summary = dict[str, Any]


def election_page(voice: Voice) -> Iterator[Leaf]:
    """The front of an election: what is elected, when, under which law, and the way to its pages."""
    book, root = voice.book, voice.book.root
    result = voice.reading.result(root)
    if result is None:
        return
    folder = election_folder(voice.language, voice.election)
    place = Place(folder, "election", voice.title, None, attendance(voice.reading, result).as_of)
    said = voice.words["front"]
    ways = [
        (
            voice.said("front", "whole", unit=voice.names[root]),
            unit_folder(voice.language, voice.election, root),
        )
    ]
    if root in voice.reading.with_plan:
        way = f"{unit_folder(voice.language, voice.election, root)}calendar/"
        ways.append((voice.said("front", "calendar", unit=voice.names[root]), way))
    if has_comparison(voice, root):
        ways.append((voice.said("compare", "link"), compare_folder(voice, root)))
    if book.figures:
        ways.append((voice.said("sources", "heading"), f"{folder}{SOURCES}/"))
    ways.append((voice.said("foot", "about"), f"{folder}{LAW}/"))
    early = sum(contest.is_early for contest in book.contests.values())
    context = {
        **frame(voice, place),
        "status": status_words(voice, result),
        "figures": key_figures(voice, result),
        "notices": notices(voice, root, folder),
        "ways": [{"name": name, "href": link(folder, way)} for name, way in ways],
        "letters": letter_links(voice, folder),
        "numbers": link(folder, numbers_folder(voice)) if not book.precincts else "",
        "places": link(folder, find_folder(voice)),
        "facts": [
            (said["office"], voice.office),
            (said["day"], voice.day(book.election.election_day)),
            *([(said["called"], voice.day(book.election.called_on))] if counts_from_call(book) else ()),
            (said["contests"], voice.number(len(book.contests))),
            *([(said["early"], voice.number(early))] if early else ()),
            (said["precincts"], voice.number(_precincts(book, result))),
            (said["law"], book.pack.act.title.in_language(voice.language)),
        ],
    }
    yield leaf(voice, place, "election.html", context, json_bytes(_front_record(voice, root)))


def _precincts(book: Book, result: Result) -> int:
    """The precincts that the call asks protocols of, those of cancelled polls among them."""
    cancelled = (
        book.contests[contest].state == "cancelled"
        and book.units[unit].kind == PRECINCT
        and not book.results[contest, unit].expected
        for unit, contest in book.owners.items()
    )
    rows = (len(one) - int(one.expected.sum()) for one in book.precincts.values()
            if book.contests[one.contest].state == "cancelled")  # fmt: skip
    return result.expected + sum(cancelled) + sum(rows)


def _front_record(voice: Voice, root: str) -> dict[str, Any]:
    """The front as JSON: what the lists say of the election, and what its parties are called."""
    parties = [{"party": name, **words.model_dump()} for name, words in voice.book.parties.items()]
    told = notices_record(voice.reading, root)
    return {**summary(voice.reading), "unit": root, "parties": parties, **told}


def summary(reading: Reading) -> Summary:
    """What the lists of elections say of one, in all languages: they need no other election's book."""
    book = reading.book
    result = reading.result(book.root)
    return {
        "election": book.election.id,
        "law": book.pack.id,
        "called_on": book.election.called_on.isoformat(),
        "election_day": book.election.election_day.isoformat(),
        "office": {language: book.pack.act.office_title.in_language(language) for language in LANGUAGES},
        "unit_name": {language: book.units[book.root].names.in_language(language) for language in LANGUAGES},
        "status": result.status if result is not None else "preliminary",
        "contests": len(book.contests),
        "sample": book.election.sample,
        **({"note": book.election.note.model_dump()} if book.election.note is not None else {}),
    }


def site_pages(summaries: Sequence[Summary]) -> Iterator[Leaf]:
    """The pages that name all elections published here: one per language, and the choice of a language."""
    latest_first = sorted(summaries, key=lambda one: (one["election_day"], one["election"]), reverse=True)
    latest_first.sort(key=_is_rehearsal)
    yield _root(latest_first)
    for language in LANGUAGES:
        yield from _elections(language, latest_first)


def _is_rehearsal(one: Summary) -> bool:
    """A sample that says of itself what is invented stands after every election that took place."""
    return one["sample"] and "note" in one


def _root(summaries: Sequence[Summary]) -> Leaf:
    languages = [
        {
            "code": language,
            "name": name,
            "title": words(language)["site"]["title"],
            "elections": [_listed(language, "", one) for one in summaries[:LATEST]],
        }
        for language, name in language_names().items()
    ]
    title = " — ".join(str(words(language)["site"]["title"]) for language in LANGUAGES)
    html = renderer("kk").page("root.html", {"title": title, "languages": languages})
    record = json_bytes({"$schema": "schema/elections.json", "elections": list(summaries)})
    return Leaf("", (("index.html", html), ("index.json", record), ("404.html", _missing())))


def _missing() -> bytes:
    """What a server answers with status 404, at any depth: so it has no link and needs no other file."""
    languages = [{"code": code, **words(code)["missing"]} for code in LANGUAGES]
    return renderer("kk").page("missing.html", {"languages": languages})


def _elections(language: str, summaries: Sequence[Summary]) -> Iterator[Leaf]:
    said = words(language)
    base = f"{language}/"
    sample = bool(summaries) and all(one["sample"] for one in summaries)
    record = json_bytes({"$schema": "../schema/elections.json", "elections": list(summaries)})
    for part in parts_of(len(summaries), ROWS):
        folder = part_folder(base, part.number)
        top = {
            "home": link(folder, base),
            "banner": said["site"]["sample_listed"] if sample else "",
            "sample": sample,
            "sources": "",
        }
        head, header = pieces_of_head(renderer(language), ascent(folder), top)
        address = folder.partition("/")[2]
        twins = [{"name": said["foot"]["json"], "href": "index.json"}]
        foot = renderer(language).piece("foot.html", {"made": None, "twins": twins})
        context = {
            "page": {
                "title": said["site"]["title"],
                "heading": said["front"]["elections"],
                "over": "",
                "head": head.with_address(address),
                "header": header.with_address(address),
                "crumbs": [],
                "foot": foot.with_address(""),
            },
            "parts": part_links(part, said["site"]["part"]),
            "views": None,
            "caption": said["front"]["all"],
            "elections": [_listed(language, folder, one) for one in part.cut(summaries)],
        }
        html = renderer(language).page("elections.html", context)
        yield Leaf(folder, (("index.html", html), ("index.json", record)))


def _listed(language: str, folder: str, one: Summary) -> dict[str, Any]:
    said = words(language)
    return {
        "href": link(folder, election_folder(language, one["election"])),
        "day": wording.day(dt.date.fromisoformat(one["election_day"]), language),
        "office": one["office"][language],
        "unit": one["unit_name"][language],
        "status": said["status"][f"{one['status']}_short"],
        "tone": "good" if one["status"] == "final" else "care",
        "sample": said["front"]["sample"] if one["sample"] else "",
        "note": one["note"][language] if "note" in one else "",
    }
