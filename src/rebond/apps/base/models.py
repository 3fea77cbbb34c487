"""What every stage leaves behind."""

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which row, and when. Never a word of what a candidate wrote.

    `by` is a person's key and no foreign key: this app stands below that of people, and an entry outlives an erasure
    without saying whose it was. It is empty where the program itself acted.
    """

    at = models.DateTimeField(db_index=True)
    by = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(name="audit_entry_has_verb", condition=~models.Q(verb="")),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target_type} {self.target_id}"
