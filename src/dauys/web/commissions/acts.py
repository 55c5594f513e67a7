"""The verbs of a commission, each with its form behind its own door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from dauys.apps.commissions.actions import (
    elect_officers,
    end_mandate,
    enter_commissions,
    form_commissions,
    replace_member,
    restore_member,
    suspend_member,
)
from dauys.apps.commissions.queries import Composition, composition_on, known_to
from dauys.core.bodies import OFFICES
from dauys.press import wording
from dauys.web.commissions import entries
from dauys.web.commissions.forms import (
    ActForm,
    ContactsForm,
    EndForm,
    FormationForm,
    MemberForm,
    OfficersForm,
    ReplacementForm,
    RestForm,
    ReturnForm,
)
from dauys.web.commissions.steps import Step, taken
from dauys.web.commissions.views import answering, commission_asked
from dauys.web.ui.confirming import kept, typed
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.unsent import typed_before

SEATS = 7  # rows of a first formation: that many members has a territorial commission (13)
MOST = 99


def _names(composed: Composition, known: dict[UUID, str] | None = None) -> dict[str, str]:
    """People by their opaque code: those who sit, and others who are known here."""
    named = {str(code): name for code, name in (known or {}).items()}
    return named | {str(one.person): one.name for one in composed.members}


def _why(desk: Desk, form: ActForm) -> list[str]:
    """The reason, where one is given, and the act: what the journal will keep beside it."""
    data = form.cleaned_data
    reason = data.get("reason")
    act = f"{data['body']}, № {data['number']}, {wording.day(data['adopted_on'], desk.language)}"
    act = f"{act}, {data['title']}" if data.get("title") else act
    found = [desk.said("commissions.ends.reason", reason=reason)] if reason else []
    return [*found, desk.said("commissions.ends.act", act=act)]


@screen("enter_commissions", of=answering)
def contacts(request: DeskRequest, code: str) -> HttpResponse:
    """Change names and contacts."""
    desk, found = request.desk, commission_asked(request.desk, code)
    stands = {name: getattr(found, name) for name in ContactsForm.base_fields if name != "stood"}
    form = ContactsForm(typed(request), stands=stands, initial=kept(request))

    def do(dry_run: bool) -> None:
        row = entries.entry_of(form, lambda: entries.contacts_of(found, form.cleaned_data))
        if row is not None:
            enter_commissions([row], country=found.country, by=desk.actor, at=desk.at, dry_run=dry_run)

    def done() -> str:
        changed = [str(form.fields[name].label) for name in stands if form.cleaned_data[name] != stands[name]]
        said = "contacts" if changed else "nothing"
        return desk.said(f"commissions.done.{said}", fields=", ".join(changed))

    return taken(request, Step("enter_commissions", found, form, do, done))


@screen("replace_member", of=answering)
def replacement(request: DeskRequest, code: str) -> HttpResponse:
    """One member leaves, another comes, or one of the two."""
    desk, found = request.desk, commission_asked(request.desk, code)
    composed, known = composition_on(found, desk.day), known_to(found)
    names = _names(composed, known)
    sitting = {one.person for one in composed.members}
    form = ReplacementForm(
        typed(request),
        composed=composed,
        known={person: name for person, name in known.items() if person not in sitting},
        initial=kept(request) or {"on": desk.day, "adopted_on": desk.day},
    )

    def do(dry_run: bool) -> None:
        entry = entries.entry_of(form, lambda: entries.replacement_of(code, form.cleaned_data))
        if entry is not None:
            change, people = entry
            replace_member(found.country, change, by=desk.actor, at=desk.at, people=people, dry_run=dry_run)

    def told(kind: str) -> str:
        data = form.cleaned_data
        joining = data["name"] if data["joining"] == "new" else names.get(data["joining"], "")
        which = "both" if data["leaving"] and joining else "left" if data["leaving"] else "came"
        leaving, on = names.get(data["leaving"], ""), wording.day(data["on"], desk.language)
        return desk.said(f"commissions.{kind}.replaced_{which}", leaving=leaving, joining=joining, on=on)

    def ends() -> list[str]:
        return [told("ends"), *_why(desk, form)] if form.cleaned_data["leaving"] else []

    step = Step("replace_member", found, form, do, lambda: told("done"), ends, names=names)
    return taken(request, step)


@screen("elect_officers", of=answering)
def officers(request: DeskRequest, code: str) -> HttpResponse:
    """Fill offices from among the members."""
    desk, found = request.desk, commission_asked(request.desk, code)
    composed = composition_on(found, desk.day)
    names = _names(composed)
    initial = kept(request) or {"on": desk.day, "adopted_on": desk.day}
    form = OfficersForm(typed(request), composed=composed, initial=initial)
    changed: list[int] = []

    def do(_dry_run: bool) -> None:
        entry = entries.entry_of(form, lambda: entries.officers_of(code, form.cleaned_data))
        if entry is not None:
            changed.append(elect_officers(found.country, entry, by=desk.actor, at=desk.at))

    def done() -> str:
        if not sum(changed):
            return desk.said("commissions.done.nothing")
        elected = [
            f"{desk.said(f'ui.offices.{one}')}: {names[form.cleaned_data[one]]}"
            for one in OFFICES
            if form.cleaned_data[one]
        ]
        return desk.said("commissions.done.elected", officers="; ".join(elected))

    return taken(request, Step("elect_officers", found, form, do, done, names=names))


@dataclass(frozen=True, slots=True)
class _Rest:
    """What begins the rest of a member's duties, or ends it: verb, form, entry, and what is said then."""

    verb: str
    form: Callable[..., RestForm | ReturnForm]
    entry: Callable[[str, dict[str, Any]], Any]
    act: Callable[..., object]
    done: str


_BEGINS = _Rest("suspend_member", RestForm, entries.rest_of, suspend_member, "rests")
_ENDS = _Rest("restore_member", ReturnForm, entries.return_of, restore_member, "returns")


@screen("suspend_member", of=answering)
def rest(request: DeskRequest, code: str) -> HttpResponse:
    """Let a member's duties rest."""
    return _rested(request, code, _BEGINS)


@screen("restore_member", of=answering)
def restoration(request: DeskRequest, code: str) -> HttpResponse:
    """End the rest of a member's duties."""
    return _rested(request, code, _ENDS)


def _rested(request: DeskRequest, code: str, way: _Rest) -> HttpResponse:
    desk, found = request.desk, commission_asked(request.desk, code)
    composed = composition_on(found, desk.day)
    names = _names(composed)
    initial = kept(request) or {"on": desk.day, "adopted_on": desk.day}
    form = way.form(typed(request), composed=composed, initial=initial)

    def do(_dry_run: bool) -> None:
        entry = entries.entry_of(form, lambda: way.entry(code, form.cleaned_data))
        if entry is not None:
            way.act(found.country, entry, by=desk.actor, at=desk.at)

    def done() -> str:
        on = wording.day(form.cleaned_data["on"], desk.language)
        return desk.said(f"commissions.done.{way.done}", name=names[form.cleaned_data["person"]], on=on)

    return taken(request, Step(way.verb, found, form, do, done, names=names))


@screen("end_mandate", of=answering)
def end(request: DeskRequest, code: str) -> HttpResponse:
    """End the powers of the present composition."""
    desk, found = request.desk, commission_asked(request.desk, code)
    composed = composition_on(found, desk.day)
    form = EndForm(typed(request), initial=kept(request) or {"on": desk.day, "adopted_on": desk.day})

    def do(dry_run: bool) -> None:
        entry = entries.entry_of(form, lambda: entries.end_of(code, form.cleaned_data))
        if entry is not None:
            end_mandate(found.country, entry, by=desk.actor, at=desk.at, dry_run=dry_run)

    def told(kind: str) -> str:
        on = wording.day(form.cleaned_data["on"], desk.language)
        return desk.said(f"commissions.{kind}.ended", on=on, n=len(composed.members))

    step = Step(
        "end_mandate", found, form, do, lambda: told("done"), lambda: [told("ends"), *_why(desk, form)]
    )
    return taken(request, step)


@screen("form_commissions", of=answering)
def formation(request: DeskRequest, code: str) -> HttpResponse:
    """A new mandate: its members are typed in rows, and one more row is a button away."""
    desk, found = request.desk, commission_asked(request.desk, code)
    composed, known = composition_on(found, desk.day), known_to(found)
    names = _names(composed, known)
    seats = composed.seats or SEATS
    head = kept(request) or {"on": desk.day, "adopted_on": desk.day, "seats": seats}
    form = FormationForm(typed(request), initial=head)
    rows = [
        MemberForm(
            typed(request),
            prefix=f"row{number}",
            known=known,
            nobody="empty_row",
            initial=kept(request, f"row{number}-"),
        )
        for number in range(1, _count(request, seats) + 1)
    ]

    def do(dry_run: bool) -> None:
        entry = entries.entry_of(form, lambda: entries.formation_of(code, form.cleaned_data, rows))
        if entry is not None:
            formed, people = entry
            form_commissions(found.country, [formed], by=desk.actor, at=desk.at, new=people, dry_run=dry_run)

    def told(kind: str) -> str:
        on = wording.day(form.cleaned_data["on"], desk.language)
        members = sum(not row.is_empty for row in rows)
        return desk.said(f"commissions.{kind}.formed", on=on, n=members, before=len(composed.members))

    def ends() -> list[str]:
        return [told("ends"), *_why(desk, form)] if composed.mandate else []

    step = Step("form_commissions", found, form, do, lambda: told("done"), ends, rows, names)
    return taken(request, step)


def _count(request: DeskRequest, otherwise: int) -> int:
    """How many rows the form has: as many as before, one more where that was asked for."""
    asked = (request.POST or typed_before(request)).get("rows", "")
    rows = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else otherwise
    return max(1, min(MOST, rows + ("more" in request.POST)))
