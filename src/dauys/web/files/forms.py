"""What is asked when a file is stored or withdrawn; what its content is, the room decides."""

from __future__ import annotations

from typing import Any

from django import forms

from dauys.apps.files.queries import KINDS, largest
from dauys.web.ui.forms import Form

ENCODINGS = ("utf-8", "windows-1251", "kz1048", "utf-16")  # of tables that office programs write here


class StoreFile(Form):
    """A file, what it is, and the encoding of a table that is not in UTF-8."""

    room = "files"
    content = forms.FileField(
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(one.ending for one in KINDS.values())}),
    )
    about = forms.CharField(max_length=300)
    encoding = forms.ChoiceField(choices=[(one, one) for one in ENCODINGS], required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        size = largest() >> 20
        self.fields["content"].help_text = self.fields["content"].help_text.format(size=size)


class WithdrawFile(Form):
    """Why a file is no longer given out."""

    room = "files"
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}))
