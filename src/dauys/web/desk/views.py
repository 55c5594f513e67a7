"""The first page of every member, and what is done from it: mark, withdraw, have it in a calendar."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.calendar.actions import (
    Evidence,
    adopt_term,
    end_subscription,
    mark_done,
    open_subscription,
    withdraw_mark,
)
from dauys.apps.calendar.queries import subscription_of
from dauys.apps.files.queries import files_within
from dauys.apps.results.queries.duties import SOON, Duty, Post, Sum, duties_of, post_of, sums_beneath
from dauys.apps.territory.queries import unit_of
from dauys.core.findings import Fault, Refused
from dauys.web.desk.forms import AdoptForm, MarkForm, WithdrawForm
from dauys.web.desk.lines import by_bucket, lines_of
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.forms import Form
from dauys.web.ui.terms import election_name, when_said

OPEN = ("overdue", "due", "coming")  # buckets that stand open on the page
FIELDS = {"done_at": "done_on"}  # where a form asks for a moment in two fields
FEED = "feed"  # in the session, until it was shown: the token of an address just opened


def own_post(request: DeskRequest) -> Post:
    """The commission that one acts in, as duties see it; Http404 where it was not read yet."""
    post = post_of(request.desk.holds.country, request.desk.holds.commission)
    if post is None:
        raise Http404
    return post


def path_of(desk: Desk, /, **named: Any) -> list[str]:
    """The unit whose commission owes the duty."""
    unit = unit_of(desk.holds.country, named["unit"])
    if unit is None:
        raise Http404
    return [unit.path]


@screen("see_today")
def today(request: DeskRequest) -> HttpResponse:
    """What the commission owes: overdue, due today, ahead, done; and how those beneath it stand."""
    desk, post = request.desk, own_post(request)
    found = by_bucket(duties_of(post, desk.at))
    everything = request.GET.get("coming") == "all"
    coming = found["coming"]
    soon = [one for one in coming if one.term.at is not None and one.term.at - desk.at <= SOON]
    shown = {**found, "coming": coming if everything else soon}
    named = "coming" if everything else "soon"  # a figure and its list go by one name, and count the same
    sums = sums_beneath(post, desk.at)
    context = {
        "sections": [
            {
                "name": name,
                "lines": lines_of(duties, desk),
                "is_open": name in OPEN,
                "title": desk.said(f"desk.buckets.{named if name == 'coming' else name}"),
                "about": desk.said(f"desk.about.{name}"),
                "none": desk.said(f"desk.none.{name}") if name in OPEN else "",
            }
            for name, duties in shown.items()
        ],
        "counts": {name: len(duties) for name, duties in shown.items()},
        "coming_title": desk.said(f"desk.buckets.{named}"),
        "later": len(coming) - len(soon),
        "everything": everything,
        "several": len({one.election.code for duties in found.values() for one in duties}) > 1,
        "has_any": any(found.values()),
        "sums": [_sum(one, desk) for one in sums],
        "late_beneath": sum(one.late for one in sums),
        "has_beneath": post.level != "precinct",
    }
    return render(request, "desk/today.html", context)


def _sum(one: Sum, desk: Desk) -> dict[str, object]:
    return {
        "sum": one,
        "activity": f"{one.term.number}. {one.term.activity.in_language(desk.language)}",
        "when": when_said(one.term, desk.language),
        "election": election_name(one.election, desk.language),
        "level": desk.said(f"ui.levels.{one.level}"),
    }


def _duty(request: DeskRequest, election: str, unit: str, deadline: str, *, whole: bool = False) -> Duty:
    """The commission's own duty of that code in that election; Http404 where it has none."""
    post = own_post(request)
    duties = duties_of(post, request.desk.at, whole=whole) if post.unit_code == unit else ()
    found = (one for one in duties if (one.election.code, one.term.code) == (election, deadline))
    duty = next(found, None)
    if duty is None:
        raise Http404
    return duty


def _form_page(
    request: DeskRequest, verb: str, duty: Duty, form: Form, faults: list[Fault], upload: str = ""
) -> HttpResponse:
    desk = request.desk
    [line] = lines_of([duty], desk)
    context = {
        "verb": desk.said(f"desk.{verb}.send"), "heading": desk.said(f"desk.{verb}.heading"),
        "about": desk.said(f"desk.{verb}.about"), "form": form, "line": line, "back": reverse("today"),
        "upload": upload,
        "faults": [_placed(one, form) for one in faults_said(faults, desk.language)] or None,
    }  # fmt: skip
    return render(request, "desk/act.html", context, status=422 if faults or form.errors else 200)


def _placed(said: Said, form: Form) -> Said:
    """With the id of the field on the page, where it is about one: a form has no columns."""
    name = FIELDS.get(said.field, said.field)
    field = form[name].id_for_label if name in form.fields else ""
    return replace(said, field=field, where="", value="")


@screen("mark_done", of=path_of)
def mark(request: DeskRequest, election: str, unit: str, deadline: str) -> HttpResponse:
    """Mark a duty of the commission done, on evidence."""
    desk, duty = request.desk, _duty(request, election, unit, deadline)
    if not duty.may_be_marked:
        raise Http404
    files = files_within(desk.holds.path).filter(of=desk.holds.path, withdrawn_at__isnull=True)
    form = MarkForm(
        request.POST or None,
        at=desk.at,
        zone=duty.zone,
        files=files.order_by("-stored_at")[:100],
        chosen=request.GET.get("file", ""),
        initial=kept(request),
    )
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mark_done(
                election, [unit], deadline,
                evidence=Evidence(given["evidence"], given["link"], given["file"]),
                done_at=form.done_at(), by=desk.actor, at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return _done(request, "mark", duty)
    return _form_page(request, "mark", duty, form, faults, _upload(request))


def _upload(request: DeskRequest) -> str:
    """Where a file is stored that shows it, from where the way leads back; empty without the right."""
    if not request.desk.may("store_file", request.desk.holds.path):
        return ""
    return f"{reverse('store_file')}?{urlencode({'next': request.path})}"


@screen("withdraw_mark", of=path_of)
def withdraw(request: DeskRequest, election: str, unit: str, deadline: str) -> HttpResponse:
    """Say that a duty marked done is not done after all."""
    desk, duty = request.desk, _duty(request, election, unit, deadline)
    form = WithdrawForm(request.POST or None, initial=kept(request))
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_mark(election, unit, deadline, reason=reason, by=desk.actor, at=desk.at)
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return _done(request, "withdraw", duty)
    return _form_page(request, "withdraw", duty, form, faults)


@screen("adopt_term", of=path_of)
def adopt(request: DeskRequest, election: str, unit: str, deadline: str) -> HttpResponse:
    """Set a term where the law lets the commission that runs the contest choose."""
    desk, duty = request.desk, _duty(request, election, unit, deadline, whole=True)
    if not duty.may_be_set:
        raise Http404
    form = AdoptForm(request.POST or None, duty=duty, initial=kept(request))
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        starts_at, due_at = form.times()
        try:
            adopt_term(
                election, [unit], deadline, due_at=due_at, starts_at=starts_at,
                evidence=form.cleaned_data["decision"], by=desk.actor, at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return _done(request, "adopt", duty)
    return _form_page(request, "adopt", duty, form, faults)


def _done(request: DeskRequest, verb: str, duty: Duty) -> HttpResponse:
    activity = duty.term.activity.in_language(request.desk.language)
    messages.success(request, request.desk.said(f"desk.{verb}.done", activity=activity))
    return HttpResponseRedirect(reverse("today"))


@screen("see_today")
def my_calendar(request: DeskRequest) -> HttpResponse:
    """The address of one's own calendar: opened, renewed, ended; the token is shown once."""
    desk = request.desk
    if desk.account is None:
        raise Http404
    person = desk.account.person
    if request.method == "POST":
        if request.POST.get("end"):
            try:
                end_subscription(person, by=desk.actor, at=desk.at)
            except Refused as refused:
                messages.error(request, faults_said(refused.faults, desk.language)[0].text)
            else:
                messages.success(request, desk.said("desk.calendar.ended"))
        else:
            token = secrets.token_urlsafe(32)
            open_subscription(person, token, by=desk.actor, at=desk.at)
            request.session[FEED] = token
        return HttpResponseRedirect(reverse("my_calendar"))
    token = request.session.pop(FEED, "")
    standing = subscription_of(person)
    is_ours = standing is not None and standing.issued_at >= desk.account.created_at
    context = {
        "address": request.build_absolute_uri(reverse("calendar_feed", kwargs={"token": token}))
        if token
        else "",
        "subscription": standing if is_ours else None,
    }
    return render(request, "desk/calendar.html", context)
