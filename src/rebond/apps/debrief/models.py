"""What a candidate wrote while it burnt, and how they felt as they left."""

import uuid

from django.conf import settings
from django.db import models

SCALE = range(11)
"""Stress, control of the exchange and mood go from 0 to 10."""


def _on_the_scale(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"account_{field}_on_the_scale",
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (SCALE[0], SCALE[-1])}),
    )


class Account(models.Model):
    """One interview as told. Its text never changes once kept: triggers of the database refuse it (migration 0002).

    The primary key is chosen by the page that sends the text, so that sending twice keeps one account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    is_example = models.BooleanField(default=False)
    leaving = models.CharField(max_length=60, blank=True)
    stress = models.PositiveSmallIntegerField(null=True, blank=True)
    control = models.PositiveSmallIntegerField(null=True, blank=True)
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    help_offered = models.BooleanField(default=False)
    help_dismissed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["owner", "-written_at"], name="account_by_date"),)
        constraints = (
            models.CheckConstraint(name="account_has_text", condition=~models.Q(text="")),
            _on_the_scale("stress"),
            _on_the_scale("control"),
            _on_the_scale("mood"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """Text being written, kept at every pause. Its key becomes the account's when the candidate keeps it."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
