"""Every screen has a door: who may pass is asked of the table of rights before anything of it is made.

A row of a commission that is another's answers 404, as one that is not there; a row in scope that the office
may not touch answers 403 with who may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial, wraps
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from dauys.apps.accounts.queries import Account, is_standing
from dauys.apps.commissions.queries import Capacity, capacities
from dauys.core.norms import LANGUAGES
from dauys.core.rights import (
    ANONYMOUS,
    FOREIGN,
    SUPERIOR,
    Actor,
    Forbidden,
    SecondFactorNeeded,
    may,
    may_somewhere,
    relation,
    require,
    right_of,
)
from dauys.web.ui import factors, unsent, words
from dauys.web.ui.clock import moment
from dauys.web.ui.errors import forbidden

CHOSEN = "capacity"  # in the session: the key of the capacity that somebody acts in


class Desk:
    """Who asks, in which capacity, at what moment, in which language: what every screen starts from."""

    def __init__(self, request: DeskRequest) -> None:
        self._request = request

    @cached_property
    def at(self) -> dt.datetime:
        """The moment of the request, the same for all of it."""
        return moment()

    @property
    def day(self) -> dt.date:
        """The day by which rights and compositions are asked."""
        return self.at.date()

    @property
    def language(self) -> str:
        """`kk`, `ru` or `en`, as the address says."""
        found = get_language() or ""
        return found if found in LANGUAGES else LANGUAGES[0]

    @property
    def account(self) -> Account | None:
        """Who is logged in."""
        user = self._request.user
        return user if isinstance(user, Account) else None

    @cached_property
    def capacities(self) -> Sequence[Capacity]:
        """All capacities of the person today: none for one whose term ended."""
        return capacities(self.account.person, self.day) if self.account else ()

    @cached_property
    def capacity(self) -> Capacity | None:
        """The one that was chosen, else the highest."""
        chosen = self._request.session.get(CHOSEN)
        return next((one for one in self.capacities if one.key == chosen), next(iter(self.capacities), None))

    @property
    def has_lost_its_capacity(self) -> bool:
        """Whether the one that was chosen has ended: nothing is done in another without being told so."""
        chosen = self._request.session.get(CHOSEN)
        return chosen is not None and chosen not in {one.key for one in self.capacities}

    @property
    def holds(self) -> Capacity:
        """The capacity; behind a door there is one. Raises PermissionDenied elsewhere."""
        if self.capacity is None:
            raise PermissionDenied
        return self.capacity

    @cached_property
    def actor(self) -> Actor:
        """Who acts, as verbs take it; whoever holds no office today still acts on an account of their own."""
        if self.account is None:
            return Actor(person="", office=ANONYMOUS, origin=origin_of(self._request))
        return Actor(
            person=str(self.account.person),
            office=self.capacity.office if self.capacity else ANONYMOUS,
            commission=self.capacity.path if self.capacity else "",
            second_factor=factors.is_shown(self._request),
            origin=origin_of(self._request),
            stands=partial(is_standing, self.account),
        )

    def may(self, verb: str, *paths: str) -> bool:
        """Whether the table has it, the second factor aside: for what a screen offers."""
        if not paths:
            return may_somewhere(verb, self.actor)
        return all(may(verb, self.actor, path) for path in paths)

    def said(self, key: str, **places: object) -> str:
        """A sentence of the screens in the language of the request."""
        return words.said(self.language, key, **places)


class DeskRequest(HttpRequest):
    """A request as the screens see it."""

    desk: Desk
    user: Any


class Desks:
    """Puts the desk on each request; nothing is asked of the database until a screen does."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a desk at hand."""
        request.desk = Desk(request)  # type: ignore[attr-defined, arg-type]
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A verb that is refused behind no door: the account was locked or ended while it waited."""
        return forbidden(request, exception) if isinstance(exception, Forbidden) else None


def origin_of(request: HttpRequest) -> str:
    """Where a request comes from; `web.ui.proxies` has put it there where a proxy stands in front."""
    return str(request.META.get("REMOTE_ADDR", ""))


# The paths of the units whose commissions answer for what an address names; else Http404. It takes the desk,
# then the names of the address.
Answering = Callable[..., Iterable[str]]


def own(desk: Desk, /, **_named: Any) -> Iterable[str]:
    """Of a screen about one's own commission."""
    return [desk.holds.path]


@dataclass(frozen=True, slots=True)
class Door:
    """One verb of the table, and who answers for the row."""

    verb: str
    of: Answering

    def stop(self, request: DeskRequest, named: dict[str, Any]) -> HttpResponseBase | None:
        """Where to go instead, None to pass; raises Http404 for what is not there for this person."""
        desk = request.desk
        if desk.account is None:
            is_kept = unsent.keep(request)
            return HttpResponseRedirect(factors.address_to_enter(request, ended=False, is_kept=is_kept))
        if settings.SECOND_FACTOR_ASKED and not factors.is_enrolled(request):
            return redirect("mfa_activate_totp")
        if desk.capacity is None:
            return render(request, "ui/no_office.html", status=403)
        if desk.has_lost_its_capacity:
            return redirect("capacities")
        paths = list(self.of(desk, **named))
        try:
            require(self.verb, desk.actor, lambda: paths)
        except SecondFactorNeeded:
            return self._second_factor(request)
        except Forbidden:
            self._hide(desk, paths)
            return self.refusal(request)
        return None

    def refusal(self, request: DeskRequest) -> HttpResponseBase:
        """The page that says whom the verb is for."""
        return render(request, "ui/forbidden.html", {"offices": self._offices()}, status=403)

    def _second_factor(self, request: DeskRequest) -> HttpResponseBase | None:
        """The demo has no second factor, and says so on every page; elsewhere it is shown first."""
        if not settings.SECOND_FACTOR_ASKED:
            return None
        is_kept = unsent.keep(request)
        return HttpResponseRedirect(factors.address_to_show(request, is_kept=is_kept))

    def _hide(self, desk: Desk, paths: Sequence[str]) -> None:
        """What lies out of sight is not there: of another's commission, or above where that is not seen."""
        right = right_of(self.verb)
        seen = {one for grant in (right.grants.values() if right else ()) for one in grant}
        for path in paths:
            found = relation(desk.holds.path, path)
            if found == FOREIGN or (found == SUPERIOR and SUPERIOR not in seen):
                raise Http404

    def _offices(self) -> list[str]:
        right = right_of(self.verb)
        return list(right.grants) if right else []


class Screen(Protocol):
    """A view with its door."""

    door: Door

    def __call__(self, request: DeskRequest, **named: Any) -> HttpResponseBase: ...


def screen(verb: str, of: Answering = own) -> Callable[[Callable[..., HttpResponseBase]], Screen]:
    """The door of a view: `verb` of the table of rights, `of` who answers for the row that the address names.

    The view itself then calls one query or one action. Where the verb asks for a second factor it is asked
    before the form is shown; what was typed into a form that was open for longer is kept meanwhile.
    """
    door = Door(verb, of)

    def with_door(view: Callable[..., HttpResponseBase]) -> Screen:
        @wraps(view)
        def passed(request: DeskRequest, **named: Any) -> HttpResponseBase:
            if stopped := door.stop(request, named):
                return stopped
            if request.method == "POST":
                unsent.forget(request, unsent.address_of(request.path))
            try:
                return view(request, **named)
            except Forbidden:  # the verb itself knows more than the table: whom it is about
                return door.refusal(request)

        passed.door = door  # type: ignore[attr-defined]
        return passed  # type: ignore[return-value]

    return with_door
