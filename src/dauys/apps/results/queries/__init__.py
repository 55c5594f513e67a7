"""What the results answer: an election as a book, one unit's result, one precinct's protocol."""

from dauys.apps.results.queries.book import (
    Book,
    CandidateNode,
    ContestNode,
    ElectionNode,
    Result,
    Sheet,
    UnitNode,
    VersionNote,
    VoteRow,
)
from dauys.apps.results.queries.figuring import missing_protocols
from dauys.apps.results.queries.reading import elections_here, open_book

__all__ = [
    "Book",
    "CandidateNode",
    "ContestNode",
    "ElectionNode",
    "Result",
    "Sheet",
    "UnitNode",
    "VersionNote",
    "VoteRow",
    "elections_here",
    "missing_protocols",
    "open_book",
]
