"""The check of one law pack, from its files to its worked examples."""

from __future__ import annotations

from pathlib import Path

from dauys.core.conformity.cases import check_cases
from dauys.core.conformity.meaning import check_meaning
from dauys.core.findings import Fault
from dauys.core.norms import (
    LAWS,
    Act,
    LawFault,
    Placed,
    check_records,
    law_ids,
    load_pack,
    read_act,
    read_law,
)

# Faults that leave nothing to try: a worked example would fail for the same cause and hide it.
_NOT_IN_THE_WAY = (LawFault.TRANSLATION, LawFault.SOURCE, LawFault.CITATION)


def check_pack(law_id: str, root: Path = LAWS) -> list[Fault]:
    """Everything wrong with a law pack, in the order of its files; an empty list when it conforms.

    Causes come before what follows from them: while files cannot be read nothing else is told, and worked
    examples are run only when records hold together. Each fault has a code (LawFault), file, line and record.
    """
    reading = read_law(law_id, root)
    if reading.written is None or reading.faults:
        return list(reading.faults)
    faults = check_records(reading.written, _editions(law_id, root))
    if _lets_on(faults):
        pack = load_pack(law_id, root)
        faults += check_meaning(reading.written, pack)
        if _lets_on(faults):
            faults += check_cases(reading.written, pack, root)
    return sorted(faults, key=lambda fault: (fault.place, fault.line or 0))


def _lets_on(faults: list[Fault]) -> bool:
    return all(fault.code in _NOT_IN_THE_WAY for fault in faults)


def _editions(law_id: str, root: Path) -> list[Placed[Act]]:
    """The heads of all editions of the act; one that cannot be read is told when it is checked itself."""
    act = law_id.rpartition("/")[0]
    found = (read_act(law, root) for law in law_ids(root) if law.rpartition("/")[0] == act)
    return [edition for edition in found if edition is not None]
