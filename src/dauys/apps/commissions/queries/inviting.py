"""Whom an officer still has to invite: who holds an office in their reach, and no invitation has reached."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from dauys.apps.accounts.models import LETTER_FAILED
from dauys.apps.accounts.queries import persons_ended_by
from dauys.apps.commissions.models import Appointment, Membership, Office, Suspension
from dauys.apps.commissions.queries.holders import appointed_holders, on_day, sitting_holders
from dauys.core.rights import CHAIR, SECRETARY, Actor

INVITED_FROM_ABOVE = (CHAIR, SECRETARY)
WANTING = ("none", "expired", "failed")  # why somebody is still to be invited


def sitting_to_invite(by: Actor, at: dt.datetime) -> QuerySet[Any]:
    """Of those elected, whom `invite_holder` lets an officer of a commission invite, and who need it.

    Rows of `sitting_holders`, with `wanting` (of WANTING): nobody has invited them, the invitation ended
    before it was accepted, or its letter did not leave.
    """
    rows = sitting_holders(by.commission, at.date(), at).filter(rests=False)
    from_above = Q(office__in=INVITED_FROM_ABOVE)
    return _wanting(rows.filter(Q(commission_path=by.commission) | from_above), by, at.date())


def appointed_to_invite(by: Actor, at: dt.datetime) -> QuerySet[Any]:
    """The same of those appointed in the own commission; beneath, their chair or secretary invites them."""
    earlier = Appointment.objects.filter(
        on_day(at.date()), person=OuterRef("person"), commission=OuterRef("commission"), pk__lt=OuterRef("pk")
    )  # one row for each, whatever else they are appointed to
    rows = appointed_holders(by.commission, at.date(), at).filter(
        ~Exists(earlier), commission_path=by.commission
    )
    return _wanting(rows, by, at.date())


def _wanting(rows: QuerySet[Any], by: Actor, day: dt.date) -> QuerySet[Any]:
    """Of these rows: without those of others too, the own chair, and those whom the actor has shut out."""
    wanting = Case(
        When(state__in=("none", "expired"), then=F("state")),
        When(state="invited", letter=LETTER_FAILED, then=Value("failed")),
        default=Value(""),
        output_field=CharField(),
    )
    unit = "mandate__commission__unit__path"
    sits_elsewhere = _sits(day).exclude(**{f"{unit}__startswith": by.commission})
    works_elsewhere = Appointment.objects.filter(on_day(day), person=OuterRef("person")).exclude(
        commission__unit__path__startswith=by.commission
    )
    chairs = Office.objects.filter(on_day(day), kind=CHAIR, membership=OuterRef("pk"))
    chairs_here = _sits(day).filter(Exists(chairs), **{unit: by.commission})
    found: QuerySet[Any] = rows.annotate(wanting=wanting).filter(
        ~Exists(sits_elsewhere), ~Exists(works_elsewhere), ~Exists(chairs_here), wanting__in=WANTING
    )
    return found.exclude(person_code__in=persons_ended_by(by.person))


def _sits(day: dt.date) -> QuerySet[Membership]:
    """The memberships of a person that give a capacity on a day: their duties do not rest."""
    rests = Suspension.objects.filter(on_day(day), membership=OuterRef("pk"))
    sits = Membership.objects.filter(on_day(day), on_day(day, "mandate__"), person=OuterRef("person"))
    return sits.filter(~Exists(rests))
