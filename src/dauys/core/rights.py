"""Who may do what: one table, and the default is no.

A verb is the statute's; an office is what a person holds in one commission. Until logins exist the only
office that acts is the operator: whoever holds the console of the installation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an opaque person id, the office held, the commission's path, a second factor shown or not."""

    person: str
    office: str
    commission: str = ""
    second_factor: bool = False


class Forbidden(Exception):  # noqa: N818 -- an answer, not a failure
    """The actor's office does not have this verb."""

    def __init__(self, verb: str, by: Actor) -> None:
        super().__init__(f"{verb} is not for the office {by.office or 'none'}.")
        self.verb = verb
        self.by = by


OPERATOR = "operator"
OFFICES = (OPERATOR, "observer", "")

RIGHTS: dict[str, frozenset[str]] = {
    "install_edition": frozenset({OPERATOR}),
    "enter_people": frozenset({OPERATOR}),
    "enter_territory": frozenset({OPERATOR}),
    "enter_commissions": frozenset({OPERATOR}),
    "enter_members": frozenset({OPERATOR}),
    "form_commissions": frozenset({OPERATOR}),
    "elect_officers": frozenset({OPERATOR}),
    "replace_member": frozenset({OPERATOR}),
    "suspend_member": frozenset({OPERATOR}),
    "restore_member": frozenset({OPERATOR}),
    "end_mandate": frozenset({OPERATOR}),
    "call_election": frozenset({OPERATOR}),
    "describe_election": frozenset({OPERATOR}),
    "cite_figures": frozenset({OPERATOR}),
    "enter_candidates": frozenset({OPERATOR}),
    "nominate_candidates": frozenset({OPERATOR}),
    "register_candidates": frozenset({OPERATOR}),
    "refuse_registration": frozenset({OPERATOR}),
    "withdraw_candidates": frozenset({OPERATOR}),
    "cancel_registration": frozenset({OPERATOR}),
    "adopt_term": frozenset({OPERATOR}),
    "mark_done": frozenset({OPERATOR}),
    "report_turnout": frozenset({OPERATOR}),
    "import_protocols": frozenset({OPERATOR}),
    "accept_protocol": frozenset({OPERATOR}),
    "release_protocol": frozenset({OPERATOR}),
    "cancel_poll": frozenset({OPERATOR}),
    "extend_nomination": frozenset({OPERATOR}),
    "extend_election": frozenset({OPERATOR}),
    "call_repeat_election": frozenset({OPERATOR}),
    "close_election": frozenset({OPERATOR}),
    "establish_results": frozenset({OPERATOR}),
}


def may(verb: str, by: Actor) -> bool:
    """True when the table lists the actor's office under the verb; an unknown verb is refused."""
    return by.office in RIGHTS.get(verb, frozenset())


def require(verb: str, by: Actor) -> None:
    """Pass, or raise Forbidden."""
    if not may(verb, by):
        raise Forbidden(verb, by)
