"""Forms of the room."""

from __future__ import annotations

from django import forms

from dauys.web.ui.forms import Form, SaidField


class ReleaseForm(Form):
    """Why a protocol counts in spite of its errors."""

    room = "results"
    reason = SaidField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)
