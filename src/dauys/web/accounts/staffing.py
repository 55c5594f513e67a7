"""Offices that a commission gives and takes by a decision: clerk, auditor, …"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.commissions.actions import appoint_newcomer, appoint_staff, end_appointment
from dauys.apps.commissions.queries import members_to_appoint
from dauys.core.findings import Refused
from dauys.web.accounts.forms import Appoint, EndAppointment
from dauys.web.accounts.views import answering, commission_named, holder_named
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said, faults_said


@screen("appoint_staff", of=answering)
def appoint(request: DeskRequest, commission: str) -> HttpResponse:
    """Appoint a member, one who works here already, or somebody new."""
    desk = request.desk
    known = members_to_appoint(commission_named(desk, commission), desk.day)
    form = Appoint(request.POST or None, known=known, initial=kept(request) or {"on": desk.day})
    faults: list[Said] = []
    if request.method == "POST" and form.is_valid():
        try:
            person = _appoint(desk, commission, form)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            messages.success(request, desk.said("accounts.done.appoint_staff"))
            return redirect("holder", commission, person)
    told = {
        "form": form,
        "faults": faults,
        "back": reverse("staff"),
        "heading": "accounts.verbs.appoint_staff",
    }
    return render(request, "accounts/deed.html", told | {"lead": "accounts.leads.appoint_staff"})


def _appoint(desk: Desk, code: str, form: Appoint) -> UUID:
    told, commission = form.cleaned_data, commission_named(desk, code)
    terms = told["office"], told["basis"], told["on"]
    if told["person"]:
        person = UUID(told["person"])
        appoint_staff(commission, person, *terms, by=desk.actor, at=desk.at)
        return person
    person = uuid4()
    appoint_newcomer(commission, (person, told["name"]), *terms, by=desk.actor, at=desk.at)
    return person


@screen("end_appointment", of=answering)
def end(request: DeskRequest, commission: str, person: UUID, office: str) -> HttpResponse:
    """End an appointment: rights end with the day."""
    desk = request.desk
    found = holder_named(desk, commission, person)
    if office not in found.offices:
        raise Http404
    form = EndAppointment(request.POST or None, initial=kept(request) or {"on": desk.day})
    faults: list[Said] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            end_appointment(
                found.commission, person, office, told["basis"], told["on"], by=desk.actor, at=desk.at
            )
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            messages.success(request, desk.said("accounts.done.end_appointment", name=found.name))
            return redirect("staff")
    back = reverse("holder", args=[commission, person])
    told = {"holder": found, "form": form, "faults": faults, "back": back, "office": office}
    words = {"heading": "accounts.verbs.end_appointment", "lead": "accounts.leads.end_appointment"}
    return render(request, "accounts/deed.html", told | words)
