"""A form with a field of each kind."""

from __future__ import annotations

from django import forms

from dauys.web.ui.forms import DayField, Form


class EveryField(Form):
    """What forms of the workplace are made of; nothing is kept of what is sent."""

    room = "components"

    text = forms.CharField(max_length=60)
    figure = forms.IntegerField(min_value=0)
    day = DayField()
    choice = forms.ChoiceField(choices=())
    one_of = forms.ChoiceField(choices=(), widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    long_text = forms.CharField(widget=forms.Textarea, required=False)
    file = forms.FileField(required=False)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **named: object) -> None:
        super().__init__(*args, **named)
        for name in ("choice", "one_of"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
