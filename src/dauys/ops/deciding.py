"""`dauys protocol` and `dauys contest`: what a commission decides about protocols and results."""

from __future__ import annotations

from typing import Annotated

import typer

from dauys.ops.asking import contest_asked
from dauys.ops.running import moment, operator, refusals, start

protocol = typer.Typer(help="Protocols: those expected, and decisions about one.", no_args_is_help=True)
contest = typer.Typer(
    help="Contests of an election, and decisions about their results.", no_args_is_help=True
)

ContestId = Annotated[str, typer.Option("--contest", help="Id of the contest.")]


@protocol.callback()
def _protocol() -> None:
    """Protocols: those expected, and decisions about one."""


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
        release_protocol(contest_asked(contest), precinct, reason=reason, by=operator(), at=moment())
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
        [found] = establish_results([contest_asked(contest)], evidence=evidence, by=operator(), at=moment())
    typer.echo(f"{contest}: {found.outcome} {', '.join(found.candidates)} is established.")


@contest.command("cancel")
def cancel(
    contest: ContestId, reason: Annotated[str, typer.Option("--reason", help="Which decision.")]
) -> None:
    """Cancel the poll of a contest: it has no winner."""
    start()
    from dauys.apps.results.actions import cancel_poll  # noqa: PLC0415

    with refusals():
        cancel_poll(contest_asked(contest), reason=reason, by=operator(), at=moment())
    typer.echo(f"The poll of {contest} is cancelled.")
