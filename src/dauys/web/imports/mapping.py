"""The mapping editor: which column of a foreign file is which line of the law, which candidate, which key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.imports.actions import map_columns
from dauys.apps.imports.queries import (
    Import,
    Targets,
    heading_of,
    is_text,
    kept_mapping,
    kept_mappings,
    kind_of,
    outcome_of,
    proposed_encoding,
    targets_of,
)
from dauys.core.findings import Refused
from dauys.core.tables import MOST_MAPPING, mapping_as_toml, read_mapping, sections_as_toml
from dauys.core.tables.csv_form import FileOptions
from dauys.core.tables.templates import TemplateError, template
from dauys.web.imports.views import import_named, its_commission
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.forms import Form
from dauys.web.ui.uploads import takes
from dauys.web.ui.words import said

BLANKS = ("error", "missing", "zero")
DELIMITERS = (("", "auto"), (",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar"))
ENCODINGS = ("utf-8", "windows-1251", "kz1048", "utf-16")
SHOWN = 5  # rows for which the keys are shown as the templates give them


class Columns(Form):
    """Selects for every line and candidate, templates for the keys, rules for blanks."""

    room = "imports"

    def __init__(self, desk: Desk, targets: Targets, columns: list[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.targets = targets
        none = desk.said("imports.mapping.no_column")
        found = [("", none), *((name, name) for name in dict.fromkeys(columns) if name)]
        self._text("contest", 300)
        self._text("precinct", 300)
        for line in targets.lines:
            label = f"{line.number}. {line.label.in_language(desk.language)}"
            self.fields[f"line_{line.code}"] = self._select(label, found)
        for number in targets.numbers:
            label = desk.said("imports.mapping.candidate", number=number)
            self.fields[f"candidate_{number}"] = self._select(label, found)
        self._text("pattern", 200)
        self._text("candidate", 200)
        blanks = [(one, desk.said(f"imports.mapping.blanks.{one}")) for one in BLANKS]
        for name in ("blank_lines", "blank_votes"):
            self._own(name, forms.ChoiceField(choices=blanks, required=False))
        delimiters = [(sign, desk.said(f"imports.mapping.delimiters.{one}")) for sign, one in DELIMITERS]
        self._own("delimiter", forms.ChoiceField(choices=delimiters, required=False))
        encodings = [(one, one) for one in ENCODINGS]
        self._own("encoding", forms.ChoiceField(choices=encodings, required=False))
        self._text("keep_as", 100)

    def _select(self, label: str, found: list[tuple[str, str]]) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=found, required=False)

    def _text(self, name: str, length: int) -> None:
        self._own(name, forms.CharField(max_length=length, required=False, strip=False))

    def _own(self, name: str, field: forms.Field) -> None:
        """A field with its label and hint from the words."""
        self.fields[name] = field
        self.name_field(name)

    @property
    def line_fields(self) -> list[Any]:
        """The selects of the lines."""
        return [self[f"line_{line.code}"] for line in self.targets.lines]

    @property
    def candidate_fields(self) -> list[Any]:
        """The selects of the candidates."""
        return [self[f"candidate_{number}"] for number in self.targets.numbers]

    def clean(self) -> dict[str, Any]:
        """A column has one meaning: of two that name it the second is wrong."""
        told, seen = self.cleaned_data, set[str]()
        for name, column in list(told.items()):
            if column and name.startswith(("line_", "candidate_")):
                if column in seen:
                    words = said(self.language, "imports.mapping.used_twice", column=column)
                    self.add_error(name, forms.ValidationError(words, code="used_twice"))
                seen.add(column)
        return told

    def text(self) -> str:
        """What was chosen, as the file of a mapping, right or wrong."""
        told = self.cleaned_data
        lines = {one.code: told[f"line_{one.code}"] for one in self.targets.lines}
        people = {told[f"candidate_{one}"]: f"{{contest}}#{one}" for one in self.targets.numbers}
        pattern = {"columns": told["pattern"], "candidate": told["candidate"] or "{contest}#{number}"}
        file = {"delimiter": told["delimiter"], "encoding": told["encoding"] or "utf-8"}
        sections = {
            "file": {name: value for name, value in file.items() if value},
            "key": {"contest": told["contest"], "precinct": told["precinct"]},
            "lines": {line: column for line, column in lines.items() if column},
            "votes": pattern if told["pattern"] else {},
            "candidates": {column: number for column, number in people.items() if column},
            "blank": {"default": told["blank_lines"] or "error", "votes": told["blank_votes"] or "error"},
        }
        return sections_as_toml(sections)


class Loaded(Form):
    """A mapping that was kept, or its file."""

    room = "imports"
    kept = forms.ChoiceField(required=False)
    toml = forms.FileField(required=False, widget=forms.ClearableFileInput(attrs={"accept": ".toml"}))

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        found = [(str(one.id), one.name) for one in kept_mappings(desk.holds.path)]
        self.offer("kept", [("", desk.said("imports.own_names")), *found])


def _first(imported: Import, targets: Targets, columns: list[str]) -> dict[str, Any]:
    """What stands in the form before anything is chosen: the mapping of the import, or what names tell."""
    if not imported.mapping:
        only = targets.contests[0] if len(targets.contests) == 1 else ""
        contest = "{contest}" if "contest" in columns else only
        named = {f"line_{line.code}": line.code for line in targets.lines if line.code in columns}
        told = {"precinct": "{precinct}" if "precinct" in columns else "", "contest": contest}
        return told | {"encoding": proposed_encoding(imported)} | named
    found = read_mapping(imported.mapping.encode())
    votes = found.votes
    return {
        "contest": found.key.contest,
        "precinct": found.key.precinct,
        **{f"line_{line}": column for line, column in found.lines.items()},
        **{f"candidate_{written.rpartition('#')[2]}": one for one, written in found.candidates.items()},
        "pattern": votes.columns if votes else "",
        "candidate": votes.candidate if votes else "",
        "blank_lines": found.blank_rule(""),
        "blank_votes": found.blank_rule("votes"),
        "delimiter": found.file.delimiter,
        "encoding": found.file.encoding,
    }


def _keys(form: Columns, file: dict[str, Any]) -> list[dict[str, str]]:
    """What the templates give for the first rows; a name that no column has stays as it is written."""
    rows = []
    for line, *cells in file.get("sample", [])[:SHOWN]:
        values = dict(zip(file["columns"], cells, strict=True))
        row = {"line": str(line)}
        for part in ("contest", "precinct"):
            written = str(form[part].value() or "")
            try:
                found = template(written)
                row[part] = found.fill({name: values.get(name, f"{{{name}}}") for name in found.names})
            except TemplateError:
                row[part] = written
        rows.append(row)
    return rows


def _file(request: DeskRequest, imported: Import) -> tuple[dict[str, Any], list[Said]]:
    """Columns and first rows: as looked through, or as they read in what is chosen; what is wrong then."""
    seen, sent = outcome_of(imported)["preview"], request.POST
    if not is_text(imported) or ("encoding" not in sent and seen.get("columns")):
        return seen, []
    encoding = sent.get("encoding") or proposed_encoding(imported) or "utf-8"
    delimiter = sent.get("delimiter", "")
    if encoding not in ENCODINGS or delimiter not in dict(DELIMITERS):
        return seen, []
    try:
        return heading_of(imported, FileOptions(delimiter=delimiter, encoding=encoding)), []
    except Refused as refused:
        return {}, faults_said(refused.faults, request.desk.language) if sent else []


@takes(lambda: MOST_MAPPING)
@screen("map_columns", of=its_commission)
def columns(request: DeskRequest, number: int) -> HttpResponseBase:
    """Choose which column is what, see what the keys come to, then have the file looked through with it."""
    imported, desk = import_named(number), request.desk
    targets = targets_of(imported) if kind_of(imported).is_mapped else None
    if targets is None:
        return render(request, "imports/no_election.html", {"import": imported})
    file, faults = _file(request, imported)
    first, doing = _first(imported, targets, file.get("columns", [])), request.POST.get("do", "")
    is_loading = doing == "load"
    sent = None if is_loading else request.POST or None
    form = Columns(desk, targets, file.get("columns", []), sent, initial=kept(request) or first)
    loaded = Loaded(desk, request.POST if is_loading else None, request.FILES if is_loading else None)
    try:
        chosen = _chosen(request, form, loaded, doing)
        if chosen is not None:
            text, name = chosen
            map_columns(imported, text, by=desk.actor, at=desk.at, keep_as=name)
            messages.success(request, desk.said("imports.looking_again"))
            return redirect("import", number=number)
    except Refused as refused:
        faults = faults_said(refused.faults, desk.language)
    told = {
        "import": imported, "form": form, "loaded": loaded, "file": file, "keys": _keys(form, file),
        "faults": faults or form.summary or loaded.summary,
    }  # fmt: skip
    return render(request, "imports/columns.html", told)


def _chosen(request: DeskRequest, form: Columns, loaded: Loaded, doing: str) -> tuple[str, str] | None:
    """The mapping (TOML) to look through the file with, and the name to keep it under; None to look only."""
    if doing == "load" and loaded.is_valid():
        file, kept = loaded.cleaned_data["toml"], loaded.cleaned_data["kept"]
        if file:
            return mapping_as_toml(read_mapping(file.read(), name=file.name)), ""
        found = kept_mapping(request.desk.holds.path, int(kept)) if kept else None
        return (found.text if found else ""), ""
    if doing != "save" or not form.is_valid():
        return None
    return form.text(), form.cleaned_data["keep_as"]


@screen("see_imports", of=its_commission)
def download(request: DeskRequest, number: int) -> HttpResponseBase:  # noqa: ARG001 -- a view
    """The mapping of an import as its file."""
    imported = import_named(number)
    if not imported.mapping:
        raise Http404
    answer = HttpResponse(imported.mapping, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mapping-{number}.toml"'
    return answer
