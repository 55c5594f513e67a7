"""The law as data: records written by lawyers, read and resolved into one pack for each edition."""

from dauys.core.norms.checking import check_records
from dauys.core.norms.codes import LawFault
from dauys.core.norms.loading import LAWS, Reading, law_ids, load_pack, read_act, read_law
from dauys.core.norms.pack import Pack, in_force, stands_on
from dauys.core.norms.reading import Placed, Written
from dauys.core.norms.records import (
    LANGUAGES,
    Act,
    Anchor,
    Body,
    Cited,
    Comparison,
    Control,
    Deadline,
    Grade,
    Level,
    Line,
    Outcome,
    Protocol,
    ProtocolMeasures,
    Record,
    Relation,
    Setting,
    Source,
    Words,
)

__all__ = [
    "LANGUAGES",
    "LAWS",
    "Act",
    "Anchor",
    "Body",
    "Cited",
    "Comparison",
    "Control",
    "Deadline",
    "Grade",
    "LawFault",
    "Level",
    "Line",
    "Outcome",
    "Pack",
    "Placed",
    "Protocol",
    "ProtocolMeasures",
    "Reading",
    "Record",
    "Relation",
    "Setting",
    "Source",
    "Words",
    "Written",
    "check_records",
    "in_force",
    "law_ids",
    "load_pack",
    "read_act",
    "read_law",
    "stands_on",
]
