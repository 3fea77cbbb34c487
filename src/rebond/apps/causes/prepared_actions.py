"""The one write about what was prepared."""

import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.causes.models import Prepared
from rebond.apps.debrief.models import Account


@transaction.atomic
def note_prepared(*, account: Account, key: str, choice: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what the candidate says, afterwards, of one line of the preparation sheet; "" takes it back."""
    noted = Prepared.objects.filter(account=account)
    if choice:
        noted.update_or_create(account=account, key=key, defaults={"choice": choice, "at": now})
    else:
        noted.filter(key=key).delete()
    record(by=by, verb="note_prepared", target=account, now=now)
