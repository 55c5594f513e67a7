"""What can be wrong with the records of an edition by themselves: words, codes, periods, anchors, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, get_args
from zoneinfo import ZoneInfo

from dauys.core.findings import Fault
from dauys.core.norms.codes import LawFault
from dauys.core.norms.periods import check_periods
from dauys.core.norms.reading import Placed, Written
from dauys.core.norms.records import LANGUAGES, Act, Cited, Deadline, Grade, Level, Record, Words

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
_HOURS_OF_A_DAY = range(24)


def check_records(written: Written, editions: Sequence[Placed[Act]]) -> list[Fault]:
    """Faults of the records of one edition; `editions` are all those of the act, to see whether they touch.

    File, line and record of a fault are those where the record was written, also when it was taken over from
    another edition.
    """
    return [
        *_missing_words(written),
        *_unknown_zones(written.act),
        *_used_twice(written),
        *check_periods(written, editions),
        *_unknown_anchors(written),
        *_circles(written),
        *_unknown_sources(written),
        *_uncited(written),
        *_terms_that_contradict_themselves(written),
    ]


def _all_records(written: Written) -> Iterator[Placed[Record]]:
    yield written.act
    for table in (written.sources, written.anchors, written.unread, written.measures):
        yield from table
    for cited in written.cited():
        yield from cited


# Words


def _missing_words(written: Written) -> Iterator[Fault]:
    for placed in _all_records(written):
        fields: dict[str, object] = (
            {"": placed.record} if isinstance(placed.record, Words) else vars(placed.record)
        )
        for name, words in fields.items():
            if isinstance(words, Words):
                yield from _missing_languages(placed, name, words)


def _missing_languages(placed: Placed[Record], name: str, words: Words) -> Iterator[Fault]:
    for language in LANGUAGES:
        if not words.in_language(language).strip():
            key = (name, language) if name else (language,)
            yield placed.fault(LawFault.TRANSLATION, f"{'.'.join(key)}: the translation is empty.", key=key)


def _unknown_zones(act: Placed[Act]) -> Iterator[Fault]:
    for key in ("capital_zone", "default_zone"):
        zone = getattr(act.record, key)
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            yield act.fault(
                LawFault.SHAPE, f"{key} is not a zone of the tz database.", key=(key,), value=zone[:40]
            )


# Codes


def _used_twice(written: Written) -> Iterator[Fault]:
    """What must be told apart by its code, key, number or name, and is not."""
    yield from _repeated(written.sources, "key")
    yield from _repeated(written.anchors, "code")
    yield from _repeated(written.lines, "code")
    yield from _repeated((*written.outcome, *written.controls), "code", in_time=True)
    for records, label in (
        (written.deadlines, "number"),
        (written.lines, "number"),
        (written.settings, "name"),
    ):
        yield from _shared(records, label)


def _repeated(records: Sequence[Placed[Record]], key: str, *, in_time: bool = False) -> Iterator[Fault]:
    """Records of one code where only one may stand; with `in_time` only across different tables."""
    seen: dict[str, Placed[Record]] = {}
    for placed in records:
        code = getattr(placed.record, key)
        first = seen.setdefault(code, placed)
        if first is not placed and not (in_time and first.path[0] == placed.path[0]):
            yield placed.fault(LawFault.TWICE, f"{key} {code} is used twice.", key=(key,), value=code)


def _shared(records: Sequence[Placed[Cited]], label: str) -> Iterator[Fault]:
    """A number or name that stands for two codes, or a code with two of them."""
    code_of: dict[str, str] = {}
    label_of: dict[str, str] = {}
    for placed in records:
        code, name = placed.name, getattr(placed.record, label)
        if code_of.setdefault(name, code) != code:
            message = f"{label} {name} is already that of {code_of[name]}."
            yield placed.fault(LawFault.TWICE, message, key=(label,), value=name)
        elif label_of.setdefault(code, name) != name:
            message = f"{label} of {code} was {label_of[code]} before; it must not change."
            yield placed.fault(LawFault.TWICE, message, key=(label,), value=name)


# What records refer to


def _unknown_anchors(written: Written) -> Iterator[Fault]:
    known = _declared(written) | {placed.record.code.upper() for placed in written.deadlines}
    for placed in written.deadlines:
        for key in ("anchor", "until_anchor", "sets"):
            name = getattr(placed.record, key)
            if name not in known and (name or key == "anchor"):
                yield placed.fault(
                    LawFault.ANCHOR,
                    f"{key} “{name}” is neither an anchor of act.toml nor a deadline in capitals.",
                    key=(key,),
                    value=name,
                )


def _declared(written: Written) -> set[str]:
    return {placed.record.code for placed in written.anchors}


def _circles(written: Written) -> Iterator[Fault]:
    """Deadlines that count from each other; each circle is told once, at its first deadline of the pack."""
    declared = _declared(written)
    places = {placed.record.code: placed for placed in written.deadlines}
    told: set[str] = set()
    for code, placed in places.items():
        circle = _way_back(code, places, declared)
        if circle and not told.intersection(circle):
            told.update(circle)
            way = " → ".join([*circle, code])
            yield placed.fault(LawFault.CIRCLE, f"Deadlines count from each other: {way}.", key=("anchor",))


def _way_back(code: str, places: dict[str, Placed[Deadline]], declared: set[str]) -> list[str]:
    """The way from a deadline over its anchors back to itself; empty when there is none."""
    ways = [[code]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        record = places[way[-1]].record
        for anchor in (record.anchor, record.until_anchor):
            step = "" if anchor in declared else anchor.lower()
            if step == code:
                return way
            if step in places and step not in seen:
                seen.add(step)
                ways.append([*way, step])
    return []


def _unknown_sources(written: Written) -> Iterator[Fault]:
    known = {placed.record.key for placed in written.sources}
    for table in written.cited():
        for placed in table:
            key = placed.record.source
            if key and key not in known:
                message = f"source “{key}” is not listed in act.toml."
                yield placed.fault(LawFault.SOURCE, message, key=("source",), value=key)


def _uncited(written: Written) -> Iterator[Fault]:
    """LAW is read in the law, so an article can be named; SRC is read in a source."""
    for table in written.cited():
        for placed in table:
            record = placed.record
            if record.grade is Grade.LAW and not record.article:
                yield placed.fault(LawFault.CITATION, "Graded LAW, but no article is named.", key=("grade",))
            if record.grade is Grade.SRC and not (record.source or record.article):
                yield placed.fault(LawFault.CITATION, "Graded SRC, but no source is named.", key=("grade",))


# Terms


def _terms_that_contradict_themselves(written: Written) -> Iterator[Fault]:
    for placed in written.deadlines:
        for key, message in _contradictions(placed.record):
            yield placed.fault(LawFault.TERM, message, key=(key,))


def _contradictions(record: Deadline) -> Iterator[tuple[str, str]]:
    ends = [
        key for key in ("until_time", "until_anchor", "lasts_hours") if getattr(record, key) not in (None, "")
    ]
    if record.kind != "range" and ends:
        yield ends[0], f"Only a range has an end: {record.kind} with {ends[0]}."
    if "lasts_hours" in ends and len(ends) > 1:
        yield ends[0], "A range ends in one way: lasts_hours, or until_time and until_anchor."
    if record.lasts_hours is not None and record.lasts_hours <= 0:
        yield "lasts_hours", "A range lasts at least one hour."
    if record.count == "on" and record.amount:
        yield "amount", "Counted “on” a day there is no amount."
    if record.hours and record.time is not None and record.time > dt.time(record.hours[0] % 24):
        yield "hours", "The first of the hours is before time."
    if list(record.owed_by) != [level for level in LEVELS if level in record.owed_by]:
        yield "owed_by", f"owed_by names each level once, in the order {', '.join(LEVELS)}."
    if any(hour not in _HOURS_OF_A_DAY for hour in record.hours) or list(record.hours) != sorted(
        set(record.hours)
    ):
        yield "hours", "hours are hours of a day, 0 to 23, each later than the one before."
