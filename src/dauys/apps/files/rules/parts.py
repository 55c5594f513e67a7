"""The XML of an office file, read without resolving anything: no document type, no link outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from dauys.apps.files.rules.kinds import refuse

_DYNAMIC = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_HARMLESS = ("http://", "https://", "mailto:")  # of a link that a reader clicks
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "oleobject", "activex", "application/vnd.ms-office")
_ACTIVE_RELATIONS = ("/oleobject", "/package", "/vbaproject", "/afchunk", "/control", "/externallink",
                     "/attachedtoolbars", "/subdocument", "/frame", "/xlmacrosheet")  # fmt: skip
_INSTRUCTIONS = ("instrtext", "ddelink")


class Reading(Protocol):
    """What looks at the elements of a part."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """One element begins."""
        ...


class Types:
    """[Content_Types].xml: the types of the parts."""

    def __init__(self) -> None:
        self.overrides: set[str] = set()
        self.active = ""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the type of a part, and one that is active."""
        kind = attributes.get("ContentType", "")
        if any(word in kind.lower() for word in _ACTIVE_TYPES):
            self.active = kind
        if name.rpartition(" ")[2] == "Override":
            self.overrides.add(kind)


class Relations:
    """A part of relations: what the document draws on."""

    def __init__(self) -> None:
        self.outside = ""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """Keep one that leads outside; a link that a reader may click is none."""
        kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "")
        is_outside = attributes.get("TargetMode", "").lower() == "external"
        is_link = kind.endswith("/hyperlink") and target.lower().startswith(_HARMLESS)
        if kind.endswith(_ACTIVE_RELATIONS) or (is_outside and not is_link):
            self.outside = target or kind or name


class _Instructions:
    """The fields of a document: one that fetches from another program is refused."""

    def __init__(self) -> None:
        self.inside = 0
        self.text: list[str] = []

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        self.inside += local in _INSTRUCTIONS
        self.text += [value for key, value in attributes.items() if key.endswith(" instr")]
        if local == "ddelink":
            self.text.append(" DDE ")

    def ends(self, name: str) -> None:
        self.inside -= name.rpartition(" ")[2].lower() in _INSTRUCTIONS

    def says(self, text: str) -> None:
        if self.inside:
            self.text.append(text)


class _Declared(Exception):  # noqa: N818 -- an answer of the reader
    """A document type stands in the part."""


def read_xml(blocks: Iterable[bytes], reading: Reading | None, place: str) -> None:
    """Read a part whole; Refused for no XML, a document type, a field that fetches from elsewhere."""
    instructions = _Instructions()

    def begins(name: str, attributes: dict[str, str]) -> None:
        instructions.begins(name, attributes)
        if reading is not None:
            reading.element(name, attributes)

    def declared(*_: object) -> None:
        raise _Declared

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler, reader.EndElementHandler = begins, instructions.ends
    reader.CharacterDataHandler = instructions.says
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = declared
    try:
        for block in blocks:
            reader.Parse(block, False)
        reader.Parse(b"", True)
    except _Declared:
        said = f"{place} declares a document type, which could read files of the machine that opens it."
        raise refuse("G-14", said, "Save it anew in an office program.") from None
    except (expat.ExpatError, ValueError) as error:
        raise refuse("G-11", f"{place} is no XML ({error}).", "Save it anew in an office program.") from None
    if _DYNAMIC.search("".join(instructions.text)):
        said = f"{place} holds a field that starts another program."
        raise refuse("G-13", said, "Take the field out, or save it as PDF.")
