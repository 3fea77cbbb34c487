"""Everything the candidate has written, once more in one place, so that it can be found.

The database itself keeps it in step with the stages: triggers (see search.index), whatever writes or deletes there.
"""

from django.conf import settings
from django.db import models

from rebond.apps.debrief.models import Account, Interview, Opportunity


class Writing(models.Model):
    """One text of one stage. It never changes: where the stage's text does, another row takes its place.

    `kind` is that of search.sources, `target` the key of the stage's row as stored. `account`, `interview` and
    `opportunity` say where it belongs; triggers delete it with its stage's row, and so with these. `meant_by` is the
    version of the encoder that has turned it into vectors, empty until then.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    target = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, null=True, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.DO_NOTHING, null=True, related_name="+")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.DO_NOTHING, null=True, related_name="+")
    text = models.TextField()
    meant_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["meant_by"], name="writing_by_encoder"),)
        constraints = (models.UniqueConstraint(fields=["kind", "target"], name="writing_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class Meaning(models.Model):
    """One piece of a text as a vector: little-endian float16, of length 1. It never changes."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    writing = models.ForeignKey(Writing, on_delete=models.CASCADE, related_name="meanings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    vector = models.BinaryField()

    class Meta:
        constraints = (models.CheckConstraint(name="meaning_not_empty", condition=models.Q(end__gt=models.F("start"))),)

    def __str__(self) -> str:
        return f"{self.writing_id}/{self.start}"


class Erasure(models.Model):
    """SQLite: a text was deleted, and its words stand, unreachable, in pages of the index until these are merged."""

    def __str__(self) -> str:
        return str(self.pk)
