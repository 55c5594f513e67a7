"""What the results answer: an election as a book, one unit's result, one precinct's protocol."""

from dauys.apps.results.queries.book import (
    Book,
    Candidacies,
    CandidateNode,
    CommissionNode,
    ContestNode,
    DecisionNode,
    ElectionNode,
    FigureChange,
    MemberNode,
    Result,
    Sheet,
    TurnoutPoint,
    UnitNode,
    VacancyNode,
    VersionNote,
    VoteRow,
    WayCount,
)
from dauys.apps.results.queries.expecting import missing_protocols
from dauys.apps.results.queries.following import OpenElection
from dauys.apps.results.queries.precinctbook import precincts_standing
from dauys.apps.results.queries.precinctrows import PrecinctRows
from dauys.apps.results.queries.reading import elections_here, open_book
from dauys.apps.results.queries.saying import FigureSource, SourceNode

__all__ = [
    "Book",
    "Candidacies",
    "CandidateNode",
    "CommissionNode",
    "ContestNode",
    "DecisionNode",
    "ElectionNode",
    "FigureChange",
    "FigureSource",
    "MemberNode",
    "OpenElection",
    "PrecinctRows",
    "Result",
    "Sheet",
    "SourceNode",
    "TurnoutPoint",
    "UnitNode",
    "VacancyNode",
    "VersionNote",
    "VoteRow",
    "WayCount",
    "elections_here",
    "missing_protocols",
    "open_book",
    "precincts_standing",
]
