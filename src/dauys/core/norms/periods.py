"""Time in an edition: records of one code and editions of one act neither overlap nor leave gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dauys.core.findings import Fault
from dauys.core.norms.codes import LawFault
from dauys.core.norms.reading import Placed, Written
from dauys.core.norms.records import Act, Cited


def check_periods(written: Written, editions: Sequence[Placed[Act]]) -> Iterator[Fault]:
    """Periods that end before they begin or leave their edition, overlaps and gaps.

    Records of one code follow one another without either, and so do the `editions` of one act. A record that
    simply ends, or begins later than its edition, leaves no gap: a rule may come and go.
    """
    act = written.act.record
    if act.valid_to is not None and act.valid_to <= act.valid_from:
        yield written.act.fault(LawFault.TIME, "The edition ends before it begins.", key=("valid_to",))
    for table in written.cited():
        by_code: dict[str, list[Placed[Cited]]] = {}
        for placed in table:
            by_code.setdefault(placed.name, []).append(placed)
            yield from _wrong_period(placed, written.act)
        if table is not written.lines:  # a line stands once in an edition: N-05
            for records in by_code.values():
                yield from _apart(records, act)
    yield from _editions_apart(written.act, editions)


def _period(record: Cited, act: Act) -> tuple[dt.date, dt.date]:
    return record.valid_from or act.valid_from, record.valid_to or act.valid_to or dt.date.max


def _stretch(record: Cited, act: Act) -> tuple[dt.date, dt.date]:
    """The part of a record's period inside the edition; a record taken over may have ended before it."""
    begins, ends = _period(record, act)
    return max(begins, act.valid_from), min(ends, act.valid_to or dt.date.max)


def _wrong_period(placed: Placed[Cited], act: Placed[Act]) -> Iterator[Fault]:
    begins, ends = _period(placed.record, act.record)
    edition = act.record.valid_from, act.record.valid_to or dt.date.max
    own = placed.law == act.law
    if placed.record.valid_from and placed.record.valid_to and ends <= begins:
        yield placed.fault(LawFault.TIME, "The record ends before it begins.", key=("valid_to",))
    elif own and (begins < edition[0] or ends > edition[1] or ends <= begins):
        key = "valid_to" if begins >= edition[0] and ends > edition[1] else "valid_from"
        stands = f"{edition[0]} to {act.record.valid_to or 'open'}"
        message = f"The record is in force outside of its edition ({stands})."
        yield placed.fault(LawFault.TIME, message, key=(key,))


def _apart(records: Sequence[Placed[Cited]], act: Act) -> Iterator[Fault]:
    """Records of one code that overlap in time or leave a gap between them."""
    stretches = [(*_stretch(placed.record, act), number) for number, placed in enumerate(records)]
    ordered = sorted(stretch for stretch in stretches if stretch[0] < stretch[1])
    for (begun, ended, _), (begins, ends, number) in pairwise(ordered):
        later = records[number]
        if (begun, ended) == (begins, ends):
            yield later.fault(LawFault.TWICE, f"{later.name} stands twice for the same time.")
        elif begins < ended:
            message = f"{later.name} is in force from {begins}, the record before it until {ended}."
            yield later.fault(LawFault.TIME, f"Overlap: {message}", key=("valid_from",))
        elif begins > ended:
            message = f"no {later.name} is in force from {ended} to {begins}."
            yield later.fault(LawFault.TIME, f"Gap: {message}", key=("valid_from",))


def _editions_apart(act: Placed[Act], editions: Sequence[Placed[Act]]) -> Iterator[Fault]:
    """Editions of one act must touch: where one ends the next begins."""
    ordered = sorted(editions, key=lambda edition: edition.record.valid_from)
    for earlier, later in pairwise(ordered):
        ended, begins = earlier.record.valid_to, later.record.valid_from
        if act.law not in (earlier.law, later.law) or ended == begins:
            continue
        kind = "Gap" if ended is not None and ended < begins else "Overlap"
        message = f"{kind}: {earlier.law} ends {ended or 'never'}, {later.law} begins {begins}."
        edge = "valid_to" if act.law == earlier.law else "valid_from"
        yield act.fault(LawFault.TIME, message, key=(edge,), remedy="Editions of one act must touch.")
