"""`dauys remind`: letters about duties that are overdue, due or near; for a timer, once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from smtplib import SMTPException
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from dauys.ops.running import AsJson, is_json, moment, operator, refusals, show, start
from dauys.ops.voice import said
from dauys.press import wording

if TYPE_CHECKING:
    from dauys.apps.results.queries.letters import Letter, Pressing

DAYS = 3  # how far a letter looks ahead; a setting of ours


def remind(
    days: Annotated[int, typer.Option("--days", min=0, max=60, help="How many days to look ahead.")] = DAYS,
    address: Annotated[
        str,
        typer.Option(
            "--address",
            envvar="DAUYS_ADDRESS",
            help="Where the workplace is reached, like https://dauys.example.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count, and send nothing.")] = False,
    form: AsJson = "table",
) -> None:
    """Write to members whose commission has duties overdue, due or near: at most one letter a day to each.

    In the language of each account; whoever has not logged in yet gets none. Meant for a timer.
    """
    as_json = is_json(form)
    start()
    from dauys.apps.calendar.actions import send_reminders  # noqa: PLC0415 -- after start()
    from dauys.apps.calendar.queries import reminded_on  # noqa: PLC0415
    from dauys.apps.results.queries.letters import letters_on  # noqa: PLC0415

    at = moment()
    with refusals(as_json=as_json):
        letters = {one.person: one for one in letters_on(at, days)}
        had = reminded_on(at.date()) & letters.keys()
        sent = failed = 0
        if not dry_run:
            counts = {person: len(one.duties) for person, one in letters.items() if person not in had}
            sent, failed = send_reminders(counts, _sender(letters, address), by=operator(), at=at)
    told = {
        "letters": len(letters), "had_one_today": len(had), "sent": sent, "failed": failed,
        "duties": sum(len(one.duties) for one in letters.values()), "dry_run": dry_run,
    }  # fmt: skip
    if as_json:
        show(told)
    else:
        typer.echo(
            f"{told['letters']} members have duties that press; {told['had_one_today']} had a letter today, "
            f"{sent} sent, {failed} failed." + (" Nothing was sent: a dry run." if dry_run else "")
        )
    if failed:
        raise typer.Exit(1)


def _sender(letters: dict[UUID, Letter], address: str) -> Callable[[UUID], bool]:
    """Sends the letter of a person over one connection; a letter that does not go is told by False."""
    from django.core.mail import EmailMessage, get_connection  # noqa: PLC0415

    connection = get_connection()

    def send(person: UUID) -> bool:
        letter = letters[person]
        subject, body = written(letter, address)
        try:
            return bool(EmailMessage(subject, body, to=[letter.email], connection=connection).send())
        except (SMTPException, OSError):
            return False

    return send


def written(letter: Letter, address: str) -> tuple[str, str]:
    """Subject and text of a letter: what is overdue, due and near, each with its term and election."""
    language = letter.language
    late = sum(one.state == "overdue" for one in letter.duties)
    subject = said(language, "reminding", "subject_late" if late else "subject", n=late or len(letter.duties))
    lines = [said(language, "reminding", "greeting"), ""]
    for state in ("overdue", "due", "coming"):
        own = [one for one in letter.duties if one.state == state]
        if own:
            lines += [said(language, "reminding", state), *(_line(one, language) for one in own), ""]
    link = f"{_origin(address)}/{language}/desk/today/"
    lines += [said(language, "reminding", "where", link=link), ""]
    lines.append(said(language, "reminding", "foot"))
    return subject, "\n".join(lines)


def _origin(address: str) -> str:
    """The address that was asked for, else the first of the settings."""
    from django.conf import settings  # noqa: PLC0415 -- after start()

    scheme = "https" if settings.IS_SECURE else "http"
    origins = [*settings.CSRF_TRUSTED_ORIGINS, f"{scheme}://{settings.ALLOWED_HOSTS[0]}"]
    return (address or origins[0]).rstrip("/")


def _line(one: Pressing, language: str) -> str:
    due = one.term.due_at
    if due is None:
        raise ValueError(f"{one.term.code} has no end")
    whole = due.time() == dt.time(23, 59, 59)
    when = wording.day(due.date(), language) if whole else wording.moment(due, language)
    activity = f"{one.term.number}. {one.term.activity.in_language(language)}"
    whose = one.post.name.in_language(language)
    return f"- {said(language, 'reminding', 'line', when=when, activity=activity, commission=whose)}"
