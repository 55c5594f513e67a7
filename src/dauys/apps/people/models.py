"""Persons under opaque ids, their ties, and the posts that no member of a commission may hold."""

from django.db import models


class Person(models.Model):
    """One natural person; everything outside this room knows the opaque `code` only."""

    code = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, blank=True)
    birth_year = models.PositiveIntegerField(null=True)


class Tie(models.Model):
    """`other` is this to `person`: kin, spouse or subordinate; kept for the check of commissions only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_of_others")
    relation = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other", "relation"], name="tie_entered_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="tie_between_two_persons"
            ),
        ]


class Post(models.Model):
    """A post that bars its holder from a commission: from a day up to, not including, a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="post_held_for_a_time",
            ),
        ]
