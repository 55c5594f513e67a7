"""The kinds of files that are taken, how each begins, and how large it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.conf import settings

from dauys.core.findings import Fault, Refused


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its code, the ending of its name, what a browser is told."""

    code: str
    ending: str
    media: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        one.code: one
        for one in (
            Kind("pdf", ".pdf", "application/pdf"),
            Kind("jpeg", ".jpg", "image/jpeg"),
            Kind("png", ".png", "image/png"),
            Kind("docx", ".docx", f"{_OFFICE}.wordprocessingml.document"),
            Kind("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
            Kind("csv", ".csv", "text/csv"),
        )
    }
)


def largest() -> int:
    """Bytes that the largest file of any kind may have."""
    return max(settings.FILE_LIMITS.values())


def refuse_large(kind: str, size: int) -> None:
    """Refused for a file that is larger than its kind may be."""
    limit = settings.FILE_LIMITS[kind]
    if size > limit:
        said = f"The file has {size:,} bytes; of this kind up to {limit:,} are taken."
        raise Refused([Fault("G-02", said, "Make it smaller, or store it in parts.", column="content")])


def refuse(code: str, message: str, remedy: str, line: int | None = None) -> Refused:
    """A refusal of the content, to be raised."""
    return Refused([Fault(code, message, remedy, line=line, column="content")])
