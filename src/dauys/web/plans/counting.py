"""How the terms of plans stand, in columns that add up, and in which stage of an election each falls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dauys.apps.calendar.queries import PlanRow
from dauys.core.lifecycle import STAGES

# Every state of core.timetable stands in one column; a test holds it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "done": ("done", "done_late"),
    "overdue": ("overdue",),
    "due": ("due", "open"),
    "unmarked": ("unmarked",),
    "coming": ("coming",),
    "unknown": ("unknown",),
    "ended": ("passed", "not_arisen"),
}


def counts_of(rows: Iterable[PlanRow]) -> dict[str, int]:
    """How many terms of a plan stand in each column."""
    states = Counter(row.state for row in rows)
    return {column: sum(states[state] for state in own) for column, own in COLUMNS.items()}


def stages_of(rows: Sequence[PlanRow]) -> dict[str, str]:
    """By code of a term, the stage open when it falls due; `called` before any, none without a time."""
    opens = ((row.term.starts_at or row.term.due_at, row.term.stage) for row in rows if row.term.stage)
    opened = [(at, stage) for at, stage in opens if at is not None]
    opened.sort(key=lambda one: (one[0], STAGES.index(one[1])))
    found = {}
    for row in rows:
        if row.term.stage:
            found[row.term.code] = row.term.stage
        elif (when := row.term.at) is not None:
            found[row.term.code] = next((stage for at, stage in reversed(opened) if at < when), "called")
    return found
