"""What was typed as the verbs take it; what an entry does not take stands as an error beside its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import pydantic
from django.core.exceptions import ValidationError

from dauys.apps.commissions.actions import (
    ActEntry,
    CommissionRow,
    Formation,
    MandateEnd,
    MemberEntry,
    Officers,
    Replacement,
    Rest,
    Return,
)
from dauys.apps.commissions.queries import Commission
from dauys.apps.people.actions import PersonEntry
from dauys.core.bodies import OFFICES
from dauys.core.norms import LANGUAGES
from dauys.web.commissions.forms import NEW, MemberForm
from dauys.web.ui.forms import Form

Entry = TypeVar("Entry")
FIELDS = {
    "valid_to": "until",
    "valid_from": "on",
    "code": "new_code",
    "person": "joining",
}  # of entries, in forms


def entry_of(form: Form, make: Callable[[], Entry]) -> Entry | None:
    """The entry; None, and the errors on the form, where a value is not one that it takes."""
    try:
        return make()
    except pydantic.ValidationError as wrong:
        for error in wrong.errors():
            name = str(error["loc"][-1]) if error["loc"] else ""
            name = FIELDS.get(name, name)
            form.add_error(name if name in form.fields else None, ValidationError("", code="invalid"))
        return None


def act_of(typed: dict[str, Any]) -> ActEntry:
    """The act that a form cites."""
    names = ("body", "number", "adopted_on", "title", *(f"body_{one}" for one in LANGUAGES))
    return ActEntry.model_validate({name: typed[name] for name in names})


def contacts_of(commission: Commission, typed: dict[str, Any]) -> CommissionRow:
    """The commission with other names and contacts."""
    stands = {"code": commission.code, "unit": commission.unit.code, "level": commission.level}
    return CommissionRow.model_validate(stands | typed)


def member_of(typed: dict[str, Any]) -> tuple[MemberEntry, list[PersonEntry]]:
    """Who comes, and the new person that they are, where they are not known yet."""
    is_new = typed["joining"] == NEW
    code = typed["new_code"] if is_new else UUID(typed["joining"])
    names = ("office", "released", "proposed_by", "workplace", *(f"proposed_by_{one}" for one in LANGUAGES))
    member = MemberEntry.model_validate({"person": code} | {name: typed.get(name, "") for name in names})
    facts = {"name": typed["name"], "sex": typed["sex"], "birth_year": typed["birth_year"]}
    return member, [PersonEntry.model_validate({"code": code} | facts)] if is_new else []


def replacement_of(code: str, typed: dict[str, Any]) -> tuple[Replacement, list[PersonEntry]]:
    """Who leaves, who comes, or both."""
    joining, people = member_of(typed) if typed["joining"] else (None, [])
    reasons = {name: typed[name] for name in ("reason", *(f"reason_{one}" for one in LANGUAGES))}
    leaving = UUID(typed["leaving"]) if typed["leaving"] else None
    told: dict[str, Any] = {"commission": code, "act": act_of(typed), "on": typed["on"]}
    return Replacement.model_validate(told | {"leaving": leaving, "joining": joining} | reasons), people


def formation_of(
    code: str, typed: dict[str, Any], rows: Sequence[MemberForm]
) -> tuple[Formation, list[PersonEntry]]:
    """A new mandate with the members of the rows that name somebody."""
    named = [member_of(row.cleaned_data) for row in rows if not row.is_empty]
    told = {"commission": code, "act": act_of(typed), "valid_from": typed["on"], "seats": typed["seats"]}
    people = [person for _, new in named for person in new]
    return Formation.model_validate(told | {"members": [member for member, _ in named]}), people


def officers_of(code: str, typed: dict[str, Any]) -> Officers:
    """Who is elected to which office."""
    holders = {office: UUID(typed[office]) for office in OFFICES if typed[office]}
    told = {"commission": code, "act": act_of(typed), "on": typed["on"], "holders": holders}
    return Officers.model_validate(told)


def rest_of(code: str, typed: dict[str, Any]) -> Rest:
    """Whose duties rest."""
    days = {"valid_from": typed["on"], "valid_to": typed["until"]}
    told = {"commission": code, "act": act_of(typed), "person": typed["person"], "reason": typed["reason"]}
    return Rest.model_validate(told | days)


def return_of(code: str, typed: dict[str, Any]) -> Return:
    """Whose duties rest no longer."""
    told = {"commission": code, "act": act_of(typed), "person": typed["person"], "on": typed["on"]}
    return Return.model_validate(told)


def end_of(code: str, typed: dict[str, Any]) -> MandateEnd:
    """The powers of the present composition end."""
    told = {"commission": code, "act": act_of(typed), "on": typed["on"], "reason": typed["reason"]}
    return MandateEnd.model_validate(told)
