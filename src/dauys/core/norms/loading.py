"""Law packs from their folder: which there are, how an edition extends another, one pack with its digest."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from dauys.core.canonical import digest
from dauys.core.findings import Fault, Refused
from dauys.core.norms.codes import LawFault
from dauys.core.norms.pack import Pack
from dauys.core.norms.reading import ACT_FILE, FolderReader, Placed, Written
from dauys.core.norms.records import Act, Outcome, Protocol, ProtocolMeasures, Record, Source, Words

LAWS = Path(__file__).resolve().parents[2] / "laws"

_DEPTH = 3  # folders from the root to the files of an edition: country, office, year
_LAW_ID = re.compile(r"[a-z]{2}/[a-z-]+/\d{4}")
R = TypeVar("R", bound=Record)
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition as read: its records, or None, and the faults of its files."""

    law: str
    written: Written | None
    faults: tuple[Fault, ...]


def law_ids(root: Path = LAWS) -> tuple[str, ...]:
    """The ids of the editions in a folder of laws (`kz/akim/2021`), sorted."""
    found = (path.parent.relative_to(root).as_posix() for path in root.glob(f"*/*/*/{ACT_FILE}"))
    return tuple(sorted(law for law in found if _LAW_ID.fullmatch(law)))


def load_pack(law_id: str, root: Path = LAWS) -> Pack:
    """The pack of an edition, with all that it takes over from the edition it extends.

    Kept in memory until a file of the laws changes. Raises Refused with faults that name file, line and
    record. Only what cannot be read is refused here; `conformity.check_pack` says what is wrong in substance.
    """
    return _kept(law_id, root, _stamp(root))


def read_law(law_id: str, root: Path = LAWS) -> Reading:
    """The records of an edition with the places where they were written, and the faults of its files."""
    if law_id not in law_ids(root):
        return Reading(law_id, None, (_unknown_law(law_id, root),))
    faults: list[Fault] = []
    written: Written | None = None
    for law in reversed(_chain(law_id, root, faults)):
        reader = FolderReader(law, root)
        said = reader.written()
        faults += reader.faults
        if said is not None:
            written = said if written is None else _extended(written, said)
    if written is not None and not faults:
        faults += _missing_parts(written)
    return Reading(law_id, written, tuple(faults))


def read_act(law_id: str, root: Path = LAWS) -> Placed[Act] | None:
    """The head of an edition: its act.toml without what it extends; None when it cannot be read."""
    return FolderReader(law_id, root).act()


@lru_cache(maxsize=64)
def _kept(law_id: str, root: Path, stamp: Stamp) -> Pack:  # noqa: ARG001 -- the stamp is there to be compared
    reading = read_law(law_id, root)
    if reading.faults or reading.written is None:
        raise Refused(reading.faults)
    return _pack(law_id, root, reading.written)


def _stamp(root: Path) -> Stamp:
    """What tells one state of the law files from another without reading them."""
    folders = [str(root)] if root.is_dir() else []
    for _ in range(_DEPTH):
        folders = [one.path for folder in folders for one in _entries(folder) if one.is_dir()]
    files = [one for folder in folders for one in _entries(folder) if one.name.endswith(".toml")]
    states = [(file.path, file.stat()) for file in files]
    return tuple(sorted((path, state.st_mtime_ns, state.st_size) for path, state in states))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    # Every protocol that is accepted asks whether the law is still the same: a glob would take twice as long.
    with os.scandir(folder) as found:
        return list(found)


def _pack(law_id: str, root: Path, written: Written) -> Pack:
    act = written.act.record.model_copy(
        update={
            "source": _records(written.sources),
            "anchor": _records(written.anchors),
            "unread": _records(written.unread),
        }
    )
    protocol = Protocol(
        measures=written.measures[0].record,
        line=_records(written.lines),
        relation=_records(written.relations),
    )
    parts: dict[str, Record | tuple[Record, ...]] = {
        "deadlines": _records(written.deadlines),
        "outcome": written.outcome[0].record,
        "controls": _records(written.controls),
        "bodies": _records(written.bodies),
        "settings": _records(written.settings),
    }
    return Pack(
        id=law_id,
        digest=digest(_plain({"act": act, "protocol": protocol, **parts})),
        act=act,
        deadlines=_records(written.deadlines),
        protocol=protocol,
        outcome=written.outcome[0].record,
        controls=_records(written.controls),
        bodies=_records(written.bodies),
        settings=_records(written.settings),
        folder=root / law_id,
    )


def _plain(parts: dict[str, Record | tuple[Record, ...]]) -> dict[str, object]:
    """Records as JSON values. Defaults are left out: a new optional field must not change old digests."""

    def said(record: Record) -> object:
        return record.model_dump(mode="json", exclude_defaults=True)

    return {
        name: [said(record) for record in part] if isinstance(part, tuple) else said(part)
        for name, part in parts.items()
    }


def _records(placed: Sequence[Placed[R]]) -> tuple[R, ...]:
    return tuple(each.record for each in placed)


def _unknown_law(law_id: str, root: Path) -> Fault:
    known = ", ".join(law_ids(root)) or "none"
    return Fault(LawFault.PLACE, f"There is no law “{law_id}”.", f"Known: {known}.", place=law_id)


def _chain(law_id: str, root: Path, faults: list[Fault]) -> list[str]:
    """The edition and those it extends, itself first; what is wrong on the way is added to `faults`."""
    chain = [law_id]
    while act := read_act(chain[-1], root):
        if act.record.id != chain[-1]:
            faults.append(
                act.fault(LawFault.PLACE, f"The id is not that of its folder, {chain[-1]}.", key=("id",))
            )
        parent = act.record.extends
        if not parent:
            break
        if parent in chain or parent not in law_ids(root):
            why = "extends itself" if parent in chain else "extends an edition that is not there"
            faults.append(
                act.fault(LawFault.PLACE, f"The edition {why}: {parent}.", key=("extends",), value=parent)
            )
            break
        chain.append(parent)
    return chain


def _extended(parent: Written, child: Written) -> Written:
    """What the child says, and of the parent whatever the child does not say anew."""
    return Written(
        act=child.act,
        sources=_over(parent.sources, child.sources),
        anchors=_over(parent.anchors, child.anchors),
        unread=_over(parent.unread, child.unread),
        deadlines=_over(parent.deadlines, child.deadlines),
        measures=child.measures or parent.measures,
        lines=_over(parent.lines, child.lines),
        relations=_over(parent.relations, child.relations),
        outcome=child.outcome or parent.outcome,
        controls=_over(parent.controls, child.controls),
        bodies=_over(parent.bodies, child.bodies),
        settings=_over(parent.settings, child.settings),
    )


def _over(parent: Sequence[Placed[R]], child: Sequence[Placed[R]]) -> tuple[Placed[R], ...]:
    """Records of the child stand where the parent had those of their code; new ones come at the end."""
    told: dict[str, list[Placed[R]]] = {}
    for placed in child:
        told.setdefault(_identity(placed.record), []).append(placed)
    result: list[Placed[R]] = []
    replaced: set[str] = set()
    for placed in parent:
        code = _identity(placed.record)
        if code not in told:
            result.append(placed)
        elif code not in replaced:
            replaced.add(code)
            result += told[code]
    for code, records in told.items():
        if code not in replaced:
            result += records
    return tuple(result)


def _identity(record: Record) -> str:
    match record:
        case Source(key=key):
            return key
        case Words(en=sentence):
            return sentence
        case _:
            return str(getattr(record, "code", ""))


def _missing_parts(written: Written) -> list[Fault]:
    """A pack without measures or without an outcome can't count an election."""
    needed: tuple[tuple[Sequence[Placed[Outcome] | Placed[ProtocolMeasures]], str], ...] = (
        (written.measures, "protocol.toml [measures]"),
        (written.outcome, "outcome.toml [outcome]"),
    )
    return [
        written.act.fault(LawFault.PLACE, f"{name} is missing, here and in what the edition extends.")
        for part, name in needed
        if not part
    ]
