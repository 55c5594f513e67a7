"""Who may do what: one table of verb × office × relation, and the default is no.

A verb is the statute's, or names what somebody looks at (`see_…`). An office is what a person holds in one
commission. A relation is how that commission stands to the one that answers for the row: its own, one beneath
it, one above it, or another. What this table does not list is refused. The law names the offices and says
what some of them do; who keys a protocol or sees a list it leaves to commissions, so these grants are
defaults of ours, printed as such in the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an opaque person id, the office held, where, a second factor shown a short while ago or not.

    `commission` is the path in the tree of units of the commission in which the office is held. `stands`
    tells whether whoever acts still may: asked once a verb has its turn, for a lock may have come before it.
    """

    person: str
    office: str
    commission: str = ""
    second_factor: bool = False
    origin: str = ""  # where the request came from; empty on the console
    stands: Callable[[], bool] = field(default=_always, compare=False, repr=False)


class Forbidden(Exception):  # noqa: N818 -- an answer, not a failure
    """The actor's office does not have this verb there."""

    def __init__(self, verb: str, by: Actor) -> None:
        super().__init__(f"{verb} is not for the office {by.office or 'none'}.")
        self.verb = verb
        self.by = by


class SecondFactorNeeded(Forbidden):
    """The office has the verb, and a second factor has to be shown again before it is done."""


OPERATOR: Final = "operator"  # whoever holds the console of the installation
MEMBER, OBSERVER, ANONYMOUS = "member", "observer", ""
CHAIR, DEPUTY, SECRETARY = "chair", "deputy", "secretary"
# Not elected: a commission gives these to members or to those who work for it.
STAFF: Final = ("clerk", "finance_officer", "press_officer", "trainer", "auditor")
CLERK, FINANCE, PRESS, TRAINER, AUDITOR = STAFF
OFFICES: Final = (OPERATOR, CHAIR, DEPUTY, SECRETARY, MEMBER, *STAFF, OBSERVER, ANONYMOUS)

OWN, SUBORDINATE, SUPERIOR, FOREIGN = "own", "subordinate", "superior", "foreign"
RELATIONS: Final = (OWN, SUBORDINATE, SUPERIOR, FOREIGN)

Grants = Mapping[str, frozenset[str]]  # by office, the relations in which it has the verb


@dataclass(frozen=True, slots=True)
class Right:
    """Who has one verb beside the operator, who has all; of them `needs_second_factor` is asked."""

    grants: Grants
    needs_second_factor: bool = False


def _to(*relations: str, offices: tuple[str, ...], strong: bool = False) -> Right:
    found = frozenset(relations)
    return Right(MappingProxyType(dict.fromkeys(offices, found)), strong)


_LEADERS = (CHAIR, DEPUTY, SECRETARY)
_SITTING = (*_LEADERS, MEMBER)
_EVERYONE = (*_SITTING, *STAFF)
_CONSOLE = Right(MappingProxyType({}))  # of the operator alone


def _act(*relations: str, offices: tuple[str, ...] = (CHAIR, SECRETARY)) -> Right:
    """A verb that changes a result, money or an act: the second factor is demanded again."""
    return _to(*relations, offices=offices, strong=True)


# What changes something. A contest answers to the commission that runs it, a member and an account to the
# commission where the office is held, the tree and an election to the commission of the country.
RIGHTS: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "install_edition": _CONSOLE,
        "enter_people": _CONSOLE,
        "seal_second_factors": _CONSOLE,
        "enter_territory": _act(OWN),
        "enter_commissions": _act(OWN, SUBORDINATE),
        "enter_members": _act(OWN, SUBORDINATE),
        "form_commissions": _act(OWN, SUBORDINATE),
        "elect_officers": _act(OWN, SUBORDINATE),
        "replace_member": _act(OWN, SUBORDINATE),
        "suspend_member": _act(OWN, SUBORDINATE),
        "restore_member": _act(OWN, SUBORDINATE),
        "end_mandate": _act(OWN, SUBORDINATE),
        "call_election": _act(OWN),
        "describe_election": _act(OWN),
        "cite_figures": _act(OWN),
        "enter_candidates": _act(OWN),
        "nominate_candidates": _act(OWN),
        "register_candidates": _act(OWN),
        "refuse_registration": _act(OWN),
        "withdraw_candidates": _act(OWN),
        "cancel_registration": _act(OWN),
        "adopt_term": _act(OWN),
        "mark_done": _to(OWN, offices=_LEADERS),
        "withdraw_mark": _to(OWN, offices=_LEADERS),
        "send_reminders": _CONSOLE,
        "clear_uploads": _CONSOLE,
        "report_turnout": _to(OWN, offices=(*_LEADERS, CLERK)),
        "import_protocols": _act(OWN, offices=(*_LEADERS, CLERK)),
        "accept_protocol": _act(OWN, offices=(*_LEADERS, CLERK)),
        "release_protocol": _act(OWN),
        "cancel_poll": _act(OWN, offices=(CHAIR,)),
        "extend_nomination": _act(OWN),
        "extend_election": _act(OWN),
        "call_repeat_election": _act(OWN),
        "close_election": _act(OWN),
        "establish_results": _act(OWN, offices=(CHAIR,)),
        **dict.fromkeys(
            ("prepare_import", "look_again", "map_columns", "cancel_import"),
            _to(OWN, offices=(*_LEADERS, CLERK)),
        ),
        "examine_system": _to(OWN, offices=(CHAIR, SECRETARY)),
        **dict.fromkeys(("republish_site", "cancel_republishing"), _to(OWN, offices=(*_LEADERS, PRESS))),
        "appoint_staff": _act(OWN, offices=(CHAIR, SECRETARY)),
        "end_appointment": _act(OWN, offices=(CHAIR, SECRETARY)),
        "invite_holder": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "withdraw_invitation": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "lock_account": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "unlock_account": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "reset_second_factor": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "end_account": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY), strong=True),
        "store_file": _to(OWN, offices=(*_LEADERS, CLERK, FINANCE, PRESS, TRAINER)),
        "withdraw_file": _to(OWN, offices=_LEADERS),
    }
)

# What somebody looks at. Rows of a commission that is another's are not there at all: they answer 404.
VIEWS: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "see_today": _to(OWN, offices=_EVERYONE),
        "see_late_duties": _to(OWN, SUBORDINATE, offices=_EVERYONE),
        "see_plan": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_territory": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_commissions": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_members": _to(OWN, SUBORDINATE, offices=_EVERYONE),
        "see_elections": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_results": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_findings": _to(OWN, SUBORDINATE, offices=_EVERYONE),
        "see_imports": _to(OWN, SUBORDINATE, offices=(*_LEADERS, CLERK, AUDITOR)),
        "see_publication": _to(OWN, SUBORDINATE, offices=(*_LEADERS, PRESS, AUDITOR)),
        "see_accounts": _to(OWN, SUBORDINATE, offices=(CHAIR, SECRETARY, AUDITOR)),
        "see_journal": _to(OWN, SUBORDINATE, offices=(CHAIR, AUDITOR)),
        "see_files": _to(OWN, SUBORDINATE, offices=_EVERYONE),
        "see_settings": _to(OWN, SUBORDINATE, SUPERIOR, offices=_EVERYONE),
        "see_system": _to(OWN, offices=(CHAIR, SECRETARY, AUDITOR)),
        "see_components": _to(OWN, offices=_EVERYONE),
    }
)


def relation(actor: str, answering: str) -> str:
    """How a commission stands to the one that answers for a row, both by the path of their units.

    Raises ValueError for a path that is empty: nobody answers for it.
    """
    if not actor or not answering:
        raise ValueError("A relation lies between two commissions.")
    if actor == answering:
        return OWN
    if answering.startswith(actor):
        return SUBORDINATE
    return SUPERIOR if actor.startswith(answering) else FOREIGN


def right_of(verb: str) -> Right | None:
    """The row of the table; None for a verb that it does not have."""
    return RIGHTS.get(verb) or VIEWS.get(verb)


def _is_operator(verb: str, by: Actor) -> bool:
    return by.office == OPERATOR and right_of(verb) is not None


def may_somewhere(verb: str, by: Actor) -> bool:
    """True when the office has the verb in some relation: where, is asked once the row is known."""
    right = right_of(verb)
    return _is_operator(verb, by) or (right is not None and bool(right.grants.get(by.office)))


def may(verb: str, by: Actor, of: str) -> bool:
    """True when the table lists the actor's office under the verb in its relation to `of`.

    `of` is the path of the unit whose commission answers for the row. An unknown verb is refused, and so is
    an actor of no commission who is not the operator.
    """
    if _is_operator(verb, by):
        return True
    right = right_of(verb)
    if right is None or not by.commission or not of:
        return False
    return relation(by.commission, of) in right.grants.get(by.office, frozenset())


def require_somewhere(verb: str, by: Actor) -> None:
    """Pass where the office has the verb at all, or raise Forbidden: before any row is looked for."""
    if not may_somewhere(verb, by):
        raise Forbidden(verb, by)


def require(verb: str, by: Actor, answering: Callable[[], Iterable[str]] = tuple) -> None:
    """Pass where the office has the verb for every commission that answers, or raise Forbidden.

    `answering` gives the paths of their units; it is not asked for the operator, who needs no relation. Where
    nobody answers only the operator passes. Raises SecondFactorNeeded where only the second factor lacks.
    """
    if _is_operator(verb, by):
        return
    require_somewhere(verb, by)
    paths = list(answering())
    if not paths or not all(may(verb, by, path) for path in paths):
        raise Forbidden(verb, by)
    right = right_of(verb)
    if right is not None and right.needs_second_factor and not by.second_factor:
        raise SecondFactorNeeded(verb, by)
