"""Every write about people."""

import datetime

from django.db import transaction

from rebond.apps.base import audit
from rebond.apps.people.models import Person


@transaction.atomic
def local_candidate(*, now: datetime.datetime) -> Person:
    """The one candidate of this machine; the first call makes them."""
    known = Person.objects.filter(is_local=True).first()
    if known is not None:
        return known
    person = Person(is_local=True, arrived_at=now)
    person.set_unusable_password()
    person.save()
    audit.record(by=person, verb="arrive", target=person, now=now)
    return person


@transaction.atomic
def welcome(*, by: Person, now: datetime.datetime) -> None:
    """Note that the first explanations were read; a second time changes nothing."""
    if Person.objects.filter(pk=by.pk, welcomed_at=None).update(welcomed_at=now):
        audit.record(by=by, verb="welcome", target=by, now=now)
    by.refresh_from_db(fields=["welcomed_at"])


@transaction.atomic
def choose_language(*, language: str, by: Person, now: datetime.datetime) -> None:
    """Keep the person's language, "" to follow the browser. Raises ValueError for a language that Rebond lacks."""
    if language not in ("", *Person.Language.values):
        raise ValueError(f"unknown language: {language!r}")
    by.language = language
    by.save(update_fields=["language"])
    audit.record(by=by, verb="choose_language", target=by, now=now)
