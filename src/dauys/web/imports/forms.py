"""What is told when a file is handed in, and when it is looked through again."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from dauys.apps.elections.queries import Election, law_of
from dauys.apps.imports.queries import KINDS, KeptMapping
from dauys.press import wording
from dauys.web.ui.doors import Desk
from dauys.web.ui.forms import DayField, Form


def election_said(election: Election, language: str) -> str:
    """An election as people call it: its day, the act, the id, then the office, which may be long."""
    act = law_of(election).act
    day, office = wording.day(election.election_day, language), act.office_title.in_language(language)
    return f"{day}, {act.id} ({election.code}): {office}"


class HandIn(Form):
    """A file of one kind, and what belongs to that kind alone."""

    room = "imports"
    content = forms.FileField(allow_empty_file=True, widget=forms.ClearableFileInput())
    election = forms.ChoiceField(required=False)
    mapping = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    with_findings = forms.BooleanField(required=False)
    sample = forms.BooleanField(required=False)
    valid_from_on = DayField(required=False)

    def __init__(
        self,
        desk: Desk,
        kind: str,
        called: Sequence[Election],
        mappings: Sequence[KeptMapping],
        *args: object,
        **named: object,
    ) -> None:
        super().__init__(*args, **named)
        known = KINDS[kind]
        self.fields["content"].widget.attrs["accept"] = ",".join(known.endings)
        self.fields["content"].help_text = desk.said(
            "imports.endings", endings=", ".join(known.endings), most="64"
        )
        offered = [(one.code, election_said(one, desk.language)) for one in called]
        self.offer("election", [("", desk.said("imports.told_by_file")), *offered])
        if len(offered) == 1:
            self.fields["election"].initial = offered[0][0]
        kept = [(str(one.id), one.name) for one in mappings]
        self.offer("mapping", [("", desk.said("imports.own_names")), *kept])
        keep_told(self, desk, kind, "content", *(["mapping"] if kept else []))


def keep_told(form: Form, desk: Desk, kind: str, *also: str) -> None:
    """Leave of a form only what belongs to the kind and what this office may tell, and `also`.

    That broken protocols count is for those who may release one.
    """
    told = set(KINDS[kind].told) - {"mapping"}
    if not desk.may("release_protocol", desk.holds.path):
        told.discard("with_findings")
    for name in set(form.fields) - told - set(also):
        del form.fields[name]


class LookAgain(Form):
    """On which terms a file is looked through again."""

    room = "imports"
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    with_findings = forms.BooleanField(required=False)

    def __init__(self, desk: Desk, kind: str, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        keep_told(self, desk, kind)


class Confirm(Form):
    """Nothing is typed: the button is the answer."""

    room = "imports"
