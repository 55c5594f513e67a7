"""Forms of the screens: labels and errors from the words, fields marked for those who cannot see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from dauys.core.norms import LANGUAGES
from dauys.core.words import says_nothing
from dauys.web.ui import words
from dauys.web.ui.faults import Said, error_said, errors_said
from dauys.web.ui.listing import YEARS

LONGEST = 2_000  # signs of a text; a setting of ours


def text_sent(sent: Mapping[str, Any], name: str) -> str:
    """A text of a page that no form reads: cut at LONGEST, without the sign that PostgreSQL does not keep."""
    return str(sent.get(name, "")).replace("\0", "")[:LONGEST]


class Form(forms.Form):
    """A form whose `room` says where its words are: `<room>.fields.<name>` and `….<name>_hint`."""

    room: ClassVar[str] = "ui"
    required_css_class = "required"

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        found = get_language() or ""
        self.language = found if found in LANGUAGES else LANGUAGES[0]
        for name in self.fields:
            self.name_field(name)

    def name_field(self, name: str) -> None:
        """Give a field its label and its hint; for those that come after the others too."""
        field = self.fields[name]
        field.label = words.said_or(self.language, f"{self.room}.fields.{name}", str(field.label or name))
        field.help_text = words.said_or(self.language, f"{self.room}.fields.{name}_hint", "")

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """The choices of a field, where they depend on who asks."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} has no choices")
        field.choices = list(choices)

    def full_clean(self) -> None:
        """Clean, then tell assistive technology which fields are wrong."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    @property
    def summary(self) -> list[Said]:
        """The lines of the error summary."""
        return errors_said(self, self.language) if self.is_bound else []

    def errors_of(self, name: str) -> list[str]:
        """The errors of one field in words, as they stand beside it."""
        return [
            error_said(one, self.language, str(self.fields[name].label))
            for one in self.errors.as_data().get(name, [])
        ]


class SaidField(forms.CharField):
    """A text that has to say something: blanks and unseen signs are nothing."""

    def to_python(self, value: Any) -> str:
        """The text; empty where it says nothing."""
        found = str(super().to_python(value) or "")
        return "" if says_nothing(found) else found


class DayField(forms.DateField):
    """A day, picked or typed as 2021-07-25 or 25.07.2021."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            **named,
        )

    def to_python(self, value: Any) -> dt.date | None:
        """The day; one of a year that nobody means is wrong."""
        day: dt.date | None = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day
