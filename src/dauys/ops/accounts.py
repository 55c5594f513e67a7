"""`dauys admin`: the first account of an installation, and help for those whom nobody else can help."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from dauys.core.findings import Fault, Refused
from dauys.core.rights import CHAIR, SECRETARY
from dauys.ops.running import AsJson, is_json, moment, operator, refusals, show, start, wrong_use
from dauys.ops.voice import Language, language_named

if TYPE_CHECKING:
    from dauys.apps.commissions.queries import Commission

app = typer.Typer(help="Accounts: the first one, and help for who cannot sign in.", no_args_is_help=True)

Country = Annotated[str, typer.Option("--country", help="Code of the country.")]
Email = Annotated[str, typer.Option("--email", help="The e-mail address of the account.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it stands in the journal.")]


@app.callback()
def _admin() -> None:
    """Accounts: the first one, and help for who cannot sign in."""


@app.command("create")
def create(
    commission: Annotated[str, typer.Option("--commission", help="Code of the commission.")],
    email: Email,
    name: Annotated[str, typer.Option("--name", help="Its chair or secretary, by name.")] = "",
    person: Annotated[str, typer.Option("--person", help="Or: by code.")] = "",
    country: Country = "KZ",
    address: Annotated[
        str, typer.Option("--address", help="Where the workplace is reached, like https://dauys.example.")
    ] = "",
    language: Language = "kk",
    form: AsJson = "table",
) -> None:
    """Invite the chair or the secretary of a commission, and print the link: the first account begins here.

    The link works once, for seven days. Whoever opens it sets a password and a second factor, and invites the
    others on the screen.
    """
    as_json, language = is_json(form), language_named(language)
    start()
    token, at = secrets.token_urlsafe(32), moment()
    with refusals(as_json=as_json):
        from dauys.apps.commissions.actions import invite_holder  # noqa: PLC0415 -- after start()

        found = _commission(country, commission)
        who, called = _leader(found, name, person, at)
        issued = invite_holder(found, who, email, language, token, by=operator(), at=at)
    link = _link(address, token, language)
    if as_json:
        show({"person": str(who), "name": called, "link": link, "until": issued.expires_at.isoformat()})
        return
    until = issued.expires_at.astimezone(dt.UTC)
    typer.echo(f"{called} is invited. The link works once, until {until:%Y-%m-%d %H:%M} UTC:")
    typer.echo(link)


@app.command("lock")
def lock(email: Email, reason: Why) -> None:
    """Lock an account: whoever uses it is out with the next request."""
    from_console = _deed("lock_account")
    typer.echo(f"The account of {from_console(email, reason)} is locked.")


@app.command("unlock")
def unlock(email: Email, reason: Why) -> None:
    """Unlock an account."""
    from_console = _deed("unlock_account")
    typer.echo(f"The account of {from_console(email, reason)} is unlocked.")


@app.command("reset-second-factor")
def reset_second_factor(email: Email, reason: Why) -> None:
    """Take the second factors of an account away: a phone was lost. Their sessions end."""
    from_console = _deed("reset_second_factor")
    typer.echo(f"{from_console(email, reason)} sets up a new second factor after the next login.")


@app.command("end")
def end(email: Email, reason: Why) -> None:
    """End an account for good: somebody else has it, or its address is lost. Then invite anew."""
    from_console = _deed("end_account")
    typer.echo(f"The account of {from_console(email, reason)} has ended; the address is free.")


@app.command("seal-second-factors")
def seal_second_factors() -> None:
    """Seal the secrets of second factors with DAUYS_SECRET_KEY, so that DAUYS_SECRET_KEY_OLD may go."""
    start()
    with refusals():
        from dauys.apps.accounts.actions import seal_second_factors as seal  # noqa: PLC0415 -- after start()

        done, lost = seal(by=operator(), at=moment())
    typer.echo(f"{done:,} sealed with the key of now; {lost:,} can't be read with any key that is set.")


def _deed(verb: str) -> Callable[[str, str], str]:
    """What the console does about the account with an address; returns the address as it is kept."""

    def done(email: str, reason: str) -> str:
        start()
        with refusals():
            from dauys.apps.commissions import actions  # noqa: PLC0415 -- after start()

            act: Callable[..., Any] = getattr(actions, verb)
            commission, person, address = _office_of(email)
            act(commission, person, reason, by=operator(), at=moment())
        return address

    return done


def _commission(country: str, code: str) -> Commission:
    from dauys.apps.commissions.queries import commission_of  # noqa: PLC0415 -- after start()

    found = commission_of(country, code)
    if found is None:
        remedy = "Name one of `dauys commissions list`."
        raise Refused([Fault("U-30", f"No commission {code} is in {country}.", remedy, value=code)])
    return found


def _leader(commission: Commission, name: str, person: str, at: dt.datetime) -> tuple[UUID, str]:
    """Code and name of the chair or secretary asked for; otherwise who these are is told."""
    from dauys.apps.commissions.queries import sitting_holders  # noqa: PLC0415 -- after start()

    if bool(name) == bool(person):
        wrong_use("Name the chair or the secretary with --name or --person.")
    rows = sitting_holders(commission.unit.path, at.date(), at).filter(
        commission_code=commission.code, office__in=(CHAIR, SECRETARY)
    )
    leaders = [(row.person_code, row.name) for row in rows.order_by("rank")]
    for code, called in leaders:
        if name.strip() == called or person.strip() == str(code):
            return code, called
    told = ", ".join(f"{called} ({code})" for code, called in leaders) or "nobody: enter the members first"
    asked = name or person
    message = f"{asked} is neither chair nor secretary of {commission.code} today."
    raise Refused([Fault("U-31", message, f"These are: {told}.", value=asked)])


def _office_of(email: str) -> tuple[Commission, UUID, str]:
    """A commission in which whoever has the address holds an office today."""
    from dauys.apps.accounts.queries import account_at  # noqa: PLC0415 -- after start()
    from dauys.apps.commissions.queries import capacities  # noqa: PLC0415

    account = account_at(email)
    held = capacities(account.person, moment().date()) if account else []
    if account is None or not held:
        remedy = "Look at the list of users; whoever holds no office can do nothing anyway."
        message = f"Nobody who holds an office today has the address {email}."
        raise Refused([Fault("U-32", message, remedy, value=email)])
    return _commission(held[0].country, held[0].commission), account.person, account.email


def _link(address: str, token: str, language: str) -> str:
    """The address of the invitation; the host is the one asked for, else the first of the settings."""
    from django.conf import settings  # noqa: PLC0415 -- after start()
    from django.urls import reverse  # noqa: PLC0415
    from django.utils.translation import override  # noqa: PLC0415

    scheme = "https" if settings.IS_SECURE else "http"
    origins = [*settings.CSRF_TRUSTED_ORIGINS, f"{scheme}://{settings.ALLOWED_HOSTS[0]}"]
    with override(language):
        return (address or origins[0]).rstrip("/") + reverse("invitation", args=[token])
