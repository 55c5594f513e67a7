"""The pages above the units: the choice of a language, the list of elections, the front of one election."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import (
    LAW,
    SOURCES,
    election_folder,
    link,
    part_folder,
    unit_folder,
)
from dauys.apps.publication.pages.catalogue import LANGUAGES, language_names, renderer, words
from dauys.apps.publication.pages.comparisons import compare_folder, has_comparison
from dauys.apps.publication.pages.figures import key_figures, status_words
from dauys.apps.publication.pages.finder import letter_links, numbers_folder
from dauys.apps.publication.pages.frames import Place, frame, language_links
from dauys.apps.publication.pages.leaves import Leaf, json_bytes, leaf
from dauys.apps.publication.pages.parts import part_links, parts_of
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Book
from dauys.press import wording

ROWS = 60
LATEST = 5  # elections named on the page of languages

Summary = dict[str, Any]


def _counts_from_call(book: Book) -> bool:
    """Whether the law as read counts anything from the call; if not, its day may be a stand-in."""
    return any(deadline.anchor == "CALL" for deadline in book.pack.deadlines)


def election_page(voice: Voice) -> Iterator[Leaf]:
    """The front of an election: what is elected, when, under which law, and the way to its pages."""
    book, root = voice.book, voice.book.root
    result = voice.reading.result(root)
    if result is None:
        return
    folder = election_folder(voice.language, voice.election)
    place = Place(folder, "election", voice.title, None, result.as_of)
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
        "ways": [{"name": name, "href": link(folder, way)} for name, way in ways],
        "letters": letter_links(voice, folder),
        "numbers": link(folder, numbers_folder(voice)),
        "facts": [
            (said["office"], voice.office),
            (said["day"], voice.day(book.election.election_day)),
            *([(said["called"], voice.day(book.election.called_on))] if _counts_from_call(book) else ()),
            (said["contests"], voice.number(len(book.contests))),
            *([(said["early"], voice.number(early))] if early else ()),
            (said["precincts"], voice.number(result.expected)),
            (said["law"], book.pack.act.title.in_language(voice.language)),
        ],
    }
    yield leaf(voice, place, "election.html", context, json_bytes({**summary(voice.reading), "unit": root}))


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
    }


def site_pages(summaries: Sequence[Summary]) -> Iterator[Leaf]:
    """The pages that name all elections published here: one per language, and the choice of a language."""
    latest_first = sorted(summaries, key=lambda one: (one["election_day"], one["election"]), reverse=True)
    yield _root(latest_first)
    for language in LANGUAGES:
        yield from _elections(language, latest_first)


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
    return Leaf("", (("index.html", html), ("index.json", record)))


def _elections(language: str, summaries: Sequence[Summary]) -> Iterator[Leaf]:
    said = words(language)
    base = f"{language}/"
    record = json_bytes({"$schema": "../schema/elections.json", "elections": list(summaries)})
    for part in parts_of(len(summaries), ROWS):
        folder = part_folder(base, part.number)
        context = {
            "page": {
                "title": said["site"]["title"],
                "heading": said["front"]["elections"],
                "over": "",
                "root": "../" * folder.count("/"),
                "home": link(folder, base),
                "languages": language_links(folder, language),
                "crumbs": [],
                "sample": bool(summaries) and all(one["sample"] for one in summaries),
                "sample_said": said["site"]["sample"],
                "sources": "",
                "twins": [{"name": said["foot"]["json"], "href": "index.json"}],
            },
            "parts": part_links(part, base, said["site"]["part"]),
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
    }
