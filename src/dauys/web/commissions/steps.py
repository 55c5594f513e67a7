"""From a form to a verb: typed, checked, confirmed where something ends, done, or refused with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.commissions.actions import ABOUT
from dauys.apps.commissions.queries import Commission
from dauys.core.bodies import OFFICES
from dauys.core.findings import Refused
from dauys.web.commissions.forms import MemberForm, VerbForm
from dauys.web.ui import words
from dauys.web.ui.confirming import Question, asked, is_confirmed, typed
from dauys.web.ui.doors import DeskRequest
from dauys.web.ui.faults import Said, errors_said, faults_said
from dauys.web.ui.forms import Form
from dauys.web.ui.naming import unit_called

_CODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a person


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of one commission as its screen needs it.

    `do(dry_run)` does it, or only tries; `ends` are sentences of what ends, shown before it is confirmed;
    `done` says what changed. `names` are people by opaque code: no refusal shows a code.
    """

    verb: str
    commission: Commission
    form: VerbForm
    do: Callable[[bool], object]
    done: Callable[[], str]
    ends: Callable[[], Sequence[str]] = tuple
    rows: Sequence[MemberForm] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether the form and all of its rows are; all are asked, so that all errors show at once."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])


def taken(request: DeskRequest, step: Step) -> HttpResponse:
    """The form, the question before something ends, or what came of it."""
    if typed(request) is None or not step.is_valid:
        return _form(request, step)
    try:
        ends = step.ends()
        question = _question(request, step, ends)
        is_trial = bool(ends) and not is_confirmed(request, question)
        step.do(is_trial)
    except Refused as refusal:
        return _form(request, step, _told(refusal, step, request.desk.language))
    if step.form.errors or any(row.errors for row in step.rows):  # an entry did not take a value
        return _form(request, step)
    if is_trial:
        return asked(request, question)
    messages.success(request, step.done())
    return HttpResponseRedirect(reverse("commission", kwargs={"code": step.commission.code}))


def _form(request: DeskRequest, step: Step, faults: Sequence[Said] = ()) -> HttpResponse:
    language = request.desk.language
    summary = [*faults, *step.form.summary, *_of_rows(step.rows, language)]
    context = {
        "commission": step.commission,
        "heading": request.desk.said(f"commissions.verbs.{step.verb}"),
        "about": request.desk.said(f"commissions.about.{step.verb}"),
        "form": step.form,
        "rows": step.rows,
        "faults": summary,
    }
    return render(request, "commissions/verb.html", context, status=422 if summary else 200)


def _question(request: DeskRequest, step: Step, ends: Sequence[str]) -> Question:
    heading = request.desk.said(f"commissions.verbs.{step.verb}")
    return Question(unit_called(step.commission, request.desk.language), heading, ends, is_sealed=False)


def _of_rows(rows: Sequence[MemberForm], language: str) -> list[Said]:
    """The errors of the rows, each with the number of its row."""
    found: list[Said] = []
    for number, row in enumerate(rows, 1):
        if row.is_bound:
            found += [replace(one, text=f"{number}. {one.text}") for one in errors_said(row, language)]
    return found


def _told(refusal: Refused, step: Step, language: str) -> list[Said]:
    """The refusals in words, each beside the field that it is about; persons by name."""
    told = []
    for one in faults_said(refusal.faults, language):
        name = ABOUT.get(one.code, "")
        about = _id_of(step.form, name) or ("id_person" if name == "leaving" else "")
        about = about if about in {_id_of(step.form, each) for each in step.form.fields} else ""
        told.append(replace(one, field=about, value=_shown(one.value, step, language)))
    return told


def _shown(value: str, step: Step, language: str) -> str:
    """What stood there as a reader knows it: people by name, offices in words, no other codes."""
    if value in OFFICES:
        return words.said(language, f"ui.offices.{value}")
    return step.names.get(value, "" if _CODE.fullmatch(value) else value)


def _id_of(form: Form, name: str) -> str:
    return str(form[name].id_for_label) if name in form.fields else ""
