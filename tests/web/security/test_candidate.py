import datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from rebond.apps.people.models import Person
from rebond.web.security.candidate import CandidateMiddleware

pytestmark = pytest.mark.django_db


def user_of(request: HttpRequest) -> Person:
    seen: list[Person] = []
    CandidateMiddleware(lambda asked: seen.append(asked.user) or HttpResponse())(request)
    return seen[0]


def test_the_user_is_the_candidate_of_this_machine(candidate: Person, now: datetime.datetime) -> None:
    Person.objects.create(arrived_at=now)

    assert user_of(RequestFactory().get("/")) == candidate


def test_a_database_put_in_place_without_a_candidate_gets_one() -> None:
    assert user_of(RequestFactory().get("/")) == Person.objects.get(is_local=True)
