"""What is told when a file is handed in, and when it is looked through again."""

from __future__ import annotations

from typing import Any

from django import forms

from dauys.apps.elections.queries import elections
from dauys.apps.imports.queries import KINDS
from dauys.web.ui.doors import Desk
from dauys.web.ui.forms import DayField, Form

ENDINGS = sorted({ending for kind in KINDS.values() for ending in kind.endings})


def kinds_for(desk: Desk) -> list[str]:
    """The kinds of files that this office may take at all."""
    return [name for name, kind in KINDS.items() if desk.may(kind.verb)]


class HandIn(Form):
    """A file, of which kind it is, and what belongs to it."""

    room = "imports"
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    content = forms.FileField(
        allow_empty_file=True, widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)})
    )
    election = forms.ChoiceField(required=False)
    mapping = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    with_findings = forms.BooleanField(required=False)
    sample = forms.BooleanField(required=False)
    valid_from_on = DayField(required=False)

    def __init__(self, desk: Desk, mappings: list[Any], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer("kind", [(one, desk.said(f"imports.kinds.{one}")) for one in kinds_for(desk)])
        codes = elections().values_list("code", flat=True)
        self.offer("election", [("", desk.said("imports.told_by_file")), *((code, code) for code in codes)])
        kept = [(str(one.id), one.name) for one in mappings]
        self.offer("mapping", [("", desk.said("imports.own_names")), *kept])


class LookAgain(Form):
    """On which terms a file is looked through again."""

    room = "imports"
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    with_findings = forms.BooleanField(required=False)


class Confirm(Form):
    """Nothing is typed: the button is the answer."""

    room = "imports"
