"""What the law says of a commission's composition: size, quorum, who may not sit together, as findings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dauys.core.findings import Finding, Severity
from dauys.core.norms import Body, Pack, stands_on

LEVELS: Final = ("central", "regional", "district", "precinct")
OFFICES: Final = ("chair", "deputy", "secretary")
POSTS: Final = ("deputy", "akim", "political_servant", "judge")
"""Posts that no member may hold: of parliament or a maslikhat, …; 20(12)."""
CLOSE: Final = (
    "spouse", "parent", "child", "adopter", "adopted", "sibling", "grandparent", "grandchild",
)  # fmt: skip
"""Whom the law counts as spouse and close kin; 20(12), last part."""
SUBORDINATE: Final = "subordinate"


@dataclass(frozen=True, slots=True)
class Member:
    """One member on one day, as far as the data know; persons are opaque ids."""

    person: str
    office: str = ""  # one of OFFICES, or "" for a member without an office
    workplace: str = ""  # "" where it is not known
    posts: frozenset[str] = frozenset()  # of POSTS, held on that day
    close: frozenset[str] = frozenset()  # persons who are spouse or close kin
    superiors: frozenset[str] = frozenset()  # persons to whom the member is directly subordinate
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Seats:
    """One commission on one day: the number of members set, those who sit, the voters of its precinct."""

    level: str
    number: int
    members: tuple[Member, ...]
    voters: int | None = None
    formed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands on that day: candidates and proxies anywhere, and candidates of the elections it runs."""

    candidates: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()  # candidates of the elections that this commission directly runs


NOBODY_STANDS: Final = Standing()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of one commission, and the persons it concerns where it does not hold."""

    finding: Finding
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What every check looks at."""

    pack: Pack
    seats: Seats
    day: dt.date
    standing: Standing

    @property
    def members(self) -> tuple[Member, ...]:
        return self.seats.members


def rule_about(pack: Pack, subject: str, level: str, day: dt.date) -> Body | None:
    """The pack's record about a subject at a level, else about any level, in force on the day; or None."""
    found = [body for body in pack.bodies if body.subject == subject and stands_on(body, day)]
    return next((body for one in (level, "any") for body in found if body.level == one), None)


def statutory_size(pack: Pack, level: str, voters: int | None, day: dt.date) -> tuple[Body, int, int] | None:
    """The rule of a commission's size with the least and the most members; None where none was read.

    At precincts the size depends on the voters of the precinct (17(1)): None while their number is unknown.
    """
    rule = rule_about(pack, "size", level, day) or _size_by_voters(pack, level, voters, day)
    if rule is None:
        return None
    least, _, most = rule.value.partition("-")
    return rule, int(least), int(most or least)


def _size_by_voters(pack: Pack, level: str, voters: int | None, day: dt.date) -> Body | None:
    boundary = rule_about(pack, "size_boundary", level, day)
    if boundary is None or voters is None:
        return None
    size = "size_large" if voters > int(boundary.value) else "size_small"
    return rule_about(pack, size, level, day)


def quorum(pack: Pack, seats: int, day: dt.date, level: str = "any") -> int | None:
    """How many of all `seats` members make a meeting valid (20(4)): two thirds of five are four."""
    rule = rule_about(pack, "quorum", level, day)
    if rule is None:
        return None
    part, whole = _fraction(rule.value)
    return -(-seats * part // whole)


def majority(pack: Pack, seats: int, day: dt.date, level: str = "any") -> int | None:
    """How many votes take a decision (20(5)): more than half of all `seats` members, four of seven."""
    rule = rule_about(pack, "majority", level, day)
    if rule is None:
        return None
    part, whole = _fraction(rule.value)
    return seats * part // whole + 1


def check_seats(
    pack: Pack, seats: Seats, day: dt.date, standing: Standing = NOBODY_STANDS
) -> tuple[Answer, ...]:
    """Every rule about the composition of a commission on a day, passes included, in the order of the checks.

    A rule that the pack does not have is not asked; one that lacks a fact holds None. Both sides are counts.
    """
    case = _Case(pack, seats, day, standing)
    return tuple(answer for check in _CHECKS for answer in check(case))


def _fraction(value: str) -> tuple[int, int]:
    part, _, whole = value.partition("/")
    return int(part), int(whole)


def _rule(case: _Case, subject: str) -> Body | None:
    return rule_about(case.pack, subject, case.seats.level, case.day)


_SIGNS: dict[str, Callable[[int, int], bool]] = {
    "==": int.__eq__,
    "<=": int.__le__,
    ">=": int.__ge__,
    "<": int.__lt__,
}


def _answer(
    rule: Body, severity: Severity, left: int, op: str, right: int, persons: Iterable[str] = ()
) -> Answer:
    holds = _SIGNS[op](left, right)
    return Answer(
        Finding(rule.code, severity, holds, left, op, right), () if holds else tuple(sorted(persons))
    )


def _size(case: _Case) -> Iterator[Answer]:
    """The number of members that was set is within the law's (11, 13, 17(1))."""
    number = case.seats.number
    statutory = statutory_size(case.pack, case.seats.level, case.seats.voters, case.day)
    if statutory is None:
        unknown = _rule(case, "size_boundary")
        if unknown is not None:
            yield Answer(Finding(unknown.code, Severity.ERROR, None, None, "<=", int(unknown.value)))
        return
    rule, least, most = statutory
    op, right = ("==", least) if least == most else (">=", least) if number < least else ("<=", most)
    yield _answer(rule, Severity.ERROR, number, op, right)


def _odd(case: _Case) -> Iterator[Answer]:
    """The number is odd: the left side is what remains of it when it is halved."""
    if rule := _rule(case, "size_odd"):
        yield _answer(rule, Severity.ERROR, case.seats.number % 2, "==", 1)


def _vacancy(case: _Case) -> Iterator[Answer]:
    """As many members as seats; one who stands in for a suspended member is not one too many (20(12))."""
    if rule := _rule(case, "vacancy"):
        beyond = max(0, len(case.members) - case.seats.number)
        standing_in = min(beyond, sum(member.suspended for member in case.members))
        yield _answer(rule, Severity.WARNING, len(case.members) - standing_in, "==", case.seats.number)


def _offices(case: _Case) -> Iterator[Answer]:
    """Chair, deputy and secretary are each held by one member."""
    if rule := _rule(case, "offices"):
        held = Counter(member.office for member in case.members)
        single = sum(held[office] == 1 for office in OFFICES)
        doubled = (member.person for member in case.members if member.office and held[member.office] > 1)
        yield _answer(rule, Severity.WARNING, single, "==", len(OFFICES), doubled)


def term_ends_on(pack: Pack, formed_on: dt.date, day: dt.date, level: str = "any") -> dt.date | None:
    """The first day after the term of a commission formed on a day (10(3)); None where no term was read."""
    rule = rule_about(pack, "term", level, day)
    if rule is None:
        return None
    year = formed_on.year + int(rule.value)
    try:
        return formed_on.replace(year=year)
    except ValueError:  # formed on 29 February
        return dt.date(year, 3, 1)


def _term(case: _Case) -> Iterator[Answer]:
    """Fewer years since the formation than the term has."""
    rule = _rule(case, "term")
    if rule is None:
        return
    formed, day = case.seats.formed_on, case.day
    if formed is None:
        yield Answer(Finding(rule.code, Severity.WARNING, None, None, "<", int(rule.value)))
        return
    years = day.year - formed.year - ((day.month, day.day) < (formed.month, formed.day))
    yield _answer(rule, Severity.WARNING, years, "<", int(rule.value))


def _incompatible(case: _Case) -> Iterator[Answer]:
    """No member holds a post of the list, stands as a candidate or is a proxy (20(12), first part).

    A candidate or proxy whose duties are suspended is no breach: that is the law's own remedy.
    """
    if rule := _rule(case, "incompatibility"):
        stands = case.standing.candidates | case.standing.proxies | case.standing.own
        found = [
            member.person
            for member in case.members
            if member.posts & set(POSTS) or (member.person in stands and not member.suspended)
        ]
        yield _answer(rule, Severity.ERROR, len(found), "==", 0, tuple(found))


def _candidates_kin(case: _Case) -> Iterator[Answer]:
    """No member at work is spouse, close kin or subordinate of a candidate in its own elections."""
    if rule := _rule(case, "incompatibility_kin"):
        found = [
            member.person
            for member in case.members
            if not member.suspended and (member.close | member.superiors) & case.standing.own
        ]
        yield _answer(rule, Severity.ERROR, len(found), "==", 0, tuple(found))


def _kin_together(case: _Case) -> Iterator[Answer]:
    """No member has a spouse or close kin beside them, whichever of the two the tie was entered for."""
    if rule := _rule(case, "kin_together"):
        sitting = {member.person for member in case.members}
        pairs = {
            (member.person, other)
            for member in case.members
            for other in member.close & sitting
            if other != member.person
        }
        found = {person for pair in pairs for person in pair}
        yield _answer(rule, Severity.ERROR, len(found), "==", 0, tuple(found))


def _one_organisation(case: _Case) -> Iterator[Answer]:
    """The largest group of one workplace is not more than half; unknown workplaces leave a pass open."""
    rule = _rule(case, "one_organisation")
    if rule is None:
        return
    part, whole = _fraction(rule.value)
    most = len(case.members) * part // whole
    places = Counter(place_of_work(member.workplace) for member in case.members)
    unknown = places.pop("", 0)
    place, largest = max(places.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if largest <= most < largest + unknown:
        yield Answer(Finding(rule.code, Severity.ERROR, None, largest, "<=", most))
        return
    together = (member.person for member in case.members if place_of_work(member.workplace) == place)
    yield _answer(rule, Severity.ERROR, largest, "<=", most, together)


def place_of_work(name: str) -> str:
    """An organisation by the words of its name: quotation marks, dots, dashes and case are written freely."""
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


_CHECKS: tuple[Callable[[_Case], Iterator[Answer]], ...] = (
    _size, _odd, _vacancy, _offices, _term, _incompatible, _candidates_kin, _kin_together, _one_organisation,
)  # fmt: skip
