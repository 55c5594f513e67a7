"""Files on the screen. Their bytes leave through a door only, to be saved and never shown within a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from dauys.apps.calendar.queries import marks_showing
from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.queries import (
    StoredFile,
    file_of,
    files_within,
    largest,
    media_of,
    name_to_save,
    place_of,
)
from dauys.core.findings import Refused
from dauys.web.files.forms import StoreFile, WithdrawFile
from dauys.web.files.listing import listing_of
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import faults_of_fields, faults_said
from dauys.web.ui.naming import Names, list_page
from dauys.web.ui.uploads import takes

TAKING_FILES = {"mark_done"}  # addresses of forms in which a file is chosen
_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def _file(code: UUID) -> StoredFile:
    found = file_of(code)
    if found is None:
        raise Http404
    return found


def _keeper(_desk: Desk, /, **named: Any) -> Iterable[str]:
    return [_file(named["code"]).of]


@screen("see_files")
def files(request: DeskRequest) -> HttpResponseBase:
    """The files of the commission and of those beneath it."""
    desk = request.desk
    return list_page(
        request, "files/files.html", files_within(desk.holds.path), listing_of, of="of",
        address=lambda row: reverse("file", kwargs={"code": row.code}),
        may_store=desk.may("store_file", desk.holds.path),
    )  # fmt: skip


@takes(largest)
@screen("store_file")
def store(request: DeskRequest) -> HttpResponse:
    """Store a file for one's own commission; from a form one comes back to it with the file chosen."""
    back = _way_back(request)
    form, faults = StoreFile(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        desk, told = request.desk, form.cleaned_data
        try:
            stored = store_file(
                desk.holds.path, told["content"].name, told["content"], told["about"],
                encoding=told["encoding"] or "utf-8", code=uuid4(), by=desk.actor, at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            faults = faults_of_fields(refused.faults, form, desk.language)
        else:
            messages.success(request, desk.said("files.stored", name=stored.name))
            if back:
                return redirect(f"{back}?{urlencode({'file': stored.code})}")
            return redirect("file", code=stored.code)
    told = {"form": form, "faults": faults or form.summary, "back": back or reverse("files")}
    return render(request, "files/store.html", told)


def _way_back(request: DeskRequest) -> str:
    """The form from which somebody came, where it is one that takes a file; nothing else is gone to."""
    asked = request.GET.get("next", "")
    try:
        return asked if resolve(asked).url_name in TAKING_FILES else ""
    except Resolver404:
        return ""


@screen("see_files", of=_keeper)
def file(request: DeskRequest, code: UUID) -> HttpResponse:
    """One file: what it is, whose, since when; where it is named."""
    found, desk = _file(code), request.desk
    names = Names(desk.language)
    names.learn((found.person, found.withdrawn_by), (found.of,))
    told = {
        "file": found,
        "stored_at": found.stored_at.astimezone(desk.at.tzinfo),
        "withdrawn_at": found.withdrawn_at and found.withdrawn_at.astimezone(desk.at.tzinfo),
        "keeper": names.commission(found.of),
        "stored_by": names.person(found.person),
        "withdrawn_by": names.person(found.withdrawn_by),
        "kind": desk.said(f"files.kinds.{found.kind}"),
        "marks": [mark for mark in marks_showing(code) if mark.unit.path.startswith(desk.holds.path)],
        "may_withdraw": found.withdrawn_at is None and desk.may("withdraw_file", found.of),
        "was_made_anew": found.given_sha256 != found.sha256,
    }
    return render(request, "files/file.html", told)


@screen("see_files", of=_keeper)
def content(request: DeskRequest, code: UUID) -> HttpResponseBase:
    """The bytes, to be saved; 404 for those of a file that was withdrawn, 500 where the disk lost them."""
    found = _file(code)
    if found.withdrawn_at is not None:
        raise Http404
    try:
        kept = place_of(found.sha256).open("rb")
    except FileNotFoundError:
        return render(
            request, "ui/problem.html", {"heading": "files.lost", "way": "files.lost_way"}, status=500
        )
    answer = FileResponse(
        kept, as_attachment=True, filename=name_to_save(found), content_type=media_of(found)
    )
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@screen("withdraw_file", of=_keeper)
def withdraw(request: DeskRequest, code: UUID) -> HttpResponse:
    """Withdraw a file for a reason."""
    found, form, faults = _file(code), WithdrawFile(request.POST or None, initial=kept(request)), []
    if request.method == "POST" and form.is_valid():
        desk = request.desk
        try:
            withdraw_file(found, form.cleaned_data["reason"], by=desk.actor, at=desk.at)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            messages.success(request, desk.said("files.withdrawn", name=found.name))
            return redirect("file", code=code)
    told = {"file": found, "form": form, "faults": faults or form.summary}
    return render(request, "files/withdraw.html", told)
