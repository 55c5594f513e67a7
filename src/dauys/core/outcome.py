"""Who is elected, or what else these figures decide, and how many further votes could change it.

A tie, a poll without votes or candidates, a cancelled one are outcomes with names. Where the law as read has
no rule the outcome is `undecided`, with a reason: it is reported and left to the commission, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from dauys.core.norms.records import Outcome

Kind = Literal["elected", "run_off", "repeat_election", "cancelled", "undecided"]

# Why an outcome is what it is; the pages have words for each. "" needs no reason.
REASONS = (
    "",
    "tie",  # the most votes are equal
    "cancelled_poll",
    "no_candidates",
    "all_withdrawn",
    "incomplete",  # a part is missing or not accepted
    "missing_figures",  # a figure that the rule compares is not on the protocols
    "no_votes",  # nobody voted, neither for a candidate nor against all
    "against_all_first",  # no candidate has more votes than "against all"
    "run_off_tie",  # equal votes for the last place in the run-off
    "no_majority",  # one candidate, and not enough votes: nobody to run off against
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What figures decide: `candidates` are those elected, in the run-off, or tied, the most votes first.

    `margin` is the smallest number of further votes that could change it; None when no number could, or
    nothing is compared.
    """

    kind: Kind
    candidates: tuple[str, ...]
    reason: str
    margin: int | None


@dataclass(frozen=True, slots=True)
class _Count:
    """The figures in the order in which the law looks at them."""

    ranked: tuple[tuple[str, int], ...]  # standing candidates, the most votes first, then as on the ballot
    against_all: int | None
    participated: int
    threshold: Fraction

    @property
    def first(self) -> int:
        return self.ranked[0][1]

    def at_least(self, votes: int) -> tuple[str, ...]:
        return tuple(name for name, count in self.ranked if count >= votes)


def decide(
    rule: Outcome,
    *,
    votes: Mapping[str, int],
    participated: int | None,
    against_all: int | None,
    standing: Collection[str],
    complete: bool,
    cancelled: bool,
) -> Verdict:
    """What the figures of one contest decide under the rule.

    `votes` of every candidate on the ballot; `standing` are those who have not withdrawn: only they are
    compared. `participated` is the figure of `rule.base`; `against_all` is None where the ballot has no such
    line or no protocol has it. A further vote, for the margin, is one person more who took part: for a
    standing candidate, against all where the ballot has it, or for none of them. An incomplete contest
    decides nothing, but has the margin of the figures so far. Raises ValueError for votes below 0, an unknown
    standing candidate, a threshold not between 0 and 1, a run-off of fewer than two.
    """
    _refuse_nonsense(votes, against_all, standing)
    if cancelled:
        return Verdict("cancelled", (), "cancelled_poll", None)
    if not votes:
        return Verdict("undecided", (), "no_candidates", None)
    if not standing:
        return Verdict("undecided", (), "all_withdrawn", None)
    verdict = _by_figures(
        rule, {name: votes[name] for name in votes if name in standing}, participated, against_all
    )
    return verdict if complete else Verdict("undecided", (), "incomplete", verdict.margin)


def alarm(verdict: Verdict, outstanding: int) -> bool:
    """True when votes are outstanding (missing or kept out), and enough of them to change the outcome."""
    return verdict.margin is not None and outstanding > 0 and outstanding >= verdict.margin


def _refuse_nonsense(votes: Mapping[str, int], against_all: int | None, standing: Collection[str]) -> None:
    unknown = set(standing).difference(votes)
    if unknown:
        raise ValueError(f"No votes are given for {', '.join(sorted(unknown))}.")
    if min((*votes.values(), against_all or 0)) < 0:
        raise ValueError("Votes below 0 decide nothing.")


def _by_figures(
    rule: Outcome, votes: Mapping[str, int], participated: int | None, against_all: int | None
) -> Verdict:
    is_majority = rule.method == "majority_run_off"
    if rule.against_all and against_all is None:
        return _undecided("missing_figures", [1])
    if is_majority and (participated is None or participated < 0):
        # A base below 0 comes from protocols that contradict themselves: it is no base.
        return _undecided("missing_figures", [1])
    ranked = sorted(votes.items(), key=lambda one: -one[1])
    count = _Count(tuple(ranked), against_all, participated or 0, _threshold(rule.threshold))
    if count.first == 0 and not against_all:
        return _undecided("no_votes", [1])
    if against_all is not None and against_all >= count.first:
        return _undecided("against_all_first", [against_all - count.first + 1])
    return _majority(rule, count) if is_majority else _plurality(rule, count)


def _threshold(text: str) -> Fraction:
    part, whole = (int(number) for number in text.split("/"))
    if not 0 <= part < whole:
        raise ValueError(f"A threshold lies between 0 and 1: {text}.")
    return Fraction(part, whole)


def _undecided(reason: str, changes: list[int], candidates: tuple[str, ...] = ()) -> Verdict:
    return Verdict("undecided", candidates, reason, min(changes, default=None))


def _plurality(rule: Outcome, count: _Count) -> Verdict:
    leaders = count.at_least(count.first)
    if len(leaders) > 1:
        return Verdict(rule.tie, leaders, "tie", 1)
    return Verdict("elected", leaders, "", min(_to_catch_first(count), default=None))


def _majority(rule: Outcome, count: _Count) -> Verdict:
    if count.first <= count.threshold * count.participated:
        return _run_off(rule.run_off_size, count)
    leaders = count.at_least(count.first)
    if len(leaders) > 1:
        return Verdict(rule.tie, leaders, "tie", 1)
    changes = [*_to_catch_first(count), *_to_lose_majority(count)]
    return Verdict("elected", leaders, "", min(changes, default=None))


def _run_off(size: int, count: _Count) -> Verdict:
    if size < 2:
        raise ValueError(f"A run-off is between two or more, not {size}.")
    names = tuple(name for name, _ in count.ranked)
    votes = [number for _, number in count.ranked]
    changes = [_to_majority(count), *_to_catch_by_against_all(count)]
    if len(votes) == 1:
        return _undecided("no_majority", changes, names)
    if len(votes) <= size:
        return Verdict("run_off", names, "", min(changes))
    last, next_ = votes[size - 1], votes[size]
    if last > next_:
        return Verdict("run_off", names[:size], "", min(*changes, last - next_))
    # Further votes end the tie by lifting as many of the tied as there are places, or widen it from below.
    tied = count.at_least(last)
    places_left = size - len(count.at_least(last + 1))
    widened = [last - number for number in votes[len(tied) : len(tied) + 1]]
    return _undecided("run_off_tie", [*changes, places_left, *widened], tied)


def _to_catch_by_against_all(count: _Count) -> list[int]:
    return [] if count.against_all is None else [count.first - count.against_all]


def _to_catch_first(count: _Count) -> list[int]:
    """Votes with which the second, or "against all", comes level with the first."""
    return [count.first - votes for _, votes in count.ranked[1:2]] + _to_catch_by_against_all(count)


def _to_lose_majority(count: _Count) -> list[int]:
    """Votes for others that take the first back to the threshold: first ≤ t × (base + v)."""
    if not count.threshold:
        return []
    return [ceil(Fraction(count.first) / count.threshold) - count.participated]


def _to_majority(count: _Count) -> int:
    """Votes that give the first more than the threshold: first + v > t × (base + v)."""
    lacking = count.threshold * count.participated - count.first
    return floor(Fraction(lacking) / (1 - count.threshold)) + 1
