"""Forms of the room: a decision with its act, an extension, a step of candidates, a nomination."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms

from dauys.web.ui.forms import DayField, Form, SaidField

BASIS = 2_000  # signs of an act or a reason; a setting of ours
SEXES = ("", "f", "m")
WAYS = ("", "party", "self", "superior_akim")


class DecisionForm(Form):
    """The act or reason of a decision."""

    room = "elections"
    evidence = SaidField(widget=forms.Textarea(attrs={"rows": 3}), max_length=BASIS)


class ExtensionForm(DecisionForm):
    """Up to when, on the clock of the place, and by which act."""

    until_day = DayField()
    until_time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    field_order = ("until_day", "until_time", "evidence")

    def until(self, zone: str) -> dt.datetime:
        """The end of the extension."""
        day, time = self.cleaned_data["until_day"], self.cleaned_data["until_time"]
        return dt.datetime.combine(day, time, ZoneInfo(zone))


class StepForm(Form):
    """The day of a step of candidates; with a reason where the verb asks for one."""

    room = "elections"
    on = DayField()
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=BASIS)


class RegistrationForm(Form):
    """The day of a registration."""

    room = "elections"
    on = DayField()


class NominationForm(Form):
    """One person put forward."""

    room = "elections"
    number = forms.RegexField(r"^[A-Za-z0-9-][A-Za-z0-9.-]{0,19}$", max_length=20)
    name = forms.CharField(max_length=200)
    way = forms.ChoiceField(choices=[(one, one) for one in WAYS], required=False)
    party = forms.CharField(max_length=200, required=False)
    sex = forms.ChoiceField(choices=[(one, one) for one in SEXES], required=False)
    birth_year = forms.IntegerField(min_value=1850, max_value=2200, required=False)
    on = DayField()
