"""`dauys protocol` and `dauys contest`: what a commission decides about protocols and results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dauys.core.findings import Fault, Refused
from dauys.ops.running import moment, operator, refusals, start

if TYPE_CHECKING:
    from dauys.apps.elections.models import Contest

protocol = typer.Typer(help="Decisions about one protocol.", no_args_is_help=True)
contest = typer.Typer(help="Decisions about the result of a contest.", no_args_is_help=True)

ContestId = Annotated[str, typer.Option("--contest", help="Id of the contest.")]


@protocol.callback()
def _protocol() -> None:
    """Decisions about one protocol."""


@protocol.command("release")
def release(
    contest: ContestId,
    precinct: Annotated[str, typer.Option("--precinct", help="Code of the precinct.")],
    reason: Annotated[str, typer.Option("--reason", help="What the commission decided.")],
) -> None:
    """Let a protocol that is kept out for errors count all the same."""
    start()
    from dauys.apps.results.actions import release_protocol  # noqa: PLC0415

    with refusals():
        release_protocol(_contest(contest), precinct, reason=reason, by=operator(), at=moment())
    typer.echo(f"The protocol of {precinct} counts.")


@contest.command("establish")
def establish(
    contest: ContestId,
    evidence: Annotated[str, typer.Option("--evidence", help="The commission's protocol or act.")],
) -> None:
    """Establish the result of a contest; possible when every expected protocol is in."""
    start()
    from dauys.apps.results.actions import establish_results  # noqa: PLC0415

    with refusals():
        [found] = establish_results([_contest(contest)], evidence=evidence, by=operator(), at=moment())
    typer.echo(f"{contest}: {found.outcome} {', '.join(found.candidates)} is established.")


@contest.command("cancel")
def cancel(
    contest: ContestId, reason: Annotated[str, typer.Option("--reason", help="Which decision.")]
) -> None:
    """Cancel the poll of a contest: it has no winner."""
    start()
    from dauys.apps.results.actions import cancel_poll  # noqa: PLC0415

    with refusals():
        cancel_poll(_contest(contest), reason=reason, by=operator(), at=moment())
    typer.echo(f"The poll of {contest} is cancelled.")


def _contest(code: str) -> Contest:
    from dauys.apps.elections.queries import contest_of  # noqa: PLC0415

    found = contest_of(code)
    if found is None:
        raise Refused([Fault("E-13", f"No contest {code} is here.", "See the election's file.")])
    return found
