"""Forms of the desk: what shows that a duty is done, why a mark is withdrawn, a term that is set."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from dauys.apps.results.queries.duties import Duty
from dauys.web.ui.forms import DayField, Form

LONGEST = 2_000  # signs of a text; a setting of ours


class TimeField(forms.TimeField):
    """An hour of the day, picked or typed as 18:00."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **named)


class MarkForm(Form):
    """When a duty was done, and what shows it: words, the address of an act, a file; at least one of them."""

    room: ClassVar[str] = "desk"

    done_on = DayField()
    done_time = TimeField()
    evidence = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.CharField(required=False, max_length=500, widget=forms.URLInput)
    file = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None)

    def __init__(
        self,
        *args: Any,
        at: dt.datetime,
        zone: dt.tzinfo,
        files: Any,
        chosen: str = "",
        initial: dict[str, Any],
        **named: Any,
    ) -> None:
        local = at.astimezone(zone)
        now = {"done_on": local.date(), "done_time": local.time().replace(second=0, microsecond=0)}
        first = {**(initial or now), **({"file": chosen} if chosen else {})}
        super().__init__(*args, initial=first, **named)
        self._zone = zone
        kept = [(str(one.code), f"{one.about} ({one.name})") for one in files]
        if kept:
            self.offer("file", [("", "—"), *kept])
        else:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        """A commission that keeps no file names none."""
        return {"file": None, **(super().clean() or {})}

    def done_at(self) -> dt.datetime:
        """On the clock of the unit; the minute that is running has begun already."""
        given = self.cleaned_data
        return dt.datetime.combine(given["done_on"], given["done_time"], self._zone)


class WithdrawForm(Form):
    """Why a duty that is marked done is not."""

    room: ClassVar[str] = "desk"

    reason = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class AdoptForm(Form):
    """A term, or hours of election day, with the decision that sets it; on the clock of the unit."""

    room: ClassVar[str] = "desk"

    due_on = DayField()
    starts_time = TimeField()
    due_time = TimeField()
    decision = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, duty: Duty, initial: dict[str, Any], **named: Any) -> None:
        term = duty.term
        stands = {
            "due_on": term.due_at.date() if term.due_at else None,
            "starts_time": term.starts_at.time() if term.starts_at else None,
            "due_time": term.due_at.time().replace(second=0) if term.due_at else None,
        }
        super().__init__(*args, initial=initial or stands, **named)
        self._zone = duty.zone
        if term.choice == "hours":
            self._day: dt.date | None = duty.election.election_day
            del self.fields["due_on"]
        else:
            self._day = None
            del self.fields["starts_time"]

    def times(self) -> tuple[dt.datetime | None, dt.datetime]:
        """The beginning, where there is one, and the end."""
        given = self.cleaned_data
        day = self._day or given["due_on"]
        start = given.get("starts_time")
        return (
            dt.datetime.combine(day, start, self._zone) if start else None,
            dt.datetime.combine(day, given["due_time"], self._zone),
        )
