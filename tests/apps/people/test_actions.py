import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from rebond.apps.base.models import AuditEntry
from rebond.apps.people import actions
from rebond.apps.people.models import Person
from rebond.apps.people.queries import the_local_candidate

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(hours=1)


def audited() -> list[tuple[str, Any]]:
    return list(AuditEntry.objects.values_list("verb", "by"))


def test_the_first_call_makes_the_candidate_of_this_machine(now: datetime.datetime) -> None:
    person = actions.local_candidate(now=now)

    assert (person.is_local, person.language, person.arrived_at, person.welcomed_at) == (True, "", now, None)
    assert not person.has_usable_password()
    assert audited() == [("arrive", person.pk)]


def test_a_second_call_gives_the_same_candidate_and_writes_nothing(now: datetime.datetime) -> None:
    first = actions.local_candidate(now=now)

    assert actions.local_candidate(now=now + LATER) == first
    assert Person.objects.get().arrived_at == now
    assert len(audited()) == 1


def test_the_database_refuses_a_second_local_candidate(candidate: Person, now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.create(is_local=True, arrived_at=now)


def test_others_than_the_local_candidate_may_be_many(candidate: Person, now: datetime.datetime) -> None:
    Person.objects.create(arrived_at=now)
    Person.objects.create(arrived_at=now)

    assert the_local_candidate() == candidate


def test_there_is_no_candidate_before_the_first_launch() -> None:
    assert the_local_candidate() is None


def test_welcome_is_noted_once(candidate: Person, now: datetime.datetime) -> None:
    actions.welcome(by=candidate, now=now)
    actions.welcome(by=candidate, now=now + LATER)

    assert candidate.welcomed_at == now
    assert Person.objects.get().welcomed_at == now
    assert audited() == [("arrive", candidate.pk), ("welcome", candidate.pk)]


@pytest.mark.parametrize("language", ["fr", "en", ""])
def test_a_language_is_kept(candidate: Person, now: datetime.datetime, language: str) -> None:
    actions.choose_language(language=language, by=candidate, now=now)

    assert Person.objects.get().language == language
    assert audited()[-1] == ("choose_language", candidate.pk)


def test_an_unknown_language_is_refused_and_nothing_changes(candidate: Person, now: datetime.datetime) -> None:
    with pytest.raises(ValueError, match="'de'"):
        actions.choose_language(language="de", by=candidate, now=now)

    assert Person.objects.get().language == ""
    assert audited() == [("arrive", candidate.pk)]


def test_the_database_refuses_an_unknown_language(now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.create(language="de", arrived_at=now)
