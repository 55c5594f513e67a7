"""Refusals in the language of the reader: what is wrong, where, and what to do, by the code of the fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from dauys.core.findings import Fault
from dauys.web.ui import words


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an error summary: the sentence, and the field that it is about ("" for none)."""

    text: str
    field: str = ""
    code: str = ""
    where: str = ""  # line and column of a file
    value: str = ""  # what stood there


def faults_said(faults: Sequence[Fault], language: str) -> list[Said]:
    """Faults of a room in words; a code without a sentence is said as the room said it."""
    return [_said(fault, language) for fault in faults]


def faults_of_fields(faults: Sequence[Fault], form: BaseForm, language: str) -> list[Said]:
    """The same where a fault names a field of the form: it leads there, as people know no names of fields."""
    found = []
    for fault in faults:
        field = form[fault.column].id_for_label if fault.column in form.fields else ""
        said = _said(replace(fault, column="") if field else fault, language)
        found.append(replace(said, field=field) if field else said)
    return found


def _said(fault: Fault, language: str) -> Said:
    sentence = words.said_or(language, f"faults.{fault.code}", f"{fault.message} {fault.remedy}".strip())
    where = []
    if fault.line is not None:
        where.append(words.said(language, "ui.faults.line", line=fault.line))
    if fault.column:
        where.append(words.said(language, "ui.faults.column", column=fault.column))
    return Said(sentence, fault.column, fault.code, ", ".join(where), fault.value)


def errors_said(form: BaseForm, language: str) -> list[Said]:
    """The errors of a form, field by field, for the summary above it."""
    found = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            for one in error.error_list if hasattr(error, "error_list") else [error]:
                label = str(form.fields[name].label or "") if name in form.fields else ""
                field = form[name].id_for_label if name in form.fields else ""
                found.append(Said(error_said(one, language, label), field))
    return found


def error_said(error: ValidationError, language: str, label: str = "") -> str:
    """One error of a field by its code: `ui.errors.<code>`; else its own words."""
    own = "; ".join(str(message) for message in error.messages)
    params = error.params if isinstance(error.params, dict) else {}
    try:
        sentence = words.said(language, f"ui.errors.{error.code}", label=label, **params)
    except (KeyError, IndexError):
        return f"{label}: {own}" if label else own
    return sentence
