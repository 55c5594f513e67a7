"""The page about the law behind the figures: edition, digest, sources, defaults, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import LAW, election_folder
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part
from dauys.apps.publication.pages.voice import Voice
from dauys.core.norms.records import Cited, Grade, Setting, Words


def law_pages(voice: Voice) -> Iterator[Leaf]:
    """The law of an election in two parts: the act and how figures are counted; then its rules one by one."""
    base = f"{election_folder(voice.language, voice.election)}{LAW}/"
    heading = voice.said("law", "heading")
    tables = [_totals(voice), _settings(voice), _relations(voice)]
    rules = [table for table in tables if table["rows"]]
    record = json_bytes(law_record(voice))
    for number in (1, 2):
        part = Part(number, 2, 1)
        place = Place(base, "law", heading, None, voice.reading.called_at, part, (heading,))
        context = {**frame(voice, place), "law": _law(voice, rules[:-1] if part.first else rules[-1:])}
        yield leaf(voice, place, "law.html", context, record)


def _law(voice: Voice, rules: list[dict[str, Any]]) -> dict[str, Any]:
    act, said = voice.book.pack.act, voice.words["law"]
    return {
        "facts": [
            (said["title"], _in(voice, act.title), False),
            (said["citation"], _in(voice, act.citation), False),
            (said["edition"], voice.book.pack.id, True),
            (said["valid"], validity(voice), False),
            (said["digest"], voice.book.election.law_digest, True),
        ],
        "counting": [
            (said["turnout"], _in(voice, voice.book.pack.protocol.measures.words)),
            (said["decided"], _in(voice, voice.book.pack.outcome.sentence)),
            (said["outstanding"], said["outstanding_said"]),
        ],
        "unread": [_in(voice, words) for words in act.unread],
        "sources": [
            {
                "title": _in(voice, source.title),
                "href": source.url,
                "read": voice.said("law", "read_on", day=voice.day(source.read_on)) if source.read_on else "",
            }
            for source in act.source
        ],
        "grades": [(grade.value, said[grade.value]) for grade in Grade],
        "rules": rules,
    }


def _in(voice: Voice, words: Words) -> str:
    return words.in_language(voice.language)


def validity(voice: Voice) -> str:
    """From when until when the edition applied is in force."""
    act = voice.book.pack.act
    start = voice.day(act.valid_from)
    if act.valid_to is None:
        return voice.said("law", "valid_from", start=start)
    return voice.said("law", "valid_between", start=start, end=voice.day(act.valid_to))


def _totals(voice: Voice) -> dict[str, Any]:
    rows = [_rule(voice, one.code, _in(voice, one.sentence), one) for one in voice.book.pack.controls]
    return {"id": "totals", "heading": voice.said("law", "totals"), "said": "", "rows": rows}


def _settings(voice: Voice) -> dict[str, Any]:
    rows = [
        _rule(voice, one.code, f"{_in(voice, one.sentence)} ({_value(voice, one)})", one)
        for one in voice.book.pack.settings
    ]
    said = voice.words["law"]
    return {"id": "settings", "heading": said["settings"], "said": said["settings_said"], "rows": rows}


def _value(voice: Voice, setting: Setting) -> str:
    return voice.said("law", "value", value=setting.value)


def _relations(voice: Voice) -> dict[str, Any]:
    rows = [
        _rule(voice, one.code, _in(voice, one.sentence), one) for one in voice.book.pack.protocol.relation
    ]
    return {"id": "relations", "heading": voice.said("relations", "heading"), "said": "", "rows": rows}


def _rule(voice: Voice, code: str, sentence: str, rule: Cited) -> dict[str, str]:
    from_ = [voice.said("law", rule.grade.value)]
    if rule.article:
        from_.insert(0, voice.said("relations", "article", article=rule.article))
    return {"code": code, "sentence": sentence, "from": "; ".join(from_)}


def law_record(voice: Voice) -> dict[str, Any]:
    """The law as JSON: what was applied, from which texts."""
    pack = voice.book.pack
    act = pack.act
    return {
        "election": voice.election,
        "law": {
            "id": pack.id,
            "title": _in(voice, act.title),
            "citation": _in(voice, act.citation),
            "valid_from": act.valid_from.isoformat(),
            "valid_to": act.valid_to.isoformat() if act.valid_to else None,
            "digest": voice.book.election.law_digest,
        },
        "sources": [
            {"key": one.key, "title": _in(voice, one.title), "url": one.url,
             "read_on": one.read_on.isoformat() if one.read_on else None}
            for one in act.source
        ],
        "unread": [_in(voice, words) for words in act.unread],
        "settings": [
            {"code": one.code, "name": one.name, "value": one.value, "grade": one.grade.value}
            for one in pack.settings
        ],
        "relations": [
            {"code": one.code, "severity": one.severity, "sentence": _in(voice, one.sentence),
             "article": one.article, "grade": one.grade.value}
            for one in pack.protocol.relation
        ],
    }  # fmt: skip
