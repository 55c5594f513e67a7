"""The question before a verb that ends or settles something: what it will do, and a yes to just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from dauys.core.canonical import digest
from dauys.web.ui.doors import DeskRequest
from dauys.web.ui.unsent import BUTTONS, typed_before

OWN_KEYS = BUTTONS | {"csrfmiddlewaretoken"}
Table = tuple[str, Sequence[tuple[str, int | None]]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of whom or what, which verb, what will happen, and the figures that it rests on."""

    about: str
    heading: str
    sentences: Sequence[str]
    tables: Sequence[Table] = ()
    is_sealed: bool = True  # else any yes counts: the verb itself tells what changed meanwhile

    @property
    def seal(self) -> str:
        """By which a yes is known to be to this question, and to no other figures."""
        if not self.is_sealed:
            return "1"
        return digest([self.heading, *self.sentences, [[name, *rows] for name, rows in self.tables]])[:16]


def typed(request: DeskRequest) -> QueryDict | None:
    """What was typed, where the form was sent to be read; None where it is shown to be typed in."""
    asks_again = {"change", "more"} & set(request.POST)
    return request.POST if request.method == "POST" and not asks_again else None


def kept(request: DeskRequest, prefix: str = "") -> dict[str, Any]:
    """What was typed into a form that is shown again, to be typed on: just now, or before a login."""
    sent = request.POST if request.method == "POST" else typed_before(request)
    return {
        key.removeprefix(prefix): value
        for key, value in sent.items()
        if key.startswith(prefix) and value and key not in OWN_KEYS
    }


def is_confirmed(request: DeskRequest, question: Question) -> bool:
    """Whether yes was said to this question."""
    return request.POST.get("confirmed") == question.seal


def asked(request: DeskRequest, question: Question) -> HttpResponse:
    """The page with the question; a yes to other figures than those that stand is told so."""
    filled = {
        "about": question.about,
        "heading": question.heading,
        "sentences": question.sentences,
        "tables": question.tables,
        "seal": question.seal,
        "has_changed": "confirmed" in request.POST,
        "typed": [
            (key, value) for key, values in request.POST.lists() if key not in OWN_KEYS for value in values
        ],
    }
    return render(request, "ui/confirm.html", filled)
