"""What is typed for each verb about a commission: the act that is cited, the days, the persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from dauys.apps.commissions.queries import Composition
from dauys.core.bodies import OFFICES
from dauys.core.canonical import digest
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.forms import DayField, Form

NEW = "new"  # of a choice of persons: somebody who is not known yet
Choices = list[tuple[str, str]]
Group = tuple[str, tuple[str, ...]]
ACT: Group = ("act", ("body", "number", "adopted_on", "title"))
ACT_IN_LANGUAGES: Group = ("languages", ("body_kk", "body_ru", "body_en"))


def _line(length: int = 300, *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=length, required=required)


class VerbForm(Form):
    """A form in groups of fields; those named `languages` may be left folded up."""

    room = "commissions"
    groups: ClassVar[tuple[Group, ...]] = ()

    @property
    def grouped(self) -> Iterator[dict[str, Any]]:
        """The groups with their fields, as the template shows them."""
        for name, fields in self.groups:
            shown: list[BoundField] = [self[field] for field in fields]
            is_wrong = any(field.errors for field in shown) if self.is_bound else False
            yield {"name": name, "fields": shown, "is_folded": name == "languages", "is_wrong": is_wrong}

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _said(self, key: str) -> str:
        return words.said(self.language, f"commissions.choices.{key}")

    def _offices(self) -> Choices:
        named = [(one, words.said(self.language, f"ui.offices.{one}")) for one in OFFICES]
        return [("", self._said("no_office")), *named]


class ContactsForm(VerbForm):
    """Names and contacts; a text without a language stands where a language has none of its own.

    `stood` knows what stood when the form was opened: what others changed since is told before it is lost.
    """

    stood = forms.CharField(widget=forms.HiddenInput, required=False)
    name_kk, name_ru, name_en = _line(), _line(), _line()
    phone, email = _line(100), forms.EmailField(max_length=200, required=False)
    address, address_kk, address_ru, address_en = _line(), _line(), _line(), _line()
    hours, hours_kk, hours_ru, hours_en = _line(200), _line(), _line(), _line()
    groups = (
        ("names", ("name_kk", "name_ru", "name_en")),
        ("reach", ("phone", "email")),
        ("address", ("address_kk", "address_ru", "address_en", "address")),
        ("hours", ("hours_kk", "hours_ru", "hours_en", "hours")),
    )

    def __init__(self, sent: QueryDict | None, *, stands: Mapping[str, str], initial: dict[str, Any]) -> None:
        seals = [digest([value])[:8] for value in stands.values()]
        known = sent.get("stood", "").split() if sent is not None else []
        facts = zip(stands.items(), seals, known or seals, strict=False)
        self._came = {name: value for (name, value), seal, was in facts if seal != was}
        stood = " ".join(seals)
        if sent is not None:  # told once, and then it may be sent as it is
            sent = sent.copy()
            sent["stood"] = stood
        super().__init__(sent, initial=initial or {**stands, "stood": stood})

    def clean(self) -> dict[str, Any]:
        """A commission has a name in at least one language; nothing that came meanwhile goes unseen."""
        found = super().clean() or {}
        found.pop("stood", None)
        for name, value in self._came.items():
            if found.get(name, value) != value:
                told = {"value": value or "—"}
                self.add_error(name, ValidationError("", code="changed_meanwhile", params=told))
        if not (found.get("name_kk") or found.get("name_ru") or found.get("name_en")):
            self.add_error("name_kk", ValidationError("", code="required"))
        return found


class ActForm(VerbForm):
    """The outside act that is cited, and the day from which it works."""

    on = DayField()
    body, number, adopted_on = _line(required=True), _line(60, required=True), DayField()
    title = _line(500)
    body_kk, body_ru, body_en = _line(), _line(), _line()


class PersonForm(VerbForm):
    """One person who comes: chosen by name, or new; with office, proposal and workplace."""

    joining = forms.ChoiceField(required=False)
    name = _line(200)
    sex = forms.ChoiceField(required=False)
    birth_year = forms.IntegerField(min_value=1850, max_value=2200, required=False)
    office = forms.ChoiceField(required=False)
    released = forms.BooleanField(required=False)
    proposed_by, workplace = _line(), _line()
    new_code = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Mapping[UUID, str], nobody: str, **named: Any) -> None:
        super().__init__(*args, **named)
        ordered = sorted(known.items(), key=lambda one: wording.sort_key(one[1], self.language))
        people = [(str(code), name) for code, name in ordered]
        self._choose("joining", [("", self._said(nobody)), (NEW, self._said("new")), *people])
        self._choose("sex", [("", self._said("sex_unknown")), ("f", self._said("f")), ("m", self._said("m"))])
        self._choose("office", self._offices())
        self.fields["new_code"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        """A new person has a name, and whoever is named is new."""
        found = super().clean() or {}
        if found.get("joining") == NEW and not found.get("name"):
            self.add_error("name", ValidationError("", code="required"))
        if found.get("name") and not found.get("joining"):
            found["joining"] = NEW
        return found


class ReplacementForm(ActForm, PersonForm):
    """Who leaves and why, who comes."""

    leaving = forms.ChoiceField(required=False)
    reason, reason_kk, reason_ru, reason_en = _line(), _line(), _line(), _line()
    proposed_by_kk, proposed_by_ru, proposed_by_en = _line(), _line(), _line()
    groups = (
        ("leaves", ("on", "leaving", "reason")),
        ("comes", ("joining", "name", "sex", "birth_year", "office", "released", "proposed_by", "workplace")),
        ACT,
        (
            "languages",
            (
                *ACT_IN_LANGUAGES[1],
                "reason_kk", "reason_ru", "reason_en", "proposed_by_kk", "proposed_by_ru", "proposed_by_en",
            ),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, composed: Composition, **named: Any) -> None:
        super().__init__(*args, nobody="stays_vacant", **named)
        self._choose("leaving", [("", self._said("nobody_leaves")), *people_of(composed, self.language)])

    def clean(self) -> dict[str, Any]:
        """Whoever leaves, leaves for a reason."""
        found = super().clean()
        if found.get("leaving") and not found.get("reason"):
            self.add_error("reason", ValidationError("", code="required"))
        return found


class OfficersForm(ActForm):
    """Who is elected to which office; an office that is left open stays as it is."""

    chair = forms.ChoiceField(required=False)
    deputy = forms.ChoiceField(required=False)
    secretary = forms.ChoiceField(required=False)
    groups = (("meeting", ("on", *OFFICES)), ACT, ACT_IN_LANGUAGES)

    def __init__(self, *args: Any, composed: Composition, **named: Any) -> None:
        super().__init__(*args, **named)
        for office in OFFICES:
            self._choose(office, [("", self._said("unchanged")), *people_of(composed, self.language)])


class RestForm(ActForm):
    """Whose duties rest, why, until when where it is known."""

    person = forms.ChoiceField()
    reason = _line(required=True)
    until = DayField(required=False)
    groups = (("rests", ("person", "reason", "on", "until")), ACT, ACT_IN_LANGUAGES)

    def __init__(self, *args: Any, composed: Composition, **named: Any) -> None:
        super().__init__(*args, **named)
        resting = {str(one.person) for one in composed.members if one.suspended}
        people = [one for one in people_of(composed, self.language) if one[0] not in resting]
        self._choose("person", [("", self._said("choose")), *people])


class ReturnForm(ActForm):
    """Whose duties rest no longer."""

    person = forms.ChoiceField()
    groups = (("returns", ("person", "on")), ACT, ACT_IN_LANGUAGES)

    def __init__(self, *args: Any, composed: Composition, **named: Any) -> None:
        super().__init__(*args, **named)
        resting = {str(one.person) for one in composed.members if one.suspended}
        people = [one for one in people_of(composed, self.language) if one[0] in resting]
        self._choose("person", [("", self._said("choose")), *people])


class EndForm(ActForm):
    """The powers of a composition end."""

    reason = _line(required=True)
    groups = (("ends", ("on", "reason")), ACT, ACT_IN_LANGUAGES)


class FormationForm(ActForm):
    """From when, with how many seats; the members stand in rows of their own."""

    seats = forms.IntegerField(min_value=1, max_value=99)
    groups = (("formed", ("on", "seats")), ACT, ACT_IN_LANGUAGES)


class MemberForm(PersonForm):
    """One row of a formation; a row in which nobody is named is left out."""

    groups = (
        ("row", ("joining", "name", "sex", "birth_year", "office", "proposed_by", "workplace", "released")),
    )

    @property
    def is_empty(self) -> bool:
        """Whether the row names nobody."""
        return not self.cleaned_data.get("joining")


def people_of(composed: Composition, language: str) -> Choices:
    """The members of a composition, each with the office held."""
    return [
        (
            str(one.person),
            f"{one.name} ({words.said(language, f'ui.offices.{one.office}')})" if one.office else one.name,
        )
        for one in composed.members
    ]
