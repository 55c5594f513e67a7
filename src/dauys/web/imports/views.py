"""Imports on the screen: the list, what a file would bring, taking it, how far that is."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dauys.apps.imports.actions import cancel_import, look_again, take_import
from dauys.apps.imports.queries import (
    Import,
    answering_paths,
    faults_of,
    import_of,
    imports_under,
    kind_of,
)
from dauys.core.findings import Refused
from dauys.web.imports.forms import Confirm, LookAgain
from dauys.web.imports.listing import listing_of
from dauys.web.imports.showing import faults_of_import, shown_import
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, Door, screen
from dauys.web.ui.faults import faults_said
from dauys.web.ui.listing import cell
from dauys.web.ui.naming import list_page


def import_named(number: int) -> Import:
    """The import of an address, else 404."""
    found = import_of(number)
    if found is None:
        raise Http404
    return found


def its_commission(_desk: Desk, /, **named: Any) -> Iterable[str]:
    """The path of the unit whose commission handed the file in."""
    return [import_named(named["number"]).commission]


def its_rows(_desk: Desk, /, **named: Any) -> Iterable[str]:
    """The paths of those who answer for what the file brings."""
    return answering_paths(import_named(named["number"]))


@screen("see_imports")
def imports(request: DeskRequest) -> HttpResponseBase:
    """The imports of the commission and of those beneath it."""
    desk = request.desk
    return list_page(
        request, "imports/imports.html", imports_under(desk.holds.path), listing_of, of="commission",
        address=lambda row: reverse("import", kwargs={"number": row.id}),
        may_hand_in=desk.may("prepare_import", desk.holds.path),
    )  # fmt: skip


@screen("see_imports", of=its_commission)
def one(request: DeskRequest, number: int) -> HttpResponseBase:
    """One import: what goes on, what it would bring or brought, what is wrong, what to do next."""
    imported, desk = import_named(number), request.desk
    return render(request, "imports/import.html", shown_import(imported, desk))


@screen("see_imports", of=its_commission)
def faults(request: DeskRequest, number: int) -> HttpResponseBase:
    """All faults of the latest job as a table."""
    imported, desk = import_named(number), request.desk
    job = imported.taking or imported.preview
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="faults-{number}.csv"'
    answer.write("\ufeff")
    pen = csv.writer(answer)
    names = ("file", "line", "column", "value", "code", "fault")
    pen.writerow([desk.said(f"imports.faults.{name}") for name in names])
    found = faults_of(job) if job else []
    for fault, said in zip(found, faults_of_import(imported, found, desk.language), strict=True):
        told = (fault.place, fault.line or "", fault.column, fault.value, fault.code, said.text)
        pen.writerow([cell(one) for one in told])
    return answer


def _answered(request: DeskRequest, imported: Import, done: str) -> HttpResponseBase:
    messages.success(request, request.desk.said(f"imports.{done}"))
    return redirect("import", number=imported.id)


@screen("look_again", of=its_commission)
def again(request: DeskRequest, number: int) -> HttpResponseBase:
    """Have the file looked through again, on other terms."""
    imported, desk = import_named(number), request.desk
    first = {"reason": imported.reason, "with_findings": imported.with_findings}
    initial = kept(request) or first
    form, faults = LookAgain(desk, imported.kind, request.POST or None, initial=initial), []
    if request.method == "POST" and form.is_valid():
        try:
            look_again(imported, by=desk.actor, at=desk.at, **form.cleaned_data)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            return _answered(request, imported, "looking_again")
    told = {"import": imported, "form": form, "faults": faults or form.summary}
    return render(request, "imports/again.html", told)


@screen("see_imports", of=its_commission)
def take(request: DeskRequest, number: int) -> HttpResponseBase:
    """Confirm that the file be taken: behind the door of the verb of its kind, second factor included."""
    imported, desk = import_named(number), request.desk
    stopped = Door(kind_of(imported).verb, its_rows).stop(request, {"number": number})
    if stopped is not None:
        return stopped
    form, faults = Confirm(request.POST or None), []
    if request.method == "POST":
        try:
            take_import(imported, by=desk.actor, at=desk.at)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            return _answered(request, imported, "taking")
    told = shown_import(imported, desk) | {"form": form, "faults": faults}
    return render(request, "imports/take.html", told)


@require_POST
@screen("cancel_import", of=its_commission)
def cancel(request: DeskRequest, number: int) -> HttpResponseBase:
    """Stop what goes on about the file."""
    imported, desk = import_named(number), request.desk
    cancel_import(imported, by=desk.actor, at=desk.at)
    return _answered(request, imported, "cancelling")
