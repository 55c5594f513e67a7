"""Commissions last; mandates, members and offices come and go, each citing the outside act it rests on."""

from django.db import models

from dauys.apps.people.models import Person
from dauys.apps.territory.models import Unit

NOT_ENDED = models.Q(valid_to__isnull=True)


def _said() -> "models.CharField[str, str]":
    """A text in one language, beside the one that stands as it was given; blank where nobody gave it."""
    return models.CharField(max_length=300, blank=True, default="")


def _lasts(name: str) -> models.CheckConstraint:
    """A period has at least one day."""
    return models.CheckConstraint(
        condition=NOT_ENDED | models.Q(valid_from__lt=models.F("valid_to")), name=name
    )


class Commission(models.Model):
    """One commission of one unit; it stays the same from one election to the next."""

    country = models.CharField(max_length=40)  # code of the root
    code = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    level = models.CharField(max_length=20)
    name_kk = models.CharField(max_length=300)
    name_ru = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)  # as given, where it has no languages
    address_kk = _said()
    address_ru = _said()
    address_en = _said()
    phone = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    hours_kk = _said()
    hours_ru = _said()
    hours_en = _said()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="one_commission_per_code"),
            models.UniqueConstraint(fields=["unit", "level"], name="one_commission_per_unit_and_level"),
        ]


class OutsideAct(models.Model):
    """A decision of somebody else that is cited here: of a maslikhat, of a superior commission."""

    body = models.CharField(max_length=300)  # who decided; by it the act is known again
    body_kk = _said()
    body_ru = _said()
    body_en = _said()
    number = models.CharField(max_length=60)
    adopted_on = models.DateField()
    title = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number", "adopted_on"], name="act_kept_once"),
        ]


class Mandate(models.Model):
    """One formation of a commission: so many seats, from a day up to, not including, a day."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="mandates")
    seats = models.PositiveSmallIntegerField()
    formed_by = models.ForeignKey(OutsideAct, on_delete=models.PROTECT, related_name="mandates_formed")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_by = models.ForeignKey(
        OutsideAct, on_delete=models.PROTECT, null=True, related_name="mandates_ended"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            _lasts("mandate_lasts"),
            models.UniqueConstraint(fields=["commission"], condition=NOT_ENDED, name="one_mandate_at_a_time"),
        ]


class Membership(models.Model):
    """One person's seat in one mandate."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    proposed_by = models.CharField(max_length=300, blank=True)  # party, association, commission
    proposed_by_kk = _said()
    proposed_by_ru = _said()
    proposed_by_en = _said()
    workplace = models.CharField(max_length=300, blank=True)  # "" where it is not known
    released = models.BooleanField(default=False)  # works in the commission full-time
    joined_by = models.ForeignKey(OutsideAct, on_delete=models.PROTECT, related_name="members_joined")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    left_by = models.ForeignKey(OutsideAct, on_delete=models.PROTECT, null=True, related_name="members_left")
    left_reason = models.CharField(max_length=300, blank=True)
    left_reason_kk = _said()
    left_reason_ru = _said()
    left_reason_en = _said()

    class Meta:
        constraints = [
            _lasts("membership_lasts"),
            models.UniqueConstraint(
                fields=["mandate", "person"], condition=NOT_ENDED, name="person_sits_once_in_a_commission"
            ),
        ]


class Office(models.Model):
    """A member is chair, deputy or secretary: elected at a meeting of the commission."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="offices")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=20)
    elected_by = models.ForeignKey(OutsideAct, on_delete=models.PROTECT, related_name="offices_given")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            _lasts("office_lasts"),
            models.UniqueConstraint(
                fields=["mandate", "kind"], condition=NOT_ENDED, name="office_held_by_one"
            ),
            models.UniqueConstraint(
                fields=["membership"], condition=NOT_ENDED, name="one_office_for_a_member"
            ),
        ]


class Suspension(models.Model):
    """A member's duties rest: of candidates, proxies, candidates' kin and subordinates, during a campaign."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="suspensions")
    decided_by = models.ForeignKey(OutsideAct, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            _lasts("suspension_lasts"),
            models.UniqueConstraint(
                fields=["membership"], condition=NOT_ENDED, name="one_open_suspension_for_a_member"
            ),
        ]


class Appointment(models.Model):
    """Somebody works for a commission without being elected to it: a clerk, an auditor, …

    A member may be appointed as well. The period is what counts: rights begin and end with it.
    """

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    office = models.CharField(max_length=20)  # of core.rights.STAFF
    basis = models.CharField(max_length=300)  # the decision or order that it rests on
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            _lasts("appointment_lasts"),
            models.UniqueConstraint(
                fields=["commission", "person", "office"], condition=NOT_ENDED, name="appointed_once"
            ),
        ]
