"""Handing a file in: of which kind, how such a file has to look, a sample of it, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.elections.queries import election_of
from dauys.apps.imports.actions import Handed, keep_upload, prepare_import
from dauys.apps.imports.queries import (
    KINDS,
    MOST_BYTES,
    ColumnTold,
    Import,
    columns_of,
    elections_for,
    example_as_workbook,
    example_of,
    kept_mapping,
    kept_mappings,
    kinds_for,
    laws_of,
)
from dauys.core.findings import Refused
from dauys.core.norms import Pack
from dauys.web.imports.forms import HandIn
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import faults_said
from dauys.web.ui.uploads import takes
from dauys.web.ui.words import said_or

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


@screen("prepare_import")
def choose(request: DeskRequest) -> HttpResponseBase:
    """The kinds of files that this commission may hand in, each with its sample."""
    kinds = kinds_for(request.desk.actor)
    return render(request, "imports/choose.html", {"kinds": [_kind_said(request.desk, one) for one in kinds]})


def _kind_said(desk: Desk, kind: str) -> dict[str, str]:
    return {
        "code": kind,
        "name": desk.said(f"imports.kinds.{kind}"),
        "about": desk.said(f"imports.kinds_about.{kind}"),
        "sample": example_of(kind).name,
        "workbook": f"{kind}.xlsx" if example_of(kind).suffix == ".csv" else "",
    }


@takes(lambda: MOST_BYTES)
@screen("prepare_import")
def hand_in(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Hand a file of one kind in; what it would bring is looked at next."""
    desk, faults, called = request.desk, [], elections_for(request.desk.holds.path)
    if _known(kind) not in kinds_for(desk.actor, called):
        return render(request, "imports/not_yours.html", {"kind": _kind_said(desk, kind)})
    form = HandIn(
        desk, kind, called, kept_mappings(desk.holds.path), request.POST or None, request.FILES or None
    )
    if request.method == "POST" and form.is_valid():
        try:
            imported = _handed(request, kind, form.cleaned_data)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            return redirect("import", number=imported.id)
    told = {
        "kind": _kind_said(desk, kind),
        "form": form,
        "faults": faults or form.summary,
        "guides": _guides(desk, kind, laws_of(called) if KINDS[kind].is_mapped else ()),
    } | _guide_said(desk, kind)
    return render(request, "imports/hand_in.html", told)


def _handed(request: DeskRequest, kind: str, told: dict[str, Any]) -> Import:
    """Keep the bytes, then the row; raises Refused."""
    desk, content = request.desk, told["content"]
    kept = kept_mapping(desk.holds.path, int(told["mapping"])) if told.get("mapping") else None
    sha256, size = keep_upload(content.chunks())
    handed = Handed(
        kind, desk.holds.path, content.name, sha256, size, told.get("reason", ""),
        told.get("with_findings", False), told.get("sample", False), told.get("valid_from_on"),
        kept.text if kept else "",
    )  # fmt: skip
    return prepare_import(handed, election_of(told.get("election", "")), by=desk.actor, at=desk.at)


def _guide_said(desk: Desk, kind: str) -> dict[str, str]:
    """What is said around the columns of a kind; an election is one document with keys."""
    way = "keys" if kind == "election" else "columns"
    return {
        "guide_heading": desk.said(f"imports.guide.{way}.heading"),
        "guide_lead": desk.said(f"imports.guide.{way}.lead"),
        "guide_name": desk.said(f"imports.guide.{way}.name"),
        "guide_also": said_or(desk.language, f"imports.guide.also.{kind}", ""),
    }


def _guides(desk: Desk, kind: str, laws: Sequence[Pack]) -> list[dict[str, Any]]:
    """The columns in words; of protocols once for each law of the elections that are offered."""
    if not laws:
        return [{"law": "", "columns": _columns(desk, columns_of(kind))}]
    return [
        {
            "law": f"{law.act.title.in_language(desk.language)} ({law.id})",
            "columns": _columns(desk, columns_of(kind, law)),
        }
        for law in laws
    ]


def _columns(desk: Desk, columns: list[ColumnTold]) -> list[dict[str, Any]]:
    """In words, those first that a file has to have."""
    return [
        {
            "name": one.name,
            "meaning": one.meaning[desk.language],
            "type": desk.said(f"imports.types.{one.type.replace(' ', '_')}"),
            "is_required": one.is_required,
        }
        for one in sorted(columns, key=lambda one: not one.is_required)
    ]


@screen("prepare_import")
def example(request: DeskRequest, kind: str) -> HttpResponseBase:
    """The filled sample of a kind of file, invented people and figures: as it is, or a table as XLSX."""
    sample = example_of(_known(kind))
    if request.GET.get("format") == "xlsx" and sample.suffix == ".csv":
        answer = HttpResponse(example_as_workbook(kind), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{sample.stem}.xlsx"'
        return answer
    media = "application/json" if sample.suffix == ".json" else "text/csv; charset=utf-8"
    return FileResponse(sample.open("rb"), as_attachment=True, filename=sample.name, content_type=media)
