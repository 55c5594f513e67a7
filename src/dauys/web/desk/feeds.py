"""A person's own calendar, read by a calendar program: whoever has the address is let in, nobody else."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from dauys.apps.accounts.queries import account_of
from dauys.apps.calendar.queries import subscription_at
from dauys.apps.commissions.queries import capacities
from dauys.apps.results.queries.duties import duties_of, post_of
from dauys.web.ui.diary import Event, diary, diary_answer
from dauys.web.ui.doors import DeskRequest


def calendar_feed(request: DeskRequest, token: str) -> HttpResponse:
    """The terms of the commissions in which the person holds an office today; 404 for any other address.

    An address that was renewed or ended, a locked account and one whose offices have ended look alike; so
    does one from before the account: whoever had one that was ended may still know it.
    """
    desk = request.desk
    opened = subscription_at(token)
    account = account_of(opened.person) if opened else None
    if opened is None or account is None or not account.is_active or opened.issued_at < account.created_at:
        raise Http404
    held = {(one.country, one.commission) for one in capacities(account.person, desk.day)}
    posts = [post for place in sorted(held) if (post := post_of(*place)) is not None]
    if not posts:
        raise Http404
    events = [
        Event(
            f"{duty.election.code}.{post.unit_code}.{post.level}.{duty.term.code}", duty.row,
            post.name.in_language(desk.language),
        )
        for post in posts
        for duty in duties_of(post, desk.at)
    ]  # fmt: skip
    return diary_answer("duties", diary(desk.said("desk.calendar.name"), events, desk.at, desk.language))
