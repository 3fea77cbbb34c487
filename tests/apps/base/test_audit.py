import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from rebond.apps.base.audit import record
from rebond.apps.base.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_record_notes_who_did_what_to_which_row_and_when(candidate: Any, now: datetime.datetime) -> None:
    entry = record(by=candidate, verb="try", target=candidate, now=now)

    kept = AuditEntry.objects.filter(pk=entry.pk).values("at", "by", "verb", "target_type", "target_id").get()
    assert kept == {
        "at": now,
        "by": candidate.pk,
        "verb": "try",
        "target_type": "people.person",
        "target_id": str(candidate.pk),
    }


def test_record_leaves_by_empty_where_the_program_acts(candidate: Any, now: datetime.datetime) -> None:
    assert record(by=None, verb="try", target=candidate, now=now).by is None


def test_an_entry_without_a_verb_is_refused_by_the_database(candidate: Any, now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError):
        record(by=candidate, verb="", target=candidate, now=now)


def test_entries_come_in_the_order_of_what_happened(candidate: Any, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()
    later = record(by=candidate, verb="second", target=candidate, now=now + datetime.timedelta(seconds=1))
    earlier = record(by=candidate, verb="first", target=candidate, now=now)

    assert list(AuditEntry.objects.all()) == [earlier, later]


def test_an_entry_holds_no_field_for_what_a_candidate_wrote() -> None:
    assert [field.name for field in AuditEntry._meta.fields] == ["id", "at", "by", "verb", "target_type", "target_id"]
