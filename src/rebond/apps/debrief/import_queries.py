"""Shared reads of what an import meets: the file that is looked at, and what is there already."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Interview, Opportunity, PendingImport

OWN_UID_END = "@rebond"
"""How the uid of an interview that we wrote into a calendar ends, after its key."""


@dataclass(frozen=True)
class Known:
    """What tells one opportunity from another."""

    key: uuid.UUID
    company: str
    post: str
    applied_on: datetime.date | None
    link: str
    imprint: str

    def __str__(self) -> str:
        return f"{self.company} – {self.post}" if self.post else self.company


def pending_of(person: AbstractBaseUser, pending_id: object) -> PendingImport:
    """The file that this person is looking at; absent (404) where it is not theirs."""
    return get_owned_or_404(PendingImport.objects.all(), by=person, pk=pending_id)


def known_opportunities(person: AbstractBaseUser) -> tuple[Known, ...]:
    """The person's opportunities, changed last first, without what is long of them. One query."""
    fields = ("pk", "company", "post", "applied_on", "link", "imprint")
    rows = owned(Opportunity.objects.all(), by=person).order_by("-changed_at", "id").values_list(*fields)
    return tuple(Known(*row) for row in rows)


def interviews_invited(person: AbstractBaseUser, uids: Iterable[str]) -> Mapping[str, Interview]:
    """uid of an invitation → the interview that was taken from it, or that we wrote into a calendar under it."""
    own = {uid: key for uid in uids if (key := _own_key(uid)) is not None}
    wanted = Q(uid__in=list(uids)) | Q(uid="", pk__in=list(own.values()))
    found = owned(Interview.objects.select_related("opportunity"), by=person).filter(wanted)
    by_key = {key: uid for uid, key in own.items()}
    return {interview.uid or by_key[interview.pk]: interview for interview in found}


def _own_key(uid: str) -> uuid.UUID | None:
    if not uid.endswith(OWN_UID_END):
        return None
    try:
        return uuid.UUID(uid.removesuffix(OWN_UID_END))
    except ValueError:
        return None
