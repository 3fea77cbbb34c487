"""An account read into moments, and what the candidate says of that reading."""

from django.conf import settings
from django.db import models

from rebond.apps.debrief.models import Account


class Reading(models.Model):
    """What the engine read, as it read it: never changed by a correction."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    lang = models.CharField(max_length=8)
    reader = models.CharField(max_length=20)
    version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.account_id} by {self.reader} {self.version}"


class Moment(models.Model):
    """One piece of the account with the engine's labels. Its fields are those of rebond.engine.moments.types.Moment."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="moments")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    nature = models.CharField(max_length=20)
    confidence = models.FloatField()
    asserted = models.JSONField()
    offered = models.JSONField()
    likelihoods = models.JSONField()
    distortions = models.JSONField()
    phase = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["reading", "position"], name="moment_one_a_position"),
            models.CheckConstraint(name="moment_not_empty", condition=models.Q(end__gt=models.F("start"))),
        )

    def __str__(self) -> str:
        return f"{self.reading_id}/{self.position}"


class Correction(models.Model):
    """What the candidate says of one label of one moment; it lies beside the engine's label and wins over it."""

    class Aspect(models.TextChoices):
        NATURE = "nature"
        INCIDENT = "incident"
        DISTORTION = "distortion"
        PHASE = "phase"
        AGENCY = "agency"

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="corrections")
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    key = models.CharField(max_length=40, blank=True)
    holds = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["moment", "aspect", "key"], name="correction_one_a_label"),
            models.UniqueConstraint(
                fields=["moment", "aspect"],
                condition=models.Q(aspect__in=["nature", "phase", "agency"]),
                name="correction_one_choice",
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment_id} {self.aspect} {self.key} {self.holds}"
