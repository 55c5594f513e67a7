"""The relations that protocols of a file do not hold, one by one: on which line, of which precinct, why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from operator import attrgetter

import numpy as np

from dauys.apps.results import rules
from dauys.apps.results.actions.comparing import Comparison
from dauys.core.protocol import Form

MOST = 1_000  # protocols told of one file; a setting of ours: all of them stand among the findings


def breaches_of(
    form: Form, compared: Sequence[Comparison], on: dt.date, most: int = MOST
) -> list[rules.Breach]:
    """What protocols of a file do not hold, of its first ones from the top down, at most so many.

    Also of those that were kept out before and come again as they were: the same file is told the same.
    """
    broken = [
        (int(one.batch.rows[row]), at, row)
        for at, one in enumerate(compared)
        for row in _broken_rows(one)[:most].tolist()
    ]
    rows: dict[int, list[int]] = defaultdict(list)
    for _, at, row in nsmallest(most, broken):
        rows[at].append(row)
    found = [breach for at, own in rows.items() for breach in _breaches(form, compared[at], own, on)]
    return sorted(found, key=attrgetter("line", "code"))


def _broken_rows(one: Comparison) -> rules.Ints:
    """Indexes of the protocols of a batch that break something, in the order of the file."""
    fresh = one.fresh[(one.checked.errors > 0) | (one.checked.warnings > 0)]
    return np.sort(np.concatenate([fresh, one.waiting]))


def _breaches(form: Form, one: Comparison, rows: list[int], on: dt.date) -> Iterator[rules.Breach]:
    counting = {*one.fresh[one.accepted].tolist(), *one.released.tolist()}
    checked = form.check_columns(one.batch.figures[rows], on)
    for place, relation, left, right in checked.failures():
        row, broken = rows[place], checked.relations[relation]
        decides = broken.compared[checked.sides_of(relation, np.array([place])).compared[0]]
        yield rules.Breach(
            int(one.batch.rows[row]), one.batch.contest.code, str(one.batch.precincts[row]), broken.code,
            str(broken.severity), left, decides.op, right, row in counting,
        )  # fmt: skip
