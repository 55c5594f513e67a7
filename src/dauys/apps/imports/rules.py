"""Which kinds of files there are: by which verb each is taken, and what may be told beside the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TABLE = (".csv", ".xlsx", ".jsonl", ".parquet")
MOST_BYTES = 64 << 20  # of one file, as of one request; larger ones are for the console; a setting of ours
MOST_FAULTS = 20_000  # worded of one file, the rest is counted; a setting of ours
LISTED = 100  # faults that a page shows
SAMPLE = 10  # rows that a preview shows


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: the verb that takes it, the endings of its formats, what belongs to it."""

    verb: str
    endings: tuple[str, ...] = TABLE
    of_election: bool = False  # its rows belong to one election
    of_country: bool = False  # the commission of the country answers for it
    told: tuple[str, ...] = ()  # what may be told beside the file

    @property
    def is_mapped(self) -> bool:
        """Whether foreign columns are read through a mapping."""
        return "mapping" in self.told


KINDS: Final = {
    "territory": Kind("enter_territory", of_country=True, told=("valid_from_on",)),
    "commissions": Kind("enter_commissions"),
    "members": Kind("enter_members"),
    "election": Kind("enter_candidates", (".json",), of_country=True, told=("sample",)),
    "turnout": Kind("report_turnout", of_election=True, told=("election", "reason")),
    "protocols": Kind(
        "import_protocols", of_election=True, told=("election", "mapping", "reason", "with_findings")
    ),
}


def plain_name(name: str) -> str:
    """The name of a file without folders and without signs that no name has."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:200]
