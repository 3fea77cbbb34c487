"""The one write about a priority looked at again."""

import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Account
from rebond.apps.plan.check_queries import can_tell
from rebond.apps.plan.models import Check, Priority


class NotLaterError(ValueError):
    """This account cannot tell: it is not later than that of the priority, or one of them is an example."""


@transaction.atomic
def check_priority(
    *, priority: Priority, account: Account, choice: str, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Note whether, at the interview of `account`, it came back; "" takes the answer back.

    Raises NotLaterError where the account cannot tell, and where the priority was never taken into the plan.
    """
    is_taken = priority.state in (Priority.State.KEPT, Priority.State.DONE)
    if not is_taken or not can_tell(priority, account):
        raise NotLaterError
    if choice:
        Check.objects.update_or_create(priority=priority, account=account, defaults={"choice": choice, "at": now})
    else:
        Check.objects.filter(priority=priority, account=account).delete()
    record(by=by, verb="check_priority", target=priority, now=now)
