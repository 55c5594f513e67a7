"""What the results answer: an election as a book, one unit's result, one precinct's protocol."""

from dauys.apps.results.queries.book import (
    Book,
    Candidacies,
    CandidateNode,
    CommissionNode,
    ContestNode,
    ElectionNode,
    FigureSource,
    MemberNode,
    Result,
    Sheet,
    TurnoutPoint,
    UnitNode,
    VersionNote,
    VoteRow,
    WayCount,
)
from dauys.apps.results.queries.figuring import missing_protocols
from dauys.apps.results.queries.reading import elections_here, open_book

__all__ = [
    "Book",
    "Candidacies",
    "CandidateNode",
    "CommissionNode",
    "ContestNode",
    "ElectionNode",
    "FigureSource",
    "MemberNode",
    "Result",
    "Sheet",
    "TurnoutPoint",
    "UnitNode",
    "VersionNote",
    "VoteRow",
    "WayCount",
    "elections_here",
    "missing_protocols",
    "open_book",
]
