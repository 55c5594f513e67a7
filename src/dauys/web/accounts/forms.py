"""What is asked for inviting, locking, appointing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from dauys.core.rights import STAFF
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.forms import DayField, Form


class Invite(Form):
    """Where the link is sent, and in which language."""

    room = "accounts"
    email = forms.EmailField(max_length=200)
    letters = forms.ChoiceField(choices=settings.LANGUAGES)


class Letters(Form):
    """In which language many are written to."""

    room = "accounts"
    letters = forms.ChoiceField(choices=settings.LANGUAGES)


class Reason(Form):
    """Why something is done to an account."""

    room = "accounts"
    reason = forms.CharField(max_length=300)


class Nothing(Form):
    """Only a confirmation."""

    room = "accounts"


class Appoint(Form):
    """Who, to which office, by which decision, from when: one who is known here, or a name that is new."""

    room = "accounts"
    person = forms.ChoiceField(required=False)
    name = forms.CharField(max_length=200, required=False)
    office = forms.ChoiceField()
    basis = forms.CharField(max_length=300)
    on = DayField()

    def __init__(self, *args: Any, known: Sequence[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        ordered = sorted(known, key=lambda one: wording.sort_key(one[1], self.language))
        people = [(str(code), name) for code, name in ordered]
        self._choose("person", [("", words.said(self.language, "accounts.somebody_new")), *people])
        self._choose("office", [(one, words.said(self.language, f"ui.offices.{one}")) for one in STAFF])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Either one of the list or a new name."""
        found = super().clean() or {}
        found["name"] = str(found.get("name", "")).strip()
        if not found.get("person") and not found["name"]:
            self.add_error("name", ValidationError("", code="required"))
        if found.get("person") and found["name"]:
            self.add_error("name", ValidationError("", code="one_of_both"))
        return found


class EndAppointment(Form):
    """By which decision, on which day."""

    room = "accounts"
    basis = forms.CharField(max_length=300)
    on = DayField()
