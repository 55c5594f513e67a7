"""What records mean together: expressions over lines, the rule of the outcome, ranges that run backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from dauys.core.findings import Fault
from dauys.core.norms import Deadline, LawFault, Outcome, Pack, Placed, Record, Relation, Written
from dauys.core.protocol import MEASURES, ExpressionError, form_of, parse
from dauys.core.timetable import plan


def check_meaning(written: Written, pack: Pack) -> list[Fault]:
    """Faults of relations, measures, the outcome and ranges of a pack whose records hold by themselves."""
    lines = [placed.record.code for placed in written.lines]
    faults = [fault for placed in written.measures for fault in _measures(placed, lines)]
    faults += [fault for placed in written.relations for fault in _relation(placed, lines)]
    faults += [fault for placed in written.outcome for fault in _outcome(placed, lines, pack)]
    faults += _backward_ranges(written.deadlines, pack)
    if not faults:
        faults += _form(written, pack)
    return faults


def _expression(
    placed: Placed[Record], key: tuple[str | int, ...], text: str, lines: Sequence[str]
) -> Iterator[Fault]:
    try:
        parse(text, lines)
    except ExpressionError as error:
        where = ".".join(str(step) for step in key)
        yield placed.fault(LawFault.EXPRESSION, f"{where}: {error}.", key=key, value=text[:40])


def _measures(placed: Placed[Record], lines: Sequence[str]) -> Iterator[Fault]:
    for name in MEASURES:
        if text := getattr(placed.record, name):
            yield from _expression(placed, (name,), text, lines)


def _relation(placed: Placed[Relation], lines: Sequence[str]) -> Iterator[Fault]:
    for number, comparison in enumerate(placed.record.compare):
        yield from _expression(placed, ("compare", number, "left"), comparison.left, lines)
        if comparison.op != "present":
            yield from _expression(placed, ("compare", number, "right"), comparison.right, lines)


def _outcome(placed: Placed[Outcome], lines: Sequence[str], pack: Pack) -> Iterator[Fault]:
    rule = placed.record
    if not getattr(pack.protocol.measures, rule.base):
        message = f"base: [measures] of protocol.toml does not say what “{rule.base}” is."
        yield placed.fault(LawFault.EXPRESSION, message, key=("base",), value=rule.base)
    if rule.against_all and rule.against_all not in lines:
        message = f"against_all: the protocol has no line “{rule.against_all}”."
        yield placed.fault(LawFault.EXPRESSION, message, key=("against_all",), value=rule.against_all)
    part, whole = (int(number) for number in rule.threshold.split("/"))
    if not 0 < part < whole:
        message = "threshold must lie between 0 and 1."
        yield placed.fault(LawFault.SHAPE, message, key=("threshold",), value=rule.threshold)
    if rule.run_off_size < 2:  # a run-off of one is no choice
        yield placed.fault(LawFault.SHAPE, "A run-off is between two or more.", key=("run_off_size",))


def _form(written: Written, pack: Pack) -> Iterator[Fault]:
    """What only the whole form shows, e.g. a line with the name of a function."""
    try:
        form_of(pack.protocol)
    except ExpressionError as error:
        yield written.measures[0].fault(LawFault.EXPRESSION, f"{error}.")


def _backward_ranges(deadlines: Sequence[Placed[Deadline]], pack: Pack) -> Iterator[Fault]:
    """Ranges both ends of which hang on one anchor, tried with that anchor alone.

    Whether a range between two anchors runs forward depends on the election and is not a fault of the law.
    """
    told: set[str] = set()
    starts = {placed.record.valid_from or pack.act.valid_from for placed in deadlines}
    for day in sorted(starts):
        for anchor in pack.act.anchor:
            for code in _backward(pack, anchor.code, day):
                if code not in told:
                    told.add(code)
                    placed = next(placed for placed in deadlines if placed.record.code == code)
                    yield placed.fault(LawFault.TERM, "The range ends before it starts.", key=("kind",))


def _backward(pack: Pack, anchor: str, day: dt.date) -> Iterator[str]:
    try:
        terms = plan(pack, {anchor: day}, pack.act.default_zone)
    except OverflowError:  # an edition at the edge of the calendar: nothing can be tried there
        return
    for term in terms:
        if term.kind == "range" and term.starts_at and term.due_at and term.due_at <= term.starts_at:
            yield term.code
