"""The trace of every write: one row beside it, in the same transaction."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from rebond.apps.base.models import AuditEntry


def record(*, by: AbstractBaseUser | None, verb: str, target: models.Model, now: datetime.datetime) -> AuditEntry:
    """Note that `by` (None: the program itself) did `verb` to `target`. Call it before a deletion: it needs the key."""
    return AuditEntry.objects.create(
        at=now,
        by=by.pk if by is not None else None,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
    )


def was_noted(*, verb: str, target: models.Model) -> bool:
    """Whether `verb` was ever done to the row of this key, be it gone since. It looks through all entries."""
    entries = AuditEntry.objects.filter(verb=verb, target_type=target._meta.label_lower, target_id=str(target.pk))
    return entries.exists()
