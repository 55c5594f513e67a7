"""The forms of a page as a browser has them: what stands in each field, what to type, how it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.test import Client

IN_TEXT = "application/x-www-form-urlencoded"
TYPED = {
    "text": "Мәтін 7",
    "date": "2021-07-20",
    "time": "10:35",
    "email": "other@d1.example",
    "url": "https://d1.example/7",
    "number": "5",
    "textarea": "Бірінші жол\r\n«екінші» & <үшінші>",
}


@dataclass
class Field:
    """One field: what stands in it, and what there is to choose from."""

    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    is_on: bool = False
    is_hidden: bool = False


@dataclass
class Form:
    """A form that is sent to where it stands."""

    fields: dict[str, Field] = field(default_factory=dict)
    is_own: bool = True  # without an address or a way of sending of its own

    @property
    def values(self) -> dict[str, str]:
        """What would be sent; a box that is not ticked sends nothing."""
        return {name: one.value for name, one in self.fields.items() if one.kind != "checkbox" or one.is_on}

    @property
    def typed(self) -> dict[str, str]:
        """The same with something else in every field that is seen."""
        found = {}
        for name, one in self.fields.items():
            if one.is_hidden:
                found[name] = one.value
            elif one.choices:
                found[name] = one.choices[-1]
            elif one.kind != "checkbox":
                found[name] = TYPED[one.kind]
            elif not one.is_on:
                found[name] = one.value
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: Field | None = None  # a textarea or a select

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(is_own=told.get("method") == "post" and not {"action", "enctype"} & set(told))
            self.forms.append(self._form)
        elif tag == "option" and self._open:
            self._open.choices.append(told.get("value", ""))
            if "selected" in told or len(self._open.choices) == 1:
                self._open.value = told.get("value", "")
        elif self._form and told.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self._field(tag, told, self._form)

    def _field(self, tag: str, told: dict[str, str], form: Form) -> None:
        name, value = told["name"], told.get("value", "")
        kind = told.get("type", "text") if tag == "input" else tag
        if kind == "radio":
            one = form.fields.setdefault(name, Field(kind))
            one.choices.append(value)
            one.value = value if "checked" in told else one.value
        elif tag in ("textarea", "select"):
            self._open = form.fields[name] = Field(kind)
        elif tag == "input":
            value = value or "on" * (kind == "checkbox")
            form.fields[name] = Field(kind, value, is_on="checked" in told, is_hidden=kind == "hidden")

    def handle_data(self, data: str) -> None:
        if self._open and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select") and self._open:
            if tag == "textarea":  # the first line break belongs to the mark, and a browser sends both signs
                self._open.value = self._open.value.removeprefix("\r\n").removeprefix("\n")
            self._open = None
        elif tag == "form":
            self._form = None


def own_form(page: str) -> Form | None:
    """The form of a page that is typed into and sent to where it stands, without files; None for none."""
    reader = _Reader()
    reader.feed(page)
    seen = (one for one in reader.forms if one.is_own and not all(it.is_hidden for it in one.fields.values()))
    return next(seen, None)


def sent(client: Client, address: str, fields: dict[str, Any], **more: Any) -> Any:
    """Send a form as a browser does: as text, from the page on which it stands."""
    origin = f"http://testserver{address}"
    page = {"headers": {"referer": origin}, **more}
    return client.post(address, urlencode(fields, doseq=True), content_type=IN_TEXT, **page)
