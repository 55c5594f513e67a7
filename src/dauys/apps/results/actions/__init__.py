"""The verbs of the results: take turnout and protocols, release, cancel, establish; recount."""

from dauys.apps.results.actions.comparing import Batch, Report
from dauys.apps.results.actions.deciding import establish_results, release_protocol
from dauys.apps.results.actions.gathering import gather_batches
from dauys.apps.results.actions.intake import Terms, accept_protocol, import_protocols
from dauys.apps.results.actions.living import (
    call_repeat_election,
    cancel_poll,
    close_election,
    extend_election,
    extend_nomination,
)
from dauys.apps.results.actions.recounting import recount
from dauys.apps.results.actions.turnout import TurnoutReport, TurnoutRow, import_turnout, report_turnout
from dauys.apps.results.rules import Breach

__all__ = [
    "Batch",
    "Breach",
    "Report",
    "Terms",
    "TurnoutReport",
    "TurnoutRow",
    "accept_protocol",
    "call_repeat_election",
    "cancel_poll",
    "close_election",
    "establish_results",
    "extend_election",
    "extend_nomination",
    "gather_batches",
    "import_protocols",
    "import_turnout",
    "recount",
    "release_protocol",
    "report_turnout",
]
