"""What a contest comes to, in words: the same on every screen that shows one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from dauys.apps.elections.queries import Election
from dauys.apps.results.queries import Result
from dauys.apps.results.queries.saying import parties_of
from dauys.press import wording
from dauys.web.ui import words

COUNTED = ("voting", "counting", "reopened")  # states in which figures lead, and decide nothing yet


class Awaiting:
    """A row of a list of which protocols are expected; None where the figures are not shown."""

    __slots__ = ()

    received: int | None
    expected: int | None

    @property
    def coverage(self) -> str:
        """Protocols received of those expected."""
        return wording.DASH if self.received is None else f"{self.received} / {self.expected}"

    @property
    def missing(self) -> int | None:
        """How many are still to come."""
        if self.received is None or self.expected is None:
            return None
        return self.expected - self.received


def outcome_said(language: str, result: Result, name: Callable[[str], str]) -> str:
    """The outcome of a contest in one line; `name` is that of a candidate by id."""
    if result.votes is None:
        return ""
    kind, state = result.outcome_kind or "undecided", result.state
    names = ", ".join(name(one) for one in result.outcome_candidates)
    if kind == "cancelled":
        return words.said(language, "results.outcome.cancelled")
    is_settled = result.established_at is not None
    if not is_settled and not result.received:
        return words.said(language, "results.outcome.nothing")
    is_whole = result.received >= result.expected and not result.kept_out
    if kind in ("elected", "run_off", "repeat_election") and (is_settled or is_whole):
        said = words.said(language, f"results.outcome.{kind}", names=names)
        return said if is_settled else words.said(language, "results.outcome.by_protocols", said=said)
    if state in COUNTED and (leader := _leading(result)):
        return words.said(language, "results.outcome.leading", names=leader)
    why = words.said_or(language, f"results.why.{result.outcome_reason}", "")
    said = words.said(language, "results.outcome.undecided")
    return f"{said}: {why}" if why else said


def _leading(result: Result) -> str:
    """Who has the most votes so far, those with equally many together; empty where nobody has any."""
    votes = [row for row in result.votes or () if row.votes]
    most = max((row.votes or 0 for row in votes), default=0)
    return ", ".join(row.name for row in votes if row.votes == most)


def party_said(election: Election, language: str) -> Callable[[str], str]:
    """How a party that candidates of the election name is called in the language."""
    parties = parties_of(election)
    return lambda name: parties[name].in_language(language) if name in parties else name


def way_said(language: str, kind: str, name: str, party: Callable[[str], str]) -> str:
    """A party as it is called, or a way of nomination in words."""
    if kind == "party":
        return party(name)
    return (
        words.said_or(language, f"elections.ways.{name}", name) if name else words.said(language, "ui.none")
    )


def public_page(language: str, election: str, unit: str) -> str:
    """The page of a unit on the site that stands beside the workplace; empty where none does."""
    return f"/{language}/{election}/{unit}/" if settings.SITE_FOLDER else ""
